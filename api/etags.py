"""ETags: which version of a candidate was read, and is it still the present one?

A tag is `"v<version>-<digest of the body>"`. The version is what `If-Match` compares: it counts
the changes to the candidate's own facts. The digest is what `If-None-Match` compares: tags,
handles and engagements change the answer without changing the facts.
"""

import hashlib
import re

from ledger import errors

_VERSION = re.compile(r'"v(\d{1,9})(?:-[0-9a-f]+)?"')


class IfMatchMissing(errors.Refused):
    """This change needs the header If-Match with the ETag of what you read."""


def tag_of(version: int, body: bytes) -> str:
    """Return the ETag of an answer."""
    return f'"v{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def expected_version(if_match: str | None) -> int | None:
    """Return the version a change was decided on, or nothing for `*`: any version will do.

    `"v3"` is enough; a tag that is none of ours matches no version. Raise `IfMatchMissing`
    without a header.
    """
    if if_match is None:
        raise IfMatchMissing('Send If-Match: "v1", with the version you read, or If-Match: *.')
    if if_match.strip() == "*":
        return None
    found = _VERSION.search(if_match)
    return int(found[1]) if found else 0


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Say whether the caller already has the answer with this tag."""
    if if_none_match is None:
        return False
    given = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in given or tag in given
