"""Putting people in order: tags and merges."""

from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from api.cli.opening import Data, Json, Who, opened, record_and_tell
from api.cli.whom import person
from ledger.commands.candidates import AddTag, RemoveTag
from ledger.commands.merges import MergeCandidates, UnmergeCandidates

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


def merge(primary: Who, duplicate: Who, /, *, data: Data = None, json: Json = False) -> None:
    """Read two candidates as one person: the first one's facts win where the two disagree."""
    with opened(data) as found:
        command = MergeCandidates(
            primary_candidate_id=person(found, primary),
            duplicate_candidate_id=person(found, duplicate),
        )
        done = f"Read as one; `rapport unmerge {command.merge_id}` takes it back."
        record_and_tell(found, command, done, is_json=json)


def unmerge(
    merge: Annotated[UUID, Parameter(help="The id that the merge was given.")],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Take a merge back, whatever happened since."""
    with opened(data) as found:
        record_and_tell(found, UnmergeCandidates(merge_id=merge), "Two again.", is_json=json)
