"""What may be asked about saved searches."""

from pydantic import Field

from api.asked.values import shown
from ledger.words import Line, Value

_QUERY_MAX = 1_000


class NewSearch(Value):
    """What the list of people is asked for, by a name."""

    model_config = shown({"name": "Going cold", "query": "stage=warm&quiet_days=60"})
    name: Line = Field(max_length=60)
    query: Line = Field(max_length=_QUERY_MAX)
    """Filters and order as the address of the list says them."""
