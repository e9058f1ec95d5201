"""The body of a mail: the newest words first, signature and history kept below marks.

A body is the mail's whole text in sections. The newest words come first, without a mark. Each
further section begins with a line of its own:

    ⁂ signature       what the writer puts below every mail
    ⁂ quoted          earlier mails, as they stood below the words
    ⁂ quoted above    earlier mails that stood above the words

and goes on to the next mark or the end. A screen shows the words and folds the rest; search
finds all of it. Answers written between the lines they answer stay together with them. A line
of a mail that looks like a mark is given one more `⁂`, which `unfolded` takes away again: it
returns the very text that `folded` was given.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ledger import errors, handles
from ledger.imports.mail.quoting import history_from, is_quoted, quote_from
from ledger.words import Handle, HandleType

SectionKind = Literal["words", "signature", "quoted", "quoted above"]

_STAR = "⁂"
_KINDS: dict[str, SectionKind] = {
    "signature": "signature",
    "quoted": "quoted",
    "quoted above": "quoted above",
}
_MARK = re.compile(rf"{_STAR} (signature|quoted above|quoted)")
_LIKE_A_MARK = re.compile(rf"{_STAR}+ (?:signature|quoted above|quoted)")
# RFC 3676 §4.3: `-- `; many programs lose the space.
_DASHES = re.compile(r"--[ \xa0]?")
# Longer than that, what follows `--` is more than a signature.
_SIGNATURE_LINES_MAX = 40
# A farewell further from the end is followed by more words, not by a signature.
_FAREWELL_LINES_MAX = 14
_FAREWELL = re.compile(
    r"(?:(?:with )?(?:kind|kindest|best|warm|warmest|many) regards|regards|best(?: wishes)?"
    r"|all the best|cheers|sincerely|yours (?:sincerely|truly|faithfully)|thanks and regards"
    r"|mit (?:freundlichen|besten|herzlichen) gr(?:ü|ue)(?:ß|ss)en|(?:mfg|lg|vg)"
    r"|(?:viele|beste|liebe|schöne|herzliche|freundliche) gr(?:ü|ue)(?:ß|ss)e"
    r"|(?:bien )?cordialement|bien à (?:vous|toi)|(?:sincères )?salutations|amicalement"
    r"|(?:un )?saludos?(?: cordiales?)?|atentamente|un abrazo"
    r"|(?:cordiali|distinti) saluti|atenciosamente|(?:com os )?melhores cumprimentos|abraços?"
    r"|met (?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?"
    r"|pozdrawiam(?: serdecznie)?|z poważaniem|s (?:přátelským )?pozdravem)\s*[,.!]?",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:sent from (?:my )?|von meinem |gesendet (?:von|mit) |envoyé (?:de|depuis) "
    r"|enviado (?:desde|do) |inviato da(?:l mio)? |verzonden vanaf |get outlook for "
    r"|outlook für ).{2,60}",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:https?://|www\.|\b[a-z-]{2,20}\.)[^\s<>()\[\]\"'|,;]{4,400}", re.IGNORECASE
)


class Section(NamedTuple):
    """One section of a body."""

    kind: SectionKind
    text: str


def folded(text: str) -> str:
    """Return a mail's text as a body."""
    lines = text.split("\n")
    sections = _ordered(_divided(lines))
    told: list[str] = []
    for kind, start, end in sections:
        if kind != "words":
            told.append(f"{_STAR} {kind}")
        told += map(_escaped, lines[start:end])
    return "\n".join(told)


def sections(body: str) -> list[Section]:
    """Return the sections of a body in its order, the words first unless there are none."""
    found: list[tuple[SectionKind, list[str]]] = [("words", [])]
    for line in body.split("\n"):
        mark = _MARK.fullmatch(line)
        if mark:
            found.append((_KINDS[mark[1]], []))
        else:
            found[-1][1].append(line[1:] if _LIKE_A_MARK.fullmatch(line) else line)
    told = found if found[0][1] else found[1:]
    return [Section(kind, "\n".join(lines)) for kind, lines in told]


def unfolded(body: str) -> str:
    """Return the text of a mail as it was before `folded`."""
    told = sections(body)
    above = [section.text for section in told if section.kind == "quoted above"]
    rest = [section.text for section in told if section.kind != "quoted above"]
    return "\n".join(above + rest)


def links_in_signature(body: str) -> list[Handle]:
    """Return the profiles that a mail's signature links to: evidence of who its writer is.

    Websites are left out: those of an employer stand below everybody's mails.
    """
    found: dict[str, Handle] = {}
    for section in sections(body):
        if section.kind != "signature":
            continue
        for link in _LINK.finditer(section.text):
            handle = handles.handle_of_link(link[0].rstrip(".!?:*_"))
            if handle and _is_profile(handle):
                found.setdefault(f"{handle.type}:{handles.key_of(handle)}", handle)
    return list(found.values())


def _is_profile(handle: Handle) -> bool:
    if handle.type is HandleType.WEBSITE:
        return False
    try:
        return bool(handles.key_of(handle))
    except errors.Invalid:
        return False


class _Span(NamedTuple):
    kind: SectionKind
    start: int
    end: int


def _escaped(line: str) -> str:
    return _STAR + line if _LIKE_A_MARK.fullmatch(line) else line


def _divided(lines: Sequence[str]) -> list[_Span]:
    """Return a text as spans of lines, in order and without gaps."""
    cut = history_from(lines)
    is_history = [at >= cut for at in range(len(lines))]
    at = 0
    while at < cut:
        if is_quoted(lines[at]):
            start, end = quote_from(lines, at), _quote_end(lines, at, cut)
            is_history[start:end] = [True] * (end - start)
            at = end
        else:
            at += 1
    return _spans(lines, is_history)


def _quote_end(lines: Sequence[str], first: int, cut: int) -> int:
    end = at = first
    while at < cut and (is_quoted(lines[at]) or not lines[at].strip()):
        at += 1
        if is_quoted(lines[at - 1]):
            end = at
    return end


def _spans(lines: Sequence[str], is_history: Sequence[bool]) -> list[_Span]:
    found: list[_Span] = []
    start = 0
    for at in range(1, len(lines) + 1):
        # Blank lines belong to whatever stands above them.
        if at == len(lines) or (is_history[at] != is_history[start] and lines[at].strip()):
            found.append(_Span("quoted" if is_history[start] else "words", start, at))
            start = at
    last = max((n for n, span in enumerate(found) if span.kind == "words"), default=-1)
    if last < 0:
        return found
    start, end = found[last].start, found[last].end
    signature = _signature_from(lines, start, end)
    split = [_Span("words", start, signature), _Span("signature", signature, end)]
    # A mail of nothing but a signature is its words.
    if signature < end and (last or signature > start):
        found[last : last + 1] = [span for span in split if span.start < span.end]
    return found


def _signature_from(lines: Sequence[str], start: int, end: int) -> int:
    """Return the line a signature begins on in a span; its end where there is none."""
    for at in range(max(start, end - _SIGNATURE_LINES_MAX), end):
        if _DASHES.fullmatch(lines[at]):
            return at
    written = [at for at in range(start, end) if lines[at].strip()]
    for at in written[-_FAREWELL_LINES_MAX:]:
        if at > start and _FAREWELL.fullmatch(lines[at].strip()):
            return at
    if written and _SENT_FROM.fullmatch(lines[written[-1]].strip()) and written[-1] > start:
        return written[-1]
    return end


def _ordered(spans: Sequence[_Span]) -> list[_Span]:
    """Return the spans with the words first, answers between quoted lines kept together."""
    last = max((n for n, span in enumerate(spans) if span.kind == "words"), default=-1)
    if last < 1:
        return list(spans)
    first = spans[0]
    if last == 1 and first.kind == "quoted":
        return [*spans[1:], first._replace(kind="quoted above")]
    together = _Span("words", first.start, spans[last].end)
    return [together, *spans[last + 1 :]]
