"""LinkedIn exports for tests: tables as LinkedIn writes them, zips as it packs them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from ledger.imports.files import open_files
from ledger.imports.linkedin import READER
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Noted, Person, Record, Skipped, Unused
from ledger.words import Profile

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
CONNECTIONS_2018 = "First Name,Last Name,Email Address,Company,Position,Connected On"
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email '
    'addresses are missing, see https://www.linkedin.com/psettings/privacy/email."\n\n'
)
MESSAGES_2018 = "From,To,Date,Subject,Content,Direction,Folder"
MESSAGES_2021 = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
)
MESSAGES_2023 = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER"
)
MESSAGES = f"{MESSAGES_2023},ATTACHMENTS,IS MESSAGE DRAFT,IS CONVERSATION DRAFT"
INVITATIONS_2021 = "From,To,Sent At,Message,Direction"
INVITATIONS = f"{INVITATIONS_2021},inviterProfileUrl,inviteeProfileUrl"
CONTACTS = (
    "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
    "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles"
)
CONTACTS_2018 = (
    "First Name,Last Name,Companies,Title,Email Address,Phone Numbers,Created At,"
    "Instant Message Handles,Addresses,Sites,Full Name,Birthday,Location,Bookmarked At,Profiles"
)
ENDORSEMENTS = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorser Public Url,"
    "Endorsement Status"
)
ENDORSEMENTS_TSV = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status,"
    "Display Status"
)
RECOMMENDATIONS = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
NOTES = (
    "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,"
    "Edited On"
)
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers"
)

OLGA = "https://www.linkedin.com/in/olga-owner"
ANA = "https://www.linkedin.com/in/ana-berg"
BEN = "https://www.linkedin.com/in/ben-costa"
OLGAS_PROFILE = f"{PROFILE}\nOlga,Owner,,,,Recruiter,,,,Porto,,,\n"


def table(header: str, *rows: Iterable[str], before: str = "", delimiter: str = ",") -> str:
    """Write a table with the quoting LinkedIn uses."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return before + text.getvalue()


def message(  # a row has that many cells
    sender: tuple[str, str],
    recipients: tuple[str, str],
    content: str = "Hello",
    *,
    date: str = "2025-08-01 09:00:00 UTC",
    conversation: str = "2-abc=",
    folder: str = "INBOX",
    attachments: str = "",
    draft: str = "No",
) -> list[str]:
    """Return a row of messages.csv of 2025."""
    parties = [*sender, *recipients]
    return [conversation, "", *parties, date, "", content, folder, attachments, draft, "No"]


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Pack members into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


class Told:
    """Everything a reading of one export yields, sorted by what it is."""

    def __init__(self, path: Path, *more: Path) -> None:
        with open_files(path, *more) as files:
            assert READER.claims(files)
            reading = READER.read(files, Options())
            self.owner: Profile | None = reading.owner
            self.records: list[Record] = list(reading.records)
            self.rows_by_file = reading.rows_by_file
        records = self.records
        self.people = [one for one in records if isinstance(one, Person)]
        self.engagements = [one for one in records if isinstance(one, Engagement)]
        self.skipped = [one for one in records if isinstance(one, Skipped)]
        self.unused = {one.file: one.reason for one in records if isinstance(one, Unused)}
        self.notes = [one.note for one in records if isinstance(one, Noted)]
        self.must_account_for_every_row()
        self.must_introduce_people_first()

    def must_account_for_every_row(self) -> None:
        """Check that each data row led to a record or a reason, at its own line."""
        places = {one.place for one in (*self.people, *self.engagements, *self.skipped)}
        places |= {place for person in self.people for place in person.also}
        for file, count in self.rows_by_file.items():
            assert len({place for place in places if place.file == file}) == count, file

    def must_introduce_people_first(self) -> None:
        """Check that nobody does anything before they are introduced, and only once."""
        known: set[str] = set()
        for record in self.records:
            if isinstance(record, Person):
                assert record.person not in known
                known.add(record.person)
            if isinstance(record, Engagement):
                assert record.person in known


def told(folder: Path, members: Mapping[str, str | bytes]) -> Told:
    """Read members as one export."""
    return Told(zipped(folder / "Basic_LinkedInDataExport_08-15-2025.zip", members))
