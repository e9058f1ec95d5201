"""All events of the calendars in an input, the newest word on each, in their order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ledger.imports.files import Files
from ledger.imports.ics import ENDINGS, blocks
from ledger.imports.ics.meetings import Meeting, UnfitError, meeting
from ledger.imports.ics.owner import owner_of
from ledger.imports.ics.properties import property_of
from ledger.imports.ics.telling import Telling
from ledger.imports.ics.times import When
from ledger.imports.ics.zones import Zones
from ledger.imports.options import Options
from ledger.imports.records import Place, Reading, Record, Skipped
from ledger.imports.remarks import Remarks

_OTHERS = {
    "VTODO": "Tasks, which are between you and yourself, left out",
    "VJOURNAL": "Journal entries, left out",
    "VFREEBUSY": "Times told as free or busy, left out",
}


@dataclass(slots=True)
class _Gathered:
    """All events of an input, those that are meetings and those that are none."""

    rows: list[Meeting | Skipped] = field(default_factory=list[Meeting | Skipped])
    titles: list[str] = field(default_factory=list[str])
    rows_by_file: dict[str, int] = field(default_factory=dict[str, int])


def read(source: str, files: Files, options: Options, now: datetime) -> Reading:
    """Read the calendars among files, up to what a moment still calls coming."""
    remarks = Remarks()
    gathered = _Gathered()
    for file in files.names():
        _gather(gathered, files, file, options, remarks)
    rows = _newest(gathered.rows)
    meetings = [row for row in rows if isinstance(row, Meeting)]
    owner = owner_of(gathered.titles, meetings, options)
    if owner.remark:
        remarks.note(owner.remark, owner.kept_remark)
    apart: dict[str, list[When]] = {}
    for each in meetings:
        if each.replaces:
            apart.setdefault(each.uid, []).append(each.replaces)
    series = {each.uid: each for each in meetings if not each.recurrence}
    telling = Telling(owner, series, apart, options, now, remarks)
    return Reading(
        source,
        _told(rows, telling, remarks),
        owner.profile,
        gathered.rows_by_file,
        files.packed_at,
    )


def _told(
    rows: list[Meeting | Skipped], telling: Telling, remarks: Remarks
) -> Iterator[Record]:
    for row in rows:
        if isinstance(row, Skipped):
            yield row
        else:
            yield from telling.told(row)
    yield from remarks.told()


def _gather(
    gathered: _Gathered, files: Files, file: str, options: Options, remarks: Remarks
) -> None:
    name = file.rpartition("/")[2]
    gathered.titles += [
        name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)
    ]
    count = 0
    for calendar in blocks.calendars(files, file, options.encoding, remarks):
        own = {told.name: told.value for told in map(property_of, calendar.lines) if told}
        gathered.titles.append(own.get("X-WR-CALNAME", ""))
        zones = Zones(calendar.zones, own.get("X-WR-TIMEZONE", ""), options, remarks)
        is_cancelling = own.get("METHOD", "").strip().upper() == "CANCEL"
        for component in calendar.events:
            count += 1
            place = Place(file, component.line)
            try:
                told = meeting(component, place, zones, remarks)
            except UnfitError as error:
                gathered.rows.append(Skipped(place, str(error)))
                continue
            gathered.rows.append(replace(told, is_cancelled=True) if is_cancelling else told)
        _count_others(calendar.others, remarks)
    gathered.rows_by_file[file] = count


def _count_others(others: Counter[str], remarks: Remarks) -> None:
    for name, count in others.items():
        for _ in range(count):
            remarks.count(
                _OTHERS.get(name, "Parts of calendars that are no meetings, left out")
            )


def _newest(rows: list[Meeting | Skipped]) -> list[Meeting | Skipped]:
    """Return the rows with each meeting told once, as it was changed last."""
    newest: dict[tuple[str, str], Meeting] = {}
    for row in rows:
        if isinstance(row, Meeting):
            before = newest.get((row.uid, row.recurrence))
            if before is None or _rank(row) >= _rank(before):
                newest[row.uid, row.recurrence] = row
    kept: list[Meeting | Skipped] = []
    for row in rows:
        if isinstance(row, Skipped) or newest[row.uid, row.recurrence] is row:
            kept.append(row)
            continue
        then = newest[row.uid, row.recurrence].place
        reason = f"told anew on line {then.line} of {then.file}"
        kept.append(Skipped(row.place, reason))
    return kept


def _rank(row: Meeting) -> tuple[int, str, bool]:
    return (*row.version, row.is_cancelled)
