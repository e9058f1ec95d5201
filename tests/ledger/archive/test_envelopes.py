"""An event as a line of an archive: canonical, a CloudEvent, the same tree after erasure."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import orjson
import rfc8785

from ledger.archive.envelopes import envelope, leaf_hash, line
from ledger.stored import ERASED, Row

ROW = Row(
    workspace_id=UUID("018bcfe5-6800-7000-8000-000000000001"),
    position=1234,
    stream_id=UUID("018bcfe5-6800-7000-8000-000000000002"),
    version=2,
    event_type="EngagementRecorded",
    schema_version=1,
    candidate_id=UUID("018bcfe5-6800-7000-8000-000000000003"),
    occurred_at=datetime(987, 1, 2, 3, 4, 5, tzinfo=UTC),
    recorded_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2))),
    actor_id=UUID("018bcfe5-6800-7000-8000-000000000004"),
    import_id=UUID("018bcfe5-6800-7000-8000-000000000005"),
    request_id=UUID("018bcfe5-6800-7000-8000-000000000006"),
    payload='{"body":"Zoë","kind":"note"}'.encode(),
    salt=b"s" * 16,
    digest=b"d" * 32,
)
ATTRIBUTES_ALWAYS_THERE = {"id", "source", "specversion", "type"}


def test_a_line_is_canonical_json_whatever_is_left_out() -> None:
    for row in (
        ROW,
        ROW._replace(candidate_id=None, import_id=None, request_id=None),
        ROW._replace(payload=ERASED, salt=ERASED),
    ):
        written = line(row)

        assert written.endswith(b"\n")
        assert rfc8785.dumps(orjson.loads(written)) == written.rstrip(b"\n")
        assert rfc8785.dumps(orjson.loads(envelope(row))) == envelope(row)


def test_a_line_is_a_cloud_event() -> None:
    told = orjson.loads(line(ROW))

    assert set(told) >= ATTRIBUTES_ALWAYS_THERE
    assert told["specversion"] == "1.0"
    assert told["source"] == f"urn:uuid:{ROW.workspace_id}"
    assert told["time"] == "0987-01-02T03:04:05.000000Z"
    assert told["recordedtime"] == "2026-01-02T01:04:05.000006Z"
    assert told["sequence"] == "00000000000000001234"
    assert told["data"] == {"body": "Zoë", "kind": "note"}
    for name in told:
        assert name.isalnum(), name
        assert name.islower(), name


def test_erasing_takes_data_and_salt_and_leaves_the_leaf_as_it_was() -> None:
    erased = ROW._replace(payload=ERASED, salt=ERASED)

    assert set(orjson.loads(line(ROW))) - set(orjson.loads(line(erased))) == {"data", "salt"}
    assert leaf_hash(envelope(erased)) == leaf_hash(envelope(ROW))


def test_another_digest_is_another_leaf() -> None:
    other = ROW._replace(digest=b"e" * 32)

    assert leaf_hash(envelope(other)) != leaf_hash(envelope(ROW))
