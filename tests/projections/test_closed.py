"""What is private is closed by the views themselves: no read can forget to ask."""

import re
from pathlib import Path

import pytest

from api.installation import Installation
from ledger.commands.engagements import RecordEngagement
from ledger.events import EngagementRecorded
from ledger.ids import new_id
from ledger.words import ActorId, Kind, Position, Visibility
from projections import VIEWS, relationship, timeline
from projections.moment import Moment
from projections.timeline import TIMELINE
from projections.view import HERE
from projections.viewer import EVERYTHING, Viewer, of_member
from tests.ledger.stories import head, known_candidate

_READS_IT = re.compile(r"\b(?:from|join)\s+(?:views\.)?timeline\b")
_PACKAGES = (HERE, HERE.parent / "api", HERE.parent / "ledger")
# What is asked beside `Moment`, each with its own condition.
_ON_ITS_OWN = {"look_alike_links.py"}
# Of the reads, those of another view that join it, and the module that names it to them.
_JOINED_BY = {"relationship.sql": "lists.py", "pool_members.sql": "insights.py"}


def _reading() -> list[Path]:
    files = [file for place in _PACKAGES for file in place.rglob("*") if file.is_file()]
    return [
        file
        for file in files
        if file.suffix in {".py", ".sql"} and _READS_IT.search(file.read_text())
    ]


def test_whoever_reads_the_timeline_names_it_so_that_it_is_closed() -> None:
    reading = {file.name: file.read_text() for file in _reading()}

    assert "timeline.sql" in reading
    for name, text in reading.items():
        if name in _ON_ITS_OWN:
            assert "private_to is null" in text, name
        elif name.endswith(".sql"):
            beside = (HERE / _JOINED_BY.get(name, "timeline.py")).read_text()
            assert "TIMELINE" in beside, name
            assert name in {"timeline.sql", *_JOINED_BY}, name
        else:
            assert "TIMELINE" in text, name


def test_only_the_timeline_holds_whose_an_engagement_is() -> None:
    keeping = [view.name for view in VIEWS if view.keeps_private]
    telling = [view.name for view in VIEWS if "private_to" in view.sections["view"]]

    assert keeping == telling == ["timeline"]


def test_an_owners_read_is_the_text_as_it_stands(workspace: Installation) -> None:
    with workspace.moment() as moment:
        assert moment.viewer == EVERYTHING
        owners = moment._over("select 1", [TIMELINE], None)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    assert owners == "select 1"


@pytest.mark.parametrize("is_then", [False, True])
@pytest.mark.parametrize("is_kept", [False, True])
def test_now_then_and_kept_moments_are_closed_alike(
    workspace: Installation, *, is_then: bool, is_kept: bool
) -> None:
    author, other = ActorId(new_id()), new_id()
    ada = known_candidate(workspace, profile={"name": "Ada"})
    for visibility in (Visibility.PRIVATE, Visibility.PUBLIC, None):
        told = EngagementRecorded(kind=Kind.CALL, visibility=visibility)
        workspace.ledger.record(RecordEngagement(candidate_id=ada, engagement=told), by=author)
    until = Position(head(workspace))
    known_candidate(workspace, profile={"name": "Ben"})

    def counted(viewer: Viewer) -> tuple[int, int, int]:
        with workspace.database.connection() as connection:
            moment = Moment(
                connection,
                workspace.workspace,
                until if is_then else None,
                workspace.past if is_kept else None,
                viewer=viewer,
            )
            window = timeline.Window(kinds=("call",))
            one = timeline.of_candidate(moment, ada, window=window, after=None, limit=9)
            all_ = timeline.of_everybody(moment, window=window, after=None, limit=9)
            now = moment.now()
            stands = relationship.of_candidates(moment, [ada], now=now)[ada]
            return len(one), len(all_), stands.engagement_count

    assert counted(EVERYTHING) == (3, 3, 3)
    assert counted(of_member([author])) == (3, 3, 3)
    assert counted(of_member([other])) == (2, 2, 2)
    assert counted(of_member([])) == (2, 2, 2)
