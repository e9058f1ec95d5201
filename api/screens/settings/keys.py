"""API keys: what programs are let in with."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request, Response

from api.access import Anybody, Caller
from api.answers.access import ApiKeyIssued, ApiKeyRotated
from api.asked.access import NewApiKey, Rotation
from api.routes import keys
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Seen, Sight
from ledger.access import users
from ledger.words import Scope

router = screens()

_HERE = "/settings/keys"
_UNTIL_REVOKED = "never"
SCOPES: dict[Scope, str] = {
    Scope.READ: "see people and their timelines",
    Scope.WRITE: "log engagements, change people",
    Scope.IMPORT: "bring files in, and take imports back",
    Scope.EXPORT: "take copies out",
    Scope.ERASE: "forget a person for good",
    Scope.ADMIN: "members, keys, rules of retention",
    Scope.AUDIT: "see who looked at what",
}
"""What each scope lets a program do."""


@router.get(_HERE)
def show_keys(caller: Anybody, seen: Sight) -> Response:
    """Show the keys."""
    return _shown(caller, seen)


@router.post(f"{_HERE}/issue")
def issue_key(
    caller: Anybody,
    seen: Sight,
    request: Request,
    *,
    label: forms.Field = "",
    scopes: Annotated[list[str] | None, Form()] = None,
    days: forms.Field = "",
) -> Response:
    """Issue a key, and show it this once."""
    told: dict[str, Any] = {"label": forms.line(label), "scopes": scopes}
    if days != _UNTIL_REVOKED:
        told["days"] = days
    given = forms.asked(NewApiKey, **told)
    if days == _UNTIL_REVOKED:
        given = given.model_copy(update={"days": None})
    issued = keys.issue_key(caller, request, given)
    return _shown(caller, seen, made=issued, label=given.label)


@router.post(f"{_HERE}/{{key_id}}/rotate")
def rotate_key(
    caller: Anybody, seen: Sight, request: Request, key_id: UUID, overlap: forms.Field = ""
) -> Response:
    """Give a key another secret, and show it this once."""
    given = forms.asked(Rotation, overlap_hours=overlap)
    rotated = keys.rotate_key(caller, request, key_id, given)
    return _shown(caller, seen, made=rotated)


@router.post(f"{_HERE}/{{key_id}}/revoke")
def revoke_key(caller: Anybody, seen: Sight, request: Request, key_id: UUID) -> Response:
    """Let a key open nothing any more."""
    keys.revoke_key(caller, request, key_id)
    return showing.done(seen, _HERE, Said("The key opens nothing any more."))


def _shown(
    caller: Caller,
    seen: Seen,
    made: ApiKeyIssued | ApiKeyRotated | None = None,
    label: str = "",
) -> Response:
    found = keys.list_keys(caller).items
    with caller.moment() as moment:
        issuers = users.many(moment.connection, list({each.issued_by for each in found}))
    values: dict[str, Any] = {
        "keys": [each for each in found if not each.is_revoked],
        "revoked": [each for each in found if each.is_revoked],
        "names": {each.user_id: each.name for each in issuers},
        "self_id": caller.principal.member,
        "scopes": {
            scope: told for scope, told in SCOPES.items() if scope in caller.principal.scopes
        },
        "made": made,
        "label": label,
    }
    if seen.target:
        return showing.part(seen, caller, "settings/keys_part.html", **values)
    return showing.page(seen, caller, "settings/keys.html", **values)
