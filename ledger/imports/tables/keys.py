"""By what two rows of one file are one person's: asked of every row, so kept lean."""

from collections.abc import Callable, Sequence

from ledger.account_links import WITH_ACCOUNTS
from ledger.handles import is_shared_mailbox
from ledger.imports.remarks import Remarks
from ledger.imports.tables import cells, reaches
from ledger.imports.tables.facts import Row
from ledger.imports.tables.found import Found, email_key, linkedin_key, phone_key
from ledger.imports.tables.meanings import Meaning
from ledger.words import HandleType

_Keys = Callable[[Row], list[str]]


def compiled(columns: Sequence[tuple[Meaning, int]], source: str) -> _Keys:
    """Return what reads the keys of the handles that tell whose a row is, strongest first."""
    # Nothing is remarked on here: the second reading meets the same cells.
    ranked = reaches.ranked(columns, source, Remarks())
    readers = tuple(
        (index, _keys(meaning.word, index, read)) for _, meaning, index, read in ranked
    )

    def read(row: Row) -> list[str]:
        keys: list[str] = []
        for index, told in readers:
            if row[index]:
                keys += told(row)
        return keys

    return read


# As `email_key`, `phone_key` and `handle_key` begin theirs.
_OF_NUMBER = "p "
_SHARED_AT_TIMES = (
    "e ",
    _OF_NUMBER,
    *(f"{site} " for site in (*WITH_ACCOUNTS, HandleType.MASTODON)),
)


def is_shared_at_times(key: str) -> bool:
    """Say whether this is the key of an address, a number or an account: people share these."""
    return key.startswith(_SHARED_AT_TIMES)


def is_number(key: str) -> bool:
    """Say whether this is the key of a phone number."""
    return key.startswith(_OF_NUMBER)


def _keys(word: str, index: int, read: Callable[[Row], list[Found]]) -> _Keys:
    def slowly(row: Row) -> list[str]:
        return [one.key for one in read(row) if one.recognises]

    def of_email(row: Row) -> list[str]:
        cell = row[index]
        if not cells.is_address(cell):
            return slowly(row)
        return [] if is_shared_mailbox(cell) else [email_key(cell)]

    def of_phone(row: Row) -> list[str]:
        cell = row[index]
        return [phone_key(cell)] if cells.is_plain_number(cell) else slowly(row)

    def of_profile(row: Row) -> list[str]:
        key = linkedin_key(row[index])
        return [key] if key else slowly(row)

    return {"email": of_email, "phone": of_phone, "linkedin": of_profile}.get(word, slowly)
