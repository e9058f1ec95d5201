from threading import Thread
from uuid import UUID

import httpx2
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI

from api.attempts import Attempts
from api.installation import Installation
from ledger import errors
from ledger.access import passwords, sessions, users
from tests.api.signing_in.conftest import EMAIL, PASSWORD, Browser, link_of, sign_in

GOOD = "marble otter seventeen clouds"


def test_address_and_password_sign_somebody_in(browser: Browser, owner: UUID) -> None:
    here = browser()

    answer = here.post("/v1/session", json={"email": EMAIL.upper(), "password": PASSWORD})

    assert answer.status_code == 201
    assert answer.json()["user_id"] == str(owner)
    assert here.get("/v1/candidates").status_code == 200


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, PASSWORD + "!"), (EMAIL, PASSWORD[:-1]), ("nobody@example.org", PASSWORD)],
)
@pytest.mark.usefixtures("owner")
def test_what_was_wrong_is_not_told(browser: Browser, email: str, password: str) -> None:
    answer = browser().post("/v1/session", json={"email": email, "password": password})

    assert answer.status_code == 401
    assert answer.json()["detail"] == "The address or the password is wrong."
    assert "set-cookie" not in answer.headers


@pytest.mark.usefixtures("owner")
def test_an_address_that_nobody_has_costs_as_many_hashes_as_a_wrong_password(
    browser: Browser,
) -> None:
    here = browser()
    counts: list[int] = []
    for email in (EMAIL, "nobody@example.org"):
        before = passwords.computed_count()
        sign_in(here, "something else entirely", email)
        counts.append(passwords.computed_count() - before)

    assert counts == [1, 1]


def test_somebody_disabled_is_answered_like_a_wrong_password(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    with workspace.database.connection() as connection:
        users.disable(connection, owner)

    answer = browser().post("/v1/session", json={"email": EMAIL, "password": PASSWORD})

    assert (answer.status_code, answer.json()["detail"]) == (
        401,
        "The address or the password is wrong.",
    )


@pytest.mark.parametrize("email", [EMAIL, "olive", "a@b@c", "o@example.org\x00"])
def test_half_of_what_is_needed_is_refused(browser: Browser, email: str) -> None:
    here = browser()

    without = here.post("/v1/session", json={"email": email})
    with_link = here.post("/v1/session", json={"email": email, "password": "x", "link": "y"})

    assert (without.status_code, with_link.status_code) == (422, 422)


def test_a_password_of_eleven_characters_is_short_and_one_of_twelve_is_not() -> None:
    with pytest.raises(errors.Invalid, match="at least 12"):
        passwords.must_be_good("xkqzjvwpmdt", about=())

    passwords.must_be_good("xkqzjvwpmdty", about=())


def test_a_password_of_a_thousand_characters_is_taken_and_one_more_is_not() -> None:
    passwords.must_be_good("xkqzjvwpmd" * 100, about=())

    with pytest.raises(errors.Invalid, match=r"at most 1000|at most 1,000"):
        passwords.must_be_good("xkqzjvwpmd" * 100 + "y", about=())


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "123456789012",
        "olive@example.org",
        "oliveexample",
        "olive@example.org1",
        "with\x00a nul inside it",
    ],
)
def test_what_others_would_guess_first_is_refused(password: str) -> None:
    with pytest.raises(errors.Invalid):
        passwords.must_be_good(password, about=(EMAIL, "Olive Owner"))


def test_an_e_with_an_accent_is_the_same_from_every_keyboard(workspace: Installation) -> None:
    pepper, user = workspace.settings.pepper, workspace.owner
    kept = passwords.encoded(pepper, user, "caf\u00e9 marble otter")

    is_right, _ = passwords.is_right(pepper, user, [kept], "cafe\u0301 marble otter")

    assert is_right


def test_a_hash_moved_to_somebody_else_opens_nothing(workspace: Installation) -> None:
    pepper = workspace.settings.pepper
    kept = passwords.encoded(pepper, workspace.owner, PASSWORD)

    is_right, _ = passwords.is_right(pepper, UUID(int=7), [kept], PASSWORD)

    assert not is_right


def test_a_hash_that_was_damaged_opens_nothing(workspace: Installation) -> None:
    pepper, user = workspace.settings.pepper, workspace.owner
    kept = passwords.encoded(pepper, user, PASSWORD)

    for damaged in ("", "none", kept[:-4], kept.replace("m=", "m=1")):
        assert passwords.is_right(pepper, user, [damaged], PASSWORD) == (False, False)


def test_a_hash_of_older_parameters_is_computed_anew(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    pepper = workspace.settings.pepper
    keyed = pepper.hashed(f"password {owner} {PASSWORD}").hex()
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(keyed)
    with workspace.database.connection() as connection:
        passwords.keep(connection, owner, old)

    assert sign_in(browser()) == 201

    with workspace.database.connection() as connection:
        (kept,) = passwords.of_user(connection, owner)
    assert "m=47104,t=1,p=1" in kept
    assert sign_in(browser()) == 201


def test_a_new_password_replaces_the_old_and_ends_the_other_sessions(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    here, elsewhere = browser(), browser()
    assert (sign_in(here), sign_in(elsewhere)) == (201, 201)
    link = link_of(workspace, owner)

    changed = here.put("/v1/me/password", json={"password": GOOD, "old": PASSWORD})

    assert changed.status_code == 204, changed.text
    assert here.get("/v1/session").status_code == 200
    assert elsewhere.get("/v1/session").status_code == 401
    assert sign_in(browser()) == 401
    assert sign_in(browser(), GOOD) == 201
    assert browser().post("/v1/session", json={"link": link}).status_code == 401


def test_changing_it_needs_the_old_one_or_a_fresh_session(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    here = browser()
    sign_in(here)
    _age(workspace, owner, "9 minutes 50 seconds")
    assert here.put("/v1/me/password", json={"password": GOOD}).status_code == 204
    _age(workspace, owner, "11 minutes")

    stale = here.put("/v1/me/password", json={"password": PASSWORD})
    wrong = here.put("/v1/me/password", json={"password": PASSWORD, "old": PASSWORD})

    assert (stale.status_code, stale.json()["type"]) == (
        403,
        "urn:rapport:problem:proof-needed",
    )
    assert wrong.status_code == 403
    assert here.post("/v1/session/proof", json={"password": PASSWORD}).status_code == 403
    assert here.post("/v1/session/proof", json={"password": GOOD}).status_code == 204
    assert here.put("/v1/me/password", json={"password": PASSWORD}).status_code == 204


def test_a_weak_new_password_is_refused_and_the_old_one_stays(
    browser: Browser, owner: UUID
) -> None:
    here = browser()
    sign_in(here)

    answer = here.put("/v1/me/password", json={"password": "olive@example.org"})

    assert owner
    assert answer.status_code == 422
    assert sign_in(browser()) == 201


def test_whoever_has_no_address_tells_one_first(
    browser: Browser, workspace: Installation
) -> None:
    here = browser()
    here.post("/v1/session", json={"link": link_of(workspace, workspace.owner)})

    without = here.put("/v1/me/password", json={"password": GOOD})
    told = here.patch("/v1/me", json={"name": "Olive", "email": "first@example.org"})
    then = here.put("/v1/me/password", json={"password": GOOD})

    assert (without.status_code, told.status_code, then.status_code) == (409, 200, 204)
    assert sign_in(browser(), GOOD, "first@example.org") == 201


def test_an_address_is_one_persons(
    browser: Browser, workspace: Installation, owner: UUID
) -> None:
    other = UUID(int=owner.int ^ 1)
    here = browser()
    here.post("/v1/session", json={"link": link_of(workspace, other)})

    answer = here.patch("/v1/me", json={"name": "Mallory", "email": EMAIL.upper()})

    assert answer.status_code == 409


@pytest.mark.usefixtures("owner")
def test_the_only_way_in_cannot_be_removed(browser: Browser) -> None:
    here = browser()
    sign_in(here)

    assert here.delete("/v1/me/password").status_code == 409
    assert sign_in(browser()) == 201


@pytest.mark.usefixtures("owner")
def test_of_many_at_once_two_are_computed_and_those_far_behind_are_told_to_wait(
    browser: Browser, app: FastAPI
) -> None:
    here = browser()
    statuses: list[int] = []

    def trying(number: int) -> None:
        statuses.append(sign_in(here, "something else", f"nobody{number}@example.org"))

    app.state.attempts = Attempts()
    threads = [Thread(target=trying, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) == {401, 503}
    assert len(statuses) == 30


@pytest.mark.usefixtures("owner")
def test_a_session_that_was_idle_for_a_week_or_is_a_month_old_has_ended(
    browser: Browser, workspace: Installation
) -> None:
    for column, still, over in (
        ("used_at", "6 days 23 hours", "7 days 1 minute"),
        ("began_at", "29 days 23 hours", "30 days 1 minute"),
    ):
        here = browser()
        sign_in(here)
        assert _status_when(here, workspace, column, still) == 200
        assert _status_when(here, workspace, column, over) == 401


def _status_when(here: httpx2.Client, workspace: Installation, column: str, ago: str) -> int:
    column_set = (
        "used_at = now() - %(ago)s::interval"
        if column == "used_at"
        else "ends_at = now() - %(ago)s::interval + %(age)s"
    )
    with workspace.database.connection() as connection:
        connection.execute(
            f"update access.sessions set {column_set}",  # pyright: ignore[reportArgumentType]
            {"ago": ago, "age": sessions.AGE_MAX},
        )
    return here.get("/v1/session").status_code


def _age(workspace: Installation, user: UUID, ago: str) -> None:
    with workspace.database.connection() as connection:
        connection.execute(
            "update access.sessions set proved_at = now() - %s::interval where user_id = %s",
            (ago, user),
        )


@pytest.mark.usefixtures("owner")
def test_whose_addresses_are_taken_is_asked_a_few_times_a_minute(browser: Browser) -> None:
    here = browser()
    sign_in(here)
    told = [{"name": "Olive", "email": f"{number}.guess@example.org"} for number in range(6)]

    answers = [here.patch("/v1/me", json=each) for each in told]

    assert [each.status_code for each in answers] == [200] * 5 + [429]
    assert "retry-after" in answers[-1].headers
    assert here.get("/v1/me").json()["email"] == "4.guess@example.org"
