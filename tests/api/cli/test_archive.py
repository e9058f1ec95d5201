import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.cli.command import COMMAND, ROOT, Rapport, environment, run


def test_an_export_restored_elsewhere_exports_the_same_bytes(
    rapport: Rapport, somebody: str, elsewhere: Path, tmp_path: Path
) -> None:
    rapport("log", somebody, "note", "Kept for ever.\n“ünïcode” \\ \t end")
    first, second = tmp_path / "first.ndjson", tmp_path / "second.ndjson"

    told = rapport("export", first, "--json").json
    restored = run(elsewhere, "restore", first, "--json").json
    run(elsewhere, "export", second)

    assert first.read_bytes() == second.read_bytes()
    assert told["events"] == restored["events"] == len(first.read_text().splitlines()) - 1
    *lines, closing = first.read_bytes().splitlines(keepends=True)
    digest = hashlib.sha256(b"".join(lines)).hexdigest()
    assert told["digest"] == json.loads(closing)["digest"] == f"sha256:{digest}"
    shown = run(elsewhere, "timeline", somebody, "--kind", "note", "--json").json["items"]
    assert shown[0]["payload"]["body"] == "Kept for ever.\n“ünïcode” \\ \t end"


def test_an_archive_goes_round_and_is_verified_without_rapport(
    rapport: Rapport, somebody: str, elsewhere: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    rapport("export", first)
    rapport("log", somebody, "note", "After the first.")
    end = rapport("export", first, "--json").json["position"]
    rapport("log", somebody, "note", "In the increment.")
    rapport("export", tmp_path / "more.zip", "--since", end)
    rapport("export", second)

    run(elsewhere, "restore", first, tmp_path / "more.zip")
    run(elsewhere, "export", tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == second.read_bytes()
    with zipfile.ZipFile(second) as packed:
        packed.extractall(tmp_path / "unpacked")
    done = subprocess.run(
        [sys.executable, "data/verify.py"],
        cwd=tmp_path / "unpacked",
        env={**os.environ, "PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done


def test_one_persons_record_is_written_and_not_restored(
    rapport: Rapport, somebody: str, elsewhere: Path, tmp_path: Path
) -> None:
    file = tmp_path / "record.zip"

    rapport("export", file, "--candidate", somebody)

    with zipfile.ZipFile(file) as packed:
        assert "data/review.md" in packed.namelist()
        assert somebody in packed.read("data/events/events-000001.ndjson").decode()
    assert "one person" in run(elsewhere, "restore", file, code=2).err
    refused = rapport("export", file, "--candidate", somebody, "--since", 1, code=2)
    assert "since" in refused.err
    rapport("export", tmp_path / "x.ndjson", "--since", 1, code=2)
    assert not (tmp_path / "x.ndjson").exists()


def test_the_same_bytes_go_into_a_file_and_into_a_pipe(
    rapport: Rapport, somebody: str, tmp_path: Path
) -> None:
    file = tmp_path / "log.ndjson"
    rapport("show", somebody)

    rapport("export", file)

    assert rapport("export", "-", "--format", "ndjson").out.encode() == file.read_bytes()
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


def test_tables_are_a_zip_with_a_file_for_each(
    rapport: Rapport, somebody: str, tmp_path: Path
) -> None:
    file = tmp_path / "tables.zip"

    rapport("export", file, "--format", "csv")

    with zipfile.ZipFile(file) as packed:
        text = packed.read("tables/handles.csv").decode()
        assert "tables/timeline.csv" in packed.namelist()
    assert somebody in {row["value"] for row in csv.DictReader(io.StringIO(text))}


def test_contacts_of_one_person_or_of_a_pool_are_written(
    rapport: Rapport, somebody: str, tmp_path: Path
) -> None:
    file = tmp_path / "contacts.vcf"
    rapport("show", somebody)

    rapport("export", file, "--format", "vcard", "--candidate", somebody)

    assert file.read_bytes().count(b"BEGIN:VCARD") == 1
    assert somebody.encode() in file.read_bytes()
    assert "pool" in rapport("export", file, "--format", "vcard", "--pool", "none", code=2).err


def test_a_history_is_not_restored_over_another(
    rapport: Rapport, somebody: str, tmp_path: Path, position: Callable[[], int]
) -> None:
    file = tmp_path / "log.ndjson"
    rapport("show", somebody)
    rapport("export", file)
    before = position()

    assert "--data" in rapport("restore", file, code=2).err
    assert position() == before


def test_a_damaged_export_is_refused_naming_the_line(
    rapport: Rapport, somebody: str, elsewhere: Path, tmp_path: Path
) -> None:
    rapport("show", somebody)
    lines = rapport("export", "-", "--format", "ndjson").out.splitlines(keepends=True)
    damaged = {
        "cut.ndjson": "".join(lines[:-1]),
        "changed.ndjson": "".join([lines[0], lines[1].replace(":", ": ", 1), *lines[2:]]),
    }
    for name, text in damaged.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

        refused = run(elsewhere, "restore", tmp_path / name, code=1)

        assert "line" in refused.err.lower()
    assert run(elsewhere, "export", "-", "--format", "ndjson").out.splitlines() == [
        run(elsewhere, "export", "-", "--format", "ndjson").out.splitlines()[-1]
    ]
    assert "no-such" in run(elsewhere, "restore", tmp_path / "no-such", code=2).err


def test_an_export_that_fails_leaves_no_file(rapport: Rapport, tmp_path: Path) -> None:
    rapport("export", tmp_path, code=2)
    rapport("export", tmp_path / "no such folder" / "log.ndjson", code=2)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told_and_a_reader_who_leaves_is_not(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        on_full_disk = subprocess.run(
            [*COMMAND, "export", "-"],
            cwd=ROOT,
            env=environment(home),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        unread = subprocess.run(
            [*COMMAND, "export", "-"],
            cwd=ROOT,
            env=environment(home),
            stdout=nobody,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    assert on_full_disk.returncode == 1
    assert "Free some disk space" in on_full_disk.stderr
    assert "Traceback" not in on_full_disk.stderr
    assert (unread.returncode, unread.stderr) == (1, "")
