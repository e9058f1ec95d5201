"""What each role may do; whatever is not here is refused."""

from collections.abc import Mapping
from datetime import datetime

from ledger.words import Role, Scope

SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.ADMIN: frozenset(Scope),
    Role.RECRUITER: frozenset({Scope.READ, Scope.WRITE, Scope.IMPORT, Scope.EXPORT}),
    Role.VIEWER: frozenset({Scope.READ}),
    Role.AUDITOR: frozenset({Scope.AUDIT}),
}
"""An owner may besides decide about owners, take the whole history out, and let the workspace
go."""

GRANTED_BY: Mapping[Role, frozenset[Role]] = {
    Role.OWNER: frozenset(Role),
    Role.ADMIN: frozenset(Role) - {Role.OWNER},
}
"""Which roles somebody of a role may give, change and take away."""


def stands_behind(
    role: Role | None, since: datetime | None, *, given: Role, sent_at: datetime
) -> bool:
    """Say whether somebody still stands behind an invitation as a role that they sent.

    They were let in before and never put out since, and may give that role to this day. Nothing
    says since when whoever founded a ledger is its owner: since it is there.
    """
    if role is None or (since is not None and since > sent_at):
        return False
    return given in GRANTED_BY.get(role, frozenset[Role]())
