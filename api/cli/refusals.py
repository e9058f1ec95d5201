"""What the command line itself refuses; the docstring is the message, as in `ledger.errors`."""

from ledger import errors


class TooLittleSaid(errors.Refused):
    """The command needs to be told more."""


class NoPlace(errors.Refused):
    """The file cannot be written there."""


class SeveralMerges(errors.Refused):
    """They are read as one with several others; nothing was written."""
