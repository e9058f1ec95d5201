"""Who could be in a recruiter's ledger? Made-up people, the same ones every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from api.demo.chance import Dice, chance
from api.demo.handles import email, latin, phone, slug
from api.demo.lists import lines
from api.demo.names import CREDENTIALS, CULTURES, Culture
from api.demo.places import ABROAD, COUNTRIES, Country
from api.demo.surnames import CUSTOMS, Custom
from api.demo.trades import COMPANIES_PER_SECTOR, DEGREES, FIELDS, SCHOOLS, Field, company

EARLIEST = date(2010, 3, 1)
"""The day the first of them was met."""
LATEST = date(2026, 11, 20)
"""The last day on which anything made up happens."""
_DAYS = (LATEST - EARLIEST).days


@dataclass(frozen=True, slots=True)
class MadeUpJob:
    """One position a made-up person held; the last one has no end."""

    company: str
    title: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class MadeUpPerson:
    """Somebody who does not exist, as of `LATEST`."""

    number: int
    first_name: str
    last_name: str
    credentials: str
    """What stands behind the name (`PhD`), mostly nothing."""
    field: str
    sector: str
    headline: str
    jobs: tuple[MadeUpJob, ...]
    """From the first to the present one."""
    school: str
    degree: str
    location: str
    country: str
    email: str
    phone: str
    """Empty where nobody knows it, and always once the fictional ranges are used up."""
    linkedin: str
    """The last part of the profile's address, not percent-encoded."""
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    """The mother tongue first."""
    connected_on: date

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def company(self) -> str:
        """The present employer."""
        return self.jobs[-1].company

    @property
    def title(self) -> str:
        """The present job title."""
        return self.jobs[-1].title

    def job_on(self, day: date) -> MadeUpJob:
        """Return the position held on a day; the first one for any day before it."""
        return next((job for job in reversed(self.jobs) if job.started_on <= day), self.jobs[0])


def people(count: int, *, seed: int = 2026) -> Iterator[MadeUpPerson]:
    """Yield that many people; a larger count only adds to them."""
    return (person(number, seed=seed) for number in range(count))


def person(number: int, *, seed: int = 2026) -> MadeUpPerson:
    """Return one of the people; no two share an e-mail address, a phone number or a profile."""
    dice = chance("person", seed, number)
    return somebody(dice, number, dice.weighted(_FIELD_WEIGHTS, FIELDS))


def somebody(dice: Dice, number: int, field: Field) -> MadeUpPerson:
    """Throw the dice for a person who works in this field."""
    culture = dice.weighted(_CULTURE_WEIGHTS, CULTURES)
    first_name, first_latin = _spelt(_given_name(dice, culture))
    last_name, last_latin = _spelt(_family_name(dice, culture))
    country = _country(dice, culture)
    jobs = _jobs(dice, field)
    skills = dice.some(field.skills, dice.number(2, 7))
    return MadeUpPerson(
        number=number,
        first_name=first_name,
        last_name=last_name,
        credentials=dice.pick(CREDENTIALS) if dice.happens(0.02) else "",
        field=field.name,
        sector=field.sector,
        headline=_headline(dice, jobs[-1], skills),
        jobs=jobs,
        school=dice.pick(SCHOOLS),
        degree=dice.pick(DEGREES),
        location=dice.pick(country.locations),
        country=country.code,
        email=email(dice, (first_latin, last_latin), jobs[-1].company, number),
        phone=phone(dice, country.code, number),
        linkedin=slug(dice, (first_name, last_name), (first_latin, last_latin), number),
        skills=skills,
        languages=_languages(culture, country),
        # Networks grow faster the older they are.
        connected_on=EARLIEST + timedelta(days=int(_DAYS * dice.random() ** 0.5)),
    )


_FIELD_WEIGHTS = tuple(accumulate(field.weight for field in FIELDS))
_CULTURE_WEIGHTS = tuple(accumulate(culture.weight for culture in CULTURES))


def _given_name(dice: Dice, culture: Culture) -> list[str]:
    """Return the parts of a given name, in the spelling of the word lists."""
    name = dice.pick(culture.given)
    custom = CUSTOMS.get(culture.country, _NO_CUSTOM)
    if not dice.happens(custom.second_given_share):
        return [name]
    if custom.second_given == ". ":
        return [f"{name} {dice.pick(_INITIALS)}."]
    second = dice.pick(culture.given)
    return [name] if second == name else [name, f"{custom.second_given}:", second]


def _family_name(dice: Dice, culture: Culture) -> list[str]:
    """Return the parts of a family name, in the spelling of the word lists."""
    custom = CUSTOMS.get(culture.country, _NO_CUSTOM)
    if custom.endings and dice.happens(0.8):
        return [dice.pick(custom.roots), dice.pick(custom.endings)]
    name = dice.pick(culture.family)
    if custom.joint_share and dice.happens(custom.joint_share):
        return [name, f"{custom.joint}:", dice.pick(culture.family)]
    return [name]


_NO_CUSTOM = Custom()
_INITIALS = "ABCDEFGHJKLMNPRSTVW"


def _spelt(parts: list[str]) -> tuple[str, str]:
    """Return a name as it is written, and in Latin letters."""
    pairs = [part.replace("_", " ").partition(":") for part in parts]
    written = "".join(pair[0] for pair in pairs)
    return written, "".join(pair[2] or latin(pair[0]) for pair in pairs)


def _country(dice: Dice, culture: Culture) -> Country:
    is_at_home = dice.happens(0.6)
    return COUNTRIES[culture.country if is_at_home else dice.pick(ABROAD)]


def _languages(culture: Culture, country: Country) -> tuple[str, ...]:
    return tuple(dict.fromkeys((culture.language, country.language, "English")))


def _jobs(dice: Dice, field: Field) -> tuple[MadeUpJob, ...]:
    """Return one to six positions without gaps, each of three years on average."""
    count = 1 + min(5, dice.around(1.7))
    ends_on: date | None = None
    starts_on = LATEST
    jobs: list[MadeUpJob] = []
    for _ in range(count):
        starts_on -= timedelta(days=60 + dice.around(1_000))
        starts_on = starts_on.replace(day=1)
        jobs.append(MadeUpJob(_employer(dice, field), _title(dice, field), starts_on, ends_on))
        ends_on = starts_on
    return tuple(reversed(jobs))


def _employer(dice: Dice, field: Field) -> str:
    """Return a company of the field's own sector, mostly; the large ones more often."""
    own = dice.happens(0.8)
    sector = field.sector if own else dice.pick(FIELDS).sector
    return company(sector, int(COMPANIES_PER_SECTOR ** dice.random()) - 1)


def _title(dice: Dice, field: Field) -> str:
    return f"{dice.pick(field.levels)} {dice.pick(field.titles)}".lstrip()


def _headline(dice: Dice, job: MadeUpJob, skills: tuple[str, ...]) -> str:
    form = dice.pick(_HEADLINES)
    return form.format(title=job.title, company=job.company, skill=skills[0], other=skills[-1])


_HEADLINES = lines("""
{title} at {company}
{title} at {company}
{title} at {company}
{title} bei {company}
{title} @ {company} | {skill} | {other}
{title} | {skill}, {other}
{title} | Open to new opportunities
{skill} enthusiast. {title} at {company}. Opinions are my own.
{title} ✦ {skill} ✦ {other}
Helping teams with {skill} · {title}, {company}
{title}
""")
