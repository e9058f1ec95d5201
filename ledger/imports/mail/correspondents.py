"""With whom did the owner exchange mail in both directions? They may become candidates."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ledger.imports.mail.automatic import is_nobody, is_to_many, reason_against
from ledger.imports.mail.dates import sent_at
from ledger.imports.mail.folders import Folder
from ledger.imports.mail.mailboxes import Opened
from ledger.imports.mail.owner import Owner, key_of
from ledger.imports.mail.parties import parties_of

# Who writes to more at once sends a mailing; its readers are no correspondents for it.
_RECIPIENTS_MAX = 50


class Named(NamedTuple):
    """How somebody last called themselves, and when."""

    name: str
    at: datetime | None


class Correspondents:
    """Gathers who wrote to the owner, and to whom the owner wrote."""

    def __init__(self, owner: Owner, zone: ZoneInfo) -> None:
        self._owner = owner
        self._zone = zone
        self._writers: dict[str, Named] = {}
        self._readers: set[str] = set()

    def gather(self, mail: Opened, folder: Folder | None) -> None:
        """Take note of one mail."""
        parties = parties_of(mail.headers)
        sender = parties.sender
        if folder not in (None, Folder.SENT) or sender is None or not sender.email:
            return
        if key_of(sender) in self._owner.addresses:
            if len(parties.recipients) <= _RECIPIENTS_MAX:
                self._readers.update(key_of(one) for one in parties.recipients if one.email)
            return
        if is_to_many(mail.headers) or reason_against(mail.headers, sender.email):
            return
        at = sent_at(mail.headers, mail.separator_date, self._zone)
        before = self._writers.get(key_of(sender))
        if before is None or (sender.name and at and (before.at is None or before.at < at)):
            self._writers[key_of(sender)] = Named(sender.name, at)

    def both_ways(self) -> dict[str, Named]:
        """Return with whom mail went both ways, by address, and how they call themselves."""
        return {
            key: named
            for key, named in self._writers.items()
            if key in self._readers and key not in self._owner.addresses and not is_nobody(key)
        }
