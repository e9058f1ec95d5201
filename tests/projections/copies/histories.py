"""A history with everything in it that a copy may meet: every view has rows of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from api.installation import Installation
from ledger.commands.applications import OpenApplication
from ledger.commands.candidates import AddCandidate
from ledger.commands.engagements import CorrectEngagement
from ledger.commands.follow_ups import PromiseFollowUp
from ledger.commands.imports import ExplainColumns
from ledger.commands.look_alikes import KeepApart
from ledger.commands.merges import MergeCandidates
from ledger.commands.pools import CreatePool, JoinPool
from ledger.commands.searches import SaveSearch
from ledger.commands.tags import AddTag
from ledger.entries import Entry
from ledger.events import CandidateAdded
from ledger.words import CandidateId, Profile, StreamId
from tests.ledger.stories import brought_in, call, import_of, record

ADA = CandidateId(UUID("01900000-0000-7000-8000-00000000ada0"))
LI = CandidateId(UUID("01900000-0000-7000-8000-000000000110"))
SAME_AS_ADA = CandidateId(UUID("01900000-0000-7000-8000-00000000ada1"))
BROUGHT_IN = CandidateId(UUID("01900000-0000-7000-8000-0000000b0000"))
POOL = UUID("01900000-0000-7000-8000-000000000900")
NASTY = '=1+1, "quoted"; \\ back\nslash\t<b>bold</b> ünïcode 李小龙 \U0001f600 عبد الله'


def rich(on: Installation) -> None:
    """Record a bit of everything."""
    _people(on)
    talk = call(ADA, occurred_at=datetime(2026, 3, 1, 9, 30, 0, 1, tzinfo=UTC))
    record(on, talk)
    engagement = {
        "kind": "email", "direction": "outbound", "subject": NASTY[:12], "body": NASTY,
        "participants": [{"name": "Bo"}], "attachments": [{"filename": "cv.pdf"}],
    }  # fmt: skip
    record(on, call(ADA, engagement=engagement, occurred_at=datetime(2026, 2, 1, tzinfo=UTC)))
    record(
        on,
        CorrectEngagement(engagement_id=talk.engagement_id, changes={"subject": "Put right"}),
    )
    record(on, CreatePool(pool_id=POOL, name="Berlin; Rust", description=NASTY))
    record(on, SaveSearch(name=NASTY, query="stage=warm"))
    record(on, JoinPool(pool_id=POOL, candidate_id=ADA))
    record(
        on, PromiseFollowUp(candidate_id=ADA, due_on=date(2026, 12, 1), about="Send the offer")
    )
    record(on, OpenApplication(candidate_id=ADA, opportunity="Engine", stage="Screen"))
    record(on, KeepApart(primary_candidate_id=ADA, other_candidate_id=LI))
    record(
        on,
        MergeCandidates(primary_candidate_id=ADA, duplicate_candidate_id=SAME_AS_ADA),
    )
    record(on, ExplainColumns(signature="a,b", columns={"a": "email", "b": None}))
    added = CandidateAdded(profile=Profile(name="Brought In"), source="test")
    entry = Entry(added, StreamId(BROUGHT_IN), 1, BROUGHT_IN)
    brought_in(on, import_of(on, "one"), [entry])


def person(on: Installation, **facts: Any) -> CandidateId:
    """Enter one person and return their id."""
    command = AddCandidate.model_validate(facts, strict=False)
    record(on, command)
    return CandidateId(command.candidate_id)


def _people(on: Installation) -> None:
    person(
        on,
        candidate_id=ADA,
        profile={
            "first_name": "Ada", "last_name": "Lovelace", "title": "Analyst",
            "company": "Engine, Ltd",
            "summary": NASTY, "skills": ["Rust", "SQL"], "languages": ["English"],
            "employments": [
                {"company_name": "Engine", "title": "Analyst", "start_date": "2020"},
            ],
            "educations": [{"school_name": "Home"}], "custom_fields": {"visa": True},
        },
        handles=[
            {"handle": {"type": "email", "value": "ada@example.com"}, "is_primary": True},
            {"handle": {"type": "phone", "value": "+49 30 1234567"}, "label": "work"},
            {"handle": {"type": "linkedin", "value": "https://www.linkedin.com/in/ada"}},
        ],
        tags=["Rust", "Vice; versa"],
        source="conference",
        origin="sourced",
    )  # fmt: skip
    person(on, candidate_id=LI, profile={"name": "李小龙"}, tags=["Rust"])
    person(
        on,
        candidate_id=SAME_AS_ADA,
        profile={"name": "A. Lovelace"},
        handles=[{"handle": {"type": "github", "value": "ada"}}],
    )
    record(on, AddTag(candidate_id=LI, tag="second"))
