"""Notes: what the owner wrote down about a connection, for nobody else."""

from collections.abc import Iterator
from operator import itemgetter

from ledger.imports.linkedin import dates, finding
from ledger.imports.linkedin.finding import find
from ledger.imports.linkedin.messages import CHANNEL
from ledger.imports.linkedin.names import is_nobody, name_key, natural_key
from ledger.imports.linkedin.owner import Owner
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.tables import Table
from ledger.imports.markup import fingerprint
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import Kind

_COLUMNS = (
    "connectionfirstname",
    "connectionlastname",
    "connectionprofileurl",
    "note",
    "createdon",
    "editedon",
)


class Notes:
    """Tells the notes of one export."""

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._texts: dict[str, list[str]] = {}

    def gather(self, table: Table) -> None:
        """Learn names and links."""
        for _, (first, last, url, *_) in table.rows(*_COLUMNS):
            if self._people.key_of(url):
                person = self._people.see(url, f"{first} {last}")
                person.call(first=self._remarks.line(first), last=self._remarks.line(last))

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each note; those of one moment are numbered by their texts, not their rows."""
        rows = sorted(table.rows(*_COLUMNS), key=_by_text)
        yield from finding.told(table, rows, _objection, self._tell)

    def _tell(self, place: Place, cells: tuple[str, ...]) -> Iterator[Record]:
        first, last, url, note, created, edited = cells
        name = self._remarks.line(f"{first} {last}")
        person = find(self._people, self._owner, name, url)
        at = dates.instant(created if created.strip() else edited)
        about = name_key(name)
        about = person.key if is_nobody(about) else about
        external_id = natural_key("note", about, f"{at.isoformat()[:19]}Z")
        texts = self._texts.setdefault(external_id, [])
        if fingerprint(note) in texts:
            yield Skipped(place, "the same row twice")
            return
        texts.append(fingerprint(note))
        yield from self._people.introduce(person, place)
        yield Engagement(
            place,
            person.key,
            Kind.NOTE,
            at,
            f"{external_id}:{len(texts) - 1}",
            channel=CHANNEL,
            body=self._remarks.text(note.replace("\r\n", "\n").strip()),
        )


_text = itemgetter(3)


def _by_text(row: tuple[int, tuple[str, ...]]) -> str:
    return fingerprint(_text(row[1]))


def _objection(cells: tuple[str, ...]) -> str:
    if not cells[3].strip():
        return "an empty note"
    return dates.objection(cells[4] if cells[4].strip() else cells[5])
