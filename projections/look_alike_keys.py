"""The keys by which look-alikes are found, as of a position; brought up to date when asked.

An append compares nobody and pays nothing for this; whoever asks pays for what changed since
somebody asked last. If we die in between, the transaction is gone and the next one asks again.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from psycopg import Connection
from psycopg.rows import DictRow

from ledger import events
from ledger.likeness.blocking import Keys, keys_of
from ledger.words import CandidateId, Position, WorkspaceId
from projections.look_alike_people import People

FORM = 2
"""To be raised when traits, keys or points change: everything is worked out anew then."""
# Worked out one by one they take longer than all of them anew.
FEW_MAX = 5_000
# A name that more people bear was common before.
_NAMESAKES_MAX = 200

_HEARD = [
    event.__name__
    for event in (
        events.CandidateAdded,
        events.CandidateUpdated,
        events.HandleAdded,
        events.HandleCorrected,
        events.HandleRemoved,
        events.CandidatesMerged,
        events.CandidatesUnmerged,
    )
]
_TURNS = [events.ImportReverted.__name__, events.ImportReinstated.__name__]
# After these there may be somebody more, or fewer, of whom nothing else was said.
_MOVED = [
    *_TURNS,
    events.CandidatesMerged.__name__,
    events.CandidatesUnmerged.__name__,
    events.CandidateErased.__name__,
]


@dataclass(frozen=True, slots=True)
class Build:
    """As of which event something was worked out, and by which form of the rules."""

    keys: Position
    pairs: Position


def locked(connection: Connection[DictRow], workspace: WorkspaceId) -> Build | None:
    """Take the build of a workspace for this transaction; None while another one has it."""
    connection.execute(
        "insert into views.look_alike_builds (workspace_id) values (%s)"
        " on conflict (workspace_id) do nothing",
        (workspace,),
    )
    row = connection.execute(
        "select case when keys_form = %(form)s then keys_position else 0 end as keys,"
        " case when pairs_form = %(form)s then pairs_position else 0 end as pairs"
        " from views.look_alike_builds where workspace_id = %(workspace)s"
        " for update skip locked",
        {"workspace": workspace, "form": FORM},
    ).fetchone()
    return None if row is None else Build(row["keys"], row["pairs"])


def head(connection: Connection[DictRow], workspace: WorkspaceId) -> Position:
    """Return where the ledger ends."""
    (row,) = connection.execute(
        "select position from ledger.heads where workspace_id = %s", (workspace,)
    ).fetchall()
    return Position(row["position"])


_SAID_ANEW = """
select distinct ledger.root(%(workspace)s, e.candidate_id) as candidate_id
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(after)s and e.position <= %(until)s
  and e.event_type = any(%(heard)s) and e.candidate_id is not null
"""
_TURNED_ABOUT = """
select distinct e.stream_id as import_id
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(after)s and e.position <= %(until)s
  and e.event_type = any(%(turns)s)
"""
_SAID_BY = """
select distinct ledger.root(%(workspace)s, e.candidate_id) as candidate_id
from ledger.events e
where e.workspace_id = %(workspace)s and e.import_id = any(%(imports)s)
  and e.event_type = any(%(heard)s) and e.candidate_id is not null
"""
_COME_OR_GONE = """
select coalesce(p.candidate_id, k.candidate_id) as candidate_id
from (select candidate_id from views.profile where workspace_id = %(workspace)s) p
full join (select candidate_id from views.look_alike_keys
           where workspace_id = %(workspace)s) k using (candidate_id)
where p.candidate_id is null or k.candidate_id is null
"""


_KINDS = """
select distinct e.event_type
from ledger.events e
where e.workspace_id = %(workspace)s and e.position > %(after)s and e.position <= %(until)s
  and e.event_type = any(%(listened)s)
"""


def _changed(
    connection: Connection[DictRow], workspace: WorkspaceId, *, after: int, until: int
) -> set[CandidateId]:
    """Return about whom the events in between say something new, as they are read now."""
    if after == 0:
        return set()
    asked = {
        "workspace": workspace,
        "after": after,
        "until": until,
        "heard": _HEARD,
        "turns": _TURNS,
        "listened": [*_HEARD, *_MOVED],
    }
    told = connection.execute(_KINDS, asked, prepare=False).fetchall()
    kinds = {row["event_type"] for row in told}
    if not kinds:
        # Most of what is recorded is talk, which makes nobody look like anybody.
        return set()
    rows = connection.execute(_SAID_ANEW, asked, prepare=False).fetchall()
    turned = connection.execute(_TURNED_ABOUT, asked, prepare=False).fetchall()
    if turned:
        # Rare, and worth reading the whole log for.
        imports = {"imports": [row["import_id"] for row in turned]}
        rows += connection.execute(_SAID_BY, asked | imports, prepare=False).fetchall()
    if kinds.intersection(_MOVED):
        # It reads everybody, but sees whom a merge or a reverted import took away or gave back.
        rows += connection.execute(_COME_OR_GONE, asked).fetchall()
    return {row["candidate_id"] for row in rows}


def renew(
    connection: Connection[DictRow], workspace: WorkspaceId, build: Build, people: People
) -> None:
    """Bring the keys up to date, in a transaction that holds the build."""
    until = head(connection, workspace)
    if build.keys == until:
        return
    keys = _Keys(connection, workspace, until)
    changed = _changed(connection, workspace, after=build.keys, until=until)
    if len(changed) <= FEW_MAX and build.keys:
        keys.replace(changed, people)
    else:
        keys.write_all(people)
    connection.execute(
        "update views.look_alike_builds set keys_position = %s, keys_form = %s"
        " where workspace_id = %s",
        (until, FORM, workspace),
    )


@dataclass(frozen=True, slots=True)
class _Keys:
    """The table of keys, written as of a position."""

    connection: Connection[DictRow]
    workspace: WorkspaceId
    until: Position

    def write_all(self, people: People) -> None:
        """Write everybody's keys anew."""
        self.connection.execute(
            "delete from views.look_alike_keys where workspace_id = %s", (self.workspace,)
        )
        for batch in people.everybody():
            self._write((who, keys) for who, _, keys in batch)

    def replace(self, candidates: Collection[CandidateId], people: People) -> None:
        """Write the keys of some anew; who is nobody any more has none."""
        gone = self.connection.execute(
            "delete from views.look_alike_keys"
            " where workspace_id = %s and candidate_id = any(%s) returning name_key",
            (self.workspace, list(candidates)),
        ).fetchall()
        keys = {who: keys_of(traits) for who, traits in people.of(candidates).items()}
        self._drop_pairs([who for who in candidates if who not in keys])
        self._write(keys.items())
        names = {row["name_key"] for row in gone} | {each.name for each in keys.values()}
        self._touch_namesakes(names - {None})

    def _drop_pairs(self, gone: Sequence[CandidateId]) -> None:
        """Take out the pairs of those who are nobody any more: no key tells of them later."""
        if gone:
            self.connection.execute(
                "delete from views.look_alikes where workspace_id = %(workspace)s"
                " and (one_id = any(%(gone)s) or other_id = any(%(gone)s))",
                {"workspace": self.workspace, "gone": gone},
            )

    def _touch_namesakes(self, names: Collection[int | None]) -> None:
        """Count as changed whose name became rarer or commoner, since that is evidence."""
        self.connection.execute(
            "update views.look_alike_keys set since_position = %(until)s"
            " where workspace_id = %(workspace)s and since_position < %(until)s"
            " and name_key in (select name_key from views.look_alike_keys"
            "  where workspace_id = %(workspace)s and name_key = any(%(names)s)"
            "  group by name_key having count(*) <= %(namesakes_max)s)",
            {
                "workspace": self.workspace,
                "until": self.until,
                "names": list(names),
                "namesakes_max": _NAMESAKES_MAX,
            },
        )

    def _write(self, people: Iterable[tuple[CandidateId, Keys]]) -> None:
        # COPY goes into no table behind row-level security.
        self.connection.execute(
            "create temporary table if not exists incoming_keys (like views.look_alike_keys)"
            " on commit delete rows;"
            " delete from pg_temp.incoming_keys",
            prepare=False,
        )
        statement = (
            "copy pg_temp.incoming_keys"
            " (workspace_id, candidate_id, name_key, keys, since_position) from stdin"
        )
        with self.connection.cursor() as cursor, cursor.copy(statement) as copying:
            for who, keys in people:
                # As text, since the driver looks up a dumper for each number of a list.
                numbers = ",".join(map(str, keys.all))
                row = (self.workspace, who, keys.name, f"{{{numbers}}}", self.until)
                copying.write_row(row)
        self.connection.execute(
            "insert into views.look_alike_keys"
            " (workspace_id, candidate_id, name_key, keys, since_position)"
            " select workspace_id, candidate_id, name_key, keys, since_position"
            " from pg_temp.incoming_keys"
        )
