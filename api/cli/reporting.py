"""What became of every row of an import, as it reads on a terminal."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.cli.showing import answer, pairs, table
from ledger.imports.report import Report
from ledger.imports.taken_for import Table

# A screen's worth of each; --json has all of it.
_REASONS_MAX = 12
_PLACES_MAX = 10
_TABLES_MAX = 5
_SAMPLE_CHARACTERS_MAX = 24
_DONE = {
    "completed": "Brought in",
    "known": "Nothing new in",
    "reinstated": "Brought back",
    "previewed": "Nothing was written; this is what would come of",
}


def show(report: Report) -> None:
    """Write the report: the counts, then what was left out and why."""
    answer(f"{_DONE[report.state]} {report.filename} ({report.source}).")
    pairs(
        (
            ("Rows read", report.rows_read),
            ("Recorded", report.recorded_count),
            ("Already known", report.known_count),
            ("Skipped", report.skipped_count),
            ("People", _counts(report.people)),
            ("Changed", _counts(report.changes_by_field)),
            ("Engagements", _counts(report.engagements)),
            ("Pools", _counts(report.memberships)),
            ("Applications", _counts(report.applications)),
            ("Import", report.import_id),
        )
    )
    if report.look_alikes:
        answer("\nNew, but much like somebody you know; `rapport duplicates` lists them after:")
        table(("LINE", "NAME", "LIKE", "SCORE", "BECAUSE"), _alike(report))
        if len(report.look_alikes) > _PLACES_MAX:
            rest = len(report.look_alikes) - _PLACES_MAX
            answer(f"… and {rest:,} more: --json names all of them.")
    for told in report.tables[:_TABLES_MAX]:
        answer(f"\nThe columns of {told.file}; say otherwise with --map 'COLUMN=MEANING':")
        table(("COLUMN", "TAKEN FOR", "BECAUSE OF", "SUCH AS"), _columns(told))
    if len(report.tables) > _TABLES_MAX:
        answer(f"… and of {len(report.tables) - _TABLES_MAX} more tables: --json has them.")
    if report.skipped:
        answer("\nSkipped, with the first places:")
        table(("ROWS", "WHERE", "REASON"), _skipped(report))
        if len(report.skipped_by_reason) > _REASONS_MAX:
            rest = len(report.skipped_by_reason) - _REASONS_MAX
            answer(f"… and for {rest} more reasons: --json names every place.")
    if report.unused:
        answer("\nFiles not used:")
        table(("FILES", "REASON", "WHICH"), _unused(report))
    for note in report.notes:
        answer(f"\nNote: {note}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in sorted(counts.items()) if count)


_BECAUSE = {
    "given": "what you say",
    "remembered": "what you said before",
    "header": "its name",
    "content": "what is in it",
    "sensitive": "its kind: left out, unless asked for with --keep",
    "unknown": "",
}


def _alike(report: Report) -> Iterator[Sequence[Any]]:
    most = sorted(report.look_alikes, key=lambda each: -each.alike.score)
    for each in most[:_PLACES_MAX]:
        why = "; ".join(each.alike.evidence)
        yield each.place.line, each.name, each.alike.candidate_id, each.alike.score, why


def _columns(told: Table) -> Iterator[Sequence[Any]]:
    for column in told.columns:
        shown = ", ".join(sample[:_SAMPLE_CHARACTERS_MAX] for sample in column.samples)
        meaning = column.meaning or "(not brought in)"
        yield column.header, meaning, _BECAUSE[column.why], shown


def _skipped(report: Report) -> Iterator[Sequence[Any]]:
    for reason, count in report.skipped_by_reason.most_common(_REASONS_MAX):
        places = sorted(each.place for each in report.skipped if each.reason == reason)
        by_file: defaultdict[str, list[str]] = defaultdict(list)
        for place in places[:_PLACES_MAX]:
            by_file[place.file].append(str(place.line))
        where = "; ".join(f"{file}:{','.join(lines)}" for file, lines in by_file.items())
        yield count, where + (" …" if count > _PLACES_MAX else ""), reason


def _unused(report: Report) -> Iterator[Sequence[Any]]:
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for each in report.unused:
        by_reason[each.reason].append(each.file)
    for reason, files in by_reason.items():
        yield len(files), reason, ", ".join(files)
