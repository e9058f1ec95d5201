"""Who shares a key with whom? The people worth comparing, and how common their names are."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from psycopg import Connection
from psycopg.rows import DictRow

from ledger.likeness.blocking import Keys
from ledger.words import CandidateId, WorkspaceId

# A key that more people share tells too little to compare all of them with each other; a name
# that more people bear is shown only with something else in common, which is a key as well.
BLOCK_MAX = 25
_NAMES_MAX = 8
_TOGETHER = 500

_SHARING = """
select asked.asker, array_agg(distinct block.member) as members
from unnest(%(askers)s::int[], %(keys)s::bigint[]) asked(asker, key)
cross join lateral (
    select array(
        select k.candidate_id from searched.look_alike_keys k
        where k.workspace_id = %(workspace)s and k.keys @> array[asked.key]
        limit %(block_max)s + 1) as found
) shared
cross join lateral unnest(shared.found) block(member)
where cardinality(shared.found)
    <= case when asked.key < 0 then %(names_max)s else %(block_max)s end
group by asked.asker
"""


def sharing(
    connection: Connection[DictRow],
    workspace: WorkspaceId,
    asking: Sequence[Keys],
    *,
    block_max: int = BLOCK_MAX,
) -> list[list[CandidateId]]:
    """Return for each who asks the candidates who share a key that not too many share."""
    pairs = [(number, key) for number, keys in enumerate(asking) for key in keys.all]
    asked = {
        "workspace": workspace,
        "askers": [number for number, _ in pairs],
        "keys": [key for _, key in pairs],
        "block_max": block_max,
        "names_max": _NAMES_MAX,
    }
    rows = connection.execute(_SHARING, asked, prepare=False).fetchall()
    found: Mapping[int, list[CandidateId]] = {row["asker"]: row["members"] for row in rows}
    return [found.get(number, []) for number in range(len(asking))]


def namesakes(
    connection: Connection[DictRow], workspace: WorkspaceId, names: Collection[int | None]
) -> dict[int, int]:
    """Return how many candidates bear each of the names."""
    wanted = list({name for name in names if name is not None})
    rows = connection.execute(
        "select name_key, count(*) as bearer_count from views.look_alike_keys"
        " where workspace_id = %s and name_key = any(%s) group by name_key",
        (workspace, wanted),
    ).fetchall()
    return {row["name_key"]: row["bearer_count"] for row in rows}


_PARTNERS = """
select one.member as one_id, array_agg(distinct other.member) as others
from (
    select array_agg(k.candidate_id) as members
    from (select candidate_id, unnest(keys) as key from views.look_alike_keys
          where workspace_id = %(workspace)s) k
    group by k.key
    having count(*) between 2
        and case when k.key < 0 then %(names_max)s else %(block_max)s end
) block
cross join lateral unnest(block.members) one(member)
cross join lateral unnest(block.members) other(member)
where one.member < other.member
group by one.member
"""


def partners(
    connection: Connection[DictRow], workspace: WorkspaceId
) -> Iterator[list[tuple[CandidateId, list[CandidateId]]]]:
    """Yield in batches who is to be compared with whom, each pair once."""
    asked = {"workspace": workspace, "block_max": BLOCK_MAX, "names_max": _NAMES_MAX}
    with connection.cursor(name="partners") as cursor:
        cursor.execute(_PARTNERS, asked)
        while rows := cursor.fetchmany(_TOGETHER):
            yield [(row["one_id"], row["others"]) for row in rows]
