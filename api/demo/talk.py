"""How do recruiter and candidate talk? Letters put together from sentences, and their times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from api.demo.chance import Dice
from api.demo.diary import NOTES
from api.demo.german import GERMAN
from api.demo.letters import ENGLISH
from api.demo.lists import words
from api.demo.people import MadeUpPerson
from api.demo.trades import COMPANIES_PER_SECTOR, FIELDS, company

Slots = Mapping[str, str]

_DAYS = {
    "en": words("Monday Tuesday Wednesday Thursday Friday"),
    "de": words("Montag Dienstag Mittwoch Donnerstag Freitag"),
}
_MONTHS = {
    "en": words(
        "January February March April May June July August September October November December"
    ),
    "de": words(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
    ),
}
_FIELD_BY_NAME = {field.name: field for field in FIELDS}


def language(person: MadeUpPerson) -> str:
    """Return what the two write in: German among most people in Germany, else English."""
    speaks = person.languages[0] == "German" or person.number % 3 == 0
    return "de" if person.country == "DE" and speaks else "en"


def slots(dice: Dice, person: MadeUpPerson, me: str, day: date) -> dict[str, str]:
    """Return what one conversation is about."""
    tongue = language(person)
    job = person.job_on(day)
    return {
        "tongue": tongue,
        "first": person.first_name,
        "me": me,
        "company": job.company,
        "title": job.title,
        "city": person.location.split(",", 1)[0],
        "skill": dice.pick(person.skills),
        "role": dice.pick(_FIELD_BY_NAME[person.field].titles),
        "client": company(person.sector, int(COMPANIES_PER_SECTOR ** dice.random()) - 1),
        "day": dice.pick(_DAYS[tongue]),
        "month": dice.pick(_MONTHS[tongue]),
    }


def sentence(dice: Dice, about: Slots, key: str) -> str:
    """Return one sentence of a letter."""
    known = GERMAN.get(key) if about["tongue"] == "de" else None
    return dice.pick(known or ENGLISH[key]).format_map(about)


def note(dice: Dice, about: Slots, key: str, *, count: int = 1) -> str:
    """Return a note of so many sentences."""
    return " ".join(text.format_map(about) for text in dice.some(NOTES[key], count))


def letter(dice: Dice, about: Slots, *keys: str) -> str:
    """Return a whole letter: a greeting, a paragraph of these sentences, a closing."""
    parts = [sentence(dice, about, key) for key in keys]
    if len(parts) > 1 and dice.happens(0.5):
        parts[-1] = f"\n{parts[-1]}"
    middle = " ".join(parts).replace(" \n", "\n\n")
    return "\n\n".join(
        (sentence(dice, about, "greeting"), middle, sentence(dice, about, "closing"))
    )


def reply(dice: Dice, about: Slots, key: str) -> str:
    """Return a short answer, as people type it into a phone."""
    texts = [sentence(dice, about, key)]
    if dice.happens(0.35):
        texts.append(sentence(dice, about, key))
    return "\n".join(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation."""

    at: datetime
    is_mine: bool
    text: str


def conversation(dice: Dice, about: Slots, at: datetime, *, turns_mean: int = 7) -> list[Said]:
    """Return a conversation in writing from its first message on; many stay unanswered."""
    if dice.happens(0.25):
        return _chat(
            dice, about, at, ("catch_up", "thanks", "answer", "thanks", "catch_up", "thanks")
        )
    said = [Said(at, is_mine=True, text=letter(dice, about, "opening", "pitch", "ask"))]
    if dice.happens(0.35):
        at = later(dice, at, hours=150)
        said.append(Said(at, is_mine=True, text=letter(dice, about, "reminder")))
    if dice.happens(0.45):
        return said
    mood = dice.pick(("yes", "yes", "yes", "not_now", "no"))
    at = later(dice, at, hours=30)
    said.append(Said(at, is_mine=False, text=reply(dice, about, mood)))
    turns = 1 + dice.around(turns_mean) if mood == "yes" else dice.number(0, 2)
    for turn in range(turns):
        at = later(dice, at, hours=9)
        is_mine = turn % 2 == 0
        key = "answer" if is_mine else dice.pick((mood, "thanks"))
        said.append(Said(at, is_mine=is_mine, text=reply(dice, about, key)))
    return said


def _chat(dice: Dice, about: Slots, at: datetime, keys: tuple[str, ...]) -> list[Said]:
    """Return small talk, begun by either of them."""
    first = dice.happens(0.8)
    said: list[Said] = []
    for turn, key in enumerate(keys[: dice.number(1, len(keys))]):
        said.append(Said(at, is_mine=first == (turn % 2 == 0), text=reply(dice, about, key)))
        at = later(dice, at, hours=8)
    return said


def moment(dice: Dice, day: date) -> datetime:
    """Return an instant of that day's working hours, of the Monday after a weekend."""
    working = day + timedelta(days=(0, 0, 0, 0, 0, 2, 1)[day.weekday()])
    seconds = 7 * 3_600 + int(dice.random() * 11 * 3_600)
    return _MIDNIGHT.replace(year=working.year, month=working.month, day=working.day) + (
        timedelta(seconds=seconds)
    )


def later(dice: Dice, at: datetime, *, hours: float) -> datetime:
    """Return a later instant at which people are awake, that many hours on average."""
    then = at + timedelta(seconds=60 + dice.around(hours * 3_600))
    return then + timedelta(hours=8) if then.hour < _WAKING_HOUR else then


_MIDNIGHT = datetime.combine(date(2000, 1, 1), time(), tzinfo=UTC)
_WAKING_HOUR = 6
