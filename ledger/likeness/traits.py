"""What of a person is compared with others: name, employers, place, title, handles."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from anyascii import anyascii

from ledger.handles import is_shared
from ledger.words import Handle, HandleType

_FORMS = """
ab ag and aps as asa bv bvba cie co company corp corporation doo eg eurl gbr gmbh group holding
inc incorporated kft kg kgaa kk lda limited llc llp ltd ltda nv nyrt ohg oy oyj plc pte pty pvt
sa sarl sas se sl slu snc spa srl srls sro the ug und zrt
"""
_LEGAL_FORMS = frozenset(_FORMS.split())
_AROUND = frozenset(("greater", "area", "metropolitan", "metro", "region", "city", "of"))
# S.p.A., s. r. o.: the letters of one word.
_LETTERED = re.compile(r"\b([a-z])\.\s?(?=[a-z]\b)")
# The one form that is several words: sp. z o.o.
_POLISH_FORM = " sp z oo"
_WORD = re.compile(r"[a-z0-9]+")
_NO_LETTER = re.compile(r"[^a-z]+")
_DIGIT = re.compile(r"\d")
_NO_DIGIT = re.compile(r"\D+")
_DIVIDERS = re.compile(r"[-_.]")
# Somebody has worked for a few employers; a list of thousands is no work history.
_EMPLOYERS_MAX = 20
_HANDLES_MAX = 50
_LINKS = frozenset(
    (
        HandleType.LINKEDIN,
        HandleType.GITHUB,
        HandleType.TWITTER,
        HandleType.XING,
        HandleType.STACKOVERFLOW,
        HandleType.MASTODON,
        HandleType.BLUESKY,
    )
)
# Marks of one source: they say who a row is, and nothing about a person.
_MARKS = frozenset(
    (HandleType.EXTERNAL_ID, HandleType.LINKEDIN_CONNECTION, HandleType.LINKEDIN_NAME)
)


class Held(NamedTuple):
    """A handle as it is compared; one that is shared by several people recognises nobody."""

    type: HandleType
    key: str
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of one person, as far as others may have the same."""

    name: str = ""
    employers: Mapping[str, str] | None = None
    """Present and past ones as they are compared, with how they are written."""
    place: str = ""
    title: str = ""
    handles: tuple[Held, ...] = ()

    @property
    def emails(self) -> list[Held]:
        """The e-mail addresses."""
        return [held for held in self.handles if held.type is HandleType.EMAIL]

    @property
    def phones(self) -> list[Held]:
        """The phone numbers."""
        return [held for held in self.handles if held.type is HandleType.PHONE]

    @property
    def links(self) -> list[Held]:
        """The profiles on sites where an account is one person's."""
        return [held for held in self.handles if held.type in _LINKS]


def traits_of(values: Mapping[str, Any], handles: Iterable[Held]) -> Traits:
    """Return the traits of somebody, from the facts of a profile and their handles."""
    parts = [values.get("first_name"), values.get("last_name")]
    name = " ".join(part for part in parts if part) or values.get("name") or ""
    employers: list[str | None] = [values.get("company")]
    employers += [job.get("company_name") for job in values.get("employments") or ()]
    told = {
        key: written
        for written in employers[:_EMPLOYERS_MAX]
        if written and (key := employer_key(written))
    }
    return Traits(
        name=name,
        employers=told or None,
        place=values.get("location") or "",
        title=values.get("title") or "",
        handles=tuple(held for held in handles if held.type not in _MARKS)[:_HANDLES_MAX],
    )


def held(type_: str, value: str, key: str, *, is_told_shared: bool = False) -> Held:
    """Return a handle as it is compared."""
    kind = HandleType(type_)
    handle = Handle.model_construct(type=kind, value=value)
    return Held(kind, key, is_told_shared or is_shared(handle))


@lru_cache(maxsize=1 << 14)
def employer_key(written: str) -> str:
    """Return an employer's name as it is compared: no marks, no legal form."""
    words = _WORD.findall(_LETTERED.sub(r"\1", anyascii(written).lower()))
    named = " ".join([word for word in words if word not in _LEGAL_FORMS] or words)
    return named.removesuffix(_POLISH_FORM)


@lru_cache(maxsize=1 << 14)
def place_key(written: str) -> str:
    """Return a place as it is compared: the town, without its country."""
    words = _WORD.findall(anyascii(written.partition(",")[0]).lower())
    return " ".join([word for word in words if word not in _AROUND] or words)


def digits_of(phone: str) -> str:
    """Return the digits of a number, without the extension that stands behind it."""
    return _NO_DIGIT.sub("", phone.partition(";")[0])


def mailbox_of(address: str) -> tuple[str, str]:
    """Return what stands before the @, without `+tag`, and what stands behind it."""
    local, _, domain = address.rpartition("@")
    return local.partition("+")[0], domain


@lru_cache(maxsize=1 << 14)
def letters_of(text: str) -> str:
    """Return the small Latin letters of a text, to see whether it spells a name."""
    return _NO_LETTER.sub("", (text if text.isascii() else anyascii(text)).lower())


@lru_cache(maxsize=1 << 14)
def slug_of(link: str) -> str:
    """Return the letters of an account's name, without the number a site put behind them."""
    last = link.rstrip("/").rpartition("/")[2]
    words = [word for word in _DIVIDERS.split(last) if not _DIGIT.search(word)]
    return letters_of("".join(words))
