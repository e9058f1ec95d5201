from collections.abc import Generator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from api.installation import Installation
from ledger.commands.follow_ups import PromiseFollowUp
from ledger.commands.pools import CreatePool, JoinPool
from ledger.words import CandidateId
from projections.copies import pages
from projections.copies.pages.sheets import CHARACTERS_A_SHEET, Sheets
from projections.moment import Moment
from tests.ledger.stories import call, record
from tests.projections.copies.histories import ADA, BROUGHT_IN, LI, person, rich

_AXE = Path(__file__).parents[2] / "screens" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = "async () => (await axe.run({ resultTypes: ['violations'] })).violations"
Scheme = Literal["light", "dark"]
_RAN = "window.ran=1"
PAYLOADS = (
    f"<script>{_RAN}</script>", f"<img src=x onerror={_RAN}>", f"<svg onload={_RAN}>",
    f"<svg><script>{_RAN}</script></svg>", f'"><script>{_RAN}</script>',
    f"'><script>{_RAN}</script>", f'" onmouseover="{_RAN}', f"' onfocus='{_RAN}' autofocus='",
    f"</title><script>{_RAN}</script>", f"</style><script>{_RAN}</script>",
    f"</textarea><script>{_RAN}</script>", f"--><script>{_RAN}</script>",
    f"]]><script>{_RAN}</script>", f"{{{{ ''.__class__ }}}}<script>{_RAN}</script>",
    f"{{% raw %}}<script>{_RAN}</script>", f"javascript:{_RAN}", f" javascript:{_RAN}",
    f"JaVaScRiPt:{_RAN}", f"java\tscript:{_RAN}", f"data:text/html,<script>{_RAN}</script>",
    f"vbscript:{_RAN}", f'https://x.example/"onclick="{_RAN}',
    f"https://x.example/'><script>{_RAN}</script>",
    f"<iframe srcdoc='<script>{_RAN}</script>'>",
    f"<base href='javascript:{_RAN}//'>",
    f"<meta http-equiv=refresh content='0;javascript:{_RAN}'>",
    f"<details open ontoggle={_RAN}>", f"<input autofocus onfocus={_RAN}>",
    f"<a href='javascript:{_RAN}'>go</a>", f"</script><script>{_RAN}</script>",
    f"\u2028;{_RAN};//", f'\\");{_RAN};//',
)  # fmt: skip


@pytest.fixture
def page(chromium: Browser) -> Generator[Page]:
    """Open a page without a network; what it complains of fails the test."""
    context = chromium.new_context(offline=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith("file:") else complaints.append(asked.url),
    )
    yield opened
    context.close()
    assert complaints == []


def _written(on: Installation, folder: Path) -> str:
    with on.database.snapshot() as connection:
        for name, pieces in pages.files(Moment(connection, on.workspace), None):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(pieces))
    return (folder / "index.html").as_uri()


def _finds(page: Page, text: str) -> list[str]:
    page.fill("#search", "")
    page.fill("#search", text)
    page.locator("#found p").wait_for()
    page.wait_for_timeout(200)
    return [one.split("\n")[0] for one in page.locator("#found a").all_inner_texts()]


def test_search_finds_people_by_the_beginnings_of_what_is_known(
    workspace: Installation, tmp_path: Path, page: Page
) -> None:
    rich(workspace)
    person(workspace, profile={"name": "Łukasz Þórsson-Müller"})
    person(workspace, profile={"name": "عبد الله"})
    page.goto(_written(workspace, tmp_path))

    found = {
        text: _finds(page, text)
        for text in (
            "lov", "LOVELACE ada", "ada@exa", "vers", "engine anal", "李", "mull", "ŁUK", "عبد",
            "nobody", "ada nobody",
        )
    }  # fmt: skip

    ada = ["Ada Lovelace"]
    assert found == {
        "lov": ada, "LOVELACE ada": ada, "ada@exa": ada, "vers": ada, "engine anal": ada,
        "李": ["李小龙"], "mull": ["Łukasz Þórsson-Müller"], "ŁUK": ["Łukasz Þórsson-Müller"],
        "عبد": ["عبد الله"], "nobody": [], "ada nobody": [],
    }  # fmt: skip
    _finds(page, "lov")
    page.locator("#found a").click()
    page.wait_for_url(f"**/person/1.html#{ADA}")
    assert _shown(page) == ["Ada Lovelace"]


def test_every_link_leads_to_a_page_without_javascript(
    workspace: Installation, tmp_path: Path, chromium: Browser
) -> None:
    rich(workspace)
    start = _written(workspace, tmp_path)
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    waiting, seen = [start], set[str]()

    while waiting:
        url = waiting.pop()
        seen.add(url)
        # From one fragment to another a browser loads nothing.
        page.goto("about:blank")
        assert page.goto(url) is not None, url
        assert [one.is_visible() for one in page.locator("h1").all()].count(True) == 1, url
        links: list[str] = [
            str(one.get_attribute("href"))
            for one in page.locator("a[href]").all()
            if one.is_visible()
        ]
        for link in links:
            target = urljoin(url, link)
            if not target.startswith("file:") or target in seen | set(waiting):
                continue
            path, _, fragment = target.partition("#")
            file = Path(path.removeprefix("file://"))
            assert file.is_file(), (url, link)
            assert f'id="{fragment}"' in file.read_text() or not fragment, (url, link)
            if fragment != "main":
                waiting.append(target)
    context.close()

    files = {path.resolve().as_uri() for path in tmp_path.rglob("*.html")}
    assert {url.partition("#")[0] for url in seen} == files
    led_to = {url.partition("#")[2] for url in seen} - {"", "main"}
    assert led_to == {str(one) for one in (ADA, LI, BROUGHT_IN)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(
    workspace: Installation, tmp_path: Path, chromium: Browser, scheme: Scheme
) -> None:
    if not _AXE.exists():
        pytest.skip("the rules are not there: npm ci --prefix tests/screens")
    rich(workspace)
    _written(workspace, tmp_path)
    page = chromium.new_context(offline=True, color_scheme=scheme).new_page()
    addresses = [path.as_uri() for path in sorted(tmp_path.rglob("*.html"))]
    broken: dict[str, list[str]] = {}

    for address in [*addresses, f"{(tmp_path / 'html/person/1.html').as_uri()}#{ADA}"]:
        page.goto("about:blank")
        page.goto(address)
        page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = page.evaluate(_RUN)
        if found:
            broken[address] = [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]
    page.context.close()

    assert broken == {}


@pytest.mark.long
def test_no_text_of_anybody_runs(workspace: Installation, tmp_path: Path, page: Page) -> None:
    who = _with_payloads_everywhere(workspace)
    start = _written(workspace, tmp_path)

    for path in sorted(tmp_path.rglob("*.html")):
        page.goto(path.as_uri())
        page.wait_for_timeout(30)
        assert page.evaluate("() => window.ran") is None, path
        dangerous = page.locator(
            "a[href^='javascript:' i], a[href^='data:' i], [onerror], [onload]"
        )
        assert dangerous.count() == 0, path
        assert page.locator("script").count() == 1, path
    page.goto(start)
    assert len(_finds(page, "script")) > 0
    assert page.evaluate("() => window.ran") is None
    assert len(who) == len(PAYLOADS)


def test_a_long_timeline_goes_on_on_further_pages(
    workspace: Installation, tmp_path: Path, page: Page
) -> None:
    rich(workspace)
    for number in range(520):
        record(
            workspace, call(ADA, engagement={"kind": "note", "body": f"number {number} end"})
        )
    _written(workspace, tmp_path)
    first, second = tmp_path / "html/person/1.html", tmp_path / f"html/person/{ADA}-2.html"

    assert "number 519 end" in first.read_text()
    assert "number 0 end" not in first.read_text()
    assert "number 0 end" in second.read_text()
    page.goto(f"{first.as_uri()}#{ADA}")
    page.get_by_role("link", name="Older →").click()
    assert page.url == second.as_uri()
    assert page.title() == "Ada Lovelace · Rapport"
    page.get_by_role("link", name="← Newer").click()
    assert page.url == f"{first.as_uri()}#{ADA}"


def test_people_fill_a_sheet_before_the_next_is_begun(
    workspace: Installation, tmp_path: Path
) -> None:
    people = _many(workspace, 12)
    _written(workspace, tmp_path)

    on_sheets = [
        [who for who in people if f'<article class="one" id="{who}"' in path.read_text()]
        for path in sorted(tmp_path.glob("html/person/*.html"))
    ]

    # Of people who take a fifth of a sheet and a little more the fifth is the last on it.
    assert on_sheets == [people[:5], people[5:10], people[10:]]


def test_of_a_sheet_the_one_is_shown_whom_a_link_leads_to(
    workspace: Installation, tmp_path: Path, page: Page
) -> None:
    people = _many(workspace, 12)
    page.goto(_written(workspace, tmp_path))

    for number in (0, 4, 5, 11, 10):
        _finds(page, f"numbered{number:02}")
        page.locator("#found a").click()
        page.wait_for_url(f"**/person/{number // 5 + 1}.html#{people[number]}")
        assert _shown(page) == [f"Numbered{number:02} Person"]
        assert page.title() == f"Numbered{number:02} Person · Rapport"
        assert not page.locator("#found").is_visible()
    page.go_back()
    assert _shown(page) == ["Numbered11 Person"]
    assert page.title() == "Numbered11 Person · Rapport"


def test_without_javascript_a_sheet_shows_one_and_whole_everybody_on_it(
    workspace: Installation, tmp_path: Path, chromium: Browser
) -> None:
    people = _many(workspace, 12)
    _written(workspace, tmp_path)
    context = chromium.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()

    page.goto((tmp_path / "html/people/n.html").as_uri())
    page.get_by_role("link", name="Numbered06 Person").click()
    assert page.url.endswith(f"/person/2.html#{people[6]}")
    assert _shown(page) == ["Numbered06 Person"]
    assert page.locator(f'[id="{people[6]}"] h1').bounding_box() is not None

    page.goto((tmp_path / "html/person/3.html").as_uri())
    assert _shown(page) == ["Numbered10 Person", "Numbered11 Person"]
    context.close()


def test_a_sheet_shows_the_person_of_whom_something_is_named(
    workspace: Installation, tmp_path: Path, page: Page
) -> None:
    rich(workspace)
    _written(workspace, tmp_path)
    sheet = tmp_path / "html/person/1.html"
    place = page.goto(sheet.as_uri()) and page.locator(f'[id="{ADA}"] li.talk').first
    assert place is not None

    page.goto(f"{sheet.as_uri()}#{place.get_attribute('id')}")

    assert _shown(page) == ["Ada Lovelace"]


def test_everybody_from_the_first_of_a_sheet_to_the_first_of_the_next_is_on_it() -> None:
    sheets = Sheets()

    assert [sheets.begin(UUID(int=first)) for first in (2, 4)] == ["1.html", "2.html"]

    assert [sheets.number_of(UUID(int=number)) for number in (2, 3, 4, 5)] == [1, 1, 2, 2]
    assert sheets.address_of(UUID(int=4)) == f"2.html#{UUID(int=4)}"


def _many(on: Installation, count: int) -> list[CandidateId]:
    """Enter people with so much told of them that five fill a sheet."""
    told = "x" * (CHARACTERS_A_SHEET // 5)
    return sorted(
        person(on, profile={"name": f"Numbered{number:02} Person", "summary": told})
        for number in range(count)
    )


def _shown(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator("h1").all() if one.is_visible()]


def _with_payloads_everywhere(on: Installation) -> list[Any]:
    people: list[Any] = []
    for number, payload in enumerate(PAYLOADS):
        line = payload.strip()
        facts = (
            "first_name",
            "last_name",
            "headline",
            "company",
            "title",
            "location",
            "summary",
        )
        profile: dict[str, Any] = dict.fromkeys(facts, line) | {
            "skills": [line], "languages": [line], "custom_fields": {line: line},
            "employments": [{"company_name": line, "title": line, "start_date": line}],
            "educations": [{"school_name": line, "degree": line}],
        }  # fmt: skip
        handles = [
            {"handle": {"type": type_, "value": f"{line} {number}"}, "label": line}
            for type_ in ("website", "other", "messenger")
        ]
        who = person(on, profile=profile, handles=handles, tags=[line[:100]], source=line)
        engagement = {
            "kind": "message", "channel": line, "subject": line, "body": f"{line}\n{line}",
            "participants": [{"name": line}], "attachments": [{"filename": line}],
        }  # fmt: skip
        record(on, call(who, engagement=engagement))
        pool = CreatePool(name=line, description=line)
        record(on, pool)
        record(on, JoinPool(pool_id=pool.pool_id, candidate_id=who))
        record(
            on,
            PromiseFollowUp.model_validate(
                {"candidate_id": who, "due_on": "2026-12-01", "about": line}, strict=False
            ),
        )
        people.append(who)
    return people
