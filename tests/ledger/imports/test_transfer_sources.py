"""What came from a source there, or was taken back there, is here what it is there."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger.commands.candidates import UpdateCandidate
from ledger.commands.engagements import RecordEngagement, RetractEngagement
from ledger.commands.imports import RevertImport
from ledger.entries import Entry
from ledger.events import CandidateAdded
from ledger.ids import new_id
from ledger.imports.rapport.export import STRANGER, TAKEN_BACK
from ledger.words import CandidateId, Profile, StreamId
from tests.ledger.imports.exports import zipped
from tests.ledger.imports.networks import brought, crowd
from tests.ledger.imports.transfers import (
    engagements,
    person,
    reinstate,
    revert,
    transferred,
)
from tests.ledger.stories import (
    CALL,
    another_workspace,
    brought_in,
    call,
    import_of,
    record,
)


@pytest.fixture
def theirs(workspace: Installation) -> Installation:
    """Make the ledger whose history comes."""
    return another_workspace(workspace)


CONNECTIONS = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Lovelace,https://www.linkedin.com/in/ada,ada@x.example,Engines,Analyst,02 Jan 2024\n"
)


def test_what_a_source_told_both_ledgers_is_there_once(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    export = zipped(tmp_path / "linkedin.zip", crowd(4))
    first = brought(workspace, export)
    brought(theirs, export)
    # What this ledger was told itself stays as this ledger has it.
    record(theirs, RetractEngagement(engagement_id=engagements(theirs)[0][0]))
    before = engagements(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert before
    assert engagements(workspace) == before
    assert report.engagements == {"known": first.engagements["new"]}
    assert report.people["recognised"] == first.people["new"]


def test_what_came_in_from_a_source_is_known_when_that_source_tells_it(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    export = zipped(tmp_path / "linkedin.zip", crowd(4))
    brought(theirs, export)

    transferred(theirs, workspace, tmp_path / "history.ndjson")

    assert brought(workspace, export).event_count == 0


def test_a_fact_by_hand_there_outlasts_what_an_import_there_told_later(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada = person(theirs, "Ada", "ada@x.example")
    record(theirs, UpdateCandidate(candidate_id=ada, profile=Profile(title="Countess")))
    older = zipped(tmp_path / "older.zip", {"Connections.csv": CONNECTIONS})
    newer = CONNECTIONS.replace("Engines,Analyst", "Looms,Poet")
    brought(theirs, older)
    brought(theirs, zipped(tmp_path / "newer.zip", {"Connections.csv": newer}))

    transferred(theirs, workspace, tmp_path / "history.ndjson")
    again = brought(workspace, tmp_path / "history.ndjson")

    [profile] = workspace.knowledge().rows("profile", candidate_id=ada)
    facts = {name: fact["value"] for name, fact in profile["facts"].items()}
    assert (facts["title"], facts["company"]) == ("Countess", "Looms")
    assert again.event_count == 0


def test_what_a_caller_told_both_ledgers_about_one_person_is_there_once(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    told = CALL.model_copy(update={"source": "phone", "external_id": "call-1"})
    talks: list[RecordEngagement] = []
    for each in (workspace, theirs):
        who = person(each, "Ada", "ada@x.example")
        talks.append(RecordEngagement(candidate_id=who, engagement=told))
        record(each, talks[-1])
    [(stream, _)] = engagements(theirs)
    record(theirs, RetractEngagement(engagement_id=stream))
    before = engagements(workspace)

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    record(workspace, talks[1])

    assert engagements(workspace) == before
    assert (report.event_count, report.engagements) == (3, {"known": 1})
    assert brought(workspace, tmp_path / "history.ndjson").event_count == 0


def test_an_import_taken_back_there_stays_out_until_it_is_reinstated_there(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    linkedin = zipped(tmp_path / "linkedin.zip", {"Connections.csv": CONNECTIONS})
    first = brought(theirs, linkedin)
    revert(theirs, first)
    without = transferred(theirs, workspace, tmp_path / "without.ndjson")
    reinstate(theirs, first)
    within = transferred(theirs, workspace, tmp_path / "with.ndjson")

    assert without.event_count == 0
    assert without.skipped_by_reason[TAKEN_BACK] == first.event_count
    assert within.event_count == first.event_count
    assert brought(workspace, linkedin).event_count == 0


def test_whom_only_later_facts_keep_after_an_import_was_taken_back_comes_in_with_them(
    workspace: Installation, theirs: Installation, tmp_path: Path
) -> None:
    ada, gone = CandidateId(new_id()), CandidateId(new_id())
    added = CandidateAdded(profile=Profile(first_name="Ada"))
    import_id = import_of(theirs, "reverted")
    entries = [Entry(added, StreamId(each), 1, each) for each in (ada, gone)]
    brought_in(theirs, import_id, entries)
    record(theirs, call(ada))
    record(theirs, call(gone))
    facts = Profile(company="Engines")
    record(theirs, UpdateCandidate(candidate_id=ada, profile=facts))
    record(theirs, RevertImport(import_id=import_id))

    report = transferred(theirs, workspace, tmp_path / "history.ndjson")
    again = brought(workspace, tmp_path / "history.ndjson")

    assert [who for _, who in engagements(workspace)] == [ada]
    assert (report.event_count, again.event_count) == (2, 0)
    assert report.skipped_by_reason[STRANGER] == 1
