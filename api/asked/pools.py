"""What may be asked about pools."""

from api.asked.values import shown
from ledger.words import Line, Text, Value


class NewPool(Value):
    """A talent pool to open."""

    model_config = shown({"name": "Platform", "description": "Berlin or remote"})
    name: Line
    description: Text | None = None


class PoolChanges(Value):
    """A pool's new name."""

    model_config = shown({"name": "Platform engineers"})
    name: Line
