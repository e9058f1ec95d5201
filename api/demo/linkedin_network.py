"""Whom does the owner of an export know? Connections and invitations, row by row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zlib import crc32

from api.demo.chance import Dice, chance
from api.demo.linkedin_dates import american, day_month_year
from api.demo.linkedin_eras import PREAMBLE, Era
from api.demo.linkedin_sheets import OPEN_ENDED, Row, Sheet
from api.demo.people import LATEST, MadeUpPerson, person, somebody
from api.demo.talk import moment, sentence, slots
from api.demo.trades import FIELDS

# Far beyond everybody who could be a connection.
_OWNER = 900_000_000
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a profile, the name spelt as there, oddities included."""

    person: MadeUpPerson
    first_name: str
    last_name: str
    name: str
    """The whole name, as messages have it."""
    url: str
    closed_on: date
    shows_email: bool

    def is_closed(self, day: date) -> bool:
        """Whether the account is gone by then."""
        return self.closed_on <= day


@dataclass(frozen=True, slots=True)
class Network:
    """The owner, the connections, and the day on which the export was asked for."""

    era: Era
    owner: Member
    members: tuple[Member, ...]
    until: date
    seed: int


def owner_of(seed: int) -> MadeUpPerson:
    """Return the made-up recruiter whose exports these are."""
    recruiting = next(field for field in FIELDS if field.name == "people")
    return somebody(chance("owner", seed), _OWNER, recruiting)


def network(
    era: Era, owner: MadeUpPerson, *, connections: int, until: date, seed: int
) -> Network:
    """Return the people an export of that shape and day is about."""
    members = tuple(member(person(n, seed=seed), seed) for n in range(connections))
    return Network(era, _plain_member(owner), members, until, seed)


def member(one: MadeUpPerson, seed: int) -> Member:
    """Return a person as a member, the profile written with as little care as in life."""
    if crc32(f"{seed}/{one.number}".encode()) % 100 >= _ODD_PERCENT:
        return _plain_member(one)
    dice = chance("member", seed, one.number)
    first, last = one.first_name, one.last_name
    if dice.happens(0.3):
        first, last = dice.pick(_SPACES)(first, last)
    if dice.happens(0.12):
        first, last = dice.pick(_ODDITIES)(first, last)
    # Until the day on which an account is closed nobody can tell.
    closes = dice.happens(0.14)
    closed_on = dice.day(one.connected_on + timedelta(days=1), LATEST) if closes else _NEVER
    plain = _plain_member(one)
    last = f"{last}{plain.last_name.removeprefix(one.last_name)}"
    return replace(
        plain,
        first_name=first,
        last_name=last,
        name=f"{first.strip()} {last.strip()}",
        closed_on=closed_on,
        shows_email=dice.happens(0.3),
    )


# One member in ten has something odd: spaces, symbols, a public address, a closed account.
_ODD_PERCENT = 10


def _plain_member(one: MadeUpPerson) -> Member:
    last = f"{one.last_name}, {one.credentials}" if one.credentials else one.last_name
    name = f"{one.first_name} {last}"
    return Member(one, one.first_name, last, name, profile_url(one), _NEVER, shows_email=False)


def profile_url(one: MadeUpPerson) -> str:
    """Return the address of a profile."""
    slug = one.linkedin if one.linkedin.isascii() else quote(one.linkedin)
    return f"https://www.linkedin.com/in/{slug}"


def _bold(text: str) -> str:
    """Return the letters from A to z as mathematical bold ones."""
    return "".join(
        chr(ord(letter) + (0x1D400 - 65 if letter.isupper() else 0x1D41A - 97))
        if letter.isascii() and letter.isalpha()
        else letter
        for letter in text
    )


_SPACES: tuple[Callable[[str, str], tuple[str, str]], ...] = (
    lambda first, last: (f"{first} ", last),
    lambda first, last: (first, f" {last}"),
    lambda first, last: (first, f"{last} "),
)
_ODDITIES: tuple[Callable[[str, str], tuple[str, str]], ...] = (
    lambda first, last: (f"{first} 🚀", last),
    lambda first, last: (first, f"{last} 🇺🇦"),
    lambda first, last: (_bold(first), _bold(last)),
    lambda first, last: (f"\u202b{first}", f"{last}\u202c"),
    lambda first, last: (f"{first}\u200b", last),
    lambda first, last: (first.upper(), last.upper()),
    lambda first, last: (first, f"{last[0]}."),
)


def connections_sheet(net: Network) -> Sheet:
    """Return the connections made by the day of the export, the newest first."""
    known = [one for one in net.members if one.person.connected_on <= net.until]
    known.sort(key=lambda one: (one.person.connected_on, one.person.number), reverse=True)
    columns = net.era.connections.split(",")
    return Sheet(
        "Connections.csv",
        net.era.connections,
        (_connection(net, columns, one) for one in known),
        OPEN_ENDED,
        preamble=PREAMBLE if net.era.has_preamble else "",
    )


def _connection(net: Network, columns: list[str], one: Member) -> Row:
    """Return a row; a closed account leaves nothing but the day."""
    day = one.person.connected_on
    if net.era.is_legacy:
        connected = american(datetime.combine(day, _clock(one.person.number), UTC))
    else:
        connected = day_month_year(day)
    if one.is_closed(net.until):
        return [*("" for _ in columns[1:]), connected]
    job = one.person.job_on(net.until)
    values: Mapping[str, str] = {
        "First Name": one.first_name,
        "Last Name": one.last_name,
        "URL": one.url,
        "Email Address": one.person.email if one.shows_email else "",
        "Company": job.company,
        "Position": job.title,
        "Connected On": connected,
    }
    return [values[column] for column in columns]


def _clock(number: int) -> time:
    """Return some time of a working day."""
    return time(7 + number % 11, number * 37 % 60)


def invitations_sheet(net: Network) -> Sheet:
    """Return the invitations that led to every fifth connection."""
    return Sheet("Invitations.csv", net.era.invitations, _invitations(net))


def _invitations(net: Network) -> Iterator[Row]:
    for one in net.members[::5]:
        dice = chance("invitation", net.seed, one.person.number)
        sent = moment(dice, one.person.connected_on - timedelta(days=dice.around(6)))
        if sent.date() <= net.until:
            yield _invitation(net, dice, one, sent)


def _invitation(net: Network, dice: Dice, one: Member, sent: datetime) -> Row:
    is_mine = dice.happens(0.7)
    sender, receiver = (net.owner, one) if is_mine else (one, net.owner)
    about = slots(dice, one.person, net.owner.first_name, sent.date())
    has_message = dice.happens(0.35)
    values: Mapping[str, str] = {
        "From": sender.name,
        "To": receiver.name,
        "Sent At": american(sent),
        "Message": sentence(dice, about, "opening") if has_message else "",
        "Direction": "OUTGOING" if is_mine else "INCOMING",
        "inviterProfileUrn": _urn(sender),
        "inviteeProfileUrn": _urn(receiver),
        "inviterProfileUrl": sender.url,
        "inviteeProfileUrl": receiver.url,
    }
    return [values[column] for column in net.era.invitations.split(",")]


def _urn(one: Member) -> str:
    """Return the number LinkedIn knows a member by, in one era the only lasting name."""
    return f"urn:li:member:{100_003 + one.person.number * 7}"
