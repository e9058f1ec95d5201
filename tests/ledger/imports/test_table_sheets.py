from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.sources import shares
from ledger.imports.tables import READERS
from tests.ledger.imports.tables import told

ANA = "Ana,Berg,ana@example.com"
HEADER = "First Name,Last Name,Email"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_may_be_divided_by_any_usual_mark(tmp_path: Path, delimiter: str) -> None:
    table = told(tmp_path, f"{HEADER}\n{ANA}\n".replace(",", delimiter))

    assert table.sources == ["table"]
    assert table.facts() == {"first_name": "Ana", "last_name": "Berg"}
    assert table.handles() == [("email", "ana@example.com")]
    assert table.people[0].place.line == 2


def test_commas_in_texts_do_not_divide_a_table_of_semicolons(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name;Email;Notes\nAna Berg;ana@example.com;Sings, dances, codes\n"
        "Ben Costa;ben@example.com;Tall, too\n",
    )

    assert [one.body for one in table.notes] == ["Sings, dances, codes", "Tall, too"]


def test_a_line_naming_the_separator_is_followed(tmp_path: Path) -> None:
    table = told(tmp_path, "sep=;\r\nName;E-Mail;Stadt\r\nAna;ana@example.com;Köln\r\n")

    assert table.facts() == {"name": "Ana", "location": "Köln"}
    assert table.people[0].place.line == 3


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
    ],
)
def test_a_file_says_itself_how_it_is_encoded(tmp_path: Path, codec: str, mark: bytes) -> None:
    text = "Prénom,Nom,E-mail\nZoë,Müller,zoe@example.com\n"

    table = told(tmp_path, mark + text.encode(codec))

    assert table.facts() == {"first_name": "Zoë", "last_name": "Müller"}
    assert table.said == []


def test_a_file_in_an_old_encoding_is_read_as_western_and_noted(tmp_path: Path) -> None:
    text = "Prénom;Nom;Société;Téléphone\nJérôme;Crémieux;Café Noël;+33 1 23 45 67 89\n"

    table = told(tmp_path, text.encode("cp1252"))

    assert table.facts() == {
        "first_name": "Jérôme",
        "last_name": "Crémieux",
        "company": "Café Noël",
    }
    assert ["Windows-1252" in note for note in table.said] == [True]


def test_a_file_in_the_old_encoding_of_central_europe_is_known_by_its_words(
    tmp_path: Path,
) -> None:
    text = "Imię;Nazwisko;Firma;E-mail\nŁukasz;Kołodziej;Żubr;l@example.com\n"

    table = told(tmp_path, text.encode("cp1250"))
    given = told(tmp_path, text.encode("cp1250"), options=Options(encoding="cp1252"))

    assert table.facts() == {
        "first_name": "Łukasz",
        "last_name": "Kołodziej",
        "company": "Żubr",
    }
    assert ["Windows-1250" in note for note in table.said] == [True]
    assert given.facts()["company"] == "¯ubr"


def test_lines_that_end_as_on_old_macs_are_in_their_encoding(tmp_path: Path) -> None:
    text = "Name,E-Mail,Firma\rJürgen Groß,j@example.com,Käse\r"

    table = told(tmp_path, text.encode("mac_roman"))

    assert table.facts() == {"name": "Jürgen Groß", "company": "Käse"}
    assert ["Mac Roman" in note for note in table.said] == [True]


def test_an_encoding_that_is_given_is_used_where_the_file_says_none(tmp_path: Path) -> None:
    content = "Name,Email\n山田太郎,taro@example.com\n".encode("shift_jis")

    table = told(tmp_path, content, options=Options(encoding="shift_jis"))

    assert table.facts() == {"name": "山田太郎"}
    assert table.said == []


def test_an_encoding_there_is_not_is_refused(tmp_path: Path) -> None:
    content = "Name,Email\nJosé,jose@example.com\n".encode("cp1252")

    with pytest.raises(errors.Invalid, match=r"no encoding “klingon”.*say cp1252"):
        told(tmp_path, content, options=Options(encoding="klingon"))


def test_another_likely_encoding_is_named(tmp_path: Path) -> None:
    names = "Иван Петров;Мария Сидорова;Алексей Смирнов;Ольга Кузнецова;Дмитрий Соколов"
    rows = "".join(f"{name},i{at}@example.com\n" for at, name in enumerate(names.split(";")))

    table = told(tmp_path, ("Name,Email\n" + rows).encode("cp1251"))

    assert (
        "try --encoding cp1251" in table.said[0] or "--encoding mac_cyrillic" in table.said[0]
    )


def test_the_header_is_found_below_a_preamble(tmp_path: Path) -> None:
    preamble = "Candidates of March\n\n,,\nExported by Olga,,\n"

    table = told(tmp_path, f"{preamble}{HEADER}\n{ANA}\n")

    assert table.column("Email").meaning == "email"
    assert [one.place.line for one in table.people] == [6]
    assert table.rows_by_file == {"people.csv": 1}
    assert table.said == [
        "people.csv: lines above the header row, which are not brought in: 2."
    ]


def test_without_a_header_columns_are_known_by_what_they_hold(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Ana Berg,ana@example.com,+49 30 123456,https://www.linkedin.com/in/ana-berg\n"
        "Ben Costa,ben@example.com,+49 30 654321,https://www.linkedin.com/in/ben-costa\n",
    )

    assert [(one.header, one.meaning, one.why) for one in table.tables[0].columns] == [
        ("Column 1", "name", "content"),
        ("Column 2", "email", "content"),
        ("Column 3", "phone", "content"),
        ("Column 4", "linkedin", "content"),
    ]
    assert [one.place.line for one in table.people] == [1, 2]
    assert table.people[0].handles[0].handle.type == "linkedin"


def test_first_and_family_names_without_a_header_stay_in_their_parts(tmp_path: Path) -> None:
    table = told(
        tmp_path, "Maria,Lopez,m@example.com\nPeter,Berg,p@example.com\nUnax,Ei,u@example.com\n"
    )

    assert table.facts() == {"first_name": "Maria", "last_name": "Lopez"}


def test_one_column_of_addresses_is_a_table(tmp_path: Path) -> None:
    for name, content in (
        ("list.txt", "ana@example.com\nben@example.com\n"),
        ("list.csv", "Email\nana@example.com\nben@example.com\n"),
    ):
        table = told(tmp_path, content, name)

        assert [table.handles(at) for at in (0, 1)] == [
            [("email", "ana@example.com")],
            [("email", "ben@example.com")],
        ]


def test_short_rows_are_filled_and_long_ones_refused(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        f"{HEADER}\n{ANA},,\nBen,Costa\nEva,Dorn,eva@example.com,Acme\n{HEADER}\n\n,,\n",
    )

    assert [one.place.line for one in table.people] == [2]
    assert table.reasons() == [
        "a name without any address, number, profile link or employer",
        "it has 4 cells where the header has 3",
        "the header row once more",
        "an empty row",
    ]


def test_line_breaks_in_quotes_keep_the_count_of_lines(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        'Name,Email,Notes\nAna,ana@example.com,"one\r\ntwo\nthree"\nBen,ben@example.com,\n',
    )

    assert table.notes[0].body == "one\ntwo\nthree"
    assert [one.place.line for one in table.people] == [2, 5]


def test_a_cell_of_ten_megabytes_is_shortened(tmp_path: Path) -> None:
    table = told(tmp_path, f"Name,Email,Notes\nAna,ana@example.com,{'x' * 10_000_000}\n")

    assert len(table.notes[0].body or "") == 1_000_000


def test_nul_and_marks_of_direction_are_taken_out(tmp_path: Path) -> None:
    table = told(tmp_path, "Name,Email\nA\0na \u202eBerg\u202c,ana@example.com\n".encode())

    assert table.facts() == {"name": "Ana Berg"}
    assert any("characters that are none" in note for note in table.said)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.txt", "Dear Ana, thank you for the talk.\nWe will call you, soon.\nBest,\nO."),
        ("letter.csv", "Dear Ana thank you.\nWe will call you.\n"),
        ("data.csv", '{"name": "Ana", "email": "ana@example.com"}\n'),
        ("data.csv", '[{"name": "Ana", "email": "ana@example.com"}]\n'),
        ("page.csv", "<html><body>Name,Email</body></html>"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("people.xlsx", b"no workbook whatever its name"),
    ],
)
def test_what_is_no_table_is_not_claimed(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    with open_files(path) as files:
        assert [reader.source for reader in READERS if reader.claims(files)] == []


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        ("mail", "Received: by mail, Mon\nSubject: Name, Email\n\nHi, Ana\n"),
    ],
)
def test_what_another_source_reads_is_no_table(
    tmp_path: Path, source: str, content: str
) -> None:
    assert told(tmp_path, content, "file.txt").sources == [source]


def test_a_table_of_nobody_is_refused_with_its_columns_and_the_cure(tmp_path: Path) -> None:
    with pytest.raises(errors.Unreadable, match=r"“Colour”, “Count”.*--map 'Colour=name'"):
        told(tmp_path, "Colour,Count\nred,1\nblue,2\n")


def test_beside_a_table_of_people_one_of_nobody_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "colours.csv").write_text("Colour,Count\nred,1\nblue,2\n")
    (folder / "people.csv").write_text(f"{HEADER}\n{ANA}\n")

    with open_files(folder) as files:
        [share], unused = shares(files, Options())

        assert share.files.names() == ["people.csv"]
        assert [one.file for one in unused] == ["colours.csv"]


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    table = told(tmp_path, HEADER)

    assert table.people == []
    assert table.rows_by_file == {"people.csv": 0}
    assert [one.meaning for one in table.tables[0].columns] == [
        "first_name",
        "last_name",
        "email",
    ]


def test_a_quotation_mark_that_never_closes_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(errors.Unreadable, match=r"people\.csv, line 3: .*never closes"):
        told(tmp_path, f'{HEADER}\n{ANA}\n"Ben,Costa\n{ANA}\nEva,Dorn,eva@example.com\n')


def test_a_quotation_mark_inside_a_cell_is_a_mark_of_inches(tmp_path: Path) -> None:
    table = told(tmp_path, 'Name,Email,Notes\nAna,ana@example.com,5" heels\n')

    assert table.notes[0].body == '5" heels'


def test_a_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    table = told(tmp_path, f"{HEADER}\n{ANA}\n".replace(",", "\t"), "export.xls")

    assert table.handles() == [("email", "ana@example.com")]
