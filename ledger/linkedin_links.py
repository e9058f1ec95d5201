"""Which profile does a LinkedIn address lead to? One key for every spelling (FORMATS §1.5)."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

# How nearly every address in an export is written; the others are taken apart with more care.
_USUAL = re.compile(r"https://www\.linkedin\.com/in/([^/?#\s]+)")
# LinkedIn's own member ids in place of a slug: base64, so upper and lower case differ.
_OPAQUE = re.compile(r"AC[A-Za-z]AA[A-Za-z0-9_-]{10,}")
_SITE = "https://www.linkedin.com"
_LINK_CHARACTERS_MAX = 900
_CONTROL = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def profile_key(url: str) -> str | None:
    """Return the key by which two addresses of one profile are equal; None for other addresses.

    The key begins with its namespace: `in/<slug>`, `member/<opaque id>`, `pub/<path>`,
    `sales/<id>` or `talent/<id>`. Ids of different namespaces are never compared.
    """
    place = _place(url)
    if place is None:
        return None
    space, name = place
    if space in ("sales", "talent"):
        return f"{space}/{name}"
    if space == "in" and _OPAQUE.fullmatch(name):
        return f"member/{name}"
    slug = unicodedata.normalize("NFC", _decoded(name)).casefold()
    slug = _CONTROL.sub("", slug)
    return f"{space}/{slug}" if slug else None


def profile_link(url: str) -> str | None:
    """Return the address as one would type it: https, no query; None for others."""
    place = _place(url)
    if place is None:
        return None
    space, name = place
    path = {"sales": "sales/lead", "talent": "talent/profile"}.get(space, space)
    return f"{_SITE}/{path}/{name}"


def _place(url: str) -> tuple[str, str] | None:
    """Return the namespace and what stands in it, or None where no profile is meant."""
    text = url.strip()
    usual = _USUAL.fullmatch(text)
    if usual and len(text) <= _LINK_CHARACTERS_MAX:
        return "in", usual[1]
    if len(text) > _LINK_CHARACTERS_MAX or len(text.split()) != 1:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text.lstrip('/')}")
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        return None
    return _named([segment for segment in parts.path.split("/") if segment])


def _named(path: list[str]) -> tuple[str, str] | None:
    match [segment.lower() for segment in path[:2]]:
        case ["mwlite" | "m", _]:
            return _named(path[1:])
        case ["in", _]:
            return "in", path[1]
        case ["pub", _]:
            return "pub", "/".join(path[1:])
        case ["sales", "lead" | "people"] if len(path) > 2:  # noqa: PLR2004  # two, then the id
            return "sales", path[2].split(",")[0]
        case ["talent", "profile"] if len(path) > 2:  # noqa: PLR2004  # two, then the id
            return "talent", path[2].split(",")[0]
        case _:
            return None


def _decoded(name: str) -> str:
    try:
        return unquote(name, errors="strict")
    except UnicodeDecodeError:
        return name
