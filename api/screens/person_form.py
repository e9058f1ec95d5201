"""What the form of an engagement says: the same when it is logged and when it is put right."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Form
from pydantic import BaseModel, ConfigDict, Field

from api.screens import date_words
from api.screens.times import Times
from ledger import errors

_TURNED = {"call", "email", "message", "inmail", "other"}
"""The kinds in which one turns to another; the others happen between two."""
_HEADED = {"email", "inmail", "meeting", "interview", "event"}
"""The kinds that have a subject."""
_BODY_MAX = 1_000_000


class Written(BaseModel):
    """The fields of the form, as they were typed."""

    model_config = ConfigDict(frozen=True)
    kind: str = Field(default="note", max_length=40)
    body: str = Field(default="", max_length=_BODY_MAX)
    subject: str = Field(default="", max_length=1_000)
    direction: str = Field(default="", max_length=40)
    outcome: str = Field(default="", max_length=40)
    when: str = Field(default="", max_length=200)
    follow_up: str = Field(default="", max_length=200)
    private: str = Field(default="", max_length=10)
    read_as: str = Field(default="", max_length=100)
    """The ETag of what was read, where something is put right."""

    @property
    def is_promise_alone(self) -> bool:
        """Whether nothing is said but when to come back: then nothing happened to record."""
        said = (self.body, self.subject, self.outcome, self.when)
        return bool(self.follow_up.strip()) and not any(map(_settled, said))

    def engagement(self) -> dict[str, Any]:
        """Return what the form says of the engagement, as the API names it."""
        body, subject = _settled(self.body), _settled(self.subject)
        if not body and not subject and self.kind != "call":
            raise errors.Invalid("Write a few words first.")
        return {
            "kind": self.kind,
            "body": body or None,
            "subject": (subject or None) if self.kind in _HEADED else None,
            "direction": (self.direction or None) if self.kind in _TURNED else None,
            "outcome": (self.outcome or None) if self.kind == "call" else None,
            "visibility": "private" if self.private else None,
        }

    def happened_at(self, times: Times) -> datetime | None:
        """Return when it happened, where that was said."""
        return date_words.instant(self.when, times) if self.when.strip() else None

    def due_on(self, times: Times) -> date | None:
        """Return by when to come back to them, where that was said."""
        return date_words.day(self.follow_up, times) if self.follow_up.strip() else None


Told = Annotated[Written, Form()]


def _settled(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()
