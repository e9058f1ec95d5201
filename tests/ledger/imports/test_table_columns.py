from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.options import Options
from ledger.imports.sensitive import is_sensitive
from ledger.imports.tables.columns import signature_of
from ledger.imports.tables.headers import meanings_of
from ledger.imports.texts import folded
from tests.ledger.imports.tables import told

PEOPLE = "Wer,Wo,Was\nAna Berg,ana@example.com,+49 30 123456\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Vorname;Nachname;E-Mail-Adresse;Firma;Position;Ort;Bemerkungen",
            "first_name last_name email company title location note",
        ),
        (
            "Prénom;Nom;Courriel;Société;Poste;Ville;Commentaires",
            "first_name last_name email company title location note",
        ),
        (
            "Nombre;Apellidos;Correo electrónico;Empresa;Puesto;Ciudad;Notas",
            "first_name last_name email company title location note",
        ),
        (
            "Nome;Cognome;Posta elettronica;Azienda;Ruolo;Città;Note",
            "first_name last_name email company title location note",
        ),
        (
            "Primeiro nome;Sobrenome;E-mail;Empresa;Cargo;Cidade;Observações",
            "first_name last_name email company title location note",
        ),
        (
            "Voornaam;Achternaam;E-mailadres;Bedrijf;Functie;Woonplaats;Opmerkingen",
            "first_name last_name email company title location note",
        ),
        (
            "Imię;Nazwisko;Adres e-mail;Firma;Stanowisko;Miasto;Uwagi",
            "first_name last_name email company title location note",
        ),
        (
            "Jméno;Příjmení;E-mail;Společnost;Pozice;Město;Poznámky",
            "first_name last_name email company title location note",
        ),
        (
            "FIRST_NAME;last-name;E Mail 2;Current Employer;JobTitle;City;Comments",
            "first_name last_name email company title location note",
        ),
        ("Name;Mobile;Skills;Job;Stage", "name phone:mobile skills opportunity stage"),
        ("Vorname;Name;Handy", "first_name last_name phone:mobile"),
        ("Full Name;First Name;Phone", "name first_name phone"),
        ("Nome completo;Apelido;Empresa atual;Cargo atual", "name last_name company title"),
        ("Nombre;Apellidos", "first_name last_name"),
        ("Name (Last, First);Phone (mobile);E-mail(s)", "last_name_first phone:mobile email"),
        ("Nazwisko i imię;Current Role", "last_name_first title"),
        ("Roepnaam;Tussenvoegsel;Achternaam", "first_name last_name:before last_name"),
        ("Nombre;Apellido 1;Apellido 2", "first_name last_name last_name:second"),
    ],
)
def test_headers_are_understood_in_nine_languages(header: str, expected: str) -> None:
    assert meanings_of(header.split(";")) == expected.split()


def test_headers_are_compared_without_case_accents_and_punctuation() -> None:
    assert folded("  E-Mail (Städte) ") == folded("EMAILSTADTE") == "emailstadte"
    assert signature_of(["E-Mail", "Ort"]) == signature_of(["email", "ORT "])
    assert signature_of(["E-Mail", "Ort"]) != signature_of(["Ort", "E-Mail"])


def test_a_column_is_shown_with_its_meaning_and_three_different_samples(tmp_path: Path) -> None:
    rows = "".join(f"P{at},p{at}@example.com,{'x' * 99}\n" for at in (1, 1, 2, 3, 4))
    table = told(tmp_path, f"Name,Email,Foo\n{rows}")

    [shown] = table.tables
    assert (shown.file, len(shown.signature)) == ("people.csv", 32)
    assert table.column("Email").samples == (
        "p1@example.com",
        "p2@example.com",
        "p3@example.com",
    )
    assert table.column("Foo") == ("Foo", None, "unknown", ("x" * 80,))


def test_a_given_meaning_wins_over_a_remembered_one_and_that_over_the_header(
    tmp_path: Path,
) -> None:
    header = ["Name", "Email", "City", "Foo"]
    content = "Name,Email,City,Foo\nAna,ana@example.com,Porto,blue\n"
    remembered: dict[str, str | None] = {"City": None, "Foo": "tags", "Email": "email:home"}

    table = told(
        tmp_path,
        content,
        options=Options(
            columns={"foo": "custom:Colour"}, remembered={signature_of(header): remembered}
        ),
    )

    assert [(one.meaning, one.why) for one in table.tables[0].columns] == [
        ("name", "header"),
        ("email:home", "remembered"),
        (None, "remembered"),
        ("custom:Colour", "given"),
    ]
    assert table.facts() == {"name": "Ana", "custom_fields": {"Colour": "blue"}}
    assert table.people[0].handles[0].label == "home"


def test_what_was_remembered_and_means_nothing_now_is_forgotten(tmp_path: Path) -> None:
    signature = signature_of(["Name", "Email"])
    remembered: dict[str, str | None] = {"Email": "pigeon post"}

    table = told(
        tmp_path,
        "Name,Email\nAna,ana@example.com\n",
        options=Options(remembered={signature: remembered}),
    )

    assert (table.column("Email").meaning, table.column("Email").why) == ("email", "header")


def test_a_mapping_makes_a_table_of_strange_columns_one_of_people(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Alpha,Beta\nAna Berg,Acme\n",
        options=Options(columns={"Alpha": "name", "Beta": "company"}),
    )

    assert table.facts() == {"name": "Ana Berg", "company": "Acme"}


def test_a_given_column_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path,
) -> None:
    with pytest.raises(errors.Invalid, match=r"no column “Mail”.*“Wer”, “Wo”, “Was”"):
        told(tmp_path, PEOPLE, options=Options(columns={"Mail": "email"}))


@pytest.mark.parametrize("meaning", ["e-mail", "", "custom", "custom:", "name:last", "email:"])
def test_a_meaning_there_is_not_is_refused_with_the_choices(
    tmp_path: Path, meaning: str
) -> None:
    with pytest.raises(errors.Invalid, match=r"column “Wo”.*Say one of: first_name, .*custom"):
        told(tmp_path, PEOPLE, options=Options.model_construct(columns={"Wo": meaning}))


def test_columns_nobody_named_are_known_by_what_they_hold(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "A,B,C,D,E,F,G\n"
        "ana@example.com,+49 30 123456,https://linkedin.com/in/ana,github.com/ana,"
        "xing.com/profile/Ana,52000,https://pictures.example/1\n"
        "ben@example.com,(030) 123-457,linkedin.com/in/ben,https://github.com/ben,"
        "xing.com/profile/Ben,61000,https://pictures.example/2\n",
    )

    assert [(one.meaning, one.why) for one in table.tables[0].columns] == [
        ("email", "content"),
        ("phone", "content"),
        ("linkedin", "content"),
        ("github", "content"),
        ("link", "content"),
        (None, "unknown"),
        (None, "unknown"),
    ]


def test_four_of_five_cells_decide_and_fewer_do_not(tmp_path: Path) -> None:
    def rows(addresses: int) -> str:
        cells = [f"p{at}@example.com" if at < addresses else f"word {at}" for at in range(5)]
        return "Name,Foo\n" + "".join(f"P{at},{cell}\n" for at, cell in enumerate(cells))

    assert told(tmp_path, rows(4)).column("Foo").meaning == "email"
    assert told(tmp_path, rows(3)).column("Foo").meaning is None


def test_swapped_columns_are_read_by_what_they_hold_and_noted(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Name,Email,Phone\nAna,+49 30 123456,ana@example.com\nBen,+49 30 9,ben@example.com\n",
    )

    assert table.handles()[:2] == [("email", "ana@example.com"), ("phone", "+49 30 123456")]
    assert table.column("Email").why == "content"
    assert "“Email” holds phone numbers: read as such." in table.said


def test_a_badly_kept_column_keeps_the_meaning_of_its_header(tmp_path: Path) -> None:
    rows = [f"P{at},+49 30 12345{at},a" for at in range(5)]
    rows += ["Ana,ana@example.com,b", "Eva,eva@example.com,c"]
    table = told(tmp_path, "Name,Email,Foo\n" + "\n".join(rows))

    assert table.column("Email").meaning == "email"
    assert "Cells taken for e-mail addresses that hold none, left out: 5." in table.said


def test_a_title_of_forms_of_address_is_no_job(tmp_path: Path) -> None:
    table = told(tmp_path, "Titel,Name,Email\nDr.,Ana,a@example.com\nHerr,Ben,b@example.com\n")

    assert table.facts() == {"name": "Ana", "custom_fields": {"Titel": "Dr."}}


@pytest.mark.parametrize(
    "header",
    [
        "Ethnicity", "Race / Ethnicity", "dateOfBirth", "DOB", "Birthday", "Age", "SSN",
        "Gender", "Sex", "Marital Status", "Veteran Status", "Disability", "Religion",
        "Sexual Orientation", "Trade Union", "Political Party", "Health", "National ID",
        "Geburtsdatum", "Geschlecht", "Behinderungsgrad", "Religionszugehörigkeit",
        "Familienstand", "Sozialversicherungsnummer", "Gewerkschaft", "Alter",
        "Date de naissance", "Sexe", "Handicap", "Numéro de sécurité sociale", "État civil",
        "Fecha de nacimiento", "Género", "Discapacidad", "Estado civil", "Religión",
        "Data di nascita", "Sesso", "Codice fiscale", "Disabilità", "Stato civile",
        "Data de nascimento", "Sexo", "Deficiência", "Idade",
        "Geboortedatum", "Geslacht", "Burgerlijke staat", "Leeftijd",
        "Data urodzenia", "Płeć", "Niepełnosprawność", "PESEL", "Stan cywilny", "Wiek",
        "Datum narození", "Pohlaví", "Rodné číslo", "Národnost", "Rodinný stav", "Věk",
    ],
)  # fmt: skip
def test_special_categories_are_known_in_nine_languages(header: str) -> None:
    assert is_sensitive(header)


@pytest.mark.parametrize(
    "header",
    [
        "Language", "Agency", "Stage", "Message", "Manager", "Package", "Trace", "Brace",
        "Average", "Union Square", "Name", "Email", "Location", "Unisex", "Orientation day",
        "Generation", "Data", "Status", "Stato", "Estado", "Etape", "Nachname", "Position",
        "Zip", "Skills", "Healthcare experience", "Invalid email", "Colour", "Notes",
    ],
)  # fmt: skip
def test_words_that_only_look_alike_are_no_special_category(header: str) -> None:
    assert not is_sensitive(header)


def test_a_special_category_is_left_out_unseen_and_said_so(tmp_path: Path) -> None:
    content = "Name,Email,Gender,Date of Birth\nAna,ana@example.com,f,1990-01-01\n"

    table = told(tmp_path, content, options=Options(columns={"Gender": "custom:Gender"}))

    assert table.facts() == {"name": "Ana"}
    assert table.column("Gender") == ("Gender", None, "sensitive", ())
    assert table.column("Date of Birth").samples == ()
    [note] = [note for note in table.said if "--keep" in note]
    assert "“Gender”, “Date of Birth”" in note
    assert "1990" not in str(table.records)


def test_a_special_category_comes_in_if_asked_for_by_name(tmp_path: Path) -> None:
    content = "Name,Email,Gender,Age\nAna,ana@example.com,f,36\n"

    table = told(tmp_path, content, options=Options(keeps=("gender",)))

    assert table.facts()["custom_fields"] == {"Gender": "f"}
    assert table.column("Age").why == "sensitive"


def test_social_security_numbers_are_known_without_a_header(tmp_path: Path) -> None:
    table = told(tmp_path, "Name,Email,Foo\nAna,ana@example.com,123-45-6789\n")

    assert table.column("Foo").why == "sensitive"
    assert "6789" not in str(table.records)


def test_in_brackets_may_stand_whose_it_is(tmp_path: Path) -> None:
    table = told(tmp_path, "Name,Name (company)\nAna Berg,Acme\n")

    assert table.column("Name (company)").meaning is None


def test_family_names_before_a_comma_show_by_the_cells(tmp_path: Path) -> None:
    table = told(tmp_path, 'Candidate,Email\n"Berg, Ana",a@example.com\n"Dorn, Eva",\n')
    titled = told(tmp_path, 'Candidate,Email\n"Ana Berg, PhD",a@example.com\n')
    nameless = told(tmp_path, 'Foo,Email\n"Berg, Anna",a@example.com\n')

    assert table.column("Candidate") == (
        "Candidate", "last_name_first", "content", ("Berg, Ana", "Dorn, Eva"),
    )  # fmt: skip
    assert titled.facts() == {"name": "Ana Berg, PhD"}
    assert nameless.facts() == {"first_name": "Anna", "last_name": "Berg"}


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Gehaltsvorstellung", "75.000 €"),
        ("Wunsch", "75.000"),
        ("Foo", "60000-70000"),
        ("Foo", "2026-00012"),
        ("ZIP", "01067"),
        ("Kod pocztowy", "00-950"),
        ("Código postal", "4000-123"),
        ("Salary", "01 234 567"),
    ],
)
def test_pay_and_postal_codes_are_no_phone_numbers(
    tmp_path: Path, header: str, cell: str
) -> None:
    table = told(tmp_path, f"Name,Email,{header}\nAna,ana@example.com,{cell}\n")

    assert table.column(header).meaning is None
    assert table.handles() == [("email", "ana@example.com")]
