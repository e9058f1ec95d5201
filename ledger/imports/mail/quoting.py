"""Where in a mail the newest words end: history that mail programs put below or above them.

Written as programs write it in English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish and Czech.
"""

import re
from collections.abc import Sequence

_LINE_CHARACTERS_MAX = 300
# Some programs put a few spaces before the mark.
_INDENT_MAX = 4
_WROTE = (
    "wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef"
    "|napisała?|napisana|pisze|napsala?"
)
# `On 3 Feb 2026, Ana Berg wrote:`, `Am 3. Februar 2026 um 10:00 schrieb Ana Berg:`.
_DATED = re.compile(
    r"(?:On|Am|Le|El|Il|Em|A|Op|Den|W dniu|Wiadomość|Dne) .{4,280}\b(?:"
    + _WROTE
    + r")\b.{0,120}:"
)
_NAMED = re.compile(
    r".{0,200}<[^<>\s]+@[^<>\s]+>\s*(?:" + _WROTE + r")?(?:\(a\))?\s*:"
    r"|[^:]{2,80} (?:" + _WROTE + r")(?:\(a\))?\s?:"
)
# Who quotes without marks names a day or an address; `On the phone he wrote:` is a story.
_EXACT = re.compile(r"[\d@]")
_DIVIDER = re.compile(
    r"\s*(?:[-_*]{2,}\s*(?:Original Message|Original-?Nachricht|Ursprüngliche Nachricht"
    r"|Message d['\u2019]origine|Message original|Mensaje original|Messaggio originale"
    r"|Mensagem original|Oorspronkelijk bericht|Forwarded message|Weitergeleitete Nachricht"
    r"|Message transféré|Mensaje reenviado|Forwarded Message|Messaggio inoltrato"
    r"|Mensagem encaminhada|Doorgestuurd bericht|Wiadomość oryginalna|Oryginalna wiadomość"
    r"|Przekazana wiadomość|Původní zpráva|Přeposlaná zpráva)\s*[-_*]{2,}"
    r"|(?:Begin forwarded message|Anfang der weitergeleiteten (?:E-Mail|Nachricht)"
    r"|Début du message (?:réexpédié|transféré)|Inicio del mensaje reenviado"
    r"|Inizio messaggio inoltrato|Início da mensagem (?:re)?encaminhada"
    r"|Begin doorgestuurd bericht)\s?:)\s*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\s*\*?(?:From|Von|De|Da|Van|Od)\s?:\*?\s.*\S", re.IGNORECASE)
_SENT = re.compile(
    r"\s*\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el| em)?|Fecha|Inviato|Data|Verzonden"
    r"|Wysłano|Odesláno)\s?:\*?\s.*\S",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\s*\*?(?:To|Subject|An|Betreff|À|Objet|Para|Asunto|A|Oggetto|Assunto|Aan|Onderwerp"
    r"|Do|Temat|Komu|Předmět)\s?:",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*[_-]{5,}\s*")
_HEADER_LINES_MAX = 6
_ATTRIBUTION_LINES_MAX = 3


def is_quoted(line: str) -> bool:
    """Say whether a line is marked as somebody's earlier words."""
    return line.startswith(">") or line[:_INDENT_MAX].lstrip(" ").startswith(">")


def history_from(lines: Sequence[str]) -> int:
    """Return the line from which on all is history by its heading; the count if none is.

    Such history has no `>`: what stands below its heading is the earlier mail as it was.
    """
    last_quoted = max((at for at, line in enumerate(lines) if is_quoted(line)), default=-1)
    for at, line in enumerate(lines):
        if len(line) > _LINE_CHARACTERS_MAX or not line or line.startswith(">"):
            continue
        if _DIVIDER.fullmatch(line):
            return at
        if _FROM.fullmatch(line) and _is_header_block(lines, at):
            return at - 1 if at and _RULE.fullmatch(lines[at - 1]) else at
        # Below an attribution either the quoted lines follow, or the history as it was.
        if at > last_quoted and _is_above_history(lines, at):
            return at
    return len(lines)


def quote_from(lines: Sequence[str], first_quoted: int) -> int:
    """Return where a run of quoted lines begins, with the line that says whose they are."""
    end = first_quoted
    while end and not lines[end - 1].strip():
        end -= 1
    found = first_quoted
    for count in range(1, _ATTRIBUTION_LINES_MAX + 1):
        start = end - count
        if start < 0 or not lines[start].strip() or is_quoted(lines[start]):
            break
        together = _joined(lines[start:end])
        if _DATED.fullmatch(together):
            return start
        # A name may have words before it that are not its own: the fewest lines count.
        if found == first_quoted and _NAMED.fullmatch(together):
            found = start
    return found


def _is_above_history(lines: Sequence[str], at: int) -> bool:
    count = _attribution_lines(lines, at)
    if not count or not any(_EXACT.search(line) for line in lines[at : at + count]):
        return False
    return any(below.strip() for below in lines[at + count :])


def _attribution_lines(lines: Sequence[str], at: int) -> int:
    """Return how many lines an attribution that begins here takes; 0 where none does."""
    if not lines[at][:1].isupper():
        return 0
    for count in range(1, _ATTRIBUTION_LINES_MAX + 1):
        together = lines[at : at + count]
        if len(together) < count or not together[-1].strip():
            return 0
        if together[-1].rstrip().endswith(":"):
            told = _joined(together)
            return count if _DATED.fullmatch(told) or _NAMED.fullmatch(told) else 0
    return 0


def _joined(lines: Sequence[str]) -> str:
    if sum(map(len, lines)) > _LINE_CHARACTERS_MAX:
        return ""
    return " ".join(line.strip() for line in lines)


def _is_header_block(lines: Sequence[str], at: int) -> bool:
    below = [line for line in lines[at + 1 : at + 1 + _HEADER_LINES_MAX] if line.strip()]
    short = [line for line in below if len(line) <= _LINE_CHARACTERS_MAX]
    return any(map(_SENT.fullmatch, short)) and any(map(_ABOUT.match, short))
