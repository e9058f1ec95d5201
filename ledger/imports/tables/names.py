"""Names in one file: their parts, and whether two may be one person's."""

from functools import lru_cache

from anyascii import anyascii

from ledger.imports.name_parts import turned

_PAIR = 2


def may_be_one(one: str, other: str) -> bool:
    """Say whether two people with one e-mail address may be one: any name in common does.

    An address is seldom shared, and people are called Bob and Robert; but a mailbox that Ana
    Berg and Ben Costa give is read by both.
    """
    names, others = _words(one), _words(other)
    return not names or not others or bool(names & others)


def are_one(one: str, other: str) -> bool:
    """Say whether two people with one number are one: families and offices share numbers.

    One name must hold the other (Ana Berg, Ana Maria Berg), or the first names begin alike
    and a further name is the same (Bob and B. Smith).
    """
    names, others = _words(one), _words(other)
    if names <= others or others <= names:
        return True
    return bool(names & others) and _first(one) == _first(other)


def last_name_first(name: str) -> dict[str, str]:
    """Return the parts of a name that begins with the family name, as facts.

    With a comma (Berg, Ana), in capitals (LE GALL Yann) or of two words (Kowalski Jan); the
    whole name where nothing tells its parts.
    """
    pair = turned(name)
    if pair is None:
        words = name.split()
        count = next((at for at, word in enumerate(words) if not word.isupper()), 0)
        count = count or (len(words) == _PAIR)
        pair = " ".join(words[:count]), " ".join(words[count:])
    last, first = pair
    return {"last_name": last, "first_name": first} if last and first else {"name": name}


def beside_one_part(name: str, *, first: str, last: str) -> dict[str, str]:
    """Return the parts of a whole name beside which only its first or its last part is told."""
    told, whole = (first or last).casefold(), name.casefold()
    if whole.startswith(f"{told} "):
        rest = name[len(told) :]
    elif whole.endswith(f" {told}"):
        rest = name[: -len(told)]
    elif whole != told and len(name.split()) > 1:
        # They contradict each other: the whole name says more.
        return {"name": name}
    else:
        rest = name if whole != told else ""
    rest = rest.strip(" ,")
    parts = {"first_name": first or rest, "last_name": last or rest}
    return {part: value for part, value in parts.items() if value}


@lru_cache(maxsize=1_024)
def _words(name: str) -> frozenset[str]:
    plain = "".join(mark if mark.isalnum() else " " for mark in anyascii(name).casefold())
    return frozenset(plain.split())


def _first(name: str) -> str:
    return anyascii(name.strip()[:1]).casefold()[:1]
