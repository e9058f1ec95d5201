"""One table told: first what its columns mean, then its people, then what there is to note."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ledger.imports.options import Options
from ledger.imports.records import Noted, Person, Place, Reach, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.imports.tables import rows
from ledger.imports.tables.columns import Understood
from ledger.imports.tables.facts import Facts, Row
from ledger.imports.tables.found import Found, together
from ledger.imports.tables.objections import objection
from ledger.imports.tables.rows import Known
from ledger.imports.tables.sheets import Sheet
from ledger.words import Handle, HandleType, Profile

TWICE = "the same row twice"
HEADER_AGAIN = "the header row once more"
_TOLD_OTHERWISE = "Facts that a later row about the same person tells otherwise, left out"
_DOUBTFUL = "{} holds dates whose day and month cannot be told apart: write them as 2026-03-01."
_STRANGE = "{} holds cells that are no date, left out: {:,}."
_ABOVE = "{}: lines above the header row, which are not brought in: {:,}."
_UNIONS = frozenset(("skills", "languages", "employments", "educations"))


class _Told(NamedTuple):
    """A row that speaks of somebody."""

    line: int
    row: Row
    facts: Facts
    found: list[Found]


class People:
    """The people of one table."""

    def __init__(
        self,
        sheet: Sheet,
        understood: Understood,
        source: str,
        options: Options,
        remarks: Remarks,
    ) -> None:
        self._sheet = sheet
        self._understood = understood
        columns = understood.table.columns
        self._plan = rows.plan_of(columns, source, options, remarks)
        # The first reading says nothing: the second would say it again.
        self._quietly = rows.plan_of(columns, source, options, Remarks()).handles
        self._source = source
        self._remarks = remarks
        self._known = Known()
        self._waiting: dict[str, list[_Told]] = {}
        self._width = len(columns)

    def told(self, rows_by_file: dict[str, int]) -> Iterator[Record]:
        """Yield every record of the table; each row is a person's, or skipped with a reason."""
        yield self._understood.table
        yield from map(Noted, self._understood.notes)
        if self._sheet.layout.above_count:
            yield Noted(_ABOVE.format(self._sheet.name, self._sheet.layout.above_count))
        self._learn()
        sheet, headers = self._sheet.name, list(self._sheet.layout.headers)
        rows_by_file[sheet] = 0
        for line, row in self._sheet.rows():
            rows_by_file[sheet] += 1
            reason = self._misfit(row) or (HEADER_AGAIN if row == headers else "")
            if reason:
                yield Skipped(Place(sheet, line), reason)
            else:
                yield from self._row(line, row)
        for group in self._waiting.values():
            yield from self._people(group)
        yield from self._doubts()

    def _row(self, line: int, row: Row) -> Iterable[Record]:
        """Return what a row tells, once the last row about the same person is read."""
        plan, known = self._plan, self._known
        facts, found = plan.facts(row), plan.handles(row)
        own = known.own(found)
        told = _Told(line, row, facts, found)
        if not own or "last_name" not in facts or "first_name" not in facts:
            strong = {one.type for one in own}
            more = bool(plan.tags or plan.deeds) and self._says_more(told)
            reason = objection(row, facts, found, strong, says_more=more)
            if reason:
                return [Skipped(Place(self._sheet.name, line), reason)]
        key = own[0].key if own else rows.mark_of(facts, found)
        row_count = known.counts[key]
        if row_count <= 1:
            person = self._person([told], found, own)
            return [person, *self._deeds([told], person.person)] if plan.deeds else (person,)
        group = self._waiting.setdefault(key, [])
        group.append(told)
        return self._people(self._waiting.pop(key)) if len(group) == row_count else ()

    def _learn(self) -> None:
        """Read the table once: which rows are one person's, which numbers several people's."""
        self._count(self._see)
        if self._known.shared:
            # What several people share recognises none of them: the rows are counted anew.
            self._count(_nothing)
        self._known.forget_owners()

    def _count(self, see: Callable[[Row, list[str]], None]) -> None:
        counts, shared, plan = self._known.counts, self._known.shared, self._plan
        counts.clear()
        width = self._width
        for _, row in self._sheet.rows():
            if len(row) != width and self._misfit(row):
                continue
            keys = plan.keys(row)
            see(row, keys)
            for key in keys:
                if key not in shared:
                    counts[key] = counts.get(key, 0) + 1
                    break
            else:
                mark = rows.mark_of(plan.facts(row), self._quietly(row))
                counts[mark] = counts.get(mark, 0) + 1

    def _see(self, row: Row, keys: list[str]) -> None:
        self._known.see(keys, self._plan.name(row))
        for index, column in self._plan.dates.items():
            column.see(row[index])

    def _misfit(self, row: Row) -> str:
        """Bring a row to the width of the header; return why it cannot be."""
        width = self._width
        if len(row) == width:
            return ""
        if len(row) > width:
            if any(cell.strip() for cell in row[width:]):
                return f"it has {len(row)} cells where the header has {width}"
            del row[width:]
        else:
            row += [""] * (width - len(row))
        return ""

    def _says_more(self, told: _Told) -> bool:
        place = Place(self._sheet.name, told.line)
        deeds = self._plan.deeds
        return bool(rows.tags_of(told.row, self._plan)) or (
            deeds is not None and next(deeds(told.row, place, ""), None) is not None
        )

    def _people(self, group: list[_Told]) -> Iterator[Record]:
        """Yield one person of several rows, and their deeds; a row met twice is skipped."""
        sheet = self._sheet.name
        once: dict[tuple[str, ...], _Told] = {}
        for told in group:
            if once.setdefault(tuple(told.row), told) is not told:
                yield Skipped(Place(sheet, told.line), TWICE)
        group = list(once.values())
        found = together(told.found for told in group)
        person = self._person(group, found, self._known.own(found))
        yield person
        yield from self._deeds(group, person.person)

    def _person(self, group: list[_Told], found: list[Found], own: list[Found]) -> Person:
        sheet, plan, first = self._sheet.name, self._plan, group[0]
        facts = self._together(group) if len(group) > 1 else first.facts
        told_at = None
        if plan.told:
            instants = [at for told in group if (at := rows.told_at(told.row, plan))]
            told_at = max(instants, default=None)
        tags = (
            [tag for told in group for tag in rows.tags_of(told.row, plan)] if plan.tags else ()
        )
        return Person(
            Place(sheet, first.line),
            f"{sheet}:{first.line}",
            Profile.model_validate(facts),
            self._reaches(first, found, own),
            tuple([Place(sheet, told.line) for told in group[1:]]),
            tuple(dict.fromkeys(tags)),
            told_at,
            rows.region(first.row, plan) if plan.country else None,
        )

    def _deeds(self, group: list[_Told], person: str) -> Iterator[Record]:
        if self._plan.deeds is None:
            return
        met: set[Record] = set()
        place = Place(self._sheet.name, group[0].line)
        for told in group:
            at = Place(self._sheet.name, told.line)
            for deed in self._plan.deeds(told.row, at, person):
                alike = deed._replace(place=place)
                if alike not in met:
                    met.add(alike)
                    yield deed

    def _together(self, group: list[_Told]) -> Facts:
        """Return the facts of several rows: the first told counts, later ones fill gaps."""
        facts = group[0].facts
        for told in group[1:]:
            for fact, value in told.facts.items():
                if fact in _UNIONS:
                    facts[fact] = tuple(dict.fromkeys((*facts.get(fact, ()), *value)))
                elif fact == "custom_fields":
                    facts[fact] = {**value, **facts.get(fact, {})}
                elif facts.setdefault(fact, value) != value:
                    self._remarks.count(_TOLD_OTHERWISE)
        return facts

    def _reaches(self, first: _Told, found: list[Found], own: list[Found]) -> tuple[Reach, ...]:
        told = [one.reach() for one in own]
        if len(own) < len(found):
            shared = self._known.shared
            rest = [one.reach() for one in found if one not in own]
            keys = [one.key for one in found if one not in own]
            told += [
                reach._replace(is_shared=reach.is_shared or key in shared)
                for reach, key in zip(rest, keys, strict=True)
            ]
        if own:
            return tuple(told)
        # Nothing of their own recognises them, so that all the row says has to.
        mark = f"{self._source}:row:{rows.mark_of(first.facts, first.found)}"
        return (Reach(Handle(type=HandleType.EXTERNAL_ID, value=mark)), *told)

    def _doubts(self) -> Iterator[Noted]:
        for column in self._plan.dates.values():
            if column.is_doubtful:
                yield Noted(_DOUBTFUL.format(f"“{column.header}”"))
            if column.strange_count:
                yield Noted(_STRANGE.format(f"“{column.header}”", column.strange_count))


def _nothing(_row: Row, _keys: list[str]) -> None:
    """Learn nothing more."""
