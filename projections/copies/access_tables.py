"""The tables that tell who has access to the workspace: no secret is in any of them."""

from projections.api_keys import API_KEYS
from projections.copies.table import Column, Table, identifier
from projections.invitations import INVITATIONS
from projections.members import MEMBERS
from projections.workspaces import WORKSPACES

_MEMBERS = Table(
    "members",
    "Somebody who is let into the workspace.",
    (MEMBERS,),
    (
        identifier("member_id"),
        Column("role"),
        Column("name"),
        Column("since", "datetime"),
        Column("position", "integer"),
    ),
    key=("member_id",),
    about=(),
)

_INVITATIONS = Table(
    "invitations",
    "Somebody who was invited into the workspace.",
    (INVITATIONS,),
    (
        identifier("invitation_id", "t.stream_id"),
        Column("role"),
        Column("name"),
        Column("expires_at", "datetime"),
        identifier("sent_by"),
        Column("sent_at", "datetime"),
        Column("state"),
    ),
    key=("invitation_id",),
    about=(),
)

_API_KEYS = Table(
    "api_keys",
    "A program that was given a key, without the key.",
    (API_KEYS,),
    (
        identifier("key_id", "t.stream_id"),
        Column("label"),
        Column("scopes", "array"),
        Column("expires_at", "datetime"),
        identifier("issued_by"),
        Column("issued_at", "datetime"),
        Column("rotated_at", "datetime"),
        Column("is_revoked", "boolean"),
        Column("version", "integer"),
    ),
    key=("key_id",),
    about=(),
)

_WORKSPACES = Table(
    "workspaces",
    "What the workspace is called, and when it goes.",
    (WORKSPACES,),
    (
        identifier("stream_id"),
        Column("name"),
        Column("ends_at", "datetime"),
    ),
    key=("stream_id",),
    about=(),
)

ACCESS_TABLES = (_MEMBERS, _INVITATIONS, _API_KEYS, _WORKSPACES)
