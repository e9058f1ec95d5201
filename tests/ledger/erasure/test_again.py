"""An older copy of a ledger is brought up to the erasures that came after it."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from api.doctor_database import examine_database
from api.findings import Finding
from api.installation import Installation
from ledger import errors
from ledger.entries import Entry
from ledger.erasure.outside import Outside, read
from ledger.erasure.reapply import reapply
from ledger.erasure.suppression import SuppressionKey
from ledger.events import LegalHoldPlaced, LegalHoldReleased
from ledger.ids import new_id
from ledger.words import StreamId
from projections.restore import restore
from tests.ledger.erasure.people import NUMBER, add_again, cast, found_in, tables
from tests.ledger.imports.transfers import exported
from tests.ledger.installations import new_installation
from tests.ledger.stories import append, call, head, live, record


def restored(on: Installation, empty: Installation, path: Path) -> Installation:
    """Replay a file into an empty installation with the data folder of another one."""
    back = restore(empty.database, path, tell=lambda _count, _total: None)
    return replace(empty, workspace=back.workspace, settings=on.settings)


def again(on: Installation, **given: object) -> int:
    """Erase again whom the lists outside name."""
    settings = on.settings
    return reapply(
        on.database,
        on.workspace,
        folder=settings.erasures,
        key=settings.suppression_key,
        by=on.owner,
        region=settings.region,
        **given,  # pyright: ignore[reportArgumentType]
    )


def test_an_older_export_is_restored_without_them(
    workspace: Installation, tmp_path: Path
) -> None:
    them = cast(workspace)
    append(workspace, [Entry(LegalHoldPlaced(reason="x"), StreamId(new_id()), 1, them.other)])
    path = exported(workspace, tmp_path / "older.ndjson")
    workspace.erase(them.person)

    with new_installation(workspace) as empty:
        older = restored(workspace, empty, path)
        assert found_in(tables(older)) != []
        assert again(older) == 1

        assert found_in(tables(older)) == []
        assert live(older) == live(workspace) | {
            name: live(older)[name] for name in ("timeline", "erasures", "suppression")
        }
        with pytest.raises(errors.Erased):
            older.knowledge().root(them.duplicate)
        end = head(older)
        assert again(older) == 0
        assert head(older) == end


def test_a_newer_export_is_restored_as_it_is(workspace: Installation, tmp_path: Path) -> None:
    workspace.erase(cast(workspace).person)
    path = exported(workspace, tmp_path / "newer.ndjson")

    with new_installation(workspace) as empty:
        same = restored(workspace, empty, path)

        assert again(same) == 0
        assert live(same) == live(workspace)
        assert exported(same, tmp_path / "again.ndjson").read_bytes() == path.read_bytes()


def test_a_list_may_be_brought_along(workspace: Installation, tmp_path: Path) -> None:
    them = cast(workspace)
    path = exported(workspace, tmp_path / "older.ndjson")
    workspace.erase(them.person)
    brought = Outside(workspace.settings.erasures, workspace.workspace).path

    with new_installation(workspace) as empty:
        elsewhere = workspace.settings.model_copy(update={"data": tmp_path / "elsewhere"})
        older = replace(restored(workspace, empty, path), settings=elsewhere)
        assert again(older) == 0
        assert again(older, also=(brought, brought)) == 1

        assert found_in(tables(older)) == []
        kept = Outside(elsewhere.erasures, older.workspace)
        assert kept.read()[0].candidate_ids == read(brought)[0].candidate_ids


def test_a_number_that_others_tell_without_its_country_is_erased_again(
    workspace: Installation, tmp_path: Path
) -> None:
    settings = workspace.settings.model_copy(update={"region": "DE"})
    here = replace(workspace, settings=settings)
    them = cast(here)
    local = {"name": "Q.", "handle": {"type": "phone", "value": f"030 {NUMBER[-9:]}"}}
    record(here, call(them.other, engagement={"kind": "call", "participants": [local]}))
    path = exported(here, tmp_path / "older.ndjson")
    here.erase(them.person)

    with new_installation(here) as empty:
        older = restored(here, empty, path)
        assert again(older) == 1

        assert found_in(tables(older)) == []


def test_who_came_after_the_copy_is_suppressed_in_it(
    workspace: Installation, tmp_path: Path
) -> None:
    record(workspace, add_again().model_copy(update={"handles": ()}))
    path = exported(workspace, tmp_path / "older.ndjson")
    them = cast(workspace)
    workspace.erase(them.person)

    with new_installation(workspace) as empty:
        older = restored(workspace, empty, path)
        assert again(older) == 1

        known = older.knowledge()
        with pytest.raises(errors.Suppressed):
            add_again().decide(known, None)  # pyright: ignore[reportArgumentType] - asks no clock


def test_a_hold_of_the_copy_does_not_stand_in_the_way(
    workspace: Installation, tmp_path: Path
) -> None:
    them = cast(workspace)
    hold = StreamId(new_id())
    append(workspace, [Entry(LegalHoldPlaced(reason="then"), hold, 1, them.person)])
    path = exported(workspace, tmp_path / "older.ndjson")
    append(workspace, [Entry(LegalHoldReleased(), hold, 2, them.person)])
    workspace.erase(them.person)

    with new_installation(workspace) as empty:
        assert again(restored(workspace, empty, path)) == 1


def test_the_list_and_the_key_are_for_our_eyes_alone(workspace: Installation) -> None:
    workspace.erase(cast(workspace).person)
    kept = Outside(workspace.settings.erasures, workspace.workspace).path

    for path in (kept, workspace.settings.suppression_key.path):
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert found_in(path.read_text()) == []


@pytest.mark.parametrize(
    "line",
    [
        "{}\n",
        "[]\n",
        "not json\n",
        '{"candidate_ids": ["x"], "suppressed": []}\n',
        '{"candidate_ids": [], "suppressed": []}\n',
    ],
)
def test_a_list_that_is_none_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "list.ndjson"
    good = f'{{"candidate_ids":["{new_id()}"],"suppressed":[]}}\n'
    path.write_text(good + line)

    with pytest.raises(errors.Unreadable, match="line 2"):
        read(path)
    path.write_text(good)
    assert len(read(path)) == 1
    path.write_text(good[:-1])
    with pytest.raises(errors.Unreadable, match="cut off"):
        read(path)


def looked(on: Installation, key: SuppressionKey) -> Finding:
    """Return what a doctor says of the list."""
    found = examine_database(on.database, key, is_ours=True)
    return next(each for each in found if each.name == "suppression")


def test_a_doctor_says_that_the_key_is_missing_or_another(
    workspace: Installation, tmp_path: Path
) -> None:
    with new_installation(workspace) as empty:
        settings = workspace.settings.model_copy(update={"data": tmp_path / "data"})
        fresh = replace(empty, settings=settings)
        key = settings.suppression_key
        assert looked(fresh, key).state == "ok"
        fresh.erase(cast(fresh).person)
        assert "2 handles" in looked(fresh, key).found

        missing = SuppressionKey(tmp_path / "missing")
        assert looked(fresh, missing).state == "warn"
        missing.make()
        assert "another key" in looked(fresh, missing).found
        missing.path.write_text("no key")
        assert looked(fresh, missing).state == "fail"
