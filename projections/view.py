"""A view: what it hears, and the SQL beside it, as the statements that fill it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from ledger.events import EngagementRecorded, Event
from projections import effective, replacing
from projections.effective import CORRECTING, ERASING, MERGING, REVERTING
from projections.sections import sections

HERE = Path(__file__).parent
Key = Literal["candidate_id", "stream_id"]
PLACES = {
    "workspace": "%(workspace)s::uuid",
    "until": "%(until)s::bigint",
    "candidate": "%(candidate)s::uuid",
    "people": "%(people)s::uuid[]",
    "members": "%(members)s::uuid[]",
    "merged": "%(merged)s::uuid[]",
    "roots": "%(roots)s::uuid[]",
    "reverted": "%(reverted)s::uuid[]",
    "primary": "%(primary)s::uuid",
    "duplicate": "%(duplicate)s::uuid",
}
"""What stands in a statement of ours for what a moment fills in as a parameter."""


@dataclass(frozen=True)
class View:
    """One answer worked out from events, kept in `views.<name>` where that is worth it.

    Rows stand for what `key` names, a candidate or a stream (an engagement, a pool …), and
    `row` tells the rows of one key apart. Events in `adds` are combined into stored rows;
    events in `amends` have the rows of their key worked out again from its whole history.
    """

    name: str
    key: Key
    row: tuple[str, ...] = ()
    adds: tuple[type[Event], ...] = ()
    amends: tuple[type[Event], ...] = ()
    is_stored: bool = True
    """Whether its rows are kept; otherwise they are worked out when somebody asks."""
    is_shared: bool = False
    """Whether it is asked without regard to people: a pool, an import, a merge."""
    leaves_row: bool = False
    """Whether each event it hears leaves a row: who has none then has no history either."""
    is_searched: bool = False
    """Whether it is read through `searched`, since row-level security hides its GIN index."""
    is_about_nobody: bool = False
    """Whether none of its events is about anybody: there are few, found by an index."""
    keeps_private: bool = False
    """Whether some of its rows are not everybody's to read: its `-- readable` says which are,
    and `-- readable_then` which are as of an earlier moment. Where the latter stands alone, a
    view keeps nothing, but follows there from what is private."""
    place: Path = field(default=HERE)
    """The folder of `<name>.sql`; another one only in tests."""

    @cached_property
    def sections(self) -> dict[str, str]:
        """The parts of `<name>.sql` by the name that follows `-- `."""
        return sections((self.place / f"{self.name}.sql").read_text())

    @property
    def heard(self) -> tuple[type[Event], ...]:
        """Every event type whose payload the view reads."""
        return self.adds + self.amends

    @property
    def replaces(self) -> tuple[type[Event], ...]:
        """The events after which rows are worked out again, those that change others too."""
        correcting = CORRECTING if EngagementRecorded in self.heard else ()
        return self.amends + correcting + MERGING + REVERTING + ERASING

    def rows(self, scope: effective.Scope) -> str:
        """Return the query that is the view, over one scope."""
        query = self.sections["view"].replace("{events}", "effective")
        return f"with {scope.of(self.heard)}\n{query}"

    def closes(self, *, is_then: bool) -> bool:
        """Say whether not all of its rows are everybody's to read as they stand."""
        return self.keeps_private or (is_then and "readable_then" in self.sections)

    def readable(self, told: str, *, is_then: bool) -> str:
        """Return the query for those rows of a relation that its viewer may read."""
        section = "readable_then" if is_then else "readable"
        return self.sections[section].replace("{told}", told)

    def create(self, table: str) -> str:
        """Return the statement that makes an empty table with the columns of the query."""
        query = filled(self.rows(effective.EVERYTHING), workspace="null::uuid", until="0")
        # Room on each page lets a row that is added to all day be updated where it lies.
        room = "with (fillfactor = 70) " if "combine" in self.sections else ""
        return f"create table views.{table} {room}as\n{query}\nwith no data"

    def index(self, table: str) -> list[str]:
        """Return the statements that give a filled table its key and its indexes."""
        columns = ", ".join(("workspace_id", self.key, *self.row))
        lines = self.sections.get("index", "").splitlines()
        return [
            f"alter table views.{table} add primary key ({columns})",
            *(
                f"create index on views.{table} {line.strip()}"
                for line in lines
                if line.strip()
            ),
            *(
                f"alter table views.{table} alter column {column.strip()} set statistics 0"
                for column in self.sections.get("private", "").split()
            ),
        ]

    def index_in_order(self, table: str) -> list[str]:
        """Return the statements for a table that is read for a while: no index on words."""
        columns = ", ".join(("workspace_id", self.key, *self.row))
        lines = (f"({columns})", *self.sections.get("index", "").splitlines())
        return [f"create index on {table} {line}" for line in lines if line.startswith("(")]

    def insert(self, table: str, scope: effective.Scope) -> str:
        """Return the statement that fills rows which are not there yet."""
        return f"insert into views.{table} as {self.name}\n{self.rows(scope)}"

    def combine(self, table: str, scope: effective.Scope = effective.NEW) -> str:
        """Return the statement that puts events which only add into the stored rows.

        Without a `-- combine` section each such event begins a row of its own.
        """
        columns = ", ".join(("workspace_id", self.key, *self.row))
        adding = f"insert into views.{table} as {self.name}\n{_adding(self).rows(scope)}"
        if "combine" not in self.sections:
            return adding
        return f"{adding}\non conflict ({columns}) {self.sections['combine']}"

    def touched(self) -> str:
        """Return the query for the keys whose rows a range of events replaces, as an array."""
        correcting = CORRECTING if EngagementRecorded in self.heard else ()
        is_of_candidates = self.key == "candidate_id"
        text = replacing.TOUCHED_CANDIDATES if is_of_candidates else replacing.TOUCHED_STREAMS
        amends = effective.types_in_sql(self.amends + correcting) or "''"
        heard = effective.types_in_sql(self.heard)
        return text.replace("{amends}", amends).replace("{heard}", heard)

    def stored(self, table: str) -> str:
        """Return the query for those of the touched keys that have rows, as an array."""
        return (
            "select coalesce(array_agg(t.id), '{}') from unnest({touched}) t(id)\n"
            f"where exists (select from views.{table} s\n"
            f"              where s.workspace_id = {{workspace}} and s.{self.key} = t.id)"
        )

    def begin(self, table: str) -> str:
        """Return the statement that fills the rows of keys which had none, without history."""
        return self.insert(table, effective.NEWCOMERS)

    def clear(self, table: str) -> str:
        """Return the statement that takes out the rows of the touched keys."""
        return (
            f"delete from views.{table}\n"
            f"where workspace_id = {{workspace}} and {self.key} = any({{touched}})"
        )

    def replace(self, table: str) -> str:
        """Return the statement that works out the rows of the touched keys again."""
        scope = effective.CANDIDATES if self.key == "candidate_id" else effective.STREAMS
        return self.insert(table, scope)


def _adding(view: View) -> View:
    return View(view.name, view.key, view.row, adds=view.adds, place=view.place)


def filled(text: str, **places: str) -> str:
    """Put what stands for each named place into a statement."""
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def after(relations: Sequence[str], text: str) -> str:
    """Put relations of ours before a read, which may begin with some of its own."""
    if not relations:
        return text
    rest = text.removeprefix("with ")
    joint = "\n" if rest == text else ",\n"
    return f"with {', '.join(relations)}{joint}{rest}"
