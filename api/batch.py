"""Many engagements in one call: read line by line, looked up together, recorded together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import orjson
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from typing_extensions import override

from api import batch_lines, faults
from api.access import Caller
from api.answers.engagements import Batch, Outcome
from api.asked.engagements import NewEngagement
from api.batch_lines import Line
from api.bodies import Body
from api.problems import body_of, problem_body
from ledger import errors
from ledger.commands.engagements import RecordEngagement
from ledger.entries import Entry
from ledger.known import Known
from ledger.words import CandidateId, Position, StreamId

LINES_MAX = 10_000
BYTES_MAX = 32 << 20
_NDJSON = {"application/x-ndjson", "application/jsonl", "application/ndjson"}

_LINE = {"$ref": "#/components/schemas/NewEngagement"}
_EXAMPLE = [
    {
        "candidate_id": "0198c2f0-0000-7000-8000-000000000000",
        "kind": "email",
        "direction": "inbound",
        "subject": "Re: Platform role",
        "source": "mailbox",
        "external_id": "<1@example.com>",
    }
]
REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "array", "maxItems": LINES_MAX, "items": _LINE},
                "example": _EXAMPLE,
            },
            "application/x-ndjson": {
                "schema": {"type": "string"},
                "example": orjson.dumps(_EXAMPLE[0]).decode(),
            },
        },
    }
}


class _RecordNew(RecordEngagement):
    """Record what the whole batch was looked up for already: nothing more is asked."""

    @override
    def decide(self, known: Known, at: datetime) -> Sequence[Entry]:
        stream_id, candidate_id = StreamId(self.engagement_id), CandidateId(self.candidate_id)
        return [
            Entry(self.engagement, stream_id, 1, candidate_id, occurred_at=self.occurred_at)
        ]


def lines(body: Body) -> Sequence[bytes | Mapping[str, Any]]:
    """Return the lines of a body; raise `RequestValidationError` for one that has none."""
    if body.media_type in _NDJSON:
        found: list[Any] = [line for line in body.content.split(b"\n") if line.strip()]
    elif body.media_type.endswith("json"):
        found = _array(body.content)
    else:
        raise _fault("media_type", "is JSON or NDJSON")
    if len(found) > LINES_MAX:
        raise errors.TooLarge(f"A batch holds up to {LINES_MAX} engagements: send it in parts.")
    return found


def _array(content: bytes) -> list[Any]:
    try:
        found: Any = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise _fault("json_invalid", error.msg, error.pos) from error
    if not isinstance(found, list):
        raise _fault("list_type", "is an array of engagements, or NDJSON with one a line")
    return cast("list[Any]", found)


def record(caller: Caller, given: Sequence[Any], key: str | None) -> Batch:
    """Record each line that is new, and say of every line what became of it."""
    read = [_parsed(index, line) for index, line in enumerate(given)]
    lines_read = [line for line in read if isinstance(line, Line)]
    head = caller.head()
    caller.tell(head)
    batch_lines.look_up(caller, lines_read)
    _record_new(caller, [line for line in lines_read if line.is_new], key, head)
    outcomes = [_outcome(line) if isinstance(line, Line) else line for line in read]
    return Batch(
        recorded=sum(each.status == "recorded" for each in outcomes),
        known=sum(each.status == "known" for each in outcomes),
        refused=sum(each.status == "refused" for each in outcomes),
        items=outcomes,
    )


def _parsed(index: int, line: Any) -> Line | Outcome:
    try:
        # An array's items as JSON, too, so that a line means the same in either form.
        content = line if isinstance(line, bytes) else orjson.dumps(line)
        given = NewEngagement.model_validate_json(content)
    except ValidationError as error:
        found = [
            {**fault, "loc": ("body", *fault["loc"])}
            for fault in error.errors(include_url=False, include_input=False)
        ]
        told = problem_body(422, faults.INVALID, name="invalid", errors=faults.places(found))
        return Outcome(index=index, status="refused", problem=told)
    return Line(index, given, given.engagement(), given.candidate_id)


def _record_new(caller: Caller, new: Sequence[Line], key: str | None, head: Position) -> None:
    commands = [
        _RecordNew(
            candidate_id=line.candidate_id,
            engagement=line.engagement,
            occurred_at=line.given.occurred_at,
            engagement_id=line.stream_id,
        )
        for line in new
        if line.candidate_id is not None and line.stream_id is not None
    ]
    ids = [caller.request_id(key, line.index) if key else None for line in new]
    outcomes = caller.installation.ledger.record_many(
        commands, by=caller.actor, request_ids=ids
    )
    for line, outcome in zip(new, outcomes, strict=True):
        if isinstance(outcome, errors.LedgerError):
            line.refusal = outcome
        else:
            line.place = outcome[-1]
            line.is_known = line.place.position <= head
    last = max((line.place.position for line in new if line.place), default=head)
    caller.tell(max(last, head))


def _outcome(line: Line) -> Outcome:
    told = line.twin or line
    if told.refusal is not None or told.place is None:
        refusal = told.refusal or errors.Contended()
        return Outcome(index=line.index, status="refused", problem=body_of(refusal))
    if told.is_closed:
        return Outcome(index=line.index, status="known", candidate_id=line.candidate_id)
    is_known = told.is_known or line.twin is not None
    return Outcome(
        index=line.index,
        status="known" if is_known else "recorded",
        id=told.place.stream_id,
        candidate_id=told.place.candidate_id,
        version=told.place.version,
        position=told.place.position,
    )


def _fault(kind: str, message: str, *place: int) -> RequestValidationError:
    return RequestValidationError([{"type": kind, "loc": ("body", *place), "msg": message}])
