"""What a message says, without the HTML that some years of exports wrap it in."""

import html
import re
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "ul", "ol", "blockquote", "pre", "table", "tr", "hr"}) | {
    f"h{level}" for level in range(1, 7)
}
_MARKS = {"strong", "b", "em", "i", "u", "s", "strike", "del", "sub", "sup", "small", "mark"}
_INLINE = _MARKS | {"span", "font", "code", "img", "td", "th", "tbody", "thead"}
_KNOWN = _BLOCKS | _INLINE | {"br", "a", "li", "style", "script"}
_HIDDEN = frozenset(("style", "script"))
_TAG = re.compile(r"</?(?:" + "|".join(sorted(_KNOWN)) + r")\b[^<>]*>", re.IGNORECASE)
_PARAGRAPH = re.compile(r"""(<(?:/?p(?:\s[^<>"']*(?:"[^"<>]*"[^<>"']*)*)?|br\s*/?)>)""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(
    r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
# The parser's time grows with the square of some malformed texts; the longest message is 5 KB.
_PARSED_CHARACTERS_MAX = 50_000
_SCHEME_OR_SLASH = re.compile(r"^(?:https?://|mailto:)|/$")
_BLANK_LINES = re.compile(r"\n{3,}")
_NO_SPACE = re.compile(r"\s+")


def text_of(content: str) -> str:
    """Return a message's content as plain text: paragraphs as lines, links with their address.

    Words in angle brackets that are no HTML stay as they are.
    """
    text = content
    pieces = _PARAGRAPH.split(content) if "<" in content else []
    if pieces[1:] and not any("<" in piece for piece in pieces[::2]):
        text = _paragraphs(pieces)
    elif "<" in content and len(content) <= _PARSED_CHARACTERS_MAX and _TAG.search(content):
        reader = _TextReader()
        reader.feed(_BARE_AMPERSAND.sub("&amp;", content))
        reader.close()
        text = reader.text()
    elif "&" in content:
        text = _unescaped(content)
    if "\xa0" in text:
        text = text.replace("\xa0", " ")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # An entity can spell what no text may hold.
    return text.replace("\0", "").strip()


def _paragraphs(pieces: list[str]) -> str:
    """Return the text of paragraphs and line breaks alone, as nearly all messages are written.

    The parser says the same, ten times slower; a test holds the two together.
    """
    told: list[str] = []
    for piece in pieces:
        if piece.startswith("<"):
            if piece.startswith("<br") or (told and not told[-1].endswith("\n")):
                told.append("\n")
        elif piece:
            told.append(_unescaped(piece))
    return _tidy("".join(told))


def _tidy(text: str) -> str:
    lines = "\n".join([line.strip() for line in text.split("\n")])
    return _BLANK_LINES.sub("\n\n", lines) if "\n\n\n" in lines else lines


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def fingerprint(text: str) -> str:
    """Return a text without its white space: each year's exports break lines differently."""
    return _NO_SPACE.sub("", text)


class _TextReader(HTMLParser):
    """Collects the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._hidden = 0

    def text(self) -> str:
        return _tidy("".join(self._pieces))

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

    def handle_data(self, data: str) -> None:
        if data and not self._hidden:
            self._pieces.append(data)

    def _break(self) -> None:
        if self._pieces and not self._pieces[-1].endswith("\n"):
            self._pieces.append("\n")


def _differ(address: str, shown: str) -> bool:
    bare = _SCHEME_OR_SLASH.sub("", address)
    return bare != _SCHEME_OR_SLASH.sub("", shown)
