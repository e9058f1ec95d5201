"""Erasing on the command line: first a look, then for good, and back only by leave."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from tests.api.cli.command import Rapport, run


def test_a_look_writes_nothing_and_yes_erases(
    rapport: Rapport, somebody: str, position: Callable[[], int]
) -> None:
    rapport("log", somebody, "note", "Spoke about Porto")
    found = rapport("show", somebody, "--json").json["id"]
    before = position()

    assert "dry-run" in rapport("erase", somebody, code=2).err
    assert "dry-run" in rapport("erase", somebody, "--yes", "--dry-run", code=2).err
    looked = rapport("erase", somebody, "--dry-run", "--json").json
    assert position() == before
    done = rapport("erase", somebody, "--yes", "--json").json

    assert looked["event_count"] == done["event_count"] == 3
    assert position() == before + 1 == done["position"]
    assert "erased before" in rapport("erase", found, "--yes").out
    assert "was erased on" in rapport("show", found, code=2).err
    assert rapport("find", somebody, "--json").json["items"] == []
    assert somebody not in rapport("export", "-", "--format", "ndjson").out


def test_the_address_comes_in_again_once_it_is_lifted(rapport: Rapport, somebody: str) -> None:
    rapport("erase", somebody, "--yes")
    before = rapport("suppression", "count", "--json").json["handle_count"]

    assert "rapport suppression lift" in rapport("add", "Zoe", "--email", somebody, code=2).err
    rapport("suppression", "lift", somebody)
    rapport("suppression", "lift", somebody, code=2)
    rapport("add", "Zoe", "--email", somebody)

    assert rapport("suppression", "count", "--json").json["handle_count"] == before - 1
    assert "Zoe" in rapport("show", somebody).out


def test_an_older_export_and_the_list_restore_without_them(
    rapport: Rapport, somebody: str, elsewhere: Path, home: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.ndjson"
    found = rapport("show", somebody, "--json").json["id"]
    rapport("export", older)
    rapport("erase", somebody, "--yes")
    (kept,) = (home / "erasures").glob("*.ndjson")

    told = run(elsewhere, "restore", older, "--erasures", kept, "--json").json

    assert told["erased_again"] >= 1
    assert "was erased on" in run(elsewhere, "show", found, code=2).err
    assert somebody not in run(elsewhere, "export", "-", "--format", "ndjson").out
    assert "suppression" in run(elsewhere, "doctor").out


def test_a_list_that_is_none_stops_a_restore_before_it_begins(
    rapport: Rapport, somebody: str, elsewhere: Path, tmp_path: Path
) -> None:
    older, wrong = tmp_path / "older.ndjson", tmp_path / "wrong"
    rapport("show", somebody)
    rapport("export", older)
    wrong.write_text(uuid4().hex + "\n")

    assert "line 1" in run(elsewhere, "restore", older, "--erasures", wrong, code=2).err
    assert run(elsewhere, "find", "zoe", "--json").json["items"] == []
