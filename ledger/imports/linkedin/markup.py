"""What does a message say, without the HTML that some years of exports wrap it in?"""

import html
import re
from html.parser import HTMLParser
from typing import override

_BLOCKS = frozenset(("p", "div", "ul", "ol", "blockquote", "pre", "table", "tr", "hr"))
_BLOCKS |= frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_INLINE = frozenset(("span", "strong", "b", "em", "i", "u", "s", "strike", "del", "sub", "sup"))
_INLINE |= frozenset(("font", "small", "code", "td", "th", "tbody", "thead", "img", "mark"))
_KNOWN = _BLOCKS | _INLINE | {"br", "a", "li", "style", "script"}
_HIDDEN = frozenset(("style", "script"))
_TAG = re.compile(r"</?(?:" + "|".join(sorted(_KNOWN)) + r")\b[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(
    r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
# The parser's time grows with the square of some malformed texts; the longest message is 5 KB.
_PARSED_CHARACTERS_MAX = 50_000
_NO_SPACE = re.compile(r"\s+")


def text_of(content: str) -> str:
    """Return a message's content as plain text: paragraphs as lines, links with their address.

    Words in angle brackets that are no HTML stay as they are.
    """
    text = content
    if "<" in content and len(content) <= _PARSED_CHARACTERS_MAX and _TAG.search(content):
        reader = _TextReader()
        reader.feed(_BARE_AMPERSAND.sub("&amp;", content))
        reader.close()
        text = reader.text()
    elif "&" in content:
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), content)
    if "\xa0" in text:
        text = text.replace("\xa0", " ")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # An entity can spell what no text may hold.
    return text.replace("\0", "").strip()


def fingerprint(text: str) -> str:
    """Return a text without its white space: exports of different years break lines differently."""
    return _NO_SPACE.sub("", text)


class _TextReader(HTMLParser):
    """Collects the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._hidden = 0

    def text(self) -> str:
        lines = "".join(self._pieces).split("\n")
        text = "\n".join(line.strip() for line in lines)
        return re.sub(r"\n{3,}", "\n\n", text)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "br":
            self._pieces.append("\n")
        elif tag == "li":
            self._break()
            self._pieces.append("- ")
        elif tag in _BLOCKS:
            self._break()
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._pieces)))
        elif tag not in _KNOWN:
            self._pieces.append(self.get_starttag_text() or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            shown = "".join(self._pieces[start:]).strip()
            if address and not address.startswith("#") and _differ(address, shown):
                self._pieces.append(f" ({address})" if shown else address)
        elif tag in _BLOCKS or tag == "li":
            self._break()
        elif tag not in _KNOWN:
            self._pieces.append(f"</{tag}>")

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._pieces.append(data)

    def _break(self) -> None:
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append("\n")


def _differ(address: str, shown: str) -> bool:
    bare = re.compile(r"^(?:https?://|mailto:)|/$")
    return bare.sub("", address) != bare.sub("", shown)
