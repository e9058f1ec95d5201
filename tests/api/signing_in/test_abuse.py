"""Guessing: how much of it is computed, and that nobody is locked out by it."""

import math
import time
from uuid import UUID

import httpx2
import pytest
from fastapi import FastAPI

from api.attempts import Attempts, Stranger, TooManyAttempts, network_of
from api.installation import Installation
from ledger.access import passwords
from ledger.access.keys import make
from ledger.ids import new_id
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, sign_in

GUESSES = 1_000
HASHES_MAX = 10


@pytest.mark.long
def test_a_thousand_guesses_compute_ten_hashes_and_the_owner_still_signs_in(
    browser: Browser, owner: UUID
) -> None:
    at_home, elsewhere = browser(), browser("127.0.0.99")
    assert sign_in(at_home) == 201
    at_home.delete("/v1/session")
    guessers = [browser(f"127.0.0.{number}") for number in range(2, 52)]
    before, began = passwords.computed_count(), time.monotonic()

    statuses = [
        sign_in(guessers[number % len(guessers)], f"guess number {number} of many")
        for number in range(GUESSES)
    ]
    guessed_count = passwords.computed_count() - before

    assert owner
    # A machine that is busy takes longer than a minute for a thousand of them.
    minutes = math.ceil((time.monotonic() - began) / 60)
    assert guessed_count <= HASHES_MAX * minutes
    assert set(statuses) == {401, 429}
    assert statuses.count(401) == guessed_count
    # The browser they signed in with before has its own allowance.
    assert sign_in(at_home) == 201
    if minutes == 1:
        assert sign_in(elsewhere) == 429


def test_a_guesser_at_one_address_locks_nobody_out_at_another(
    browser: Browser, owner: UUID
) -> None:
    guesser, owner_elsewhere = browser("127.0.0.2"), browser("127.0.0.3")
    before = passwords.computed_count()

    statuses = [sign_in(guesser, f"guess number {number}") for number in range(100)]

    assert owner
    assert statuses == [401] * 5 + [429] * 95
    assert passwords.computed_count() - before == 5
    assert sign_in(owner_elsewhere) == 201


@pytest.mark.usefixtures("owner")
def test_whoever_is_told_to_wait_is_told_how_long(browser: Browser) -> None:
    guesser = browser()
    for number in range(5):
        sign_in(guesser, f"guess number {number}")

    answer = guesser.post("/v1/session", json={"email": EMAIL, "password": PASSWORD})

    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:rapport:problem:too-many-attempts"
    seconds = int(answer.headers["retry-after"])
    assert 0 < seconds <= 60
    assert answer.json()["retry_after_seconds"] == seconds
    assert answer.headers["ratelimit-policy"] == '"attempts";q=5;w=60'
    assert answer.headers["ratelimit"] == f'"attempts";r=0;t={seconds}'


@pytest.mark.usefixtures("owner")
def test_another_persons_browser_is_no_browser_of_yours(browser: Browser) -> None:
    here = browser()
    sign_in(here)
    kept = here.cookies["rapport_browser"]
    nonce, _, mark = kept.partition(".")
    for forged in (f"{nonce}.", nonce, f"{'A' * 43}.{mark}", f"{nonce}.{mark[:-1]}", "."):
        guesser = browser("127.0.0.7")
        guesser.cookies.set("rapport_browser", forged)
        for number in range(5):
            sign_in(guesser, f"guess number {number}", "nobody@example.org")
        assert sign_in(guesser, "one more", "nobody@example.org") == 429


def test_an_address_tries_sixty_times_a_minute_and_no_more() -> None:
    attempts, here = Attempts(), Stranger("192.0.2.1")

    for _ in range(60):
        attempts.on_token(here)

    with pytest.raises(TooManyAttempts):
        attempts.on_token(here)
    attempts.on_token(Stranger("192.0.2.2"))


def test_links_are_tried_sixty_times_a_minute_from_one_address(browser: Browser) -> None:
    here, elsewhere = browser("127.0.0.8"), browser("127.0.0.9")

    statuses = [
        here.get(f"/sign-in/{'a' * 42}{number % 10}").status_code for number in range(61)
    ]

    assert statuses == [404] * 60 + [429]
    assert here.post("/v1/session", json={"link": "none"}).status_code == 429
    assert elsewhere.post("/v1/session", json={"link": "none"}).status_code == 401


def test_what_was_refused_uses_up_nothing_else() -> None:
    attempts = Attempts()
    for _ in range(5):
        attempts.on_account("olive", Stranger("192.0.2.1"))
    for _ in range(100):
        with pytest.raises(TooManyAttempts):
            attempts.on_account("olive", Stranger("192.0.2.1"))

    for _ in range(5):
        attempts.on_account("olive", Stranger("192.0.2.2"))
    with pytest.raises(TooManyAttempts):
        attempts.on_account("olive", Stranger("192.0.2.3"))
    attempts.on_account("olive", Stranger("192.0.2.3", browser="known"))


def test_a_subscriber_of_ipv6_has_one_network() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("no address") == ""


def test_accounts_whose_attempts_are_long_past_are_forgotten() -> None:
    attempts = Attempts()
    attempts.on_account("olive", Stranger("192.0.2.1"))
    storage = attempts._storage  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    for key in storage.events:
        storage.events[key] = []

    attempts.sweep()

    assert storage.events == {}


def test_a_key_shown_in_vain_over_and_over_is_told_to_wait(
    browser: Browser, app: FastAPI, workspace: Installation
) -> None:
    here, key_id = browser(), new_id()
    with workspace.database.connection() as connection:
        make(connection, workspace.settings.pepper, workspace.workspace, key_id)
    wrong = [f"rpt_{key_id.hex}_{number:043d}" for number in range(61)]

    statuses = [_shown(here, key) for key in wrong]

    assert app
    assert statuses == [401] * 60 + [429]
    assert _shown(here, f"rpt_{new_id().hex}_{'a' * 43}") == 401


def _shown(here: httpx2.Client, key: str) -> int:
    headers = {"authorization": f"Bearer {key}"}
    return here.get("/v1/candidates", headers=headers).status_code
