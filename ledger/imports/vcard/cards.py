"""The cards of one file: each from its BEGIN to its END, or as far as it can be told."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ledger.imports.remarks import Remarks
from ledger.imports.vcard.lines import ContentLine, content_lines
from ledger.imports.vcard.properties import Encoded, Property, parse

# Somebody's agent may have an agent; nobody writes more than that.
_NESTED_MAX = 8
# The longest notes and all else a card says; no card seen in public comes near.
_CARD_BYTES_MAX = 16 << 20
# A group of everybody in a large address book has this many members.
_PROPERTIES_MAX = 20_000
# After all that are: preferences go from 1 to 100 (RFC 6350 §5.3).
_NOT_PREFERRED = 101
# Seeing one of these where no card was begun, the beginning of a card was lost.
_TELLING = {"N", "FN", "EMAIL", "TEL", "ORG", "TITLE", "ADR", "URL", "NOTE", "UID", "NICKNAME"}

CUT_OFF = "Cards that end without END:VCARD, read as far as they go"
_NO_BEGINNING = "Cards whose beginning is missing, read from where they go on"
_NO_PROPERTY = "Lines in cards that are no property, left out"
_SHORTENED = "Values longer than 4 MiB, shortened"
_TOO_MUCH = "Properties left out of cards that hold more than 20,000 or 16 MiB of them"


@dataclass(slots=True)
class Card:
    """What one card says, in the order it says it."""

    line: int
    properties: list[Property] = field(default_factory=list[Property])
    by_name: dict[str, list[Property]] = field(default_factory=dict[str, list[Property]])
    left_out: set[str] = field(default_factory=set[str])
    """The names of pictures and the like, whose values were not read."""
    size_bytes: int = 0

    def all(self, *names: str) -> list[Property]:
        """Return the properties of these names, the most preferred first."""
        found = [one for name in names for one in self.by_name.get(name, ())]
        return sorted(found, key=_preference) if found[1:] else found

    def add(self, one: Property) -> None:
        """Take in one more property."""
        self.properties.append(one)
        self.by_name.setdefault(one.name, []).append(one)

    def first(self, *names: str) -> str:
        """Return the value of the most preferred property that has one, empty for none."""
        return next((one.value for one in self.all(*names) if one.value.strip()), "")


def cards(lines: Iterable[ContentLine], encoded: Encoded, remarks: Remarks) -> Iterator[Card]:
    """Yield the cards of a file, a card within a card (an agent's) as one of its own."""
    is_open: list[Card] = []
    for line in lines:
        read = None if line.is_heavy else parse(line, encoded, remarks)
        name = read.name if read else ""
        if read and name == "BEGIN" and read.value.strip().upper() == "VCARD":
            if is_open and not _is_agent_due(is_open):
                remarks.count(CUT_OFF)
                yield is_open.pop()
            is_open.append(Card(line.number))
        elif read and name == "END" and read.value.strip().upper() == "VCARD":
            if is_open:
                yield is_open.pop()
        elif not is_open and name in _TELLING:
            remarks.count(_NO_BEGINNING)
            is_open.append(Card(line.number))
            yield from _take(is_open[-1], line, read, remarks)
        elif is_open:
            yield from _take(is_open[-1], line, read, remarks)
    while is_open:
        remarks.count(CUT_OFF)
        yield is_open.pop()


def _preference(one: Property) -> int:
    return one.preference() or _NOT_PREFERRED


def _is_agent_due(is_open: list[Card]) -> bool:
    told = is_open[-1].properties[-1:]
    if len(is_open) > _NESTED_MAX or not told:
        return False
    return told[0].name == "AGENT" and not told[0].text.strip()


def _take(
    card: Card, line: ContentLine, read: Property | None, remarks: Remarks
) -> Iterator[Card]:
    """Put a line into a card; yield the agent's card that vCard 3.0 writes as one value."""
    if line.is_heavy:
        name = line.content.decode("ascii", "replace").partition(":")[0].partition(";")[0]
        card.left_out.add(name.rpartition(".")[2].strip().upper()[:50])
        return
    if read is None:
        remarks.count(_NO_PROPERTY)
        return
    if line.is_cut:
        remarks.count(_SHORTENED)
    card.size_bytes += len(line.content)
    if card.size_bytes > _CARD_BYTES_MAX or len(card.properties) >= _PROPERTIES_MAX:
        remarks.count(_TOO_MUCH)
    elif read.name == "AGENT" and "BEGIN:VCARD" in read.text.upper():
        yield from _agents(line.number, read, remarks)
    else:
        card.add(read)


def _agents(number: int, agent: Property, remarks: Remarks) -> Iterator[Card]:
    told = content_lines(io.BytesIO(agent.value.encode("utf-8", "replace")))
    # One card a line of the file: what an agent's own agent says is left out.
    found = next(cards(told, Encoded("utf-8", is_sure=True), remarks), None)
    if found:
        found.line = number
        yield found
