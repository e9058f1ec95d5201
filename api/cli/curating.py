"""Putting people in order: tags and merges."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from api import merging
from api.cli import cards
from api.cli.opening import Data, Json, Who, looked, opened, record_and_tell
from api.cli.refusals import SeveralMerges
from api.cli.showing import answer, as_json, pairs, table
from api.cli.whom import NobodyFits, person
from api.installation import Installation
from ledger.access.looks import Shown
from ledger.commands.merges import MergeCandidates, UnmergeCandidates
from ledger.commands.tags import AddTag, RemoveTag
from projections.moment import Moment

Tag = Annotated[str, Parameter(help="A tag of yours; its case does not matter.")]


def tag(who: Who, tag: Tag, /, *, data: Data = None, json: Json = False) -> None:
    """Give somebody a tag."""
    with opened(data) as found:
        command = AddTag(candidate_id=person(found, who), tag=tag)
        record_and_tell(found, command, "Tagged.", is_json=json)


def untag(who: Who, tag: Tag, /, *, data: Data = None, json: Json = False) -> None:
    """Take a tag off somebody."""
    with opened(data) as found:
        command = RemoveTag(candidate_id=person(found, who), tag=tag)
        record_and_tell(found, command, "Taken off.", is_json=json)


def merge(
    primary: Who,
    duplicate: Who,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(name="--dry-run", negative="", help="Show what would come of it.")
    ] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Read two candidates as one person: the first one's facts win where the two disagree."""
    with opened(data) as found:
        command = MergeCandidates(
            primary_candidate_id=person(found, primary),
            duplicate_candidate_id=person(found, duplicate),
        )
        if dry_run:
            _look(found, command, is_json=json)
            return
        done = f"Read as one; `rapport unmerge {command.merge_id}` takes it back."
        record_and_tell(found, command, done, is_json=json)


def _look(found: Installation, command: MergeCandidates, *, is_json: bool) -> None:
    # Decided for its refusals alone: what cannot be merged cannot be looked at either.
    command.decide(found.knowledge(), datetime.now(UTC))
    with found.database.snapshot() as connection:
        would_be = merging.looked_at(
            Moment(connection, found.workspace),
            command.primary_candidate_id,
            command.duplicate_candidate_id,
        )
    looked(found, Shown.PROFILE, whom=would_be.candidate.id, count=2)
    if is_json:
        as_json(would_be)
        return
    pairs(cards.card(would_be.candidate))
    answer("")
    table(cards.FACT_HEADS, cards.facts(would_be.facts))
    answer("")
    table(("WHEN", "WHAT", "", ""), map(cards.line, would_be.timeline))
    answer("")
    answer("Nothing was written: without --dry-run the two are read as one.")


def unmerge(
    merge: Annotated[
        str, Parameter(help="The merge's id, or somebody who is read as one with another.")
    ],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Take a merge back, whatever happened since."""
    with opened(data) as found:
        command = UnmergeCandidates(merge_id=_merge_of(found, merge))
        record_and_tell(found, command, "Two again.", is_json=json)


def _merge_of(found: Installation, told: str) -> UUID:
    """Return the merge that is meant; raise `SeveralMerges` for one of several."""
    known = found.knowledge()
    with suppress(ValueError):
        exact = UUID(told.strip())
        for row in (
            *known.rows("merges", stream_id=exact),
            *known.rows("merges", duplicate_candidate_id=exact, state="merged"),
        ):
            return row["stream_id"]
    root = person(found, told)
    merges = known.rows("merges", primary_candidate_id=root, state="merged")
    if not merges:
        raise NobodyFits(f"“{told}” is read as one with nobody else.")
    if len(merges) > 1:
        several = (
            f"  {row['stream_id']}  with {row['duplicate_candidate_id']}" for row in merges
        )
        raise SeveralMerges("\n".join(["Say which by its id:", *several]))
    return merges[0]["stream_id"]
