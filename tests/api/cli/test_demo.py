import zipfile
from pathlib import Path

from tests.api.cli.command import Rapport, run


def test_made_up_people_come_once_and_go_as_one(elsewhere: Path) -> None:
    first = run(elsewhere, "demo", "--candidates", 60, "--json").json
    again = run(elsewhere, "demo", "--candidates", 60, "--json").json
    more = run(elsewhere, "demo", "--candidates", 70, "--json").json
    exported = run(elsewhere, "export", "-", "--format", "ndjson").out

    assert (first["candidates"], again["candidates"], more["candidates"]) == (60, 0, 10)
    assert again["import_id"] is None
    for told in ("EngagementRecorded", "TagAdded", "FollowUpPromised", "CandidateJoinedPool"):
        assert told in exported

    run(elsewhere, "undo", more["import_id"])
    assert "rapport redo" in run(elsewhere, "demo", "--candidates", 70, code=2).err
    run(elsewhere, "redo", more["import_id"])
    assert run(elsewhere, "demo", "--candidates", 70, "--json").json["candidates"] == 0


def test_a_made_up_export_touches_no_ledger_and_is_brought_in(
    rapport: Rapport, empty: Path, tmp_path: Path
) -> None:
    file = tmp_path / "network.zip"

    run(empty, "demo", "--linkedin", file, "--connections", 30, "--messages", 40)

    assert list(empty.iterdir()) == []
    assert "Connections.csv" in zipfile.ZipFile(file).namelist()
    report = rapport("import", file, "--json").json
    assert report["people"]["new"] >= 30


def test_the_demo_makes_up_nothing_unasked(rapport: Rapport) -> None:
    assert "--candidates" in rapport("demo", code=2).err
