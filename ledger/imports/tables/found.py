"""A handle as a row gives it, and the key by which the rows of one file are compared."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger import errors
from ledger.handles import key_of
from ledger.imports.records import Reach
from ledger.imports.tables import cells
from ledger.linkedin_links import profile_key
from ledger.words import Handle, HandleType

# The strongest first; profiles on other sites stand between LinkedIn and the addresses.
_RANKS = {
    HandleType.EXTERNAL_ID: 0,
    HandleType.LINKEDIN: 1,
    HandleType.EMAIL: 3,
    HandleType.PHONE: 4,
    HandleType.MESSENGER: 5,
    HandleType.WEBSITE: 6,
}
_PROFILE_RANK = 2
_PAGE = f"{HandleType.WEBSITE} "
# As nearly all exports write a profile; its key is the same as any other spelling's.
_USUAL_PROFILE = re.compile(r"https://www\.linkedin\.com/in/([a-z0-9-]{1,200})")


class Found(NamedTuple):
    """A handle as a row gives it, and the key by which rows of one file are compared."""

    type: HandleType
    value: str
    label: str | None
    key: str
    is_primary: bool = False
    is_shared: bool = False
    recognises: bool = True
    """Whether it alone tells who somebody is, as far as its form shows."""

    def reach(self) -> Reach:
        """Return it as a record holds it."""
        type_, value, label, _, is_primary, is_shared, _ = self
        return Reach(Handle(type=type_, value=value), label, is_primary, is_shared)


def email_key(address: str) -> str:
    """Return the key of an e-mail address."""
    return "e " + address.casefold()


def phone_key(number: str) -> str:
    """Return the key of a number: its last digits, the same however its country is written."""
    return "p " + cells.digits(number)[-9:]


def linkedin_key(cell: str) -> str | None:
    """Return the key of a cell that is one LinkedIn profile; None for anything else."""
    usual = _USUAL_PROFILE.fullmatch(cell)
    key = f"in/{usual[1]}" if usual else profile_key(cell) if cells.is_one(cell) else None
    return f"linkedin {key}" if key else None


def handle_key(handle: Handle) -> str:
    """Return the key of any other handle."""
    try:
        return f"{handle.type} {key_of(handle)}"
    except errors.Invalid:
        return f"{handle.type} {handle.value.casefold()}"


def ordered(found: list[Found]) -> list[Found]:
    """Put each handle once, and pages, which recognise nobody, last."""
    keys = {one.key for one in found}
    if len(keys) < len(found):
        found = _once(found)
    if any(key.startswith(_PAGE) for key in keys):
        found.sort(key=lambda one: one.type is HandleType.WEBSITE)
    return found


def together(rows: Iterable[Sequence[Found]]) -> list[Found]:
    """Return the handles of several rows about one person, each once, strongest first."""
    found = _once(one for row in rows for one in row)
    return sorted(found, key=lambda one: _RANKS.get(one.type, _PROFILE_RANK))


def _once(found: Iterable[Found]) -> list[Found]:
    once: dict[str, Found] = {}
    for one in found:
        once.setdefault(one.key, one)
    return list(once.values())
