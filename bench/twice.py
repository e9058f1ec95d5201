"""People recorded twice, each a little otherwise, by two sources: who is who is known.

Each person is one of the made-up people of `api/demo`. The first source has them as they were,
the second as another source has them years later, each difference by a throw of seeded dice:

names     72 in 100 as they were; 7 with a typing slip; 6 in other letters (Müller, Mueller,
          Muller, a Cyrillic name in Latin); 4 with a short or familiar given name; 4 with the
          family name first; 3 with an initial; 2 with a middle initial or a credential; 2 with
          another family name after a marriage
work      25 in 100 have changed employers; a record has the title of its time
place     12 in 100 have moved within their country
handles   The first source has a private e-mail of 70 in 100, one at work of 40, a profile of
          45, a phone number of 50. Of the second, 55 in 100 have one of the same handles (where
          there is one), written otherwise as people do. The others have the same mailbox at
          another provider (35 in 100), another private address that has the name in it (35) or
          one at work (30), and half of them with the number in its national form.
shared    6 in 100 are reached by the switchboard of their employer, 2 in 100 by the number of a
          family of two: the sources do not say that others have the number too.

Who has no handle in a record gets a private address there, for nobody comes in without.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from api.demo.chance import Dice, chance
from api.demo.handles import latin, word
from api.demo.people import MadeUpPerson, person
from api.demo.places import COUNTRIES
from ledger.words import Handle, HandleType

_PROVIDERS = ("mail.example", "post.example", "inbox.example", "letters.example")
_SHORT = {
    "Alexander": "Alex", "Andreas": "Andi", "Anthony": "Tony", "Benjamin": "Ben",
    "Catherine": "Kate", "Christopher": "Chris", "Daniel": "Dan", "Elizabeth": "Liz",
    "Francisco": "Paco", "Gareth": "Gaz", "George": "Georgie", "Harriet": "Hattie",
    "Imogen": "Immy", "Jasmine": "Jas", "Katharina": "Kathi", "Madison": "Maddie",
    "Maximilian": "Max", "Michael": "Mike", "Oliver": "Ollie", "Rosalind": "Roz",
    "Samuel": "Sam", "Savannah": "Sav", "Sebastian": "Basti", "Thomas": "Tom",
    "Tobias": "Tobi", "Trevor": "Trev", "William": "Bill", "Wolfgang": "Wolf",
}  # fmt: skip
_SLIP_MIN = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record of a person, as a source has it."""

    number: int
    """Who it is: the same in both sources."""
    first_name: str
    last_name: str
    company: str
    title: str
    location: str
    country: str
    handles: tuple[Handle, ...]


def twice(count: int, seed: int) -> Iterator[tuple[Recorded, Recorded]]:
    """Yield so many people, each as both sources have them; the same ones every time."""
    for number in range(count):
        dice = chance("twice", seed, number)
        who = person(number, seed=seed)
        first = _first(dice, who, count)
        yield first, _second(dice, who, first, person(number + count, seed=seed))


def _first(dice: Dice, who: MadeUpPerson, count: int) -> Recorded:
    has_moved_on = len(who.jobs) > 1 and dice.happens(0.25)
    job = who.jobs[len(who.jobs) - (2 if has_moved_on else 1)]
    found: list[Handle] = []
    if dice.happens(0.45):
        found.append(_handle("linkedin", f"https://www.linkedin.com/in/{who.linkedin}/"))
    if dice.happens(0.7):
        found.append(_handle("email", _private(dice, who)))
    if dice.happens(0.4):
        found.append(_handle("email", _at_work(who, job.company)))
    if dice.happens(0.5):
        found.append(_handle("phone", f"+49 151 {who.number:08}"))
    found += _shared(dice, who, job.company, count)
    return Recorded(
        number=who.number,
        first_name=who.first_name,
        last_name=who.last_name,
        company=job.company,
        title=job.title,
        location=who.location,
        country=who.country,
        handles=_some(found, who),
    )


def _second(dice: Dice, who: MadeUpPerson, first: Recorded, stranger: MadeUpPerson) -> Recorded:
    now = who.jobs[-1]
    again = replace(first, company=now.company, title=now.title)
    if dice.happens(0.12):
        again = replace(again, location=dice.pick(COUNTRIES[who.country].locations))
    again = _named_otherwise(dice, again, stranger)
    own = [each for each in first.handles if not _is_switchboard(each)]
    found: list[Handle] = []
    if own and dice.happens(0.55):
        found.append(_written_otherwise(dice, dice.pick(own)))
    else:
        found.append(_handle("email", _another_address(dice, who, again, own)))
        found += [_national(each) for each in own if _is_phone(each) and dice.happens(0.5)]
    found += [each for each in first.handles if _is_switchboard(each) and dice.happens(0.5)]
    return replace(again, handles=_some(found, who))


def _named_otherwise(dice: Dice, one: Recorded, stranger: MadeUpPerson) -> Recorded:
    first, last = one.first_name, one.last_name
    match dice.weighted(_TOTALS, _WAYS):
        case "slip" if dice.happens(0.5):
            first = _slip(dice, first)
        case "slip":
            last = _slip(dice, last)
        case "letters":
            first, last = latin(first), latin(last)
        case "short":
            first = _SHORT.get(first, first)
        case "swapped":
            first, last = last, first
        case "initial":
            first = f"{first[0]}."
        case "more":
            first = dice.pick(("Dr. {}", "{} M.", "{} A.")).format(first)
        case "married":
            last = stranger.last_name
        case "same":
            pass
    return replace(one, first_name=first, last_name=last)


Way = Literal["same", "slip", "letters", "short", "swapped", "initial", "more", "married"]
_WAYS: tuple[Way, ...] = (
    "same", "slip", "letters", "short", "swapped", "initial", "more", "married",
)  # fmt: skip
_TOTALS = (72, 79, 85, 89, 93, 96, 98, 100)


def _slip(dice: Dice, name: str) -> str:
    """Return a name with one letter left out, doubled, replaced, or swapped with the next."""
    if len(name) < _SLIP_MIN:
        # A slip in a name of one or two characters is another name.
        return name
    at = dice.number(1, len(name) - 2)
    match dice.number(1, 4):
        case 1:
            return name[:at] + name[at + 1 :]
        case 2:
            return name[:at] + name[at] + name[at:]
        case 3:
            return name[:at] + dice.pick(_LETTERS) + name[at + 1 :]
        case _:
            return name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]


def _private(dice: Dice, who: MadeUpPerson) -> str:
    return f"{who.email.partition('@')[0]}@{dice.pick(_PROVIDERS)}"


def _at_work(who: MadeUpPerson, company: str) -> str:
    return f"{word(who.first_name)}.{word(who.last_name)}{who.number}@{word(company)}.example"


def _another_address(dice: Dice, who: MadeUpPerson, again: Recorded, own: list[Handle]) -> str:
    mailboxes = [each.value for each in own if each.type is HandleType.EMAIL]
    if mailboxes and dice.happens(0.35):
        return f"{mailboxes[0].partition('@')[0]}@another.example"
    if dice.happens(0.54):
        names = f"{word(again.first_name)}{word(again.last_name)}"
        return f"{names}.{who.number}@elsewhere.example"
    return f"{word(again.last_name)}{who.number}@{word(again.company)}.example"


def _shared(dice: Dice, who: MadeUpPerson, company: str, count: int) -> list[Handle]:
    """Return a number that others have too: an office's, or a family's of two."""
    if dice.happens(0.06):
        office = sum(company.encode()) * 7_919 % 9_000
        return [_handle("phone", f"+49 30 55{office + 1_000:04} 0")]
    if dice.happens(0.02):
        return [_handle("phone", f"+49 89 66{who.number % (count // 100 + 1):06}")]
    return []


def _national(phone: Handle) -> Handle:
    return _handle("phone", f"0{phone.value.removeprefix('+49 ')}")


def _is_phone(handle: Handle) -> bool:
    return handle.type is HandleType.PHONE


def _is_switchboard(handle: Handle) -> bool:
    return handle.value.startswith(("+49 30 55", "+49 89 66"))


def _written_otherwise(dice: Dice, handle: Handle) -> Handle:
    value = handle.value
    match handle.type:
        case HandleType.EMAIL:
            return _handle("email", value.upper() if dice.happens(0.2) else value)
        case HandleType.PHONE:
            return _handle(
                "phone", dice.pick((value, value.replace(" ", ""), f"00{value[1:]}"))
            )
        case _:
            return _handle("linkedin", value.removeprefix("https://www.").rstrip("/"))


def _some(found: list[Handle], who: MadeUpPerson) -> tuple[Handle, ...]:
    own = [each for each in found if not _is_switchboard(each)]
    if own:
        return tuple(found)
    return (_handle("email", f"{word(who.last_name)}{who.number}@only.example"), *found)


def _handle(type_: str, value: str) -> Handle:
    return Handle(type=HandleType(type_), value=value)
