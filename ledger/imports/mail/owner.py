"""Whose mail is it? What the mails themselves say about the owner's addresses."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.imports.mail.addresses import Address, addresses
from ledger.imports.mail.automatic import is_to_many
from ledger.imports.mail.folders import Folder
from ledger.imports.mail.mailboxes import Opened
from ledger.imports.mail.parties import parties_of
from ledger.words import Profile

# A mail that was moved into the sent folder by hand does not make its writer the owner.
_SENT_SHARE_MIN = 0.02
# Forwarders and lists leave such headers as well; the owner's own address is in most of them.
_DELIVERED_SHARE_MIN = 0.2
_NEARLY_ALL = 0.9
# Two mails between the same two people do not say whose they are, nor do a few.
_MAILS_MIN = 5
_DELIVERIES = ("delivered-to", "x-original-to", "x-delivered-to", "envelope-to")
_SHOWN_MAX = 5
_AS_SAID = "as you said"


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of the mails: their addresses as keys, and what to say about them."""

    addresses: frozenset[str]
    note: str
    kept_note: str = ""
    """The note without anybody's address: the guess may be wrong."""
    profile: Profile | None = None


class Evidence:
    """Gathers what mails say about their owner."""

    def __init__(self) -> None:
        self._personal_count = 0
        self._met: set[str] = set()
        self._sent_count = 0
        self._delivered_count = 0
        self._sent_by = Counter[str]()
        self._delivered_to = Counter[str]()
        self._present = Counter[str]()
        self._names: dict[str, str] = {}

    def gather(self, mail: Opened, folder: Folder | None) -> None:
        """Take a mail's word on whose it is."""
        if folder not in (None, Folder.SENT):
            return
        parties = parties_of(mail.headers)
        sender = parties.sender
        if sender and sender.email:
            if sender.name:
                self._names.setdefault(key_of(sender), sender.name)
            if folder is Folder.SENT:
                self._sent_count += 1
                self._sent_by[key_of(sender)] += 1
        self._delivered(mail)
        everybody = {key_of(one) for one in parties.everybody() if one.email}
        self._met |= everybody
        # A list's own address is in all that went over it.
        if not is_to_many(mail.headers):
            self._personal_count += 1
            self._present.update(everybody)

    def owner(self, me: Sequence[str]) -> Owner:
        """Return the owner as given, else as the mails tell, else nobody, and why."""
        given = {address.strip().casefold() for address in me if "@" in address}
        if given:
            return self._owner(given, _AS_SAID)
        sent = _frequent(self._sent_by, self._sent_count * _SENT_SHARE_MIN)
        delivered = _frequent(self._delivered_to, self._delivered_count * _DELIVERED_SHARE_MIN)
        if sent or delivered:
            both = ["they sent the mails in the sent folder"] if sent else []
            both += ["mails were delivered to them"] if delivered else []
            return self._owner(sent | delivered, " and ".join(both))
        always = self._in_nearly_all()
        if always:
            return self._owner({always}, "it takes part in nearly all mails")
        return Owner(
            frozenset(),
            "Whose mails these are cannot be told from them, so neither can which were sent "
            "and which received. Say your own addresses with `--me ADDRESS`.",
        )

    def _in_nearly_all(self) -> str:
        """Return the one address that is in nearly all mails; empty if none is, or several."""
        least = max(_NEARLY_ALL * self._personal_count, 1)
        often = [key for key, count in self._present.most_common(2) if count >= least]
        return often[0] if self._personal_count >= _MAILS_MIN and len(often) == 1 else ""

    def _delivered(self, mail: Opened) -> None:
        for name in _DELIVERIES:
            # The topmost was written last, where the mail came to rest.
            told = next(addresses(mail.headers.first(name)), None)
            if told and told.email:
                self._delivered_count += 1
                self._delivered_to[key_of(told)] += 1
                return

    def _owner(self, keys: Iterable[str], why: str) -> Owner:
        found = sorted(keys, key=lambda key: (-self._present[key], key))
        shown = ", ".join(found[:_SHOWN_MAX]) + (", …" if len(found) > _SHOWN_MAX else "")
        cure = " If that is wrong, say `--me ADDRESS`."
        if why == _AS_SAID:
            strange = " None of these mails is from or to them: are they spelt right?"
            cure = strange if self._met and self._met.isdisjoint(found) else ""
        name = next((self._names[key] for key in found if key in self._names), found[0])
        taken = "Taken for your own addresses: "
        note, kept = f"{taken}{shown} ({why}).{cure}", f"{taken}{len(found)} ({why}).{cure}"
        return Owner(frozenset(found), note, kept, Profile(name=name))


def key_of(address: Address) -> str:
    """Return an address as two of them are compared."""
    return address.email.casefold()


def _frequent(counts: Counter[str], least: float) -> set[str]:
    return {key for key, count in counts.items() if count >= least}
