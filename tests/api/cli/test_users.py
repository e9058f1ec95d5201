import os
import re
import subprocess
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.cli.command import COMMAND, ROOT, Rapport, environment
from tests.api.served import served, until
from tests.prepared import data_directory
from tests.talking import talking_to

GOOD = "marble otter seventeen clouds"


@pytest.fixture
def email(rapport: Rapport) -> str:
    """Enter somebody who signs in here, and return their address."""
    address = f"{uuid4().hex}@example.org"
    rapport("user", "add", address, "--name", "Rita")
    return address


def _row(rapport: Rapport, email: str) -> dict[str, object]:
    rows = rapport("user", "list", "--json").json["items"]
    return next(row for row in rows if row["email"] == email)


def test_somebody_is_entered_and_listed(rapport: Rapport, email: str) -> None:
    row = _row(rapport, email)

    assert (row["name"], row["has_password"], row["disabled_at"]) == ("Rita", False, None)
    assert email in rapport("user", "list").out
    rapport("user", "add", email.upper(), "--name", "Another", code=2)
    rapport("user", "add", "no address", "--name", "Another", code=2)


def test_a_password_comes_through_a_pipe_and_is_checked(rapport: Rapport, email: str) -> None:
    refused = rapport("user", "password", "--user", email, stdin="password1234\n", code=2)
    set_ = rapport("user", "password", "--user", email, stdin=f"{GOOD}\n")

    assert "first that others would guess" in refused.err
    assert GOOD not in set_.out + set_.err
    assert _row(rapport, email)["has_password"] is True
    rapport("user", "password", "--user", email, "--remove")
    assert _row(rapport, email)["has_password"] is False


def test_somebody_is_disabled_and_enabled_again(rapport: Rapport, email: str) -> None:
    rapport("user", "disable", email)
    assert _row(rapport, email)["disabled_at"] is not None
    assert "rapport user enable" in rapport("sign-in", "--user", email, code=2).err

    rapport("user", "enable", email)

    assert _row(rapport, email)["disabled_at"] is None


def test_whoever_runs_the_machine_vouches_for_an_address(rapport: Rapport, email: str) -> None:
    entered = _row(rapport, email)["email_verified_at"]
    again = rapport("user", "vouch", email)

    assert entered is not None
    assert email in again.out
    assert _row(rapport, email)["email_verified_at"] == entered
    rapport("user", "vouch", "nobody@example.org", code=2)


def test_a_link_needs_a_workspace_to_lead_to(rapport: Rapport, email: str) -> None:
    assert "invite them first" in rapport("sign-in", "--user", email, code=2).err


def test_somebody_unknown_is_refused(rapport: Rapport) -> None:
    for words in (("disable",), ("enable",), ("reset",)):
        rapport("user", *words, "nobody@example.org", code=2)
        rapport("user", *words, str(uuid4()), code=2)


def test_a_link_says_where_and_for_how_long(rapport: Rapport) -> None:
    told = rapport("sign-in", "--json").json

    assert re.fullmatch(r"http://127\.0\.0\.1:8321/sign-in/[\w-]{43}", told["link"])
    assert "once, within the hour" in rapport("sign-in").out


def test_the_first_start_lets_the_owner_in_once_and_only_where_they_have_no_other_way() -> None:
    with data_directory() as data:
        with served(data) as server:
            until((data / "sign-in-link").exists, 60)
            until(lambda: "/sign-in/" in server.log.read_text(), 60)
            said = server.log.read_text()
            link = (data / "sign-in-link").read_text().strip()
            assert link in said
            assert link.startswith(f"{server.url}/sign-in/")
            assert os.stat(data / "sign-in-link").st_mode & 0o777 == 0o600  # noqa: PTH116
            with talking_to(server.url) as here:
                assert here.post(link).status_code == 303
                assert here.get("/v1/candidates").status_code == 200
                assert here.post(link).status_code == 401
                reset = _link(data, "sign-in")
                assert reset.startswith(server.url)
                _run(data, "user", "password", "--email", "o@example.org", stdin=GOOD)
                assert here.get("/v1/session").status_code == 401
                told = {"email": "o@example.org", "password": GOOD}
                assert here.post("/v1/session", json=told).status_code == 201
                assert (
                    here.post(_link(data, "user", "reset", "o@example.org")).status_code == 303
                )
                assert here.post("/v1/session", json=told).status_code == 401
            _run(data, "user", "password", stdin=GOOD)
        assert not (data / "sign-in-link").exists()
        with served(data) as server, server.client() as anybody:
            assert anybody.get("/healthz").status_code == 200
            assert "/sign-in/" not in server.log.read_text()
            assert not (data / "sign-in-link").exists()


def _link(data: Path, *words: str) -> str:
    return _run(data, *words).split()[0]


def _run(data: Path, *words: str, stdin: str = "") -> str:
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=ROOT,
        env=environment(data),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
