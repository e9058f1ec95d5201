import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest
import xlsxwriter

from ledger import errors
from tests.ledger.imports.tables import Told, told

Cell = str | float | bool | datetime | None


def _book(path: Path, **sheets: Sequence[Sequence[Cell]]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = cast("Any", book).add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def _ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
            "</manifest:manifest>",
        )
        book.writestr(
            "content.xml",
            "<office:document-content "
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            '<office:body><office:spreadsheet><table:table table:name="Leute">'
            f"{rows}</table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


def _ods_row(*cells: str) -> str:
    told_cells = "".join(
        '<table:table-cell office:value-type="string" '
        f'xmlns:calcext="urn:x"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{told_cells}</table:table-row>"


def test_each_sheet_is_a_table_and_rows_have_their_numbers(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "book.xlsx",
        Go=[["Candidates", None], [None], ["Name", "Email"], ["Ana", "ana@example.com"]],
        Rust=[["Name", "Telefon"], [None], ["Ben", "+49 30 123456"]],
        Empty=[],
        Chart=[["Colour", "Count"], ["red", 1]],
    )

    table = Told(path)

    assert table.sources == ["table"]
    assert [one.place for one in table.people] == [("book.xlsx/Go", 4), ("book.xlsx/Rust", 3)]
    assert table.rows_by_file == {"book.xlsx/Go": 1, "book.xlsx/Rust": 1}
    assert [one.file for one in table.tables] == ["book.xlsx/Go", "book.xlsx/Rust"]
    assert [one.file for one in table.unused] == ["book.xlsx/Chart"]


def test_numbers_and_days_are_as_a_person_types_them(tmp_path: Path) -> None:
    day = datetime(2026, 3, 1)  # noqa: DTZ001 - a spreadsheet knows no zone
    path = _book(
        tmp_path / "people.xlsx",
        Sheet1=[
            ["Name", "Mobile", "Created", "Notice weeks", "Salary", "Remote"],
            ["Ana", 491701234567, day, 4, 1.5, True],
            ["Ben", 491701234568, day.replace(hour=9, minute=30), 12, 2, False],
        ],
    )

    shown = Told(path)

    assert shown.handles() == [("phone", "491701234567")]
    assert str(shown.people[0].told_at) == "2026-03-01 00:00:00+00:00"
    assert str(shown.people[1].told_at) == "2026-03-01 09:30:00+00:00"
    samples = {one.header: one.samples for one in shown.tables[0].columns}
    assert samples["Notice weeks"] == ("4", "12")
    assert samples["Salary"] == ("1.5", "2")
    assert samples["Remote"] == ("TRUE", "FALSE")


def test_a_program_is_known_by_its_headers_in_a_workbook_too(tmp_path: Path) -> None:
    path = _book(
        tmp_path / "zoho.xlsx",
        Candidates=[
            ["Candidate Id", "Last Name", "Email", "Candidate Status", "Candidate Owner"],
            ["ZR_1", "Berg", "ana@example.com", "New", "Olga"],
        ],
    )

    table = Told(path)

    assert table.sources == ["zoho-recruit"]
    assert table.handles()[0] == ("external_id", "zoho-recruit:ZR_1")


def test_a_sheet_of_open_document_is_read(tmp_path: Path) -> None:
    path = _ods(
        tmp_path / "leute.ods",
        _ods_row("Vorname", "Nachname", "E-Mail") + _ods_row("Ana", "Groß", "ana@example.com"),
    )

    table = Told(path)

    assert table.facts() == {"first_name": "Ana", "last_name": "Groß"}
    assert table.people[0].place == ("leute.ods/Leute", 2)


def test_a_table_away_from_the_corner_keeps_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = cast("Any", book).add_worksheet("S")
        sheet.write_row(9, 3, ["Name", "Email"])
        sheet.write_row(10, 3, ["Ana", "ana@example.com"])

    table = Told(path)

    assert table.people[0].place.line == 11
    assert table.facts() == {"name": "Ana"}


@pytest.mark.parametrize("share", range(5, 100, 5))
def test_a_workbook_cut_short_is_refused(tmp_path: Path, share: int) -> None:
    rows = [["Name", "Email"], *([f"P{at}", f"p{at}@example.com"] for at in range(200))]
    whole = _book(tmp_path / "whole.xlsx", S=rows).read_bytes()

    with pytest.raises(errors.Unreadable, match=r"cut\.xlsx"):
        told(tmp_path, whole[: len(whole) * share // 100], "cut.xlsx")


def test_a_broken_workbook_among_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "people.csv").write_text("Name,Email\nAna,ana@example.com\n")
    (folder / "broken.xlsx").write_bytes(b"PK\x03\x04 and no more")

    table = Told(folder)

    assert table.handles() == [("email", "ana@example.com")]
    assert [one.file for one in table.unused] == ["broken.xlsx"]


def _with_sheet(path: Path, sheet: bytes) -> Path:
    """Write a workbook whose sheet is these bytes."""
    plain = _book(path.with_name("plain.xlsx"), S=[["Name", "Email"]])
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet if is_sheet else old.read(name))
    return path


def test_a_bomb_posing_as_a_workbook_is_refused(tmp_path: Path) -> None:
    path = _with_sheet(tmp_path / "bomb.xlsx", b"<worksheet>" + b" " * (64 << 20))

    with pytest.raises(errors.TooLarge, match=r"bomb\.xlsx unpacks to more"):
        Told(path)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = _with_sheet(tmp_path / "liar.xlsx", b"<worksheet>" + b" " * (64 << 20))
    size = len(b"<worksheet>") + (64 << 20)
    path.write_bytes(
        path.read_bytes().replace(size.to_bytes(4, "little"), (999).to_bytes(4, "little"))
    )

    with pytest.raises(errors.TooLarge, match=r"liar\.xlsx unpacks to more"):
        Told(path)


def test_two_cells_in_far_corners_are_refused(tmp_path: Path) -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = _with_sheet(tmp_path / "far.xlsx", sheet.encode())

    with pytest.raises(errors.TooLarge, match=r"16,384 columns and 1,048,576 rows apart"):
        Told(path)


def test_a_repeated_cell_of_open_document_is_refused(tmp_path: Path) -> None:
    rows = (
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
    )
    path = _ods(tmp_path / "far.ods", _ods_row("Name", "Email") + rows)

    with pytest.raises(errors.TooLarge, match=r"far\.ods"):
        Told(path)


def test_another_office_document_is_not_claimed(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")

    with pytest.raises(errors.Unreadable, match=r"letter\.xlsx"):
        Told(path)


def test_a_workbook_under_the_name_of_a_text_is_read_as_one(tmp_path: Path) -> None:
    rows = [["Name", "Email"], ["Ana", "ana@example.com"]]
    path = _book(tmp_path / "book.xlsx", Go=rows).rename(tmp_path / "people.csv")

    assert [one.place for one in Told(path).people] == [("people.csv/Go", 2)]


def test_a_workbook_under_a_password_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    compound_file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    path.write_bytes(compound_file + "EncryptedPackage".encode("utf-16-le") + bytes(90))

    with pytest.raises(errors.Unreadable, match=r"locked\.xlsx is locked.*take the password"):
        Told(path)
