"""API keys: what programs are let in with."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from cyclopts import App, Parameter, validators

from api.access_changes import AccessChanges
from api.asked.access import DAYS_MAX
from api.cli.opening import Data, Json, opened
from api.cli.showing import answer, as_json, items
from ledger.access import keys
from ledger.words import Scope
from projections import api_keys

token = App(name="token", help="Give programs keys to the workspace, and take them back.")


@token.command
def create(
    label: Annotated[str, Parameter(help="What the key is for.")],
    /,
    *,
    scope: Annotated[
        tuple[Scope, ...],
        Parameter(help="What it may do; name as many as it needs.", negative=""),
    ],
    days: Annotated[
        int,
        Parameter(
            help="After how many days it opens nothing.",
            validator=validators.Number(gte=1, lte=DAYS_MAX),
        ),
    ] = 90,
    data: Data = None,
    json: Json = False,
) -> None:
    """Issue a key; without a sign of error its only line is the key."""
    expires_at = datetime.now(UTC) + timedelta(days=days)
    with opened(data) as found:
        changes = AccessChanges(found, found.owner)
        key_id, shown = changes.issue_key(label, frozenset(scope), expires_at)
    if json:
        as_json({"id": key_id, "key": shown, "expires_at": expires_at})
        return
    answer(shown)


@token.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List the keys that were issued; no secret is shown."""
    with opened(data) as found, found.moment() as moment:
        rows = api_keys.everyone(moment)
        used = keys.last_used(moment.connection, found.workspace)
    items(
        [
            {"id": row.stream_id, "label": row.label, "scopes": sorted(row.scopes)}
            | {"expires_at": row.expires_at, "is_revoked": row.is_revoked}
            | {"last_used_at": used.get(row.stream_id)}
            for row in rows
        ],
        ("ID", "SCOPES", "EXPIRES", "LAST USED", "LABEL"),
        (
            (
                row.stream_id,
                ", ".join(sorted(row.scopes)),
                "revoked" if row.is_revoked else row.expires_at,
                used.get(row.stream_id),
                row.label,
            )
            for row in rows
        ),
        is_json=json,
    )


@token.command
def rotate(
    key: Annotated[UUID, Parameter(help="The key's id.")],
    /,
    *,
    overlap_hours: Annotated[
        int,
        Parameter(
            help="For how long the old secret still opens.",
            validator=validators.Number(gte=0, lte=24 * 30),
        ),
    ] = 24,
    data: Data = None,
    json: Json = False,
) -> None:
    """Give a key another secret; its only line is the key with the new one."""
    with opened(data) as found:
        changes = AccessChanges(found, found.owner)
        shown, old_until = changes.rotate_key(key, timedelta(hours=overlap_hours))
    if json:
        as_json({"id": key, "key": shown, "old_until": old_until})
        return
    answer(shown)


@token.command
def revoke(
    key: Annotated[UUID, Parameter(help="The key's id.")],
    /,
    *,
    reason: str | None = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Let a key open nothing any more."""
    with opened(data) as found:
        AccessChanges(found, found.owner).revoke_key(key, reason)
    if json:
        as_json({"id": key, "is_revoked": True})
        return
    answer("It opens nothing any more.")
