"""What came of a file, in words."""

from api.screens import report_words
from ledger.imports.report import Report


def test_one_of_a_kind_is_told_as_one_and_several_as_several() -> None:
    report = Report("table", "people.csv", "0" * 64, 1, is_dry_run=False).as_json()

    one = report_words.figures_of(report | {"people": {"new": 1}, "skipped": 1})
    two = report_words.figures_of(report | {"people": {"new": 2}, "skipped": 2})

    assert [each.words for each in one] == ["new person", "row left out"]
    assert [each.words for each in two] == ["new people", "rows left out"]
