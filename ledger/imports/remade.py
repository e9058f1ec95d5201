"""Parts of records as they come out of a packet: made anew, as they were checked before."""

from typing import Any

from ledger.imports.records import Reach
from ledger.words import Handle, HandleType
from ledger.words.values import revived


def reach(type_: HandleType, value: str, *said: Any) -> Reach:
    """Return a reach: one object on its way instead of two, of which a file has most."""
    return Reach(revived(Handle, {"type": type_, "value": value}), *said)
