"""What the tests of erasure say in few words: somebody whose every word can be looked for."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from api.installation import Installation
from ledger.commands.applications import OpenApplication
from ledger.commands.candidates import AddCandidate
from ledger.commands.engagements import RecordEngagement
from ledger.commands.follow_ups import PromiseFollowUp
from ledger.commands.handles import GivenHandle
from ledger.commands.look_alikes import KeepApart
from ledger.commands.merges import MergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.commands.tags import AddTag
from ledger.ids import new_id
from ledger.words import CandidateId
from tests.ledger.stories import given_email, known_candidate, record, rows

NAME = "Quirina Zwetschgenbaum"
ADDRESS = "quirina.zw@nirgends.example"
NUMBER = "+4930998877665"
BODY = "She would move to Tuvalu for the right post"
COMPANY = "Fliederfunk Apparatebau"
CANARIES = ("zwetschgenbaum", "nirgends.example", "998877665", "tuvalu", "fliederfunk")
"""What is looked for afterwards, in small letters: a part of each that tells it."""


class Cast(NamedTuple):
    """Somebody known under two ids, and two others who met them."""

    person: CandidateId
    duplicate: CandidateId
    other: CandidateId
    third: CandidateId
    group_of_other: UUID
    """The other's engagement in which the person took part."""
    application: UUID
    merge: UUID

    @property
    def ids(self) -> set[CandidateId]:
        """Every id of the person."""
        return {self.person, self.duplicate}


def group(of: UUID, *names: tuple[str, str], conversation: str = "talk") -> RecordEngagement:
    """Return the command that records a mail to several people on one timeline."""
    return RecordEngagement.model_validate(
        {
            "candidate_id": of,
            "engagement_id": new_id(),
            "occurred_at": "2026-03-01T09:00:00Z",
            "engagement": {
                "kind": "email",
                "direction": "outbound",
                "subject": "Lunch",
                "body": "At noon?",
                "conversation_id": conversation,
                "participants": [
                    {"name": name, "handle": {"type": "email", "value": address}}
                    for name, address in names
                ],
            },
        },
        strict=False,
    )


PERSON_THERE = (NAME, "Quirina.ZW@nirgends.example")
OTHER_THERE = ("Otto Bleibt", "otto@x.example")


def cast(on: Installation) -> Cast:
    """Enter the person, who was met twice, with all that can be told of anybody."""
    person = known_candidate(
        on,
        profile={"name": NAME, "company": COMPANY},
        handles=(
            given_email(ADDRESS),
            GivenHandle.model_validate({"handle": {"type": "phone", "value": NUMBER}}),
        ),
    )
    duplicate = known_candidate(on, profile={"first_name": "Q.", "last_name": "Zwetschgenbaum"})
    other = known_candidate(
        on, profile={"name": "Otto Bleibt"}, handles=(given_email("otto@x.example"),)
    )
    third = known_candidate(on, profile={"name": "Theo Auch"})
    merge = MergeCandidates(primary_candidate_id=person, duplicate_candidate_id=duplicate)
    record(on, merge)
    application = OpenApplication(candidate_id=person, opportunity=f"Lead at {COMPANY}")
    pool = CreatePool(name="Spring")
    theirs = group(other, PERSON_THERE, OTHER_THERE)
    for command in (
        _note(person),
        _note(duplicate),
        AddTag(candidate_id=person, tag="tuvalu"),
        application,
        pool,
        JoinPool(pool_id=pool.pool_id, candidate_id=person),
        JoinPool(pool_id=pool.pool_id, candidate_id=other),
        PromiseFollowUp.model_validate(
            {"candidate_id": person, "due_on": "2026-05-01", "about": BODY}
        ),
        KeepApart(primary_candidate_id=third, other_candidate_id=person, reason="not " + NAME),
        group(person, PERSON_THERE, OTHER_THERE),
        theirs,
    ):
        record(on, command)
    return Cast(
        person,
        duplicate,
        other,
        third,
        theirs.engagement_id,
        application.application_id,
        merge.merge_id,
    )


def _note(of: UUID) -> RecordEngagement:
    return RecordEngagement.model_validate(
        {"candidate_id": of, "engagement": {"kind": "note", "body": f"{BODY}, says {NAME}."}},
        strict=False,
    )


def found_in(text: str, canaries: Sequence[str] = CANARIES) -> list[str]:
    """Return which of the canaries stand in a text."""
    told = text.lower()
    return [canary for canary in canaries if canary in told]


def tables(on: Installation) -> str:
    """Return every row of the workspace, in every table of ours, as one text."""
    names = rows(
        on,
        "select table_schema || '.' || table_name from information_schema.columns"
        " where table_schema in ('ledger', 'views') and column_name = 'workspace_id'",
    )
    query = "select t::text from {} t where workspace_id = %(workspace)s"
    return "\n".join(row[0] for (name,) in names for row in rows(on, query.format(name)))


def add_again() -> AddCandidate:
    """Return the command that enters somebody by the person's address."""
    return AddCandidate(handles=(given_email(ADDRESS),))
