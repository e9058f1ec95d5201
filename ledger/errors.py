"""What can go wrong: the docstring is the message, attributes carry the facts."""

import inspect
from typing import Any


class LedgerError(Exception):
    """Something went wrong in the ledger."""

    def __init__(self, detail: str = "", /, **facts: Any) -> None:
        self.facts = facts
        self.sentence = inspect.cleandoc(type(self).__doc__ or "").splitlines()[0]
        self.detail = detail
        super().__init__(f"{self.sentence} {detail}".strip())


class Refused(LedgerError):
    """A rule of the ledger says no; asking again is useless."""


class Invalid(Refused):
    """What was given cannot be recorded."""


class Unknown(Refused):
    """There is nothing with this id."""


class Erased(Unknown):
    """This person was erased: nothing is kept of them, and nothing is recorded about them."""


class NotSignedIn(Refused):
    """Nobody is let in without a key or a session."""


class Forbidden(Refused):
    """You may not do this here."""


class LegallyHeld(Refused):
    """The person's data must be kept for now: a legal hold stands."""


class Suppressed(Refused):
    """Somebody with this handle was erased, and may not come back by themselves."""


class HandleHeld(Refused):
    """Another candidate already holds this handle."""


class StaleVersion(Refused):
    """Somebody changed this after you read it."""


class NotAllowedNow(Refused):
    """The present state does not allow this."""


class RequestReused(Refused):
    """This request id was used before for something else."""


class Unreadable(Refused):
    """The file cannot be read as what it claims to be."""


class TooLarge(Refused):
    """The input is larger than Rapport takes at once."""


class Contended(LedgerError):
    """Others wrote about the same thing at the same moment, three times in a row; try again."""


class Unavailable(LedgerError):
    """The database does not answer; nothing was written."""


class TookTooLong(LedgerError):
    """To answer this took longer than a call may take; ask for less at once."""


class OutcomeUnknown(LedgerError):
    """The database went away while answering; repeat the call with the same request id."""


class Damaged(LedgerError):
    """The ledger or a file of it is not what was written."""


class SetupNeeded(LedgerError):
    """The installation is not ready."""


class ReadOnly(SetupNeeded):
    """The ledger can be read, and nothing is recorded in it."""
