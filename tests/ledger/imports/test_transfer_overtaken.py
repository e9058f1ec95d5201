"""What two bring in at the same time comes once, whoever is asked what when."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from typing_extensions import override

from api.installation import Installation
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from ledger.words import CandidateId, StreamId
from projections.knowledge import Knowledge
from tests.ledger.imports.networks import brought
from tests.ledger.imports.transfers import engagements, exported, person
from tests.ledger.stories import another_workspace, call, record


class _Overtaken(Knowledge):
    """Knows what the ledger knows, and is asked just when somebody else was at work."""

    def __init__(self, on: Installation, meanwhile: Callable[[], object]) -> None:
        super().__init__(on.database, on.workspace)
        self._meanwhile = [meanwhile]

    @override
    def holders(self, handle_ids: Sequence[StreamId]) -> Mapping[StreamId, CandidateId]:
        if self._meanwhile:
            self._meanwhile.pop()()
        return super().holders(handle_ids)


def test_what_somebody_else_brings_in_while_it_is_planned_comes_once(
    workspace: Installation, tmp_path: Path
) -> None:
    theirs = another_workspace(workspace)
    record(theirs, call(person(theirs, "Ada", "ada@x.example")))
    older = exported(theirs, tmp_path / "older.ndjson")
    record(theirs, call(person(theirs, "Eve", "eve@x.example")))
    newer = exported(theirs, tmp_path / "newer.ndjson")

    report = bring_in(
        workspace.ledger,
        _Overtaken(workspace, lambda: brought(workspace, older)),
        newer,
        by=Bringer(workspace.owner),
        is_dry_run=False,
        tell=lambda _: None,
    )

    assert report.engagements == {"known": 1, "new": 1}
    assert len(engagements(workspace)) == 2
