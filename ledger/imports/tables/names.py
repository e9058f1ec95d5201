"""Whether two names in one file may be one person's, where their addresses say so."""

from functools import lru_cache

from anyascii import anyascii


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


@lru_cache(maxsize=1_024)
def _words(name: str) -> frozenset[str]:
    plain = "".join(mark if mark.isalnum() else " " for mark in anyascii(name).casefold())
    return frozenset(plain.split())


def _first(name: str) -> str:
    return anyascii(name.strip()[:1]).casefold()[:1]
