"""Events of an older schema are read as today's, by everybody alike, and never rewritten."""

import json
from collections.abc import Generator

import pytest
from psycopg.types.json import Jsonb

from api.installation import Installation
from ledger.archive.log import export_lines
from ledger.canonical import canonical, digest
from ledger.ids import new_id
from ledger.upcasts import Upcast
from projections import VIEWS
from projections.install import install
from projections.rebuild import rebuild
from projections.timeline import Window, of_everybody
from tests.ledger.installations import new_installation
from tests.ledger.stories import (
    all_as_of,
    head,
    known_candidate,
    live,
    rows,
    stored,
)

# As if engagements once had a field `way`, in or out, where they have `direction` now.
RENAMED = Upcast(
    event_type="EngagementRecorded",
    up_to_version=0,
    expression=(
        "(payload - 'way') || jsonb_build_object('direction',"
        " case payload ->> 'way' when 'in' then 'inbound' else 'outbound' end)"
    ),
)
OLD = {"kind": "call", "way": "in"}
TODAYS = {"kind": "call", "direction": "inbound"}


@pytest.fixture
def upcasting(opened: Installation) -> Generator[Installation]:
    with new_installation(opened) as other:
        with other.database.owner() as connection:
            install(connection, upcasts=(RENAMED,))
        yield other


def _record_of_old(on: Installation, who: object, payload: dict[str, str]) -> None:
    """Store an engagement as a release before this one did."""
    salt = bytes(16)
    with on.database.connection() as connection:
        connection.execute(
            "select ledger.append(%s, '{}', '{EngagementRecorded}', %s::json)",
            (
                on.workspace,
                Jsonb(
                    [
                        {
                            "stream_id": str(new_id()),
                            "version": 1,
                            "event_type": "EngagementRecorded",
                            "schema_version": 0,
                            "candidate_id": str(who),
                            "actor_id": str(on.owner),
                            "payload": payload,
                            "salt": salt.hex(),
                            "digest": digest(salt, canonical(payload)).hex(),
                        }
                    ]
                ),
            ),
        )


def _directions(on: Installation) -> list[tuple[str | None, ...]]:
    query = (
        "select direction from views.timeline"
        " where kind is not null and workspace_id = %(workspace)s"
    )
    return rows(on, query)


def test_an_old_event_is_read_as_todays_by_views_python_and_followers(
    upcasting: Installation,
) -> None:
    who = known_candidate(upcasting)

    _record_of_old(upcasting, who, OLD)

    assert _directions(upcasting) == [("inbound",)]
    with upcasting.moment() as moment:
        lines = of_everybody(moment, window=Window(), after=None, limit=9)
    assert dict(lines[0].payload) == TODAYS
    told = upcasting.ledger.recorder().select_notifications(start=2, limit=1)[0]
    assert json.loads(told.state) == TODAYS
    (line,) = upcasting.knowledge().rows("engagement", stream_id=told.originator_id)
    assert line["payload"] == TODAYS
    assert all_as_of(upcasting, head(upcasting)) == live(upcasting)


def test_the_stored_row_and_its_export_stay_as_they_were_written(
    upcasting: Installation,
) -> None:
    _record_of_old(upcasting, known_candidate(upcasting), OLD)

    version, kept, salt, kept_digest = stored(
        upcasting, "schema_version, payload, salt, digest"
    )[-1]

    assert (version, kept) == (0, OLD)
    assert kept_digest == digest(salt, canonical(kept))
    assert b'"way": "in"' in b"".join(export_lines(upcasting.database, upcasting.workspace))


def test_an_upcast_added_later_shows_once_its_views_are_rebuilt(
    upcasting: Installation,
) -> None:
    with upcasting.database.owner() as connection:
        install(connection)
    who = known_candidate(upcasting)
    _record_of_old(upcasting, who, OLD)
    assert _directions(upcasting) == [(None,)]

    with upcasting.database.owner() as connection:
        install(connection, upcasts=(RENAMED,))
        for view in VIEWS:
            rebuild(connection, view, tell=lambda _: None)

    assert _directions(upcasting) == [("inbound",)]


def test_install_reports_the_views_that_a_new_upcast_changes(opened: Installation) -> None:
    with new_installation(opened) as other, other.database.owner() as connection:
        known_candidate(other)

        changed = install(connection, upcasts=(RENAMED,))

    assert "timeline" in [view.name for view in changed]
