"""What every event is: a frozen value of the past, with its fields as the stored payload."""

from typing import Any, ClassVar

from ledger.words import Value


class Event(Value):
    """Something that happened, in the past tense, true for ever."""

    schema_version: ClassVar[int] = 1

    def payload(self) -> dict[str, Any]:
        """Return the fields that say something; nested values are left to the JSON writer."""
        return {name: value for name, value in self.__dict__.items() if value is not None}
