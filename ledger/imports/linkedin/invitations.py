"""Invitations to connect, sent and received."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.imports.linkedin import dates, finding
from ledger.imports.linkedin.dates import instant, tells_zone
from ledger.imports.linkedin.finding import find
from ledger.imports.linkedin.messages import CHANNEL
from ledger.imports.linkedin.names import is_nobody, name_key, natural_key
from ledger.imports.linkedin.owner import Evidence, Owner
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.tables import Table
from ledger.imports.markup import text_of
from ledger.imports.records import Engagement, Place, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import Direction, Kind

_COLUMNS = (
    "from",
    "to",
    "sentat",
    "message",
    "direction",
    "inviterprofileurl",
    "inviteeprofileurl",
)


class _Row(NamedTuple):
    inviter: str
    invitee: str
    sent: str
    message: str
    direction: str
    inviter_url: str
    invitee_url: str

    def way(self) -> Direction | None:
        """Return the direction the row states, if it states one."""
        ways = {"outgoing": Direction.OUTBOUND, "incoming": Direction.INBOUND}
        return ways.get(self.direction.strip().casefold())

    def ours(self) -> tuple[str, str]:
        """Return the owner's name and link."""
        if self.way() == Direction.OUTBOUND:
            return self.inviter, self.inviter_url
        return self.invitee, self.invitee_url

    def theirs(self) -> tuple[str, str]:
        """Return the other's name and link."""
        if self.way() == Direction.OUTBOUND:
            return self.invitee, self.invitee_url
        return self.inviter, self.inviter_url


class Invitations:
    """Tells the invitations of one export."""

    def __init__(self, people: People, owner: Owner, remarks: Remarks) -> None:
        self._people = people
        self._owner = owner
        self._remarks = remarks
        self._told: set[str] = set()

    def gather(self, table: Table, evidence: Evidence) -> None:
        """Learn names and links, and who the owner is."""
        for _, cells in table.rows(*_COLUMNS):
            row = _Row._make(cells)
            if row.way() is None:
                continue
            name, url = row.theirs()
            if self._people.key_of(url):
                self._people.see(url, name)
            name, url = row.ours()
            key = self._people.key_of(url)
            if key:
                evidence.keys[key] += 1
                self._people.see(url, name)
            if not is_nobody(name_key(name)):
                evidence.names[name_key(name)] += 1

    def told(self, table: Table) -> Iterator[Record]:
        """Yield each invitation."""
        yield from finding.told(table, table.rows(*_COLUMNS), _objection, self._tell)

    def _tell(self, place: Place, cells: tuple[str, ...]) -> Iterator[Record]:
        row = _Row._make(cells)
        way = row.way()
        assert way is not None  # or there was an objection
        name, url = row.theirs()
        person = find(self._people, self._owner, name, url)
        at = instant(row.sent)
        # The name comes first: exports before 2024 hold no link.
        other = name_key(name)
        other = person.key if is_nobody(other) else other
        external_id = natural_key("invitation", way, other, f"{at.isoformat()[:16]}Z")
        if external_id in self._told:
            yield Skipped(place, "the same row twice")
            return
        self._told.add(external_id)
        if not tells_zone(row.sent):
            self._remarks.note("The invitations' times name no zone: taken as UTC.")
        body = self._remarks.text(text_of(row.message))
        yield from self._people.introduce(person, place)
        yield Engagement(
            place,
            person.key,
            Kind.MESSAGE if body else Kind.EVENT,
            at,
            external_id,
            way,
            CHANNEL,
            "Invitation to connect",
            body or None,
        )


def _objection(cells: tuple[str, ...]) -> str:
    row = _Row._make(cells)
    if row.way() is None:
        return f"the direction {row.direction[:40]!r} is not understood"
    return dates.objection(row.sent)
