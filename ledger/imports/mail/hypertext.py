"""The words of a mail that was sent as HTML, in time that grows with its length alone.

Mails differ from the messages that `markup` is made for: they bring whole documents, style
sheets, marks of word processors, and run to megabytes. So what nobody sees is cut out and every
mark but links is turned into line ends first; what is left is read by `markup` in pieces.
"""

import re
from collections.abc import Iterator

from ledger.imports.markup import text_of

# What a reader never sees; each is looked for once, from where the last one ended.
_UNSEEN = re.compile(r"<(!--|head\b|style\b|script\b|title\b)", re.IGNORECASE)
_ENDS = {"!--": "-->"} | {name: f"</{name}" for name in ("head", "style", "script", "title")}
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]{0,40})((?:[\s/][^<>]{0,20000})?)>")
_DECLARATION = re.compile(r"<[!?][^<>]{0,2000}>")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLOCK_NAMES = """
p div ul ol blockquote pre table tr hr h1 h2 h3 h4 h5 h6 section article header footer main
center dl dt dd form fieldset address body html
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote"))
# The parser's time grows with the square of some malformed texts: it gets little at once.
_PIECE_CHARACTERS_MAX = 20_000
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u00ad\u034f\u2007"))
_BLANK_LINES = re.compile(r"\n{3,}")


def words_of(html: str) -> str:
    """Return the text of an HTML mail: paragraphs as lines, links with their address."""
    seen = _DECLARATION.sub("", _seen(html))
    # In HTML a line end is a space; lines of text come from its marks.
    marked = _TAG.sub(_as_line, _SPACES.sub(" ", seen))
    told = "".join(map(_text, _pieces(marked))).translate(_INVISIBLE)
    lines = (line.strip() for line in told.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _seen(html: str) -> str:
    kept: list[str] = []
    # Searched in a copy, since the ends are written in either case; lengths stay the same.
    folded = html if html.isascii() and html.islower() else _lowered(html)
    absent: set[str] = set()
    at = 0
    while found := _UNSEEN.search(folded, at):
        kept.append(html[at : found.start()])
        end = _ENDS[found[1]]
        closed = -1 if end in absent else folded.find(end, found.end())
        if closed < 0:
            # Never closed: only the mark itself is left out, and its end not looked for again.
            absent.add(end)
            at = found.end()
            continue
        at = closed + len(end)
    kept.append(html[at:])
    return "".join(kept)


def _lowered(html: str) -> str:
    return html.translate(_SMALL)


_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _as_line(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name == "a":
        return tag[0]
    if name == "br":
        return "\n"
    if name == "li":
        return "" if tag[1] else "\n- "
    if name in ("td", "th"):
        return " "
    if name in _BLOCKS:
        return "\n\n" if tag[1] and name in _SPACED else "\n"
    return ""


def _pieces(marked: str) -> Iterator[str]:
    """Yield a text in pieces that are short enough, cut between lines or marks if it can be."""
    at = 0
    while len(marked) - at > _PIECE_CHARACTERS_MAX:
        end = at + _PIECE_CHARACTERS_MAX
        cut = max(marked.rfind("\n", at, end), marked.rfind("</a>", at, end) + 3) + 1
        cut = cut if cut > at + 4 else end
        yield marked[at:cut]
        at = cut
    yield marked[at:]


def _text(piece: str) -> str:
    """Return the text of a piece with the blanks at its edges, which `text_of` takes off."""
    inner = piece.strip()
    if not inner:
        return piece
    start = piece.index(inner)
    return piece[:start] + text_of(inner) + piece[start + len(inner) :]
