"""What is answered about signing in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.answers import Answer


class Session(Answer):
    """Who is signed in, and at which workspace they look."""

    id: UUID
    user_id: UUID
    name: str
    email: str | None
    workspace_id: UUID
    began_at: datetime
    ends_at: datetime


class SecondFactorNeeded(Answer):
    """The first proof was right; a code is still needed, within five minutes."""

    second_factor_token: str


class OpenSession(Answer):
    """One of the browsers in which you are signed in."""

    id: UUID
    agent: str
    began_at: datetime
    used_at: datetime
    ends_at: datetime
    is_this: bool


class EndedSessions(Answer):
    """How many sessions were ended."""

    ended_count: int


class Passkey(Answer):
    """One of your passkeys."""

    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


class PasskeyOptions(Answer):
    """What the browser is to be asked: `PublicKeyCredential.parse…OptionsFromJSON` reads it."""

    options: dict[str, Any]


class Me(Answer):
    """Who you are here, and how you sign in."""

    user_id: UUID
    name: str
    email: str | None
    password_set_at: datetime | None
    has_codes: bool
    recovery_code_count: int
    passkeys: list[Passkey]
    proved_at: datetime
    """When you last proved that it is you."""


class Authenticator(Answer):
    """The secret of a new device: a telephone reads the address as a picture."""

    secret: str
    uri: str


class RecoveryCodes(Answer):
    """Codes that each open once where the telephone is lost; they are shown this once."""

    codes: list[str]
