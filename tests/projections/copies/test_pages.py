from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.installation import Installation
from ledger.commands.follow_ups import PromiseFollowUp
from ledger.commands.pools import CreatePool, JoinPool
from projections.copies import pages
from projections.moment import Moment
from tests.ledger.stories import call, record
from tests.projections.copies.histories import ADA, person, rich

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
    assert page.locator("h1").inner_text() == "Ada Lovelace"


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
        assert page.goto(url) is not None, url
        assert page.locator("h1").count() == 1
        links: list[str] = [
            str(one.get_attribute("href")) for one in page.locator("a[href]").all()
        ]
        inside = [link for link in links if "://" not in link and ":" not in link]
        targets = [(Path(url.removeprefix("file://")).parent / link) for link in inside]
        for target in targets:
            if "#" in target.name:
                continue
            assert target.resolve().is_file(), (url, target)
            if target.resolve().as_uri() not in seen | set(waiting):
                waiting.append(target.resolve().as_uri())
    context.close()

    assert {path.resolve().as_uri() for path in tmp_path.rglob("*.html")} == seen


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
    workspace: Installation, tmp_path: Path
) -> None:
    rich(workspace)
    for number in range(520):
        record(
            workspace, call(ADA, engagement={"kind": "note", "body": f"number {number} end"})
        )
    _written(workspace, tmp_path)

    first, second = sorted(tmp_path.rglob(f"{ADA}*.html"), key=lambda path: len(path.name))

    assert f"{ADA}-2.html" in first.read_text()
    assert "number 519 end" in first.read_text()
    assert "number 0 end" not in first.read_text()
    assert "number 0 end" in second.read_text()


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
