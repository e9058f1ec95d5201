"""The words of a mail that was sent as HTML, in time that grows with its length alone.

Mails differ from the messages that `markup` is made for: they bring whole documents, style
sheets, marks of word processors, and run to megabytes, for which a parser that builds on
`html.parser` is too slow where they are malformed. Here each mark is looked at once.
"""

import html
import re
from collections.abc import Iterator

# What a reader never sees; each is looked for once, from where the last one ended.
_UNSEEN = re.compile(r"<(!--|head\b|style\b|script\b|title\b)", re.IGNORECASE)
_ENDS = {"!--": "--"} | {name: f"</{name}" for name in ("head", "style", "script", "title")}
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})((?:[\s/][^<>]{0,20000})?)>")
_HREF = re.compile(
    r"""\shref\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'>]{1,4000}))""", re.IGNORECASE
)
_DECLARATION = re.compile(r"<[!?][^<>]{0,2000}>")
_PREFORMATTED = re.compile(r"(</?pre\b[^<>]{0,1000}>)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SPACES = re.compile(r"[ \t\r\n\f]+")
# Until all marks are read, the end of a block and of a paragraph stand as these.
_BLOCK, _PARAGRAPH = "\x01", "\x02"
_BREAKS = re.compile("[ \x01\x02\n]+")
_BLOCK_NAMES = """
p div ul ol blockquote pre table tr hr h1 h2 h3 h4 h5 h6 section article header footer main
center dl dt dd form fieldset address body html
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote"))
_UNSHOWN = dict.fromkeys(map(ord, "\x00\x01\x02\u200b\u200c\u00ad\u034f")) | {0xA0: " "}
_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_SCHEME_OR_SLASH = re.compile(r"^(?:https?://|mailto:|tel:)|/$")


def words_of(marked: str) -> str:
    """Return the text of an HTML mail: paragraphs as lines, links with their address."""
    seen = "".join(_in_lines(_DECLARATION.sub("", _seen(marked.translate(_UNSHOWN)))))
    told = "".join(_told(seen)).translate({0xA0: " "})
    return _BREAKS.sub(_as_lines, told).strip()


def _seen(marked: str) -> str:
    """Return a document without what is never shown."""
    kept: list[str] = []
    # Searched in a copy of the same length, since ends are written in either case.
    folded = marked.translate(_SMALL)
    absent: set[str] = set()
    at = 0
    while found := _UNSEEN.search(folded, at):
        kept.append(marked[at : found.start()])
        closed = _after(folded, _ENDS[found[1]], found.end(), absent)
        closed = _after(folded, ">", closed, absent) if closed else 0
        # What is never closed hides nothing; its mark alone is left out, with all marks.
        if not closed and found[1] != "!--":
            kept.append(found[0])
        at = closed or found.end()
    kept.append(marked[at:])
    return "".join(kept)


def _after(text: str, end: str, start: int, absent: set[str]) -> int:
    """Return the place behind the next `end`; 0 where there is none, looked for only once."""
    at = -1 if end in absent else text.find(end, start)
    if at < 0:
        absent.add(end)
        return 0
    return at + len(end)


def _in_lines(seen: str) -> Iterator[str]:
    """Yield a document with its own line ends as the spaces they are, but in `<pre>`."""
    is_kept = False
    for piece in _PREFORMATTED.split(seen):
        if piece[:4].lower() == "<pre" or piece[:5].lower() == "</pre":
            is_kept = not piece.startswith("</")
            yield piece
        elif is_kept:
            yield piece.replace("\r\n", "\n").replace("\n", "<br>")
        else:
            yield _SPACES.sub(" ", piece)


def _told(seen: str) -> list[str]:
    told: list[str] = []
    link, shown_from, at = "", 0, 0
    for tag in _TAG.finditer(seen):
        told.append(_unescaped(seen[at : tag.start()]))
        at = tag.end()
        if tag[2].lower() != "a":
            told.append(_break(tag[2].lower(), is_end=bool(tag[1])))
            continue
        if link:
            told.append(_address(link, "".join(told[shown_from:])))
        link = "" if tag[1] else _href(tag[3])
        shown_from = len(told)
    told.append(_unescaped(seen[at:]))
    return told


def _break(name: str, *, is_end: bool) -> str:
    if name == "br":
        return "\n"
    if name == "li":
        return "" if is_end else f"{_BLOCK}- "
    if name in ("td", "th"):
        return " "
    if name in _PARAGRAPHS:
        return _PARAGRAPH
    return _BLOCK if name in _BLOCKS else ""


def _as_lines(run: re.Match[str]) -> str:
    """Return the line ends that a run of breaks stands for, as a browser would show it."""
    breaks = run[0].replace(" ", "")
    if not breaks:
        return " "
    # `<br>` at the end of a block ends the very line that the block's end would end.
    lines = breaks.count("\n") + (breaks[0] != "\n")
    return "\n" * min(2, max(lines, 2 if _PARAGRAPH in breaks else 1))


def _href(attributes: str) -> str:
    found = _HREF.search(attributes)
    return _unescaped(found[1] or found[2] or found[3] or "").strip() if found else ""


def _address(link: str, shown: str) -> str:
    """Return what to add behind the words of a link: its address, unless they say it."""
    bare = _BREAKS.sub(" ", shown).strip()
    if link.startswith("#") or _without_scheme(link) == _without_scheme(bare):
        return ""
    return f" ({link})" if bare else link


def _without_scheme(link: str) -> str:
    return _SCHEME_OR_SLASH.sub("", link)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
