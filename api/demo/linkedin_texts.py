"""How does a message look in an export? Its accidents, and the breaks and tags of its era."""

import html

from api.demo.chance import Dice
from api.demo.linkedin_eras import Era

_PARAGRAPH = '<p class="spinmail-quill-editor__spin-break">'


def with_accidents(dice: Dice, text: str, first_name: str) -> tuple[str, str]:
    """Return what is left of a text in life, and the addresses of what was attached."""
    accident = dice.pick(_ACCIDENTS)
    if accident == "lost":
        return "", ""
    if accident == "attached":
        kinds = dice.pick((("image",), ("vid",), ("image", "image")))
        return text, ",".join(_attachment(dice, kind) for kind in kinds)
    if accident == "sent bare":
        return "", _attachment(dice, "image")
    if accident == "unfilled":
        return text.replace(first_name, "%FIRSTNAME%"), ""
    if accident == "hard space":
        return text.replace(", ", ",\u00a0", 1), ""
    return text, ""


# Of two hundred messages. Reactions and what was deleted leave an empty text behind.
_ACCIDENTS = (
    *("none",) * 183,
    *("lost",) * 5,
    *("attached",) * 2,
    *("sent bare",) * 2,
    "unfilled",
    *("hard space",) * 7,
)


def _attachment(dice: Dice, kind: str) -> str:
    token = dice.token(32)
    address = f"https://www.linkedin.com/dms/prv/{kind}/v2/{token}/messaging-{kind}/0"
    return f"{address}?e=1767225600&v=beta&t={token[:16]}"


def written(era: Era, text: str, place: float) -> str:
    """Return a text as the era writes it; the lower its place from 0 to 1, the more as HTML."""
    if text and place < era.html_share:
        text = _as_html(text, place / era.html_share)
    if era.keeps_line_breaks:
        return text
    # The first exports drop line breaks altogether, the later ones put a space.
    return text.replace("\n", "" if era.is_legacy else " ")


_WITH_BREAKS = 0.3
_WITH_LIST = 0.1


def _as_html(text: str, share: float) -> str:
    """Return a text with tags: paragraphs mostly, else breaks or a list with a link."""
    escaped = html.escape(text, quote=False).replace("\u00a0", "&nbsp;")
    parts = [part for part in escaped.split("\n") if part]
    if share < _WITH_LIST:
        items = "".join(f"<li>{part}</li>" for part in parts)
        link = '<a href="https://jobs.example/4711?a=1&amp;b=2">Apply</a>'
        return f"<strong>{parts[0]}</strong><ul>{items}</ul>{link}"
    if share < _WITH_BREAKS:
        return "<br>".join(parts)
    return "".join(f"{_PARAGRAPH}{part}</p>" for part in parts)
