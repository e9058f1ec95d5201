"""Which columns tell of what the law protects most, and stay out unless asked for by name.

Special categories of personal data (GDPR Art. 9), national identity numbers (Art. 87), and
what discrimination begins with: birth, age, gender, marital and veteran status.
"""

import re

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
hiv bday nationalid
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
biometr genetic genetisch vaccin impf
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
número de la seguridad social
"""
_PHRASES = tuple(
    " ".join(folded(word) for word in phrase.split()) for phrase in _TOGETHER.split(";")
)
_NUMBER_OF_CITIZEN = re.compile(r"\d{3}-\d{2}-\d{4}")


def is_sensitive(header: str) -> bool:
    """Say whether a header names a special category, in any of the languages known."""
    words = words_of(header)
    if any(word in _WORDS or word.startswith(_STEMS) for word in words):
        return True
    whole = folded(header)
    told = f" {' '.join(words)}"
    is_phrase = any(f" {phrase}" in told for phrase in _PHRASES)
    return is_phrase or whole in _WORDS or whole.startswith(_STEMS)


def words_of(header: str) -> list[str]:
    """Return the words of a header as they are compared, `BirthDate` and `X-BIRTH` alike."""
    return [folded(word) for word in _BORDER.split(header) if word]


def holds_citizen_numbers(cells: list[str]) -> bool:
    """Say whether a column holds social security numbers (`123-45-6789`)."""
    return bool(cells) and all(_NUMBER_OF_CITIZEN.fullmatch(cell.strip()) for cell in cells)
