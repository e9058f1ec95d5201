"""One table told: first what its columns mean, then its people, then what there is to note."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ledger.imports.options import Options
from ledger.imports.records import Noted, Person, Place, Reach, Record, Skipped
from ledger.imports.remarks import Remarks
from ledger.imports.tables import rows
from ledger.imports.tables.columns import Understood
from ledger.imports.tables.facts import Facts, Row
from ledger.imports.tables.objections import objection
from ledger.imports.tables.reaches import Found
from ledger.imports.tables.rows import Known
from ledger.imports.tables.sheets import Sheet
from ledger.words import Handle, HandleType, Profile

TWICE = "the same row twice"
HEADER_AGAIN = "the header row once more"
_TOLD_OTHERWISE = "Facts that a later row about the same person tells otherwise, left out"
_DOUBTFUL = "{} holds dates whose day and month cannot be told apart: write them as 2026-03-01."
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
        self._learning = rows.plan_of(columns, source, options, Remarks())
        self._source = source
        self._remarks = remarks
        self._known = Known()
        self._width = len(columns)

    def told(self, rows_by_file: dict[str, int]) -> Iterator[Record]:
        """Yield every record of the table; each row is a person's, or skipped with a reason."""
        yield self._understood.table
        yield from map(Noted, self._understood.notes)
        self._learn()
        waiting: dict[str, list[_Told]] = {}
        sheet, headers = self._sheet.name, list(self._sheet.layout.headers)
        rows_by_file[sheet] = 0
        for line, row in self._sheet.rows():
            rows_by_file[sheet] += 1
            reason = self._misfit(row)
            if reason or row == headers:
                yield Skipped(Place(sheet, line), reason or HEADER_AGAIN)
                continue
            told = _Told(line, row, self._plan.facts(row), self._plan.handles(row))
            reason = self._objection(told)
            if reason:
                yield Skipped(Place(sheet, line), reason)
                continue
            key = self._key(told)
            row_count = self._known.counts[key]
            if row_count <= 1:
                yield from self._person([told])
                continue
            group = waiting.setdefault(key, [])
            group.append(told)
            if len(group) == row_count:
                yield from self._person(waiting.pop(key))
        for group in waiting.values():
            yield from self._person(group)
        yield from self._doubts()

    def _learn(self) -> None:
        """Read the table once: which rows are one person's, which numbers several people's."""
        self._count(self._see)
        if self._known.shared:
            # What several people share recognises none of them: the rows are counted anew.
            self._count(_nothing)
        self._known.forget_owners()

    def _count(self, see: Callable[[Row, list[Found]], None]) -> None:
        known, plan = self._known, self._learning
        known.counts.clear()
        for line, row in self._sheet.rows():
            if self._misfit(row):
                continue
            found = plan.handles(row)
            see(row, found)
            key = known.strongest(found)
            known.counts[key or self._key(_Told(line, row, plan.facts(row), found))] += 1

    def _see(self, row: Row, found: list[Found]) -> None:
        self._known.see(found, rows.name_of(row, self._plan))
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

    def _objection(self, told: _Told) -> str:
        known = self._known
        strong = {
            one.type for one in told.found if one.recognises and one.key not in known.shared
        }
        more = bool(self._plan.tags or self._plan.deeds) and self._says_more(told)
        return objection(told.row, told.facts, told.found, strong, says_more=more)

    def _says_more(self, told: _Told) -> bool:
        place = Place(self._sheet.name, told.line)
        deeds = self._plan.deeds
        return bool(rows.tags_of(told.row, self._plan)) or (
            deeds is not None and next(deeds(told.row, place, ""), None) is not None
        )

    def _key(self, told: _Told) -> str:
        return self._known.strongest(told.found) or rows.mark_of(told.facts, told.found)

    def _person(self, group: list[_Told]) -> Iterator[Record]:
        """Yield one person and their deeds; a row met twice is skipped."""
        sheet, plan = self._sheet.name, self._plan
        if len(group) > 1:
            once = list({tuple(told.row): told for told in reversed(group)}.values())[::-1]
            again = {told.line for told in group} - {told.line for told in once}
            yield from (Skipped(Place(sheet, line), TWICE) for line in sorted(again))
            group = once
        first = group[0]
        person = f"{sheet}:{first.line}"
        facts = self._together(group)
        tags = (tag for told in group for tag in rows.tags_of(told.row, plan))
        instants = [at for told in group if (at := rows.told_at(told.row, plan))]
        yield Person(
            Place(sheet, first.line),
            person,
            Profile(**facts),
            self._reaches(group),
            also=tuple(Place(sheet, told.line) for told in group[1:]),
            tags=tuple(dict.fromkeys(tags)) if plan.tags else (),
            told_at=max(instants, default=None) if plan.told else None,
            region=rows.region(first.row, plan) if plan.country else None,
        )
        if plan.deeds:
            yield from self._deeds(group, person)

    def _deeds(self, group: list[_Told], person: str) -> Iterator[Record]:
        met: set[Record] = set()
        assert self._plan.deeds is not None
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

    def _reaches(self, group: list[_Told]) -> tuple[Reach, ...]:
        shared, found = self._known.shared, group[0].found
        if len(group) > 1:
            once = {one.key: one for told in reversed(group) for one in reversed(told.found)}
            found = list(once.values())[::-1]
        own = [one for one in found if one.recognises and one.key not in shared]
        if len(own) < len(found):
            found = own + [one for one in found if one not in own]
        reaches = tuple([one.reach(is_shared=one.key in shared) for one in found])
        if own:
            return reaches
        # Nothing of their own recognises them, so that all the row says has to.
        mark = f"{self._source}:row:{rows.mark_of(group[0].facts, group[0].found)}"
        return (Reach(Handle(type=HandleType.EXTERNAL_ID, value=mark)), *reaches)

    def _doubts(self) -> Iterator[Noted]:
        for column in self._plan.dates.values():
            if column.is_doubtful:
                yield Noted(_DOUBTFUL.format(f"“{column.header}”"))


def _nothing(_row: Row, _found: list[Found]) -> None:
    """Learn nothing more."""
