"""What may be asked about pools."""

from pydantic import Field

from api.asked.values import shown
from ledger.words import Line, Text, Value


class NewPool(Value):
    """A talent pool to open."""

    model_config = shown({"name": "Platform", "description": "Berlin or remote"})
    name: Line
    description: Text | None = None


class Stages(Value):
    """The stages of a pool, in the order in which somebody passes through them."""

    model_config = shown({"stages": ["To contact", "Contacted", "Interviewing", "Placed"]})
    stages: tuple[Line, ...] = Field(min_length=1, max_length=12)


class Stage(Value):
    """The stage that somebody reached in a pool: one of the pool's."""

    model_config = shown({"stage": "Contacted"})
    stage: Line


class PoolChanges(Value):
    """A pool's new name."""

    model_config = shown({"name": "Platform engineers"})
    name: Line
