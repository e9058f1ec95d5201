"""A person's page: read in one go, and sent as a whole or as the parts that changed."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import Response

from api import privacy, profiles, reads
from api.access import Caller
from api.answers import Page
from api.answers.candidates import Candidate
from api.answers.engagements import Line
from api.routes import timeline
from api.screens import person_brief, person_known, person_lines, person_strip, showing, words
from api.screens.said import Said
from api.screens.seen import Seen
from ledger.access.looks import Shown
from ledger.words import CandidateId
from projections import activity, handles, pools
from projections.moment import Moment

PAGE = 30
# What was logged is seen the sooner, the less comes with it: a screen full of what was before.
_LOGGED = 15
_POOLS_MAX = 200


class Tally(NamedTuple):
    """How many engagements of one kind there were."""

    kind: str
    name: str
    icon: str
    engagement_count: int


class Asked(NamedTuple):
    """Which lines of whose timeline are asked for."""

    candidate_id: UUID
    kind: str = ""
    cursor: str | None = None
    limit: int = PAGE


def older(caller: Caller, seen: Seen, candidate_id: UUID, kind: str, cursor: str) -> Response:
    """Return the older part of a timeline."""
    values = _told(caller, seen, Asked(candidate_id, kind, cursor))
    return showing.part(seen, caller, "person_lines.html", **values)


def whole(
    caller: Caller,
    seen: Seen,
    candidate_id: UUID,
    kind: str = "",
    cursor: str | None = None,
    **more: Any,
) -> Response:
    """Return the page, or its timeline or what stands around that, where a script asks for it.

    `more` replaces what the page says by itself: a fault, and what was typed.
    """
    values = _everything(caller, seen, Asked(candidate_id, kind, cursor)) | more
    if seen.target == "story":
        return showing.part(seen, caller, "person_story.html", **values)
    if seen.target == "known":
        return showing.part(seen, caller, "person_around.html", **values)
    return showing.page(seen, caller, "person.html", **values)


def changed(caller: Caller, seen: Seen, candidate_id: UUID, told: Said) -> Response:
    """Show a person anew after something was done about them, and say what it was."""
    if not seen.is_scripted:
        return showing.done(seen, f"/people/{candidate_id}", told)
    caller.response.status_code = 200
    values = _everything(caller, seen, Asked(candidate_id))
    return showing.part(seen, caller, "person_changed.html", told=told, **values)


def logged(caller: Caller, seen: Seen, candidate_id: UUID, told: Said) -> Response:
    """Show what was just logged, in the timeline; what stands around it is asked for next."""
    if not seen.is_scripted:
        return showing.done(seen, f"/people/{candidate_id}", told)
    caller.response.status_code = 200
    caller.response.headers["HX-Trigger"] = "logged"
    values = _told(caller, seen, Asked(candidate_id, limit=_LOGGED))
    return showing.part(seen, caller, "person_logged.html", told=told, **values)


def _everything(caller: Caller, seen: Seen, asked: Asked) -> dict[str, Any]:
    page = _lines(caller, seen, asked)
    with caller.moment(seen.as_of) as moment:
        person = profiles.candidate(moment, asked.candidate_id)
        root = CandidateId(person.id)
        day = seen.past and (seen.past.day or seen.times.local(moment.now()).date())
        weeks = activity.of_candidate(moment, root, now=moment.now())
        kept = privacy.of_candidate(moment, root)
        known = _known(moment, caller, seen, person)
        brief = person_brief.of(moment, person)
        story = person_lines.told(seen, caller, moment, page.items)
        open_pools = pools.open_names(moment, limit=_POOLS_MAX)
    caller.looked(Shown.PROFILE, whom=root)
    in_pools = {pool.id for pool in person.pools}
    return _of(asked, page, story) | {
        "person": person,
        "tallies": _tallies(person),
        "strip": person_strip.drawn(weeks, seen.times, day=day),
        "privacy": kept,
        "known": known,
        "brief": brief,
        "open_pools": {id_: name for id_, name in open_pools.items() if id_ not in in_pools},
        "fault": "",
        "typed": {},
    }


def _told(caller: Caller, seen: Seen, asked: Asked) -> dict[str, Any]:
    page = _lines(caller, seen, asked)
    with caller.moment(seen.as_of) as moment:
        story = person_lines.told(seen, caller, moment, page.items)
    return _of(asked, page, story)


def _of(asked: Asked, page: Page[Line], story: person_lines.Story) -> dict[str, Any]:
    return {
        "story": story,
        "cursor": page.next_cursor,
        "candidate_id": asked.candidate_id,
        "kind": asked.kind,
    }


def _lines(caller: Caller, seen: Seen, asked: Asked) -> Page[Line]:
    return timeline.read_timeline(
        caller,
        asked.candidate_id,
        kinds=[asked.kind] if asked.kind else [],
        limit=asked.limit,
        cursor=asked.cursor,
        as_of=seen.as_of,
    )


def _known(moment: Moment, caller: Caller, seen: Seen, person: Candidate) -> person_known.Known:
    """Return the facts and handles with where each came from."""
    root = CandidateId(person.id)
    claimed = {
        UUID(str(held.handle_id)): held.claimed_position
        for held in handles.of_candidates(moment, [root])[root]
    }
    positions = {fact.position for fact in person.facts.values()} | {*claimed.values()}
    events = reads.events_at(moment.connection, moment.workspace, positions)
    told = person_known.whence_of(moment, caller, seen, events)
    return person_known.known(person, told, claimed)


def _tallies(person: Candidate) -> list[Tally]:
    counts: dict[str, int] = {}
    for each in person.relationship.counts:
        counts[each.kind] = counts.get(each.kind, 0) + each.engagement_count
    names: Mapping[str, str] = words.KINDS
    return [
        Tally(kind, name, words.ICONS[kind], counts[kind])
        for kind, name in names.items()
        if counts.get(kind)
    ]
