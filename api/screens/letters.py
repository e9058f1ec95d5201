"""A long text as it is first shown: its beginning, the rest behind a click, quotes folded."""

import re
from typing import NamedTuple

_LINES_MAX = 8
_LETTERS_MAX = 700
# What nobody reads on a timeline; the page of the engagement has all of it.
_WHOLE_MAX = 20_000
_QUOTES = re.compile(
    r"^(?:>.*"
    r"|-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht) ?-{2,}"
    r"|On .{6,200} wrote:"
    r"|Am .{6,200} schrieb .{1,200}:"
    r"|Le .{6,200} a écrit ?:)[ \t]*$",
    re.MULTILINE,
)


class Letter(NamedTuple):
    """A text in parts, each of which may be empty."""

    begins: str
    rest: str
    quoted: str
    """What somebody else had written before, from its first line on."""
    is_cut: bool
    """Whether there is more than is shown here at all."""


def opened(text: str) -> Letter:
    """Return a text in the parts that a timeline shows."""
    whole = text[:_WHOLE_MAX]
    quote = _QUOTES.search(whole)
    # A text that begins with a quote is an answer below it: nothing to fold.
    is_quoted = quote is not None and bool(whole[: quote.start()].strip())
    own = whole[: quote.start()].rstrip() if quote and is_quoted else whole
    quoted = whole[quote.start() :].strip() if quote and is_quoted else ""
    begins, rest = _parted(own)
    return Letter(begins, rest, quoted, len(text) > _WHOLE_MAX)


def _parted(text: str) -> tuple[str, str]:
    at = _end_of_beginning(text)
    rest = text[at:]
    # A click that shows three words more is not worth it.
    return (text[:at].rstrip(), rest.strip()) if len(rest) > _LETTERS_MAX // 5 else (text, "")


def _end_of_beginning(text: str) -> int:
    at = 0
    for _ in range(_LINES_MAX):
        end = text.find("\n", at)
        if end < 0 or end > _LETTERS_MAX:
            break
        at = end + 1
    else:
        return at
    if len(text) <= _LETTERS_MAX:
        return len(text)
    space = text.rfind(" ", at, _LETTERS_MAX)
    return space if space > 0 else max(at, _LETTERS_MAX)
