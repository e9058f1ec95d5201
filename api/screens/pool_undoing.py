"""Taking back what was done with a pool: its name, its stages, and that it was closed."""

from collections.abc import Callable, Mapping
from typing import Any

from api import reads
from api.access import Caller
from api.asked.pools import PoolChanges, Stages
from api.reads import Told
from api.routes import pools
from ledger.words import POOL_STAGES


def _call_as_before(caller: Caller, told: Told) -> None:
    name: str = _said_before(caller, told, "name")
    pools.rename_pool(caller, told.stream_id, PoolChanges(name=name))


def _name_stages_as_before(caller: Caller, told: Told) -> None:
    stages = _said_before(caller, told, "stages") or POOL_STAGES
    pools.name_stages(caller, told.stream_id, Stages(stages=tuple(stages)))


def _reopen(caller: Caller, told: Told) -> None:
    pools.reopen_pool(caller, told.stream_id)


def _archive(caller: Caller, told: Told) -> None:
    pools.archive_pool(caller, told.stream_id)


def _said_before(caller: Caller, told: Told, field: str) -> Any:
    """Return what a pool last said of itself before an event; nothing where it never did."""
    with caller.moment() as moment:
        stream = reads.stream(moment.connection, caller.workspace, told.stream_id)
    said = [each.payload.get(field) for each in stream if each.version < told.version]
    return next((each for each in reversed(said) if each is not None), None)


OF_POOLS: Mapping[str, Callable[[Caller, Told], None]] = {
    "PoolRenamed": _call_as_before,
    "PoolStagesNamed": _name_stages_as_before,
    "PoolArchived": _reopen,
    "PoolReopened": _archive,
}
"""What takes back each event of a pool, by its name."""
