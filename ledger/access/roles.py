"""What each role may do; whatever is not here is refused."""

from collections.abc import Mapping

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
