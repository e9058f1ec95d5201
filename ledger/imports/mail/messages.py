"""Mails as engagements: one for each person who took part, besides the owner.

A mail the owner wrote is outbound for everybody it went to. A mail from somebody else is
inbound on the writer's timeline. It also stands on the timelines of the others who got it,
without a direction: nobody there reached out to the owner, and the owner owes them no answer.
The same holds for what somebody wrote to a list.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ledger.imports import texts
from ledger.imports.mail.addresses import Address
from ledger.imports.mail.automatic import is_to_many, reason_against
from ledger.imports.mail.bodies import body_of
from ledger.imports.mail.correspondents import Named
from ledger.imports.mail.dates import sent_at
from ledger.imports.mail.folders import Folder
from ledger.imports.mail.mailboxes import Opened
from ledger.imports.mail.owner import Owner, key_of
from ledger.imports.mail.parties import Parties, parties_of
from ledger.imports.mail.parts import contents_of
from ledger.imports.mail.threads import Threads, id_without, message_id
from ledger.imports.name_parts import straight
from ledger.imports.records import Engagement, Person, Place, Reach, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.words import Direction, Handle, HandleType, Kind, Participant, Profile

CHANNEL = "mail"
# More than anybody talks to at once: beyond it, a mail is a mailing.
_RECIPIENTS_MAX = 500
# Each engagement carries them all.
_PARTICIPANTS_MAX = 100
_NOT_SAID = Profile()


class _Target(NamedTuple):
    """Somebody on whose timeline a mail stands."""

    who: Address
    direction: Direction | None


class Messages:
    """Tells the mails of an input, once the owner and the conversations are known."""

    def __init__(
        self,
        owner: Owner,
        correspondents: Mapping[str, Named],
        threads: Threads,
        zone: ZoneInfo,
        remarks: Remarks,
    ) -> None:
        self._owner = owner
        self._correspondents = correspondents
        self._threads = threads
        self._zone = zone
        self._remarks = remarks
        self._introduced: set[str] = set()

    def told(self, mail: Opened, folder: Folder | None) -> Iterator[Record]:
        """Yield what one mail says: people not met before, engagements, or why it is none."""
        place = mail.place
        if not mail.is_mail:
            yield Skipped(place, "it does not begin as a mail does")
            return
        if folder not in (None, Folder.SENT):
            yield Skipped(place, folder.value)
            return
        parties = parties_of(mail.headers)
        sender = parties.sender
        reason = reason_against(mail.headers, sender.email if sender else "")
        if reason:
            yield Skipped(place, reason)
            return
        targets = self._targets(mail, parties)
        if isinstance(targets, str):
            yield Skipped(place, targets)
            return
        at = sent_at(mail.headers, mail.separator_date, self._zone)
        if at is None:
            yield Skipped(
                place, "it has no date, or one before there was mail or still to come"
            )
            return
        yield from self._engagements(mail, parties, targets, at)

    def _targets(self, mail: Opened, parties: Parties) -> list[_Target] | str:
        """Return on whose timelines a mail stands, or why on none."""
        sender = parties.sender
        if sender is None or not sender.email:
            return "it does not say who sent it"
        mine = self._owner.addresses
        reached = [one for one in parties.recipients if one.email]
        recipients = [one for one in reached if key_of(one) not in mine]
        is_mailing = len(recipients) > _RECIPIENTS_MAX
        if key_of(sender) in mine:
            if is_mailing:
                return f"sent to more than {_RECIPIENTS_MAX} addresses: a mailing"
            if not recipients:
                return "a mail to yourself" if reached else "it names nobody it was sent to"
            return [_Target(one, Direction.OUTBOUND) for one in recipients]
        if is_mailing or is_to_many(mail.headers):
            return [_Target(sender, None)]
        towards = Direction.INBOUND if mine else None
        others = [one for one in recipients if key_of(one) != key_of(sender)]
        return [_Target(sender, towards), *(_Target(one, None) for one in others)]

    def _engagements(
        self, mail: Opened, parties: Parties, targets: list[_Target], at: datetime
    ) -> Iterator[Record]:
        headers = mail.headers
        contents = contents_of(headers, mail.first, mail.lines)
        body = body_of(contents)
        for trouble in sorted(contents.troubles):
            self._remarks.count(trouble)
        if contents.is_invitation:
            self._remarks.count(
                "Mails with an invitation; bring in your calendar for the meetings themselves"
            )
        subject = texts.line(headers.text("subject")) or None
        own_id = message_id(headers)
        if not own_id:
            sender = key_of(parties.sender) if parties.sender else ""
            own_id = id_without(at, sender, subject or "", body or "")
        conversation = self._threads.conversation_of(headers, own_id)
        participants = self._participants(parties)
        for who, direction in targets:
            person = key_of(who)
            if person not in self._introduced:
                self._introduced.add(person)
                yield self._person(who, mail.place)
            yield Engagement(
                mail.place,
                person,
                Kind.EMAIL,
                at,
                own_id,
                direction,
                CHANNEL,
                subject,
                body,
                conversation,
                participants,
                tuple(contents.attachments),
                key_with_person=True,
            )

    def _person(self, who: Address, place: Place) -> Person:
        reach = Reach(Handle(type=HandleType.EMAIL, value=who.email))
        named = self._correspondents.get(key_of(who))
        if named is None:
            # A name beside an address is no news about somebody the ledger knows already.
            return Person(place, key_of(who), _NOT_SAID, (reach,), must_be_known=True)
        name = straight(named.name or who.name)
        profile = Profile(name=name) if name else _NOT_SAID
        return Person(place, key_of(who), profile, (reach,), told_at=named.at, if_unnamed=True)

    def _participants(self, parties: Parties) -> tuple[Participant, ...]:
        everybody = list(parties.everybody())
        if len(everybody) > _PARTICIPANTS_MAX:
            self._remarks.count(
                f"Mails to more than {_PARTICIPANTS_MAX - 1} people, the first of them listed"
            )
        return tuple(map(_participant, everybody[:_PARTICIPANTS_MAX]))


@lru_cache(maxsize=1 << 13)
def _participant(who: Address) -> Participant:
    handle = Handle(type=HandleType.EMAIL, value=who.email) if who.email else None
    return Participant(name=who.name or None, handle=handle)
