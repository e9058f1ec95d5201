"""Whatever somebody wrote is shown as they wrote it, on every screen, and runs nowhere."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Dialog, Page

from tests.screens.every import addresses
from tests.screens.payloads import PAYLOADS

_FIELDS = ("first_name", "title", "company", "location", "headline")
_IMPORTED = 60


def _chunks(texts: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]


def _fill(client: httpx2.Client) -> list[str]:
    """Put every payload into a field of somebody, and a few into everything else."""
    people: list[str] = []
    for texts in _chunks(PAYLOADS, len(_FIELDS)):
        facts: dict[str, Any] = dict(zip(_FIELDS, texts, strict=True))
        given = facts | {"source": texts[0], "summary": texts[1], "tags": [texts[2][:100]]}
        added = client.post("/v1/candidates", json=given)
        assert added.status_code == 201, added.text
        who = added.json()["id"]
        told = {"kind": "email", "subject": texts[3], "body": texts[4], "candidate_id": who}
        assert client.post("/v1/engagements", json=told).status_code == 201
        people.append(who)
    for text, who in zip(PAYLOADS, people[:12], strict=False):
        pool = client.post("/v1/pools", json={"name": text, "description": text}).json()["id"]
        assert client.put(f"/v1/pools/{pool}/members/{who}").status_code < 300
        due = {"candidate_id": who, "due_on": "2026-01-01", "about": text}
        assert client.post("/v1/follow-ups", json=due).status_code == 201
        opened = {"candidate_id": who, "opportunity": text, "stage": text}
        assert client.post("/v1/applications", json=opened).status_code == 201
    assert client.patch("/v1/workspace", json={"name": PAYLOADS[22]}).status_code == 200
    return people


def _imported(client: httpx2.Client) -> None:
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["First Name", "Last Name", "Company", "Email", "Notes", PAYLOADS[0]])
    for number, payload in enumerate(PAYLOADS[:_IMPORTED]):
        table.writerow([payload, payload, payload, f"p{number}@x.example", payload, payload])
    answer = client.post(
        "/v1/imports", params={"filename": f"{PAYLOADS[1]}.csv"}, content=text.getvalue()
    )
    assert answer.status_code in {201, 202}, answer.text


@pytest.mark.long
def test_three_hundred_hostile_texts_run_on_no_screen(
    page: Page, client: httpx2.Client
) -> None:
    people = _fill(client)
    _imported(client)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", refuse)
    assert len(set(PAYLOADS)) == 300

    for address in [*addresses(client), *(f"/people/{who}" for who in people[::12])]:
        page.goto(address)
        page.mouse.move(500, 300)
        assert page.evaluate("window.ran") is None, address
        assert page.locator("main script, main iframe, main [onerror]").count() == 0, address

    assert asked == []
    page.goto("/people?sort=added")
    rows = page.locator("#people-rows [data-row]")
    while rows.count() < 80:
        page.mouse.wheel(0, 5_000)
        page.wait_for_timeout(100)
    shown = page.locator("#people-rows").inner_text()
    assert sum(text.strip() in shown for text in PAYLOADS) >= 50
