"""One export being read: first everybody in it is found, then each row is told."""

from collections.abc import Iterator

from ledger import errors
from ledger.imports.files import Files
from ledger.imports.linkedin import recommendations, unused
from ledger.imports.linkedin.connections import Connections
from ledger.imports.linkedin.contacts import Contacts, phone_key
from ledger.imports.linkedin.conversations import Conversations
from ledger.imports.linkedin.endorsements import Endorsements
from ledger.imports.linkedin.invitations import Invitations
from ledger.imports.linkedin.messages import Messages
from ledger.imports.linkedin.notes import Notes
from ledger.imports.linkedin.owner import Evidence, Owner
from ledger.imports.linkedin.parties import Reckoning
from ledger.imports.linkedin.people import People
from ledger.imports.linkedin.recommendations import Recommendations
from ledger.imports.linkedin.shapes import ABOUT_THE_OWNER, EXPECTED, Sort, name_hint
from ledger.imports.linkedin.tables import Table, find_header, shown_header
from ledger.imports.records import Noted, Record, Unused
from ledger.imports.remarks import Remarks
from ledger.words import Profile

_NO_TABLES = ("html", "htm", "zip", "jpg", "jpeg", "png", "gif", "mp4", "pdf")
_ENDORSEMENTS = (Sort.ENDORSEMENTS_RECEIVED, Sort.ENDORSEMENTS_GIVEN)


class Export:
    """The tables of one export, and what they tell together."""

    def __init__(self, files: Files) -> None:
        self.remarks = Remarks()
        self.owner = Owner()
        self.unused: list[Unused] = []
        self.tables: dict[Sort, list[Table]] = {sort: [] for sort in Sort}
        for file in files.names():
            self._sort_in(files, file)
        self._people = People(self.remarks)
        parts = self._people, self.owner, self.remarks
        self._conversations = Conversations(self._people)
        reckoning = Reckoning(self._people, self.owner)
        self._connections = Connections(*parts)
        self._contacts = Contacts(*parts)
        self._invitations = Invitations(*parts)
        self._messages = Messages(self._people, self._conversations, reckoning, self.remarks)
        self._endorsements = Endorsements(*parts)
        self._recommendations = Recommendations(*parts)
        self._notes = Notes(*parts)

    def gather(self) -> None:
        """Find out who is who, and whose export it is, without telling anything yet."""
        evidence = Evidence()
        self._read_owner(evidence)
        for table in self._all(Sort.CONNECTIONS):
            self._connections.gather(table)
        self._connections.settle()
        for table in self._all(Sort.CONTACTS):
            self._contacts.gather(table)
        for table in self._all(Sort.INVITATIONS):
            self._invitations.gather(table, evidence)
        for table in self._all(Sort.MESSAGES):
            self._conversations.gather(table)
        for table in self._all(*_ENDORSEMENTS):
            self._endorsements.gather(table)
        for table in self._all(Sort.NOTES):
            self._notes.gather(table)
        evidence.find(self.owner, self._people, self._conversations)
        for key in self.owner.keys:
            self._people.forget(key)
        self._people.join_by_name()

    def told(self, rows_by_file: dict[str, int]) -> Iterator[Record]:
        """Yield every record, people before what they did, and last what there is to note."""
        tellers = (
            (self._connections.told, (Sort.CONNECTIONS,)),
            (self._contacts.told, (Sort.CONTACTS,)),
            (self._invitations.told, (Sort.INVITATIONS,)),
            (self._messages.told, (Sort.MESSAGES,)),
            (self._endorsements.told, _ENDORSEMENTS),
            (self._recommendations.told, (Sort.RECOMMENDATIONS,)),
            (self._notes.told, (Sort.NOTES,)),
        )
        for tell, sorts in tellers:
            for table in self._all(*sorts):
                yield from tell(table)
                rows_by_file[table.file] = table.row_count
        yield from self._messages.rest()
        yield from self.unused
        yield from self._notes_on_the_whole()
        yield from self.remarks.told()

    def _all(self, *sorts: Sort) -> list[Table]:
        return [table for sort in sorts for table in self.tables[sort]]

    def _sort_in(self, files: Files, file: str) -> None:
        """Find out what a file holds; what is not brought in is put down with its reason."""
        reason = unused.coach_reason(file)
        if not reason and files.size(file) == 0:
            reason = "an empty file"
        header = find_header(files, file) if not reason and is_table(files, file) else None
        if header is None:
            self.unused.append(Unused(file, reason or _unknown(files, file)))
            return
        sort = header.shape.sort
        if sort == Sort.RECOMMENDATIONS and not recommendations.direction_of(file):
            reason = "its name does not say whether these were given or received: restore it"
            self.unused.append(Unused(file, reason))
            return
        if sort in ABOUT_THE_OWNER:
            self.unused.append(Unused(file, unused.OF_THE_OWNER))
        strange = [cell for cell in header.cells if cell and cell not in header.shape.columns]
        if strange:
            columns = ", ".join(strange)[:300]
            self.remarks.note(f"Columns of {file} that Rapport does not know: {columns}.")
        self.tables[sort].append(Table(files, file, header, self.remarks))

    def _read_owner(self, evidence: Evidence) -> None:
        for table in self.tables[Sort.PROFILE]:
            columns = ("firstname", "lastname", "headline", "geolocation")
            for _, cells in table.rows(*columns):
                first, last, headline, place = map(self.remarks.line, cells)
                if not (first or last) or self.owner.profile:
                    continue
                facts = {"first_name": first, "last_name": last, "headline": headline}
                facts = {
                    key: fact for key, fact in {**facts, "location": place}.items() if fact
                }
                self.owner.profile = Profile.model_validate(facts)
                evidence.profile_name = self.owner.shown = self.remarks.line(f"{first} {last}")
        for table in self.tables[Sort.EMAILS]:
            for _, (email, _) in table.rows("emailaddress", "primary"):
                self.owner.emails.add(email.strip().casefold())
        for table in self.tables[Sort.PHONES]:
            for _, (extension, number) in table.rows("extension", "number"):
                self.owner.phones.add(phone_key(extension + number))
        self.owner.emails.discard("")
        self.owner.phones.discard("")

    def _notes_on_the_whole(self) -> Iterator[Noted]:
        missing = [
            sort.value for sort in (Sort.CONNECTIONS, Sort.MESSAGES) if not self.tables[sort]
        ]
        if self.tables[Sort.PROFILE] and missing:
            names = " and ".join(missing)
            yield Noted(
                f"There is no {names} here. LinkedIn sends large exports in two parts, the "
                "second about a day later: part 2 may still come; bring it in as well."
            )
        if self.tables[Sort.MESSAGES] and not self.owner.is_known():
            yield Noted(
                "It cannot be told whose export this is, so messages have no direction and the "
                "owner may stand among the candidates: bring in the whole export, with "
                "Profile.csv."
            )


def is_table(files: Files, file: str) -> bool:
    """Say whether a file may be a table, so that it is worth looking for a header."""
    return files.size(file) > 0 and file.rsplit(".", 1)[-1].lower() not in _NO_TABLES


def expect_tables(export: Export) -> None:
    """Raise `errors.Unreadable` if nothing in an export is a table Rapport knows."""
    if any(export.tables.values()):
        return
    detail = "; ".join(f"{one.file}: {one.reason}" for one in export.unused[:5])
    raise errors.Unreadable(detail, files=[one.file for one in export.unused])


def _unknown(files: Files, file: str) -> str:
    expected = EXPECTED.get(name_hint(file))
    if expected:
        found = shown_header(files, file) or "nothing"
        return f"its header is not known: it has {found!r}, expected was {expected!r}"
    return unused.reason(file)
