"""What may be asked about who has access."""

from pydantic import Field

from api.asked.values import shown
from ledger.words import Line, Role, Scope, Value

DAYS_MAX = 366


class NewInvitation(Value):
    """Somebody to be let in, with a role, if they come within some days."""

    model_config = shown({"name": "Rosa Recruiter", "role": "recruiter", "days": 7})
    name: Line
    role: Role
    days: int = Field(default=7, ge=1, le=90)


class RoleGiven(Value):
    """Another role for a member."""

    model_config = shown({"role": "viewer"})
    role: Role


class NewApiKey(Value):
    """A key for a program."""

    model_config = shown({"label": "Calendar sync", "scopes": ["read", "write"], "days": 90})
    label: Line
    scopes: frozenset[Scope] = Field(min_length=1)
    days: int | None = Field(default=90, ge=1, le=DAYS_MAX)
    """After how many days it opens nothing; null for until it is revoked."""


class Rotation(Value):
    """For how long a key's old secret still opens."""

    model_config = shown({"overlap_hours": 24})
    overlap_hours: int = Field(default=24, ge=0, le=24 * 30)


class WorkspaceNamed(Value):
    """What a workspace is called."""

    model_config = shown({"name": "Northern Search"})
    name: Line
