"""Links that colleagues have in common make none of them the other."""

from pathlib import Path

import pytest

from api.installation import Installation
from ledger.commands.candidates import AddCandidate
from ledger.entries import Entry
from ledger.events import HandleAdded
from ledger.handles import is_shared, key_of
from ledger.ids import id_of
from ledger.imports.report import Report
from ledger.words import Handle, HandleType, StreamId
from tests.ledger.imports.cards import card
from tests.ledger.imports.networks import brought
from tests.ledger.stories import append, known_candidate, record, rows

GOOGLE = "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Website 1 - Value\n"


def people(on: Installation) -> list[tuple[str, str]]:
    """Return each candidate's name and the handles that recognise them."""
    return rows(
        on,
        "select ledger.display_name(p.facts),"
        " coalesce(string_agg(h.type || ' ' || h.key, ', ' order by h.type, h.key)"
        "   filter (where h.told -> 'is_shared' is distinct from 'true'), '')"
        " from views.profile p left join views.handles h using (workspace_id, candidate_id)"
        " where p.workspace_id = %(workspace)s group by p.candidate_id, p.facts order by 1, 2",
    )


def table(on: Installation, folder: Path, content: str, name: str = "people.csv") -> Report:
    """Bring in a table."""
    path = folder / name
    path.write_text(content)
    return brought(on, path)


def test_colleagues_with_a_page_of_their_company_beside_their_own_stay_apart(
    workspace: Installation, tmp_path: Path
) -> None:
    site = "https://www.linkedin.com"
    content = (
        "Name,Person Linkedin Url,Company Linkedin Url\n"
        f"Ana Berg,{site}/in/ana,{site}/company/acme\n"
        f"Ben Costa,{site}/in/ben,{site}/company/acme\n"
    )

    first = table(workspace, tmp_path, content)
    again = table(workspace, tmp_path, content + "\n", "again.csv")

    assert (first.people, again.people) == ({"new": 2}, {"known": 2})
    assert people(workspace) == [
        ("Ana Berg", "linkedin in/ana"),
        ("Ben Costa", "linkedin in/ben"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/school/tu-berlin/",
        "linkedin.com/showcase/acme",
        "https://www.xing.com/pages/acme",
        "https://www.xing.com/companies/acme",
        "https://stackoverflow.com/questions/1/how",
        "https://github.com/orgs/acme/people",
        "https://docs.github.com/en/rest",
        "https://x.com/i/lists/1",
        "https://twitter.com/search?q=acme",
        "https://www.youtube.com/@acme",
        "https://medium.com/@acme",
    ],
)
def test_a_page_that_is_nobodys_account_recognises_nobody(
    workspace: Installation, tmp_path: Path, page: str
) -> None:
    table(
        workspace,
        tmp_path,
        f"{GOOGLE}Ana,Berg,ana@acme.example,,{page}\nBen,Costa,ben@acme.example,,{page}\n",
        "contacts.csv",
    )
    cards = "".join(
        card(f"FN:{name}", f"EMAIL:{mail}@acme.example", f"URL:{page}")
        for name, mail in (("Cleo Dahl", "cleo"), ("Dora Eng", "dora"))
    )
    (tmp_path / "cards.vcf").write_text(cards)
    brought(workspace, tmp_path / "cards.vcf")

    assert people(workspace) == [
        ("Ana Berg", "email ana@acme.example"),
        ("Ben Costa", "email ben@acme.example"),
        ("Cleo Dahl", "email cleo@acme.example"),
        ("Dora Eng", "email dora@acme.example"),
    ]


def test_a_page_that_was_taken_for_a_profile_once_recognises_nobody_any_more(
    workspace: Installation, tmp_path: Path
) -> None:
    page = Handle(type=HandleType.LINKEDIN, value="https://www.linkedin.com/company/acme")
    ana = known_candidate(workspace, profile={"name": "Ana Berg"})
    stream = id_of(workspace.workspace, "handle", "linkedin", key_of(page))
    append(
        workspace,
        [Entry(HandleAdded(handle=page, key=key_of(page)), StreamId(stream), 1, ana)],
    )

    table(workspace, tmp_path, f"{GOOGLE}Ben,Costa,ben@acme.example,,{page.value}\n")

    assert people(workspace) == [
        ("Ana Berg", f"linkedin {page.value}"),
        ("Ben Costa", "email ben@acme.example"),
    ]


@pytest.mark.parametrize(
    ("header", "account"),
    [
        ("Twitter Url", "https://twitter.com/acme"),
        ("GitHub", "https://github.com/acme"),
        ("Mastodon", "https://social.example/@acme"),
    ],
)
def test_an_account_that_people_of_clearly_different_names_have_is_shared(
    workspace: Installation, tmp_path: Path, header: str, account: str
) -> None:
    head = f"Name,Email,{header}\n"
    ana, ben = (
        f"Ana Berg,ana@acme.example,{account}\n",
        f"Ben Costa,ben@acme.example,{account}\n",
    )
    cleo = f"Cleo Dahl,,{account}\n"

    first = table(workspace, tmp_path, head + ana, "a.csv")
    second = table(workspace, tmp_path, head + ben + cleo, "b.csv")
    again = table(workspace, tmp_path, head + ben + cleo + "\n", "c.csv")

    assert (first.people, second.people) == ({"new": 1}, {"new": 2})
    assert again.event_count == 0
    assert [name for name, _ in people(workspace)] == ["Ana Berg", "Ben Costa", "Cleo Dahl"]


def test_rows_of_one_table_that_give_one_account_under_two_names_are_two_people(
    workspace: Installation, tmp_path: Path
) -> None:
    report = table(
        workspace,
        tmp_path,
        "Name,Twitter Url\nAna Berg,https://twitter.com/acme\nBen Costa,https://twitter.com/acme\n"
        "Ben Costa,https://x.com/ben\nBenjamin Costa,https://twitter.com/ben\n",
    )

    assert report.people == {"new": 3}
    assert [name for name, _ in people(workspace)] == ["Ana Berg", "Ben Costa", "Ben Costa"]


def test_an_account_still_recognises_somebody_under_another_spelling_of_their_name(
    workspace: Installation, tmp_path: Path
) -> None:
    record(
        workspace,
        AddCandidate.model_validate(
            {
                "profile": {"name": "Anna Berg"},
                "handles": [{"handle": {"type": "github", "value": "anab"}}],
            },
            strict=False,
        ),
    )

    report = table(workspace, tmp_path, "Name,GitHub\nAna Berg,https://github.com/anab\n")

    assert "new" not in report.people
    assert len(people(workspace)) == 1


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("linkedin", "https://www.linkedin.com/in/ana"),
        ("linkedin", "ana-berg"),
        ("github", "ana"),
        ("github", "https://github.com/ana/tool"),
        ("github", "https://github.com/orgsmith"),
        ("twitter", "@ana"),
        ("twitter", "https://mobile.twitter.com/@ana"),
        ("xing", "https://www.xing.com/profile/Ana_Berg/cv"),
        ("stackoverflow", "https://stackoverflow.com/users/12"),
        ("bluesky", "https://bsky.app/profile/ana.example"),
        ("mastodon", "https://social.example/@ana"),
        ("mastodon", "@ana@social.example"),
    ],
)
def test_an_account_is_one_persons_by_its_form(type_: str, value: str) -> None:
    assert not is_shared(Handle(type=HandleType(type_), value=value))


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("linkedin", "https://www.linkedin.com/company/acme"),
        ("linkedin", "https://lnkd.in/abc"),
        ("github", "https://github.com/orgs/acme"),
        ("twitter", "https://x.com/i"),
        ("xing", "https://www.xing.com/pages/acme"),
        ("stackoverflow", "https://stackoverflow.com/users/login"),
        ("stackoverflow", "https://pt.stackoverflow.com/users/12"),
        ("bluesky", "https://bsky.app/search"),
        ("mastodon", "https://youtube.com/@acme"),
        ("github", "https://github.com:["),
    ],
)
def test_a_link_that_leads_to_no_account_is_shared_by_its_form(type_: str, value: str) -> None:
    assert is_shared(Handle(type=HandleType(type_), value=value))
