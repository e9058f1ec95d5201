"""Which columns tell of what the law protects most, and stay out unless asked for by name.

Special categories of personal data (GDPR Art. 9), national identity numbers (Art. 87), and
what discrimination begins with: birth, age, gender, marital and veteran status.
"""

import re
from collections.abc import Callable, Sequence

from ledger.imports.texts import folded

_BORDER = re.compile(r"(?<=[a-z])(?=[A-Z])|[^\w]+|_+|(?<=[A-Z])(?=[A-Z][a-z])")
# A whole word of a header, since `age` is in `language` and `race` in `trace`.
_WHOLE_WORDS = """
race racial raza razza raça ras rasa rassenmerkmal age ages alter âge edad età idade
leeftijd wiek věk sex sexe sexo sesso geslacht płeć pohlaví ssn dob nin pesel nif nie dni
cpf bsn curp rrn sexuality lgbt lgbtq lgbtqia eeo eeoc glaube faith creed caste hautfarbe
health handicap handicapé handicapped rodné narozen narozena narození
urodzenia urodzin cumpleaños compleanno aniversário verjaardag anniversaire urodziny
narozeniny naissance nascimento nacimiento nascita geboren född salud santé salute saúde
zdraví zdrowie gezondheid nozze gravidanza pregnant pregnancy schwanger enceinte sgb gdb vih
hiv bday nationalid governmentid ahv ahvnr avs hetu henkilotunnus isikukood amka aadhaar nric
ppsn nino niss insz cnp egn oib jmbg rut cuil cuit cédula
"""
_WORDS = frozenset(folded(word) for word in _WHOLE_WORDS.split())
# The beginning of a word, since languages build long ones from these.
_BEGINNINGS = """
ethni etni birth geburt geboort gender geschlecht genre género genere gênero disab behinder
schwerbehinder discapac disabil invalidit deficiên niepełnospr postižen religi konfession
confession veteran marital familienstand gewerkschaft syndicat sindica sindaca vakbond
vakvereniging związkowi gesundheit krank sickness illness sexual orientación orientación
orientamento socialsecurity sozialversicher rentenversicher sofinummer politic politik
politisch polityczn matrimon zivilstand burgerlijkestaat situaciónfamiliar národnost
biometr genetic genetisch vaccin impf ahvnum personnum fødselsnum cprnum steuerident
steuernummer personalausweis ausweisnum
"""
_STEMS = tuple(folded(stem) for stem in _BEGINNINGS.split())
# Words that say it only together.
_TOGETHER = """
social security; national id; national insurance; personal id number; identity number;
passport number; stan cywilny; estado civil; stato civile; état civil; situation familiale;
rodinný stav; burgerlijke staat; trade union; union member; rodné číslo; codice fiscale;
numéro de sécurité sociale; sécurité sociale; seguridad social; tax id; steuer id;
orientation sexuelle; orientamento sessuale; orientación sexual; orientação sexual;
seksuele geaardheid; sexuální orientace; orientacja seksualna; national origin; political;
party membership; přesvědčení; światopogląd; opinión política; syndical; personal number;
medical condition; medical history; skin colo; numer pesel; carte vitale;
número de la seguridad social; government id; regierungs nr; code gouvernement; cpr number;
cpr nummer; cpr nr; insurance number; ausweis nr
"""
_PHRASES = tuple(
    " ".join(folded(word) for word in phrase.split()) for phrase in _TOGETHER.split(";")
)
# By itself it is more often a first aider's certificate.
_ALONE = frozenset(("cpr",))
# The USA's number of social security; Switzerland's of the AHV, which begins with the country.
_OF_CITIZENS = re.compile(r"\d{3}-\d{2}-\d{4}|756([. ])\d{4}\1\d{4}\1\d{2}", re.ASCII)
# Begins with a birthday, year first (Sweden) or last (Denmark).
_OF_BIRTHDAY = re.compile(r"(?:19|20)?(\d\d)(\d\d)(\d\d)[-+]\d{4}", re.ASCII)
# Germany's number for taxes, as it is printed; the last digit checks the others.
_OF_TAXES = re.compile(r"[1-9]\d \d{3} \d{3} \d{3}", re.ASCII)
_MONTHS, _DAYS = range(1, 13), range(1, 32)


def is_sensitive(header: str) -> bool:
    """Say whether a header names a special category, in any of the languages known."""
    words = words_of(header)
    if any(word in _WORDS or word.startswith(_STEMS) for word in words):
        return True
    whole = folded(header)
    told = f" {' '.join(words)}"
    is_phrase = any(f" {phrase}" in told for phrase in _PHRASES)
    return is_phrase or whole in _WORDS or whole in _ALONE or whole.startswith(_STEMS)


def words_of(header: str) -> list[str]:
    """Return the words of a header as they are compared, `BirthDate` and `X-BIRTH` alike."""
    return [folded(word) for word in _BORDER.split(header) if word]


def holds_citizen_numbers(cells: Sequence[str]) -> bool:
    """Say whether most cells are numbers that a state gave its citizens, and nothing else."""
    return _are_most(cells, lambda cell: _OF_CITIZENS.fullmatch(cell) is not None)


def may_hold_citizen_numbers(cells: Sequence[str]) -> bool:
    """Say whether most cells could be such numbers, where no header says what else they are."""
    return _are_most(cells, lambda cell: _is_of_birthday(cell) or _is_of_taxes(cell))


def _are_most(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return 2 * sum(fits(cell.strip()) for cell in cells) > len(cells)


def _is_of_birthday(cell: str) -> bool:
    found = _OF_BIRTHDAY.fullmatch(cell)
    if found is None:
        return False
    first, month, last = map(int, found.groups())
    return month in _MONTHS and (first in _DAYS or last in _DAYS)


def _is_of_taxes(cell: str) -> bool:
    """Say whether a cell is a German tax number: ISO/IEC 7064, MOD 11,10."""
    if not _OF_TAXES.fullmatch(cell):
        return False
    *digits, check = map(int, cell.replace(" ", ""))
    product = 10
    for digit in digits:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == check
