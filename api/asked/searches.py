"""What may be asked about saved searches."""

from typing import Annotated
from urllib.parse import parse_qsl
from uuid import UUID

from pydantic import Field, ValidationError, field_validator

from api.asked.values import shown
from ledger.words import Line, Tag, Value
from projections.lists import Order
from projections.sieve import Turn
from projections.stages import Stage

_QUERY_MAX = 1_000


class Filters(Value):
    """The filters and the order of the list of people; what is left out narrows nothing."""

    q: Annotated[Line, Field(max_length=200)] | None = None
    stage: Stage | None = None
    pool: UUID | None = None
    tag: Tag | None = None
    source: Line | None = None
    reply_owed_by: Turn | None = None
    quiet_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    promised: bool = False
    sort: Order = "last_engaged"


def said_by(query: str) -> dict[str, str]:
    """Return what the end of an address says of filters and order, whatever else it says."""
    told = parse_qsl(query)
    return {name: value for name, value in told if name in Filters.model_fields}


class NewSearch(Value):
    """What the list of people is asked for, by a name."""

    model_config = shown({"name": "Going cold", "query": "stage=warm&quiet_days=60"})
    name: Line = Field(max_length=60)
    query: Line = Field(max_length=_QUERY_MAX)
    """Filters and order as the address of the list says them."""

    @field_validator("query")
    @classmethod
    def _asks_for_people(cls, query: str) -> str:
        told = dict(parse_qsl(query))
        if not told:
            raise ValueError("it says no filter and no order: stage=warm&sort=name does")
        try:
            Filters.model_validate(told)
        except ValidationError as error:
            problem = error.errors()[0]
            is_unknown = problem["type"] == "extra_forbidden"
            what = "the list of people has no such filter" if is_unknown else problem["msg"]
            raise ValueError(f"{problem['loc'][0]}: {what}") from None
        return query
