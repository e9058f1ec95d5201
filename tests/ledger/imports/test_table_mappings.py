from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.imports.options import Options
from ledger.imports.sources import SOURCES
from ledger.imports.tables import READERS
from ledger.imports.tables.mappings import MAPPINGS
from ledger.imports.tables.meanings import meaning
from ledger.words import ApplicationOutcome
from tests.ledger.imports.tables import Told, row, told

GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Name Suffix,Nickname,"
    "Birthday,Gender,Location,Occupation,Sensitivity,Priority,Notes,Language,Photo,"
    "Group Membership,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Type,E-mail 2 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - City,"
    "Address 1 - Region,Address 1 - Country,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Title,Organization 1 - Department,Website 1 - Type,Website 1 - Value"
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,"
    "Address 1 - Formatted,Website 1 - Label,Website 1 - Value"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
    "Business Street,Business City,Business State,Business Country/Region,Home City,"
    "Home Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,"
    "Company Main Phone,Home Phone,Mobile Phone,Anniversary,Birthday,Categories,"
    "E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,"
    "Gender,Keywords,Notes,Priority,Private,Sensitivity,User 1,Web Page"
)
OUTLOOK_WEB = (
    "First Name,Middle Name,Last Name,Title,Suffix,Initials,Web Page,Gender,Birthday,"
    "Anniversary,Location,Language,Internet Free Busy,Notes,E-mail Address,"
    "E-mail 2 Address,E-mail 3 Address,Primary Phone,Home Phone,Mobile Phone,Company,"
    "Job Title"
)
OUTLOOK_GERMAN = (
    "Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;Abteilung;Position;"
    "Straße geschäftlich;Ort geschäftlich;Land/Region geschäftlich;Telefon geschäftlich;"
    "Telefon geschäftlich 2;Mobiltelefon;E-Mail-Adresse;E-Mail-Typ;"
    "E-Mail: Angezeigter Name;Geburtstag;Kategorien;Notizen;Webseite"
)
OUTLOOK_FRENCH = (
    "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Ville (bureau),"
    "Pays/Région (bureau),Téléphone (bureau),Tél. mobile,Adresse de messagerie,"
    "Type de messagerie,Anniversaire,Notes"
)
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,"
    "Work Phone,Home Phone,Fax Number,Mobile Number,Home City,Home Country,Work City,"
    "Work Country,Job Title,Department,Organization,Web Page 1,Birth Year,Custom 1,Notes"
)
GREENHOUSE = (
    "First Name,Last Name,Company,Title,Notes,Email,Phone,Social Media,Website,Address,"
    "Source,Who gets credit,Job,Milestone,Department,Office,Prospect Pool,Prospect Stage"
)
LEVER = (
    "id,name,contact,headline,stage,location,emails,phones,archived,createdAt,updatedAt,"
    "lastInteractionAt,posting,sources,origin,owner,tags,isAnonymized,links"
)
BULLHORN = (
    "id,firstName,lastName,occupation,companyName,email,email2,phone,mobile,address.city,"
    "address.countryName,description,comments,status,source,primarySkills,dateAdded,"
    "dateLastModified,ethnicity,disability,gender,veteran,ssn,dateOfBirth,maritalStatus"
)
OPENCATS = "candidateID,lastName,firstName,phoneHome,phoneCell,email1,keySkills"
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,City,"
    "State/Region,Country/Region,Lifecycle Stage,Contact owner,LinkedIn Bio,Create Date,"
    "Last Modified Date"
)
ZOHO = (
    "Candidate Id,Candidate Owner,Salutation,First Name,Last Name,Email,Mobile,City,Country,"
    "Current Employer,Current Job Title,Skill Set,Candidate Status,Source,Created Time,"
    "Modified Time,Additional Info"
)
RECRUITER = (
    "First name,Last name,Email,Phone number,Job title,Company,Location,Pipeline stage,Note,"
    "Note visibility,Tags"
)
TALENT_HUB = (
    "candidate_id,project_id,first_name,last_name,emails,phone_numbers,tags,profile_url,"
    "sourcing_channels,hiring_state_id,created_time,created_datetime,last_modified_time"
)


def _read(folder: Path, header: str, *rows: str, codec: str = "utf-8") -> Told:
    return told(folder, "\r\n".join((header, *rows, "")).encode(codec))


def test_google_contacts_until_2024(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        GOOGLE_OLD,
        row(
            GOOGLE_OLD,
            Name="Ana Maria Berg",
            GivenName="Ana",
            AdditionalName="Maria",
            FamilyName="Berg",
            Birthday="--12-01",
            GroupMembership="Friends ::: * myContacts ::: Rust meet-up",
            Email1Type="* Home",
            Email1Value="ana@example.com ::: ana@home.example",
            Email2Type="Work",
            Email2Value="ana@acme.example",
            Phone1Type="Mobile",
            Phone1Value="+351 912 345 678",
            Address1Formatted="Rua 1\nPorto",
            Address1City="Porto",
            Address1Country="Portugal",
            Organization1Name="Acme",
            Organization1Title="Engineer",
            Website1Type="Profile",
            Website1Value="https://www.linkedin.com/in/ana-berg",
            Notes="Met at the fair",
        ),
    )

    assert table.sources == ["google-contacts"]
    assert table.facts() == {
        "first_name": "Ana Maria",
        "last_name": "Berg",
        "company": "Acme",
        "title": "Engineer",
        "location": "Porto, Portugal",
    }
    [ana] = table.people
    assert ana.tags == ("Friends", "Rust meet-up")
    assert ana.region == "PT"
    assert [(reach.handle.value, reach.label, reach.is_primary) for reach in ana.handles] == [
        ("https://www.linkedin.com/in/ana-berg", "Profile", False),
        ("ana@example.com", "Home", True),
        ("ana@home.example", "Home", True),
        ("ana@acme.example", "Work", False),
        ("+351 912 345 678", "Mobile", False),
    ]
    assert table.column("Birthday").why == table.column("Gender").why == "sensitive"
    assert table.notes[0].body == "Met at the fair"


def test_google_contacts_since_2024(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        GOOGLE_NEW,
        row(
            GOOGLE_NEW,
            FirstName="Chloé",
            LastName="Van Damme, Jr.",
            OrganizationName="Widgets, Inc.",
            OrganizationTitle='Head of "Special" Projects',
            Birthday="1988-06-15",
            Notes="Line one\nLine two",
            Labels="* myContacts",
            Email1Label="Home",
            Email1Value="chloe@example.com",
            Address1Formatted="Rue 1\nGent",
        ),
        row(GOOGLE_NEW, OrganizationName="Acme", Phone1Label="Main", Phone1Value="030 12345"),
    )

    assert table.sources == ["google-contacts"]
    assert table.facts() == {
        "first_name": "Chloé",
        "last_name": "Van Damme, Jr.",
        "company": "Widgets, Inc.",
        "title": 'Head of "Special" Projects',
        "location": "Rue 1 Gent",
    }
    assert table.people[0].tags == ()
    assert table.notes[0].body == "Line one\nLine two"
    assert [(one.place.line, one.reason) for one in table.skipped] == [
        (5, "a company, not a person")
    ]


def test_outlook_on_the_desktop(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        OUTLOOK,
        row(
            OUTLOOK,
            Title="Dr.",
            FirstName="Jürgen",
            LastName="Groß",
            Company="Acme",
            JobTitle="Engineer",
            HomeCity="Köln",
            BusinessCity="Bonn",
            BusinessCountryRegion="Deutschland",
            AssistantsPhone="+49 228 1",
            BusinessPhone="+49 228 123456",
            CompanyMainPhone="+49 228 1234-0",
            MobilePhone="+49 170 1234567",
            Anniversary="0/0/00",
            Birthday="0/0/00",
            Categories="VIP;Berlin",
            EmailAddress="/o=Acme/ou=Users/cn=Recipients/cn=jg",
            EmailType="EX",
            EmailDisplayName="Jürgen Groß",
            Email2Address="jg@acme.example",
            Email2Type="SMTP",
            WebPage="https://jg.example",
        ),
        codec="cp1252",
    )

    assert table.sources == ["outlook"]
    assert table.facts() == {
        "first_name": "Jürgen",
        "last_name": "Groß",
        "company": "Acme",
        "title": "Engineer",
        "location": "Bonn, Deutschland",
        "custom_fields": {"Form of address": "Dr."},
    }
    [person] = table.people
    assert (person.tags, person.region) == (("VIP", "Berlin"), "DE")
    assert [(one.handle.value, one.label, one.is_shared) for one in person.handles] == [
        ("jg@acme.example", None, False),
        ("+49 228 123456", "work", False),
        ("+49 170 1234567", "mobile", False),
        ("+49 228 1234-0", None, True),
        ("https://jg.example", None, False),
    ]
    assert "0/0/00" not in str(table.people)


def test_a_day_that_outlook_has_not_is_none(tmp_path: Path) -> None:
    rows = [
        row(OUTLOOK, FirstName=name, EmailAddress=f"{name}@example.com", Birthday=day)
        for name, day in (("ana", "0/0/00"), ("ben", "1/2/1990"))
    ]
    content = "\r\n".join((OUTLOOK, *rows))

    table = told(tmp_path, content, options=Options(keeps=("Birthday",)))

    assert "custom_fields" not in table.facts(0)
    assert table.facts(1)["custom_fields"] == {"Birthday": "1/2/1990"}


def test_outlook_on_the_web(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        OUTLOOK_WEB,
        row(
            OUTLOOK_WEB,
            FirstName="Ana",
            LastName="Berg",
            EmailAddress="ana@example.com",
            Email2Address="ana@b.example",
            PrimaryPhone="+351 1234567",
            Company="Acme",
        ),
    )

    assert table.sources == ["outlook"]
    assert [value for _, value in table.handles()] == [
        "ana@example.com",
        "ana@b.example",
        "+351 1234567",
    ]


def test_outlook_in_german_and_french(tmp_path: Path) -> None:
    german = _read(
        tmp_path,
        OUTLOOK_GERMAN,
        row(
            OUTLOOK_GERMAN,
            ";",
            Anrede="Frau",
            Vorname="Ana",
            Nachname="Groß",
            Firma="Acme",
            Position="Ingenieurin",
            Ortgeschäftlich="Köln",
            LandRegiongeschäftlich="Deutschland",
            Telefongeschäftlich2="+49 221 123",
            Mobiltelefon="+49 170 123456",
            EMailAdresse="ana@example.com",
            EMailTyp="SMTP",
            Geburtstag="01.02.1990",
            Kategorien="VIP",
        ),
        codec="cp1252",
    )
    french = _read(
        tmp_path,
        OUTLOOK_FRENCH,
        "M.,Jérôme,,Noël,,Café,R&D,Ingénieur,Paris,France,+33 1 23 45 67 89,,j@example.com,"
        "SMTP,,",
        codec="cp1252",
    )

    assert german.sources == french.sources == ["outlook"]
    assert german.facts()["location"] == "Köln, Deutschland"
    assert german.facts()["title"] == "Ingenieurin"
    assert [value for _, value in german.handles()] == [
        "ana@example.com",
        "+49 221 123",
        "+49 170 123456",
    ]
    assert french.facts() == {
        "first_name": "Jérôme",
        "last_name": "Noël",
        "company": "Café",
        "title": "Ingénieur",
        "location": "Paris, France",
        "custom_fields": {"Form of address": "M.", "Department": "R&D"},
    }


def test_thunderbird(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        THUNDERBIRD,
        row(
            THUNDERBIRD,
            FirstName="Ana",
            LastName="Berg",
            DisplayName="Ana B.",
            PrimaryEmail="ana@example.com",
            SecondaryEmail="ana@b.example",
            MobileNumber="+351 912345678",
            WorkCity="Porto",
            HomeCity="Braga",
            Organization="Acme",
            JobTitle="Engineer",
            BirthYear="1990",
            Notes="Met",
        ),
    )

    assert table.sources == ["thunderbird"]
    assert table.facts()["location"] == "Porto"
    assert [reach.label for reach in table.people[0].handles] == [None, "other", "mobile"]
    assert table.column("Birth Year").why == "sensitive"


def test_greenhouse(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        GREENHOUSE,
        row(
            GREENHOUSE,
            FirstName="Ana",
            LastName="Berg",
            Company="Acme",
            Title="Engineer",
            Notes="Likes Go",
            Email="ana@example.com",
            SocialMedia="https://twitter.com/ana; linkedin.com/in/ana",
            Website="https://ana.example",
            Address="Porto",
            Source="Fair",
            Whogetscredit="Olga",
            Job="Dev",
            Milestone="Assessment",
            ProspectPool="Go people",
        ),
    )

    assert table.sources == ["greenhouse"]
    assert table.handles() == [
        ("twitter", "https://twitter.com/ana"),
        ("linkedin", "linkedin.com/in/ana"),
        ("email", "ana@example.com"),
        ("website", "https://ana.example"),
    ]
    assert table.facts()["custom_fields"] == {"Who gets credit": "Olga", "Source": "Fair"}
    assert [(one.opportunity, one.stage) for one in table.applications] == [
        ("Dev", "Assessment")
    ]
    assert [one.pool for one in table.pools] == ["Go people"]
    assert table.notes[0].body == "Likes Go"


def test_of_several_values_that_google_puts_into_one_cell_a_fact_takes_the_first(
    tmp_path: Path,
) -> None:
    table = _read(
        tmp_path,
        GOOGLE_OLD,
        row(
            GOOGLE_OLD,
            Name="Ana Berg",
            Email1Value="ana@example.com",
            Organization1Name="Acme ::: Lumen",
            Organization1Title=" ::: Engineer ::: Lead",
            Address1City="Porto ::: Berlin",
            Address1Country="Portugal ::: Germany",
            Phone1Value="912 345 678",
        ),
    )

    facts = table.facts()
    assert (facts["company"], facts["title"]) == ("Acme", "Engineer")
    assert facts["location"] == "Porto, Portugal"
    assert table.people[0].region == "PT"


@pytest.mark.parametrize("between", [", ", ",", "; ", " ::: ", "\n"])
def test_links_in_one_cell_are_each_a_handle_whatever_divides_them(
    tmp_path: Path, between: str
) -> None:
    links = [
        "https://www.linkedin.com/in/ana",
        "twitter.com/ana",
        "www.xing.com/profile/Ana_Berg",
        "@ana@social.example",
    ]
    table = _read(
        tmp_path,
        GREENHOUSE,
        row(GREENHOUSE, FirstName="Ana", LastName="Berg", SocialMedia=between.join(links)),
    )

    assert [value for _, value in table.handles()] == links


def test_a_comma_within_a_link_does_not_divide_it(tmp_path: Path) -> None:
    link = "https://www.linkedin.com/sales/lead/ACwAAB12345678,NAME_SEARCH,a1b2"
    table = _read(
        tmp_path,
        GREENHOUSE,
        row(GREENHOUSE, FirstName="Ana", LastName="Berg", SocialMedia=link),
    )

    assert table.handles() == [("linkedin", link)]


def test_two_profiles_in_a_column_of_linkedin_are_two_handles(tmp_path: Path) -> None:
    one, two = "https://www.linkedin.com/in/ana", "https://www.linkedin.com/in/ana-berg"
    table = told(tmp_path, f'Name,LinkedIn\nAna,"{one},{two}"\n')

    assert [value for _, value in table.handles()] == [one, two]


def test_lever(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        LEVER,
        row(
            LEVER,
            id="o-1",
            name="Ana Berg",
            contact="c-1",
            headline="Engineer, Acme",
            stage="Offer",
            emails="ana@example.com,ana@b.example",
            createdAt="1767225600000",
            updatedAt="1769904000000",
            posting="Dev",
            archived="Hired",
            tags="Go,Rust",
            links="https://github.com/ana",
        ),
        row(LEVER, id="o-2", name="Ana Berg", contact="c-1", stage="Lead", posting="Ops"),
    )

    assert table.sources == ["lever"]
    [ana] = table.people
    assert ana.handles[0].handle.value == "lever:c-1"
    assert [place.line for place in ana.also] == [3]
    assert ana.told_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert ana.tags == ("Go", "Rust")
    assert [
        (one.external_id, one.opportunity, one.stage, one.outcome) for one in table.applications
    ] == [("o-1", "Dev", "Offer", "hired"), ("o-2", "Ops", "Lead", None)]


@pytest.mark.parametrize(
    ("told_reason", "outcome", "reason"),
    [
        ("Hired", ApplicationOutcome.HIRED, None),
        ("Withdrew from process", ApplicationOutcome.WITHDRAWN, None),
        ("Underqualified", ApplicationOutcome.REJECTED, "Underqualified"),
        ("Position closed", ApplicationOutcome.REJECTED, "Position closed"),
        ("", None, None),
    ],
)
def test_lever_ends_an_application_when_and_why_it_was_archived(
    tmp_path: Path, told_reason: str, outcome: ApplicationOutcome | None, reason: str | None
) -> None:
    table = told(
        tmp_path,
        "Opportunity ID,Candidate Name,Email,Posting Title,Archive Reason,Archived At\n"
        f"o-1,Ana Berg,a@example.com,Dev,{told_reason},2026-02-01\n",
    )

    [application] = table.applications
    assert (application.outcome, application.rejection_reason) == (outcome, reason)
    assert application.closed_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert table.said == []


def test_bullhorn(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        BULLHORN,
        row(
            BULLHORN,
            id="4711",
            firstName="Ana",
            lastName="Berg",
            occupation="Engineer",
            companyName="Acme",
            email="ana@example.com",
            email2="ana@b.example",
            addresscity="Porto",
            addresscountryName="Portugal",
            primarySkills="Go; Rust",
            comments="Called",
            dateAdded="1767225600000",
            ethnicity="E1",
            disability="E2",
            gender="E3",
            veteran="E4",
            ssn="E5",
            dateOfBirth="E6",
            maritalStatus="E7",
        ),
    )

    assert table.sources == ["bullhorn"]
    assert table.handles()[0] == ("external_id", "bullhorn:4711")
    assert table.facts()["skills"] == ("Go", "Rust")
    assert table.people[0].told_at == datetime(2026, 1, 1, tzinfo=UTC)
    left_out = [one.header for one in table.tables[0].columns if one.why == "sensitive"]
    assert left_out == BULLHORN.split(",")[-7:]
    assert not any(f"E{at}" in str(table.records) for at in range(1, 8))


def test_opencats(tmp_path: Path) -> None:
    table = _read(
        tmp_path, OPENCATS, '12,Berg,Ana,555 0100 00,+351 912345678,ana@example.com,"Go, Rust"'
    )
    target = told(
        tmp_path,
        "Full Name,Email,Cell Phone,Current Employer,Key Skills\nBen,b@example.com,,Acme,Go\n",
    )

    assert table.sources == target.sources == ["opencats"]
    assert table.handles()[0] == ("external_id", "opencats:12")
    assert table.facts() == {
        "first_name": "Ana",
        "last_name": "Berg",
        "skills": ("Go", "Rust"),
    }
    assert target.facts() == {"name": "Ben", "company": "Acme", "skills": ("Go",)}


def test_hubspot(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        HUBSPOT,
        row(
            HUBSPOT,
            RecordID="901",
            FirstName="Ana",
            LastName="Berg",
            Email="ana@example.com",
            JobTitle="Engineer",
            CompanyName="Acme",
            City="Austin",
            StateRegion="Texas",
            CountryRegion="United States",
            LifecycleStage="Lead",
            LinkedInBio="Builds things",
            CreateDate="2025-01-02 10:11",
        ),
    )

    assert table.sources == ["hubspot"]
    assert table.facts()["location"] == "Austin, Texas, United States"
    assert table.facts()["summary"] == "Builds things"
    assert table.people[0].region == "US"
    assert table.people[0].told_at == datetime(2025, 1, 2, 10, 11, tzinfo=UTC)


def test_zoho_recruit(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        ZOHO,
        row(
            ZOHO,
            CandidateId="ZR_1_CAND",
            FirstName="Ana",
            LastName="Berg",
            Email="ana@example.com",
            Mobile="+351 912345678",
            City="Porto",
            Country="Portugal",
            CurrentEmployer="Acme",
            CurrentJobTitle="Engineer",
            SkillSet="Go,Rust",
            CandidateStatus="New",
            ModifiedTime="2026-01-02 10:11:12",
        ),
    )

    assert table.sources == ["zoho-recruit"]
    assert table.handles()[0] == ("external_id", "zoho-recruit:ZR_1_CAND")
    assert (table.facts()["company"], table.facts()["title"]) == ("Acme", "Engineer")


def test_the_layout_of_linkedin_recruiter(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        RECRUITER,
        row(
            RECRUITER,
            Firstname="Ana",
            Lastname="Berg",
            Email="ana@example.com",
            Pipelinestage="Contacted",
            Note="Ask in May",
            Notevisibility="ONLY_ME",
            Tags="Go",
        ),
        row(RECRUITER, Firstname="Ben", Email="ben@example.com", Note="Hi"),
    )

    assert table.sources == ["linkedin-recruiter"]
    assert table.facts()["custom_fields"] == {"Stage": "Contacted"}
    assert [one.visibility for one in table.notes] == ["private", None]
    assert table.people[0].tags == ("Go",)


def test_the_candidates_of_linkedin_talent_hub(tmp_path: Path) -> None:
    table = _read(
        tmp_path,
        TALENT_HUB,
        "77,5,Ana,Berg,ana@example.com;ana@b.example,+351 912345678,Go;Rust,"
        "https://www.linkedin.com/in/ana,SEARCH,3,1767225600000,2026-01-01 00:00:00,"
        "1769904000000",
        "78,5,,,,,,,,3,1767225600000,2026-01-01 00:00:00,",
    )

    assert table.sources == ["linkedin-talent-hub"]
    assert [value for _, value in table.handles()] == [
        "linkedin-talent-hub:77",
        "https://www.linkedin.com/in/ana",
        "ana@example.com",
        "ana@b.example",
        "+351 912345678",
    ]
    assert table.people[0].tags == ("Go", "Rust")
    assert table.people[0].told_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert table.reasons() == ["an id without a name, address, number or profile link"]


@pytest.mark.parametrize("mapping", MAPPINGS, ids=lambda mapping: mapping.source)
def test_every_mapping_means_something_by_each_column(mapping: object) -> None:
    columns: dict[str, str | None] = getattr(mapping, "columns")  # noqa: B009 - of a parameter
    for told_meaning in columns.values():
        for part in (told_meaning or "name").split("|"):
            assert meaning(part.replace("#", "1")).word


def test_other_tables_are_asked_about_last() -> None:
    assert SOURCES[-1].source == "table"
    assert SOURCES[-len(READERS) :] == READERS


def test_hubspot_names_the_employer_by_the_company_beside_the_contact(tmp_path: Path) -> None:
    table = told(
        tmp_path,
        "Record ID,First Name,Last Name,Contact owner,Associated Company\n"
        "7,Ana,Berg,Olga,Acme\n",
    )

    assert table.sources == ["hubspot"]
    assert table.facts()["company"] == "Acme"
