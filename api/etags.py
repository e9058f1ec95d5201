"""ETags: which version of something was read, and is it still the present one?

A tag is `"v<version>-<digest of the body>"`. The version is what `If-Match` compares: of a
candidate, it counts the changes to their own facts. The digest is what `If-None-Match`
compares: tags, handles and engagements change the answer without changing the facts.
"""

import hashlib
import re
from typing import Annotated
from uuid import UUID

from fastapi import Header

from ledger import errors
from ledger.commands import Command
from ledger.commands.unchanged import IfUnchanged

IfMatch = Annotated[
    str | None, Header(description="The ETag of what you read, or * for whatever there is.")
]

_VERSION = re.compile(r'"v(\d{1,9})(?:-[0-9a-f]+)?"')


class IfMatchMissing(errors.Refused):
    """This change needs the header If-Match with the ETag of what you read."""


def tag_of(version: int, body: bytes) -> str:
    """Return the ETag of an answer."""
    return f'"v{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def short_tag_of(version: int) -> str:
    """Return what `If-Match` compares of an ETag."""
    return f'"v{version}"'


def expected_version(if_match: str) -> int | None:
    """Return the version a change was decided on, or nothing for `*`: any version will do.

    `"v3"` is enough; a tag that is none of ours matches no version.
    """
    if if_match.strip() == "*":
        return None
    found = _VERSION.search(if_match)
    return int(found[1]) if found else 0


def unless_changed(
    command: Command, if_match: str | None, stream_id: UUID, *, view: str | None = None
) -> Command:
    """Return the command, refused where the thing is not as the caller read it, if they say so.

    Without the header it is done to whatever there is: an event says only what changed, so
    nobody's word is lost by it.
    """
    version = None if if_match is None else expected_version(if_match)
    if version is None:
        return command
    return IfUnchanged(command=command, stream_id=stream_id, version=version, view=view)


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Say whether the caller already has the answer with this tag."""
    if if_none_match is None:
        return False
    given = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in given or tag in given
