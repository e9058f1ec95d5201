"""API keys: what programs are let in with."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from fastapi import Request

from api.access import Anybody, Caller
from api.answers import Page
from api.answers.access import ApiKey, ApiKeyIssued, ApiKeyRotated
from api.asked.access import NewApiKey, Rotation
from api.routes.noun import noun
from ledger import errors
from ledger.access import keys
from ledger.words import Scope
from projections import api_keys

router = noun("access", "/keys")


@router.post("", status_code=201)
def issue_key(caller: Anybody, request: Request, given: NewApiKey) -> ApiKeyIssued:
    """Issue a key to at most what you may do yourself; it is shown this once.

    It opens no more than its issuer may do then, and nothing once they are let in no more.
    """
    _must_be_somebody(caller)
    missing = given.scopes - caller.principal.scopes
    if missing:
        names = ", ".join(sorted(each.value for each in missing))
        raise errors.Forbidden(f"You may not do this yourself: {names}.")
    expires_at = None if given.days is None else datetime.now(UTC) + timedelta(days=given.days)
    key_id, shown = caller.access.issue_key(given.label, given.scopes, expires_at)
    # What the key keeps private its member reads, from now on.
    request.app.state.doors.forget()
    return ApiKeyIssued(id=key_id, key=shown, expires_at=expires_at)


@router.get("")
def list_keys(caller: Anybody) -> Page[ApiKey]:
    """List the keys you issued; an admin's list has everybody's."""
    with caller.moment() as moment:
        rows = api_keys.everyone(moment)
        used = keys.last_used(moment.connection, caller.workspace)
    return Page(
        items=[
            ApiKey(
                id=row.stream_id,
                label=row.label,
                scopes=sorted(row.scopes),
                issued_by=row.issued_by,
                issued_at=row.issued_at,
                expires_at=row.expires_at,
                rotated_at=row.rotated_at,
                last_used_at=used.get(row.stream_id),
                is_revoked=row.is_revoked,
            )
            for row in rows
            if _may_touch(caller, row)
        ],
        next_cursor=None,
    )


@router.post("/{key_id}/rotate")
def rotate_key(
    caller: Anybody, request: Request, key_id: UUID, given: Rotation | None = None
) -> ApiKeyRotated:
    """Give a key another secret, shown this once; the old one opens a while longer.

    Only whoever issued it does that, or the key itself: the secret acts in their name.
    """
    if not _is_own(caller, _touched(caller, key_id)):
        raise errors.Forbidden("Somebody else issued this key: revoke it, and issue another.")
    overlap = timedelta(hours=(given or Rotation()).overlap_hours)
    shown, old_until = caller.access.rotate_key(key_id, overlap)
    request.app.state.doors.forget()
    return ApiKeyRotated(id=key_id, key=shown, old_until=old_until)


@router.delete("/{key_id}", status_code=204)
def revoke_key(caller: Anybody, request: Request, key_id: UUID) -> None:
    """Let a key open nothing any more."""
    _touched(caller, key_id)
    caller.access.revoke_key(key_id)
    request.app.state.doors.forget()


def _must_be_somebody(caller: Caller) -> None:
    if caller.principal.actor != caller.principal.member:
        raise errors.Forbidden("A key issues no key: sign in for it.")


def _is_own(caller: Caller, key: api_keys.ApiKey) -> bool:
    return caller.principal.actor in (key.issued_by, key.stream_id)


def _may_touch(caller: Caller, key: api_keys.ApiKey) -> bool:
    return _is_own(caller, key) or Scope.ADMIN in caller.principal.scopes


def _touched(caller: Caller, key_id: UUID) -> api_keys.ApiKey:
    with caller.moment() as moment:
        for key in api_keys.one(moment, key_id):
            if _may_touch(caller, key):
                return key
    # Somebody else's key and none at all answer alike.
    raise errors.Unknown(f"No key has the id {key_id}.")
