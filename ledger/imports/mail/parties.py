"""Who wrote a mail, and to whom."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ledger.imports.mail.addresses import Address, addresses
from ledger.imports.mail.headers import Headers

_TO = ("to", "cc", "bcc")
# A mail to so many is a mailing, whoever else it went to.
_READ_MAX = 2_000


class Parties(NamedTuple):
    """The writer of a mail, and everybody it went to, once each, up to 2,000."""

    sender: Address | None
    recipients: tuple[Address, ...]

    def everybody(self) -> Iterator[Address]:
        """Yield the writer and then the others."""
        if self.sender:
            yield self.sender
        yield from self.recipients


def _recipients(headers: Headers) -> Iterator[Address]:
    for name in _TO:
        for header in headers.all(name):
            yield from addresses(header, headers.fallback)


def parties_of(headers: Headers) -> Parties:
    """Return who a mail says it is from and to."""
    sender: Address | None = None
    for name in ("from", "sender", "x-sender"):
        sender = next(addresses(headers.first(name), headers.fallback), None)
        if sender and sender.email:
            break
    found: dict[str, Address] = {}
    for address in islice(_recipients(headers), _READ_MAX):
        found.setdefault(address.email.casefold() or address.name, address)
    return Parties(sender, tuple(found.values()))
