"""Pools: groups of people that a recruiter keeps."""

from typing import Annotated

from cyclopts import App, Parameter

from api import pools as answers
from api.cli.opening import Data, Json, Limit, Who, looked, opened, record_and_tell
from api.cli.showing import items
from api.cli.whom import person
from api.installation import Installation
from ledger import errors
from ledger.access.looks import Shown
from ledger.commands.pools import (
    ArchivePool,
    CreatePool,
    JoinPool,
    LeavePool,
    MoveInPool,
    NameStages,
    RenamePool,
    ReopenPool,
)
from ledger.words import POOL_STAGES
from projections import pool_members, pools, profile

PoolTold = Annotated[str, Parameter(help="The pool's id, its beginning, or its name.")]
# More pools than anybody keeps.
_POOLS_MAX = 10_000

pool = App(name="pool", help="Keep groups of people.")


@pool.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List the pools and how many are in each."""
    with opened(data) as found:
        rows = [answers.pool(row) for row in _all(found)]
    closed = {True: "archived", False: ""}
    items(
        rows,
        ("ID", "PEOPLE", "", "NAME"),
        ((row.id, row.member_count, closed[row.is_archived], row.name) for row in rows),
        is_json=json,
    )


@pool.command
def create(
    *name: str,
    description: Annotated[str | None, Parameter(help="Who belongs in it.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Open a pool."""
    command = CreatePool(name=" ".join(name), description=description)
    with opened(data) as found:
        done = f"{command.name} is pool {command.pool_id}."
        record_and_tell(found, command, done, is_json=json)


@pool.command
def show(
    pool: PoolTold, /, *, limit: Limit = 1_000, data: Data = None, json: Json = False
) -> None:
    """Show who is in a pool."""
    with opened(data) as found:
        told = one(found, pool)
        pool_id, stages = told.stream_id, told.stages or POOL_STAGES
        with found.moment() as moment:
            rows = pool_members.page(moment, pool_id, after=None, limit=limit)
            known = profile.of_candidates(moment, [row.candidate_id for row in rows])
        looked(found, Shown.LIST, count=len(known))
    members = [
        answers.member(row, known[row.candidate_id].name, row.stage or stages[0])
        for row in rows
        if row.candidate_id in known
    ]
    items(
        members,
        ("ID", "JOINED", "STAGE", "NAME"),
        ((each.candidate_id, each.joined_at, each.stage, each.name) for each in members),
        is_json=json,
    )


@pool.command
def join(pool: PoolTold, who: Who, /, *, data: Data = None, json: Json = False) -> None:
    """Put somebody into a pool."""
    with opened(data) as found:
        pool_id = one(found, pool).stream_id
        command = JoinPool(pool_id=pool_id, candidate_id=person(found, who))
        record_and_tell(found, command, "Put into the pool.", is_json=json)


@pool.command
def leave(pool: PoolTold, who: Who, /, *, data: Data = None, json: Json = False) -> None:
    """Take somebody out of a pool."""
    with opened(data) as found:
        pool_id = one(found, pool).stream_id
        command = LeavePool(pool_id=pool_id, candidate_id=person(found, who))
        record_and_tell(found, command, "Taken out of the pool.", is_json=json)


@pool.command
def stages(
    pool: PoolTold, /, *name: Annotated[str, Parameter(help="The first one first.")],
    data: Data = None, json: Json = False,
) -> None:  # fmt: skip
    """Name the stages that people pass through in a pool."""
    with opened(data) as found:
        command = NameStages(pool_id=one(found, pool).stream_id, stages=name)
        record_and_tell(found, command, f"Its stages: {', '.join(name)}.", is_json=json)


@pool.command
def move(
    pool: PoolTold, who: Who, stage: str, /, *, data: Data = None, json: Json = False
) -> None:
    """Say which stage somebody reached in a pool."""
    with opened(data) as found:
        pool_id = one(found, pool).stream_id
        command = MoveInPool(pool_id=pool_id, candidate_id=person(found, who), stage=stage)
        record_and_tell(found, command, f"Moved to {stage}.", is_json=json)


@pool.command
def rename(pool: PoolTold, name: str, /, *, data: Data = None, json: Json = False) -> None:
    """Give a pool another name."""
    with opened(data) as found:
        command = RenamePool(pool_id=one(found, pool).stream_id, name=name)
        record_and_tell(found, command, f"It is called {name} now.", is_json=json)


@pool.command
def archive(pool: PoolTold, /, *, data: Data = None, json: Json = False) -> None:
    """Close a pool; who is in it stays readable."""
    with opened(data) as found:
        command = ArchivePool(pool_id=one(found, pool).stream_id)
        record_and_tell(found, command, "Closed.", is_json=json)


@pool.command
def reopen(pool: PoolTold, /, *, data: Data = None, json: Json = False) -> None:
    """Open a pool again that was closed."""
    with opened(data) as found:
        command = ReopenPool(pool_id=one(found, pool).stream_id)
        record_and_tell(found, command, "Open again.", is_json=json)


def _all(found: Installation) -> list[pools.Pool]:
    with found.moment() as moment:
        return pools.page(moment, after=None, limit=_POOLS_MAX)


def one(found: Installation, told: str) -> pools.Pool:
    """Return the one pool that is meant; raise `errors.Unknown` for none or several."""
    wanted = told.strip().casefold()
    rows = _all(found)
    named = [row for row in rows if wanted in {row.name.casefold(), str(row.stream_id)}]
    fitting = named or [row for row in rows if str(row.stream_id).startswith(wanted or "?")]
    if len(fitting) != 1:
        many = "Several pools fit" if fitting else "No pool fits"
        raise errors.Unknown(f"{many} “{told}”: `rapport pool list` has their ids.")
    return fitting[0]
