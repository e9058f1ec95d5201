import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import httpx2
import pytest

from api.formats import FORMATS, FormatName
from api.installation import Installation
from tests.projections.copies.histories import ADA, LI, POOL, SAME_AS_ADA, rich

# Forms that say something of people, each with what only Ada's record has in it.
_OF_PEOPLE = sorted(set(FORMATS) - {"archive", "ndjson", "parquet", "xlsx"})


def _content(answer: httpx2.Response) -> bytes:
    if not answer.content.startswith(b"PK"):
        return answer.content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        return b"\n".join(packed.read(name) for name in packed.namelist())


def test_the_names_of_the_forms_are_the_ones_there_are() -> None:
    assert set(get_args(FormatName)) == set(FORMATS)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_form_comes_under_its_name_and_type(
    client: httpx2.Client, workspace: Installation, name: FormatName
) -> None:
    rich(workspace)

    answer = client.get("/v1/export", params={"format": name})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == FORMATS[name].media_type
    assert FORMATS[name].suffix in answer.headers["Content-Disposition"]
    assert len(_content(answer)) > 100
    assert _left_over(workspace) == []


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_empty_ledger_goes_out_in_every_form(
    client: httpx2.Client, name: FormatName
) -> None:
    answer = client.get("/v1/export", params={"format": name})

    assert answer.status_code == 200
    # Nobody has no card, and no résumé.
    assert bool(_content(answer)) == (name not in {"vcard", "vcard3", "jsonresume"})


@pytest.mark.parametrize("name", _OF_PEOPLE)
@pytest.mark.parametrize(
    "chosen",
    [{"candidate_ids": str(ADA)}, {"candidate_ids": str(SAME_AS_ADA)}, {"pool_id": str(POOL)}],
)
def test_a_few_people_come_without_the_others(
    client: httpx2.Client, workspace: Installation, name: FormatName, chosen: dict[str, str]
) -> None:
    rich(workspace)

    everybody = _content(client.get("/v1/export", params={"format": name}))
    few = _content(client.get("/v1/export", params={"format": name, **chosen}))

    assert b"Lovelace" in few
    assert b"Brought In" not in few
    assert name == "ical" or b"Brought" in everybody


def test_people_without_anything_promised_give_an_empty_calendar(
    client: httpx2.Client, workspace: Installation
) -> None:
    rich(workspace)

    asked = {"format": "ical", "candidate_ids": str(LI)}

    assert b"BEGIN:VEVENT" not in client.get("/v1/export", params=asked).content
    assert b"BEGIN:VEVENT" in client.get("/v1/export", params={"format": "ical"}).content


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"format": "csv", "pool_id": "01900000-0000-7000-8000-00000000dead"}, 404),
        ({"format": "ndjson", "candidate_ids": str(ADA)}, 422),
        ({"format": "telegram"}, 422),
        ({"format": "csv", "candidate_ids": "x"}, 422),
    ],
)
def test_what_cannot_be_taken_out_is_refused(
    client: httpx2.Client, asked: dict[str, str], status: int
) -> None:
    assert client.get("/v1/export", params=asked).status_code == status


def test_a_reader_who_leaves_leaves_no_file_behind(
    client: httpx2.Client, workspace: Installation, add: Callable[..., dict[str, Any]]
) -> None:
    add()
    for name in ("sqlite", "xlsx", "html", "csv"):
        with client.stream("GET", "/v1/export", params={"format": name}) as answer:
            assert answer.status_code == 200
            next(answer.iter_bytes())

    assert client.get("/v1/export", params={"format": "csv"}).status_code == 200
    assert _left_over(workspace) == []


def _left_over(on: Installation) -> list[str]:
    place: Path = on.settings.data / "exports"
    return [each.name for each in place.iterdir()] if place.is_dir() else []
