"""The drill: of somebody erased, no byte is answered, exported, logged, or left in a file."""

import io
import re
import zipfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import orjson
import pytest

from tests.api.cli.command import run
from tests.api.served import Served, served
from tests.ledger.erasure.people import (
    ADDRESS,
    BODY,
    CANARIES,
    COMPANY,
    NAME,
    NUMBER,
    OTHER_THERE,
    PERSON_THERE,
    found_in,
)
from tests.prepared import data_directory

TABLE = f"name,email,company\nQuirin Zwetschgenbaum,q2@nirgends.example,{COMPANY}\n"
CHAT = "".join(
    f"13/03/24, 14:0{minute} - {who}: Hello\n" for minute, who in enumerate((NAME, "Olga"))
)
KEY = {"Idempotency-Key": "the-first-call"}
PERSON = {
    "name": NAME,
    "company": COMPANY,
    "handles": [{"type": "email", "value": ADDRESS}, {"type": "phone", "value": NUMBER}],
}


@pytest.fixture(scope="module")
def server() -> Generator[Served]:
    """Run a server on a data directory of its own."""
    with data_directory() as data, served(data) as running:
        yield running


def said(talking: httpx2.Client, path: str, **given: Any) -> Any:
    """Send something and return the answer."""
    headers = given.pop("headers", {})
    answer = talking.post(path, json=given, headers=headers)
    assert answer.status_code < 300, answer.text
    return answer.json()


def tell(talking: httpx2.Client) -> dict[str, str]:
    """Tell all that can be told of somebody, by every door; return the ids."""
    person = said(talking, "/v1/candidates", **PERSON, headers=KEY)["id"]
    answer = talking.post("/v1/imports", files={"file": ("people.csv", TABLE)})
    assert answer.status_code == 201, answer.text
    (row,) = talking.get("/v1/candidates", params={"q": "quirin zw q2"}).json()["items"]
    said(talking, f"/v1/candidates/{person}/merge", duplicate_candidate_id=row["id"])
    other = said(talking, "/v1/candidates", name="Otto Bleibt")["id"]
    pool = said(talking, "/v1/pools", name="Spring")["id"]
    talking.put(f"/v1/pools/{pool}/members/{person}")
    talking.put(f"/v1/candidates/{person}/tags/tuvalu")
    chat = talking.post("/v1/imports", files={"file": ("chat.txt", CHAT)})
    assert NAME in str(chat.json()["notes"]), chat.text
    note = said(
        talking, "/v1/engagements", candidate_id=row["id"], kind="note", body=f"{BODY}: {NAME}"
    )["id"]
    there = [
        {"name": name, "handle": {"type": "email", "value": address}}
        for name, address in (PERSON_THERE, OTHER_THERE)
    ]
    group = {"kind": "email", "body": "Noon?", "conversation_id": "c", "participants": there}
    groups = [
        said(talking, "/v1/engagements", candidate_id=each, **group)["id"]
        for each in (person, other)
    ]
    follow_up = said(
        talking, "/v1/follow-ups", candidate_id=person, due_on="2026-12-01", about=BODY
    )["id"]
    application = said(
        talking, "/v1/applications", candidate_id=person, opportunity=f"{COMPANY}: {BODY}"
    )["id"]
    return {
        "person": person,
        "duplicate": row["id"],
        "other": other,
        "pool": pool,
        "note": note,
        "group": groups[0],
        "others_group": groups[1],
        "follow_up": follow_up,
        "application": application,
        "import": answer.json()["import_id"],
    }


_TEXTS = ("archive", "ndjson", "csv", "vcard", "ical", "html", "sqlite", "jsonresume", "xlsx")


def reads(talking: httpx2.Client, ids: dict[str, str], head: int) -> Iterator[str]:
    """Yield every GET there is: of each id that is in question, now and as of then."""
    described = talking.get("/openapi.json").json()["paths"]
    for path, operations in described.items():
        if "get" not in operations or path.endswith("/progress"):
            continue
        asks = {each["name"] for each in operations["get"].get("parameters", ())}
        filled = (
            [re.sub(r"\{\w+\}", each, path) for each in ids.values()] if "{" in path else [path]
        )
        for each in filled:
            yield each
            if "as_of" in asks:
                then = {1, head // 3, 2 * head // 3, head - 1}
                yield from (f"{each}?as_of={position}" for position in sorted(then))
            if "q" in asks:
                yield from (f"{each}?q={canary}" for canary in CANARIES)
            if "format" in asks:
                yield from (f"{each}?format={format_}" for format_ in _TEXTS)


def _unpacked(content: bytes) -> bytes:
    """Return what an answer says; of a zip, what its members say."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())


def answers(talking: httpx2.Client, ids: dict[str, str], head: int) -> dict[str, list[str]]:
    """Return which canaries stand in which answers."""
    found: dict[str, list[str]] = {}
    for path in reads(talking, ids, head):
        answer = talking.get(path)
        assert answer.status_code < 500, (path, answer.text)
        canaries = found_in(_unpacked(answer.content).decode("utf-8", "replace"))
        # The problem of a search that finds nothing does not say what was asked.
        if canaries:
            found[path] = canaries
    return found


def files_with_canaries(data: Path) -> dict[str, list[str]]:
    """Return which files hold which canaries, byte for byte, whatever the case."""
    found: dict[str, list[str]] = {}
    for path in data.rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes().lower()
            there = [canary for canary in CANARIES if canary.encode() in content]
            if there:
                found[str(path.relative_to(data))] = there
    return found


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nothing_is_left_of_somebody_erased(server: Served) -> None:
    with server.client() as talking:
        ids = tell(talking)
        head = int(talking.get("/v1/events").headers["Ledger-Position"])
        before = answers(talking, ids, head)
        assert {canary for each in before.values() for canary in each} == set(CANARIES)

        looked = said(talking, f"/v1/candidates/{ids['duplicate']}/erase")
        assert looked["is_dry_run"]
        done = said(talking, f"/v1/candidates/{ids['person']}/erase", dry_run=False)
        again = said(talking, f"/v1/candidates/{ids['duplicate']}/erase", dry_run=False)

        assert {UUID(each) for each in done["candidate_ids"]} == {
            UUID(ids["person"]),
            UUID(ids["duplicate"]),
        }
        assert (
            again["position"]
            == done["position"]
            == int(talking.get("/v1/events").headers["Ledger-Position"])
        )
        assert again["is_repeat"]
        head = done["position"]
        assert answers(talking, ids, head) == {}
        for each in ("person", "duplicate"):
            gone = talking.get(f"/v1/candidates/{ids[each]}")
            assert (gone.status_code, gone.json()["type"]) == (
                410,
                "urn:rapport:problem:erased",
            )
            then = talking.get(f"/v1/candidates/{ids[each]}", params={"as_of": head - 1})
            assert then.status_code == 410
        repeated = talking.post("/v1/candidates", json=PERSON, headers=KEY)
        assert (repeated.status_code, found_in(repeated.text)) == (410, [])
        by_hand = talking.post("/v1/candidates", json=PERSON)
        assert (by_hand.status_code, found_in(by_hand.text)) == (409, [])
        told = {"candidate_id": ids["person"], "kind": "note", "body": "again"}
        assert talking.post("/v1/engagements", json=told).status_code == 410
        others = talking.get(f"/v1/candidates/{ids['other']}/timeline").json()["items"]
        assert "Noon?" in {each["payload"].get("body") for each in others}
        file = talking.post("/v1/imports", files={"file": ("people.csv", TABLE)}).json()
        assert (file["event_count"], file["skipped"]) == (0, 1)
        assert talking.get("/v1/suppression").json()["handle_count"] == 3

    exported = run(server.data, "export", "-", "--format", "ndjson").out
    assert found_in(exported) == []
    assert any(orjson.loads(line).get("payload") is None for line in exported.splitlines()[:-1])
    server.stop()
    assert found_in(server.log.read_text()) == []
    assert files_with_canaries(server.data), "otherwise the scrub has nothing to show"
    scrubbed = run(server.data, "scrub", "--json").json
    assert scrubbed["table_count"] > 10
    assert files_with_canaries(server.data) == {}
    server.start()
    with server.client() as talking:
        assert answers(talking, ids, head) == {}
        assert talking.get(f"/v1/candidates/{ids['other']}").status_code == 200
