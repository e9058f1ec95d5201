"""Mail: mboxes of Gmail's Takeout and others, single mails, folders and zips of them."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from ledger.imports.files import Files
from ledger.imports.mail.correspondents import Correspondents
from ledger.imports.mail.folders import Folder, folder_of_file, folder_of_labels
from ledger.imports.mail.mailboxes import Mailboxes, Opened, claims
from ledger.imports.mail.messages import Messages
from ledger.imports.mail.owner import Evidence, Owner
from ledger.imports.mail.threads import Threads
from ledger.imports.options import Options
from ledger.imports.records import Noted, Reading, Record
from ledger.imports.remarks import Remarks


class MailReader:
    """Reads mail: headers first, to find the owner and the conversations, then every mail."""

    source = "mail"

    def claims(self, files: Files) -> list[str]:
        """Claim mboxes and single mails: by name, else by how they begin."""
        return claims(files)

    def read(self, files: Files, options: Options) -> Reading:
        """Find out whose mails they are at once; tell them as they are asked for.

        Everything is read as a stream, twice, with the memory of one mail without its files.
        """
        mailboxes = Mailboxes(files, options.encoding)
        evidence, threads = Evidence(), Threads()
        for mail in mailboxes.mails():
            evidence.gather(mail, _folder(mail))
            threads.gather(mail.headers)
        owner = evidence.owner(options.me)
        rows_by_file = dict.fromkeys(mailboxes.files(), 0)
        records = _told(mailboxes, owner, threads, options, rows_by_file)
        return Reading(self.source, records, owner.profile, rows_by_file)


def _told(
    mailboxes: Mailboxes,
    owner: Owner,
    threads: Threads,
    options: Options,
    rows_by_file: dict[str, int],
) -> Iterator[Record]:
    zone, remarks = ZoneInfo(options.timezone), Remarks()
    correspondents = Correspondents(owner, zone)
    if options.adds_correspondents and owner.addresses:
        for mail in mailboxes.mails():
            correspondents.gather(mail, _folder(mail))
    messages = Messages(owner, correspondents.both_ways(), threads, zone, remarks)
    for number, mail in enumerate(mailboxes.mails()):
        if not number:
            yield Noted(owner.note, owner.kept_note)
        rows_by_file[mail.place.file] += 1
        yield from messages.told(mail, _folder(mail))
    yield from remarks.told()


def _folder(mail: Opened) -> Folder | None:
    return folder_of_labels(mail.headers) or folder_of_file(mail.place.file)


READER = MailReader()
