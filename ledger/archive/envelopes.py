"""An event as it leaves the ledger: a CloudEvents 1.0 envelope around its payload.

A line is the canonical JSON (RFC 8785) of one structured event, in position order. Without
`data` and `salt`, which an erasure takes, it is the envelope that the Merkle tree is over: the
tree is the same before and after. Attributes beyond those of CloudEvents are extensions:
`actorid`, `candidateid`, `digest`, `importid`, `recordedtime`, `requestid`, `salt`,
`schemaversion`, `sequence` (the position in twenty digits), `streamversion`; `subject` is the
stream. What is unknown is left out, since CloudEvents has no null.
"""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from ledger.archive.origins import event_id
from ledger.stored import Row

LEAF = b"\x00"
"""What stands before a leaf in its hash (RFC 6962 §2.1)."""


def line(row: Row) -> bytes:
    """Return the event as one line of an archive, with its line end."""
    before, between, after = _parts(row)
    if row.is_erased:
        return b"".join((before, between, after, b"\n"))
    data = (b'"data":', row.payload, b",")
    salt = (b'"salt":"', row.salt.hex().encode(), b'",')
    return b"".join((before, *data, between, *salt, after, b"\n"))


def envelope(row: Row) -> bytes:
    """Return what the tree is over: the event without its payload and salt."""
    return b"".join(_parts(row))


def leaf_hash(told: bytes) -> bytes:
    """Return the hash of an envelope as a leaf of the tree: SHA-256(0x00 ‖ envelope)."""
    return hashlib.sha256(LEAF + told).digest()


def _parts(row: Row) -> tuple[bytes, bytes, bytes]:
    """Return the attributes before `data`, those up to `salt`, and the rest."""
    known_by = event_id(row.workspace_id, row.position, row.digest)
    before = f'{{"actorid":"{row.actor_id}",{_attribute("candidateid", row.candidate_id)}'
    between = (
        f'"digest":"{row.digest.hex()}","id":"{known_by}",'
        f"{_attribute('importid', row.import_id)}"
        f'"recordedtime":"{_instant(row.recorded_at)}",'
        f"{_attribute('requestid', row.request_id)}"
    )
    after = (
        f'"schemaversion":{row.schema_version},"sequence":"{row.position:020}",'
        f'"source":"urn:uuid:{row.workspace_id}","specversion":"1.0",'
        f'"streamversion":{row.version},"subject":"{row.stream_id}",'
        f'"time":"{_instant(row.occurred_at)}","type":"{row.event_type}"}}'
    )
    return before.encode(), between.encode(), after.encode()


# Candidates, imports and calls repeat for many lines, instants of recording for more.
@lru_cache(maxsize=4096)
def _attribute(name: str, value: UUID | None) -> str:
    return "" if value is None else f'"{name}":"{value}",'


@lru_cache(maxsize=4096)
def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
