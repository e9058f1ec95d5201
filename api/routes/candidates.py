"""Candidates: enter, find, read, change."""

from enum import StrEnum
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from fastapi import Header, Query, Response
from pydantic import AwareDatetime

from api import etags, profiles
from api.access import POSITION, Caller, Editor, IdempotencyKey, Reader, Writer
from api.answers import Page
from api.answers.candidates import Candidate, CandidateListed, FactHistories, Noted
from api.as_of import AsOf
from api.asked.candidates import CandidateChanges, NewAttachment, NewCandidate
from api.paging import After, BadCursor, Cursors, Limit
from api.routes.noun import noun
from ledger.access.looks import Shown
from ledger.commands.candidates import AddCandidate, NoteAttachment, UpdateCandidate
from ledger.events import AttachmentNoted, CandidateAdded
from ledger.ids import new_id
from ledger.words import Attachment, Line, Profile, Tag
from projections import lists, sifting
from projections.sieve import Sieve, Turn
from projections.stages import Stage

router = noun("candidates", "/candidates")

Sort = Annotated[
    lists.Order, Query(description="With a minus before it, from the other end: `-name`.")
]
Field = StrEnum("Field", list(Profile.model_fields))
"""The fields of a profile, for those who ask of one."""

Key = (
    tuple[Literal["name", "-name"], Line | Literal[""], UUID]
    | tuple[
        Literal["last_engaged", "-last_engaged", "added", "-added"], AwareDatetime | None, UUID
    ]
)
_CURSORS = Cursors(cast("type[Key]", Key))
_TAGGED = {"ETag": {"description": "For If-Match.", "schema": {"type": "string"}}}


@router.post("", status_code=201, response_model=Candidate)
def add_candidate(caller: Writer, given: NewCandidate, key: IdempotencyKey = None) -> Response:
    """Enter somebody in the ledger, with the handles and tags that are known."""
    told = given.profile()
    command = AddCandidate(
        profile=told,
        handles=tuple(handle.given() for handle in given.handles),
        tags=given.tags,
        source=given.source,
        origin=given.origin,
    )
    first = CandidateAdded(profile=told, source=given.source, origin=given.origin)
    recorded = caller.record_once(command, key, first)
    candidate_id = recorded[0].stream_id
    caller.response.headers["Location"] = f"/v1/candidates/{candidate_id}"
    return _answer(caller, candidate_id)


@router.get("")
def list_candidates(  # noqa: PLR0913 - a filter each
    caller: Reader,
    *,
    q: Annotated[Line | None, Query(max_length=200, description="Parts of words.")] = None,
    pool: UUID | None = None,
    tag: Tag | None = None,
    source: Annotated[Line | None, Query(description="Where they came from first.")] = None,
    stage: Annotated[Stage | None, Query(description="How far along it is.")] = None,
    reply_owed_by: Annotated[Turn | None, Query(description="Whose turn it is.")] = None,
    quiet_days: Annotated[
        int | None, Query(ge=1, le=36_500, description="Nobody engaged with them for so long.")
    ] = None,
    promised: Annotated[bool, Query(description="A follow-up is open.")] = False,
    sort: Sort = "name",
    limit: Limit = 50,
    cursor: After = None,
    as_of: AsOf = None,
) -> Page[CandidateListed]:
    """Find candidates: each word of `q` somewhere in names, titles, places, handles, tags."""
    after = _CURSORS.read(cursor)
    if after is not None and after[0] != sort:
        raise BadCursor(f"It is of the order {after[0]}: begin again for {sort}.")
    wanted: dict[str, Any] = {
        "query": q,
        "pool": pool,
        "tag": tag,
        "after": after and after[1:],
        "limit": limit + 1,
    }
    sieve = Sieve(source, stage, reply_owed_by, quiet_days, is_promised=promised)
    with caller.moment(as_of) as moment:
        if not sieve.lets_all_in:
            rows = sifting.sifted(moment, sieve, sort=sort, **wanted)
        elif sort in {"name", "-name"}:
            rows = lists.by_name(moment, sort=sort, **wanted)
        else:
            rows = lists.by_time(moment, sort=sort, **wanted)
        page, following = _CURSORS.cut(rows, limit, lambda row: _key(sort, row))
        items = profiles.listed(moment, page)
    caller.looked(Shown.SEARCH if q else Shown.LIST, count=len(page))
    return Page(items=items, next_cursor=following)


@router.get("/{candidate_id}", response_model=Candidate, responses={200: {"headers": _TAGGED}})
def read_candidate(
    caller: Reader,
    candidate_id: UUID,
    as_of: AsOf = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """Read a candidate, now or as of then; the id of somebody merged leads to the primary."""
    answer = _answer(caller, candidate_id, as_of)
    if etags.is_known(if_none_match, answer.headers["ETag"]):
        return Response(status_code=304, headers=_kept(answer))
    return answer


@router.patch(
    "/{candidate_id}", response_model=Candidate, responses={200: {"headers": _TAGGED}}
)
def change_candidate(
    caller: Editor,
    candidate_id: UUID,
    given: CandidateChanges,
    if_match: etags.IfMatch = None,
) -> Response:
    """Put down facts that changed; null clears one, what is already known is nothing new."""
    if if_match is None:
        raise _missing(caller, candidate_id)
    command = UpdateCandidate(
        candidate_id=candidate_id,
        profile=given.profile(),
        source=given.source,
        if_version=etags.expected_version(if_match),
    )
    caller.record(command)
    return _answer(caller, candidate_id)


@router.post("/{candidate_id}/attachments", status_code=201)
def note_attachment(
    caller: Writer, candidate_id: UUID, given: NewAttachment, key: IdempotencyKey = None
) -> Noted:
    """Note a file about the candidate; its contents stay where they are."""
    attachment = Attachment.model_construct(given.model_fields_set, **dict(given))
    command = NoteAttachment(
        candidate_id=candidate_id, attachment=attachment, attachment_id=new_id()
    )
    (noted,) = caller.record_once(command, key, AttachmentNoted(attachment=attachment))
    assert noted.candidate_id is not None
    return Noted(id=noted.stream_id, candidate_id=noted.candidate_id, position=noted.position)


@router.get("/{candidate_id}/facts")
def read_facts(
    caller: Reader,
    candidate_id: UUID,
    *,
    field: Annotated[
        Field | None, Query(description="Only of this one, such as title.")
    ] = None,
    limit: Annotated[
        int, Query(ge=1, le=200, description="How many values of each field at most.")
    ] = 50,
    as_of: AsOf = None,
) -> FactHistories:
    """Read what was ever told of a candidate: the value that holds, then what it outranks."""
    with caller.moment(as_of) as moment:
        root = profiles.known(moment, candidate_id).candidate_id
        told = profiles.told_facts(moment, root, field=field, limit=limit)
    caller.looked(Shown.FACTS, whom=root)
    return FactHistories(items=told)


def _key(sort: lists.Order, row: lists.Listed) -> Key:
    candidate_id = row.profile.candidate_id
    match sort:
        case "name" | "-name":
            return sort, row.sort_key, candidate_id
        case "added" | "-added":
            return sort, row.profile.added_at, candidate_id
        case "last_engaged" | "-last_engaged":
            return sort, row.last_engaged_at, candidate_id


def _missing(caller: Caller, candidate_id: UUID) -> etags.IfMatchMissing:
    with caller.moment() as moment:
        tag = etags.short_tag_of(profiles.known(moment, candidate_id).version)
    return etags.IfMatchMissing(
        f"Send If-Match: {tag}, if that is the version you read, or If-Match: *.", etag=tag
    )


def _answer(caller: Caller, candidate_id: UUID, as_of: str | None = None) -> Response:
    with caller.moment(as_of) as moment:
        candidate = profiles.candidate(moment, candidate_id)
    caller.looked(Shown.PROFILE, whom=candidate.id)
    body = candidate.model_dump_json().encode()
    caller.response.headers["ETag"] = etags.tag_of(candidate.version, body)
    return Response(
        body,
        status_code=caller.response.status_code or 200,
        headers=dict(caller.response.headers),
        media_type="application/json",
    )


def _kept(answer: Response) -> dict[str, str]:
    return {name: answer.headers[name] for name in ("ETag", POSITION)}
