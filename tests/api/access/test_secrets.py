"""A real server under all kinds of calls: what it logs and leaves behind names nobody."""

import itertools
import stat
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from api.installation import installation
from api.settings import Settings
from ledger.access import links
from ledger.access.tokens import new_token
from tests.api.access.calls import CALLS
from tests.api.access.people import People, people_of
from tests.api.access.world import World
from tests.api.served import Served, served
from tests.prepared import data_directory

CANARY = "ccqxz"
_SIGNS_OUT = "DELETE /v1/session"
_BROKEN: tuple[dict[str, object], ...] = (
    {"content": f'{{"{CANARY}": "{CANARY}', "headers": {"Content-Type": "application/json"}},
    {"json": {CANARY: CANARY}},
    # What is followed live would be followed for minutes.
    {"params": {CANARY: CANARY, "seconds": 0}},
    {"content": CANARY * 300_000},
)


@dataclass
class Told:
    """What was sent in secret, and all that was answered to others than its owner."""

    secrets: list[str] = field(default_factory=list[str])
    answers: list[str] = field(default_factory=list[str])


def _secrets_of(people: People) -> list[str]:
    """Return a secret of every kind that opens something, and one that opens nothing."""
    on = people.workspace
    issued = people.owner.post("/v1/keys", json={"label": "x", "scopes": ["read"]}).json()
    invited = people.owner.post("/v1/invitations", json={"name": "x", "role": "viewer"}).json()
    with on.database.connection() as connection:
        link = links.to_sign_in(connection, on.settings.pepper, on.owner, on.workspace)
    made_up = new_token()
    secret = issued["key"].rpartition("_")[2]
    join = invited["link"].rpartition("/")[2]
    return [secret, join, link, made_up, *(str(each) for each in people.owner.cookies.values())]


def _shown(people: People, secrets: list[str]) -> Generator[httpx2.Response]:
    """Show each secret wherever one may be shown, the wrong places as well."""
    for secret in secrets[:-1]:
        told = {"Authorization": f"Bearer {secret}"}
        yield people.nobody().get("/v1/candidates", headers=told)
        key = f"Bearer rpt_{'0' * 32}_{secret}"
        yield people.nobody().get("/v1/candidates", headers={"Authorization": key})
        yield people.nobody().get(
            "/v1/session", headers={"Cookie": f"rapport_session={secret}"}
        )
        yield people.nobody().get("/v1/candidates", params={"cursor": secret})
        if secret != secrets[2]:
            yield people.nobody().post("/v1/session", json={"link": secret})


def _all_calls(people: People, told: Told) -> None:
    numbers = itertools.count(1)
    world = World(people, lambda: f"{CANARY}{next(numbers):06}")
    for route, call in CALLS.items():
        method, _, _ = route.partition(" ")
        made = call(world.of)
        if route == _SIGNS_OUT:
            continue
        told.answers += [made.by(people.nobody(), method).text]
        made.by(people.owner, method)
        for broken in _BROKEN:
            people.owner.request(method, made.path, **broken)  # pyright: ignore[reportArgumentType]


@contextmanager
def _worked(folder: Path, told: Told) -> Generator[Served]:
    """Lend a server that was sent everything, at rest again."""
    with data_directory() as data, served(data) as server:
        settings = Settings(data=data).model_copy(update={"database_url": None})
        with (
            installation(settings, say=lambda _: None) as found,
            server.client() as owner,
            people_of(owner, found) as people,
        ):
            told.secrets = _secrets_of(people)
            told.answers += [each.text for each in _shown(people, told.secrets)]
            _all_calls(people, told)
        assert folder.is_dir()
        yield server


def _logs(data: Path) -> dict[str, str]:
    files = [each for each in data.rglob("*") if each.is_file() and ".log" in each.name]
    return {str(each): each.read_text("utf-8", "replace") for each in files}


@pytest.mark.long
@pytest.mark.timeout(600)
def test_neither_secrets_nor_people_are_logged_or_left_behind(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("system")
    monkeypatch.setenv("TMPDIR", str(folder))
    told = Told()

    with _worked(folder, told) as server:
        left = [
            str(each)
            for place in (folder, server.data / "uploads", server.data / "exports")
            for each in place.rglob("*")
            if each.is_file()
        ]
        # A file waits for its member's word to be brought in, where nobody else reads it.
        waiting = [each for each in left if "/uploads/waiting/" in each]
        left = [each for each in left if each not in waiting]
        modes = {stat.S_IMODE(Path(each).stat().st_mode) for each in waiting}
        logs = _logs(server.data)

    assert str(server.log) in logs
    words = [CANARY, *told.secrets]
    assert [(name, word) for name, text in logs.items() for word in words if word in text] == []
    assert left == []
    assert modes == {0o600}
    assert not [answer for answer in told.answers for each in told.secrets if each in answer]
