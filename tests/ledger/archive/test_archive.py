"""The archive: the same file from the same history, whole again wherever it is restored."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given

from api import archive
from api.installation import Installation
from ledger import errors
from ledger.archive.envelopes import envelope, line
from ledger.archive.events import event_lines
from ledger.archive.histories import opened_history
from ledger.archive.lines import checked, envelope_of, row_of
from ledger.archive.log import export_lines
from ledger.canonical import canonical
from ledger.commands.applications import CloseApplication, OpenApplication
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.handles import GivenHandle
from ledger.commands.merges import MergeCandidates
from ledger.entries import Entry
from ledger.events import CandidateErased
from ledger.ids import new_id
from ledger.stored import ERASED, Row
from ledger.verifier.verify import Expected, Kind, verify
from ledger.words import CandidateId, Position, StreamId
from projections import VIEWS
from projections.rebuild import rebuild_all
from tests.ledger.archive.archives import (
    EVENTS,
    INFO,
    Files,
    archived,
    files_of,
    packed,
    refusal,
    restored,
    rich,
    talk,
    with_lines,
)
from tests.ledger.imports.transfers import person
from tests.ledger.installations import new_installation
from tests.ledger.stories import (
    another_workspace,
    append,
    call,
    head,
    known_candidate,
    live,
    record,
    rows,
)
from tests.projections.histories import Batch, Told, histories, how


@how(5)
@given(history=histories)
def test_the_server_writes_the_lines_that_envelopes_define(
    workspace: Installation, history: list[Batch]
) -> None:
    workspace = another_workspace(workspace)
    told = Told(workspace)
    for batch in history:
        told.write(batch)

    written = b"".join(_lines(workspace))

    lines = written.splitlines(keepends=True)
    assert [line(row) for row in _rows(workspace)] == lines
    read = checked(b"".join(lines), workspace=workspace.workspace, after=0)
    assert [line(row_of(each)) for each in read] == lines
    assert [envelope_of(each) for each in read] == [envelope(row) for row in _rows(workspace)]


def test_what_amends_and_every_script_is_written_as_envelopes_define(
    workspace: Installation,
) -> None:
    rich(workspace)

    lines = b"".join(_lines(workspace)).splitlines(keepends=True)

    assert [line(row) for row in _rows(workspace)] == lines
    read = checked(b"".join(lines), workspace=workspace.workspace, after=0)
    assert [line(row_of(each)) for each in read] == lines


def test_an_archive_restored_elsewhere_is_the_same_archive(
    workspace: Installation, tmp_path: Path
) -> None:
    first = archived(rich(workspace), tmp_path / "first.zip")

    with new_installation(workspace) as empty:
        home = restored(empty, first)
        second = archived(home, tmp_path / "second.zip")
        before = live(home)
        rebuild_all(home.database, VIEWS, tell=lambda _: None)

        assert live(home) == before

    assert before == live(workspace)
    assert second.read_bytes() == first.read_bytes()


def test_an_erased_event_stays_erased_and_an_unpacked_folder_restores(
    workspace: Installation, tmp_path: Path
) -> None:
    files = _with_ada_erased(rich(workspace), tmp_path / "whole.zip", covering=1)
    folder = tmp_path / "one more folder"
    with zipfile.ZipFile(packed(files, tmp_path / "erased.zip")) as zipped:
        zipped.extractall(folder / "archive")

    with new_installation(workspace) as empty:
        home = restored(empty, folder)
        again = archived(home, tmp_path / "again.zip")

    assert files_of(again)[EVENTS] == files[EVENTS]
    assert b'"data"' not in files[EVENTS].splitlines()[0]
    assert verify(again, Expected()).faults == []


def test_what_is_gone_without_an_erasure_is_refused(
    workspace: Installation, tmp_path: Path
) -> None:
    files = _with_ada_erased(rich(workspace), tmp_path / "whole.zip", covering=0)

    refused = refusal(packed(files, tmp_path / "gone.zip"))

    assert "Position 1: its data is missing" in refused.detail


def test_what_was_erased_before_an_increment_does_not_come_back_with_the_archive(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada", "ada@x.example")
    whole = archived(workspace, tmp_path / "whole.zip")
    end = head(workspace)
    _append_erasure(workspace, ada)
    increment = archived(workspace, tmp_path / "increment.zip", after=end)

    with new_installation(workspace) as empty:
        home = restored(empty, whole, increment)
        kept = rows(home, "select event_type from ledger.events where payload is not null")

    assert sorted(kept) == [("CandidateErased",), ("SigningKeyNamed",)]


def test_a_log_and_an_archive_of_one_history_restore_to_the_same_archive(
    workspace: Installation, tmp_path: Path
) -> None:
    first = archived(rich(workspace), tmp_path / "first.zip")
    log = tmp_path / "history.ndjson"
    log.write_bytes(b"".join(export_lines(workspace.database, workspace.workspace)))

    with new_installation(workspace) as empty:
        second = archived(restored(empty, log), tmp_path / "second.zip")

    assert files_of(second)[EVENTS] == files_of(first)[EVENTS]


def test_an_archive_and_its_increments_restore_to_the_whole(
    workspace: Installation, tmp_path: Path
) -> None:
    ada = person(workspace, "Ada")
    whole = archived(workspace, tmp_path / "whole.zip")
    ends = [head(workspace)]
    increments: list[Path] = []
    for number in range(2):
        record(workspace, talk(ada, subject=f"Call {number}"))
        path = tmp_path / f"increment-{number}.zip"
        increments.append(archived(workspace, path, after=ends[-1]))
        ends.append(head(workspace))
    wanted = archived(workspace, tmp_path / "wanted.zip")

    with new_installation(workspace) as empty:
        for wrong in ([whole, increments[1]], [increments[0]], [whole, whole]):
            with pytest.raises(errors.Damaged, match=r"begins after position"):
                restored(empty, *wrong)
        home = restored(empty, whole, *increments)

        for each in (whole, *increments):
            assert verify(each, Expected()).faults == []
        assert archived(home, tmp_path / "again.zip").read_bytes() == wanted.read_bytes()


def test_increments_of_another_ledger_do_not_chain(
    workspace: Installation, tmp_path: Path
) -> None:
    other = another_workspace(workspace)
    person(workspace, "Ada")
    whole = archived(workspace, tmp_path / "whole.zip")
    record(other, call(person(other, "Eve")))
    foreign = archived(other, tmp_path / "foreign.zip", after=head(workspace))

    with (
        new_installation(workspace) as empty,
        pytest.raises(errors.Damaged, match=r"another ledger"),
    ):
        restored(empty, whole, foreign)


def test_an_increment_from_beyond_the_end_is_refused(workspace: Installation) -> None:
    person(workspace, "Ada")

    assert b"".join(archive.whole(workspace))
    end = head(workspace)
    assert b"".join(archive.whole(workspace, after=Position(end)))
    with pytest.raises(errors.Invalid, match=rf"ends at position {end}"):
        b"".join(archive.whole(workspace, after=Position(end + 1)))


def test_an_empty_ledger_has_an_archive_with_nothing_to_restore(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(workspace, tmp_path / "empty.zip")

    assert EVENTS not in files_of(path)
    with (
        new_installation(workspace) as empty,
        pytest.raises(errors.Damaged, match=r"nothing to restore"),
    ):
        restored(empty, path)


def test_nothing_in_an_archive_tells_when_or_where_it_was_made(
    workspace: Installation,
) -> None:
    rich(workspace)

    first, second = (b"".join(archive.whole(workspace)) for _ in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as whole:
        assert {info.date_time for info in whole.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(workspace.settings.data).encode() not in b"".join(
            whole.read(name) for name in whole.namelist()
        )


def test_the_first_bytes_come_before_the_events_are_read(alone: Installation) -> None:
    rich(alone)
    pieces = archive.whole(alone)

    assert next(pieces).startswith(b"PK\x03\x04")
    # The tree has not grown, nor was anything signed.
    signed = "select count(*) from ledger.checkpoints where workspace_id = %(workspace)s"
    assert rows(alone, signed) == [(0,)]
    pieces.close()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - a generator

    # Its snapshot is given back: a view can be swapped, which waits for all snapshots.
    rebuild_all(alone.database, VIEWS, tell=lambda _: None)


@pytest.mark.skipif(sys.platform == "win32", reason="asks programs of a Unix system")
def test_other_programs_unpack_it_and_check_its_sums(
    workspace: Installation, tmp_path: Path
) -> None:
    path = archived(rich(workspace), tmp_path / "whole.zip")

    with zipfile.ZipFile(path) as whole:
        assert whole.testzip() is None
        whole.extractall(tmp_path / "whole")
    for sums in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", sums],
            cwd=tmp_path / "whole",
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_what_is_held_about_one_person_is_theirs_alone(
    workspace: Installation, tmp_path: Path
) -> None:
    ada, twin = person(workspace, "Ada", "ada@x.example"), person(workspace, "Ada L.")
    eve = person(workspace, "Eve", "eve@x.example")
    guest = {"name": "Guest", "handle": {"type": "email", "value": "guest@x.example"}}
    own = {"name": "Ada", "handle": {"type": "email", "value": "ADA@x.example"}}
    record(workspace, talk(ada, body=None, participants=[own, guest]))
    record(workspace, talk(ada, body="Ask guest@x.example or +49 170 1234567."))
    record(workspace, talk(ada, body="Mailed ada@x.example."))
    record(workspace, talk(eve, body="Told of nobody."))
    record(
        workspace,
        MergeCandidates(primary_candidate_id=ada, duplicate_candidate_id=twin),
    )

    path = tmp_path / "ada.zip"
    path.write_bytes(b"".join(archive.of_one_person(workspace, CandidateId(twin))))

    files = files_of(path)
    told = [orjson.loads(each) for each in files[EVENTS].splitlines()]
    assert {each["candidateid"] for each in told} == {str(ada), str(twin)}
    assert len(told) == head(workspace) - 4  # Eve's, and the key's
    everything = b"".join(files.values())
    assert b"eve@x" not in everything
    assert b"Told of nobody" not in everything
    assert f"Rapport-Candidate: {ada}".encode() in files[INFO]
    verdict = verify(path, Expected())
    assert (verdict.faults, verdict.kind) == ([], Kind.PERSON)
    review = files["data/review.md"].decode()
    assert "EngagementRecorded | 1 other participants |" in review
    assert review.count("addresses or numbers that are not theirs") == 1
    assert review.count("| EngagementRecorded | free text |") == 1
    assert "guest@x.example" not in review
    with pytest.raises(errors.NotAllowedNow, match=r"one person"), opened_history(path):
        pass


def test_texts_that_lie_deep_in_an_event_are_listed_for_review(
    workspace: Installation, tmp_path: Path
) -> None:
    profile = {"name": "Ada", "company": "Acme", "skills": ["SQL"]}
    facts = {
        "summary": "Recommended by bob@x.example.",
        "headline": "Assistant to Bob",
        "custom_fields": {"References": [{"first": "Carol, +49 170 1234567"}]},
    }
    ada = known_candidate(workspace, profile=profile)
    for fact, told in facts.items():
        update = {"candidate_id": ada, "profile": {fact: told}}
        record(workspace, UpdateCandidate.model_validate(update))
    opened = OpenApplication(candidate_id=ada, opportunity="Lead", stage="Screen")
    record(workspace, opened)
    closed = {"application_id": opened.application_id, "outcome": "rejected"}
    told = closed | {"rejection_reason": "Bob had more to show"}
    record(workspace, CloseApplication.model_validate(told, strict=False))

    assert _listed(workspace, ada, tmp_path) == [
        ("CandidateUpdated", "a text with addresses or numbers that are not theirs"),
        ("CandidateUpdated", "free text"),
        ("CandidateUpdated", "a text with addresses or numbers that are not theirs"),
        ("ApplicationClosed", "free text"),
    ]


def test_a_number_without_its_country_is_known_for_their_own_in_the_region_that_is_set(
    workspace: Installation, tmp_path: Path
) -> None:
    handle = {"type": "phone", "value": "+49 30 1234567"}
    ada = known_candidate(
        workspace,
        profile={"name": "Ada"},
        handles=(GivenHandle.model_validate({"handle": handle}),),
    )
    there = {"name": "Ada", "handle": {"type": "phone", "value": "030 1234567"}}
    record(workspace, talk(ada, participants=[there]))
    settings = workspace.settings.model_copy(update={"region": "DE"})

    nowhere = _listed(workspace, ada, tmp_path)
    in_germany = _listed(replace(workspace, settings=settings), ada, tmp_path)

    assert nowhere == [("EngagementRecorded", "1 other participants")]
    assert in_germany == []


def _listed(on: Installation, who: CandidateId, folder: Path) -> list[tuple[str, str]]:
    """Return the events to be reviewed in somebody's archive, and why."""
    path = folder / "person.zip"
    path.write_bytes(b"".join(archive.of_one_person(on, who)))
    lines = files_of(path)["data/review.md"].decode().splitlines()
    rows_of_table = (line.strip("| ").split(" | ") for line in lines if line.startswith("| "))
    return [(each[1], each[2]) for each in rows_of_table if each[0].isdecimal()]


def test_nobody_knows_a_candidate_that_is_none(workspace: Installation) -> None:
    person(workspace, "Ada")

    with pytest.raises(errors.Unknown):
        b"".join(archive.of_one_person(workspace, CandidateId(new_id())))


def _lines(on: Installation) -> Iterator[bytes]:
    with on.database.snapshot() as connection:
        yield from event_lines(connection, on.workspace, after=0, until=head(on))


def _rows(on: Installation) -> list[Row]:
    with on.database.connection() as connection:
        found = connection.execute(
            "select * from ledger.events where workspace_id = %s order by position",
            (on.workspace,),
        ).fetchall()
    return [_row(dict(row)) for row in found]


def _row(found: dict[str, Any]) -> Row:
    is_erased = found["payload"] is None
    payload = ERASED if is_erased else canonical(found["payload"])
    told: dict[str, Any] = {**found, "payload": payload, "salt": found["salt"] or ERASED}
    return Row(**told)


def _erased(raw: bytes) -> bytes:
    told = orjson.loads(raw)
    del told["data"], told["salt"]
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS) + b"\n"


def _append_erasure(on: Installation, candidate: UUID) -> None:
    erased = CandidateErased(candidate_ids=(candidate,), emptied_count=1)
    # Nothing is emptied by it: what is, the tests take out of the file.
    append(on, [Entry(erased, StreamId(new_id()), 1)])


def _with_ada_erased(on: Installation, path: Path, *, covering: int) -> Files:
    (ada,) = rows(
        on,
        "select candidate_id from ledger.events"
        " where workspace_id = %(workspace)s and position = 1",
    )[0]
    for _ in range(covering):
        _append_erasure(on, ada)
    about = f'"candidateid":"{ada}"'.encode()
    return with_lines(
        files_of(archived(on, path)),
        lambda lines: [
            _erased(each) if about in each and b"CandidateErased" not in each else each
            for each in lines
        ],
    )
