"""Made-up people: in the ledger, to try Rapport out, or in an export, to try importing out."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, validators

from api.cli.archive import beside
from api.cli.opening import Data, Json, opened
from api.cli.refusals import TooLittleSaid
from api.cli.showing import answer, as_json, progress
from api.demo.fill import fill
from api.demo.linkedin import write_export

# Both as large as the figures in docs/performance.md ask for, and ten times that.
_PEOPLE_MAX = 1_000_000
_CONNECTIONS = 500
_MESSAGES = 2_000

Count = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=_PEOPLE_MAX))]


def demo(
    *,
    candidates: Annotated[
        Count | None, Parameter(help="Have so many made-up people in the ledger.")
    ] = None,
    linkedin: Annotated[
        Path | None,
        Parameter(help="Write a made-up LinkedIn export of the newest format to this zip."),
    ] = None,
    connections: Annotated[Count, Parameter(help="How many the export holds.")] = _CONNECTIONS,
    messages: Annotated[Count, Parameter(help="How many the export holds.")] = _MESSAGES,
    data: Data = None,
    json: Json = False,
) -> None:
    """Make people up. Those in the ledger are one import: `rapport undo` takes them back."""
    if linkedin is None and candidates is None:
        raise TooLittleSaid(
            "Say which: --candidates 1000 fills the ledger, --linkedin network.zip writes an"
            " export."
        )
    if linkedin is not None:
        with beside(linkedin) as place:
            write_export(place, connections=connections, messages=messages)
            place.replace(linkedin)
        if json:
            as_json({"file": str(linkedin), "connections": connections, "messages": messages})
        else:
            answer(f"{linkedin}: {connections:,} connections, {messages:,} messages, made up.")
    if candidates is not None:
        _fill(candidates, data, is_json=json)


def _fill(candidates: int, data: Path | None, *, is_json: bool) -> None:
    with opened(data) as found, progress("Making up people") as tell:
        filled = fill(found, candidates, tell)
    if is_json:
        counts = {"candidates": filled.candidate_count, "events": filled.event_count}
        as_json({"import_id": filled.import_id, **counts})
    elif filled.import_id is None:
        answer("Nothing new: they are all there already.")
    else:
        answer(
            f"{filled.candidate_count:,} people, {filled.event_count:,} events;"
            f" `rapport undo {filled.import_id}` takes them back."
        )
