"""Who has access, decided on the command line."""

from pathlib import Path
from uuid import uuid4

from api.access_changes import AccessChanges
from api.installation import installation
from api.settings import Settings
from ledger.words import ActorId, Role
from tests.api.cli.command import Rapport, run


def test_a_key_is_issued_listed_rotated_and_revoked(rapport: Rapport) -> None:
    label = f"Sync {uuid4().hex}"
    words = ("--scope", "read", "--scope", "write", "--days", "30")
    issued = rapport("token", "create", label, *words, "--json").json

    listed = rapport("token", "list").out
    rotated = rapport("token", "rotate", issued["id"], "--overlap-hours", "0", "--json").json
    rapport("token", "revoke", issued["id"])
    after = rapport("token", "list", "--json").json["items"]

    assert issued["key"].startswith("rpt_")
    assert rotated["key"] != issued["key"]
    assert label in listed
    assert issued["key"] not in listed
    assert {each["id"]: each["is_revoked"] for each in after}[issued["id"]] is True


def test_a_key_is_the_only_line_of_its_answer(rapport: Rapport) -> None:
    answer = rapport("token", "create", "Sync", "--scope", "read")

    assert len(answer.out.splitlines()) == 1
    assert answer.out.startswith("rpt_")


def test_a_key_without_a_scope_is_refused(rapport: Rapport) -> None:
    assert "--scope" in rapport("token", "create", "Sync", code=2).err


def test_somebody_is_invited_and_the_invitation_is_withdrawn(rapport: Rapport) -> None:
    name = f"Rosa {uuid4().hex}"
    sent = rapport("member", "invite", name, "--role", "viewer", "--json").json

    listed = rapport("member", "invitations").out
    rapport("member", "withdraw", sent["id"])
    again = rapport("member", "withdraw", sent["id"], code=2)

    assert "/join/" in sent["link"]
    assert name in listed
    assert "withdrawn" in again.err


def test_somebody_is_invited_where_the_founder_has_left(elsewhere: Path) -> None:
    with installation(Settings(data=elsewhere), say=lambda _: None) as found:
        changes = AccessChanges(found, found.owner)
        changes.add(ActorId(uuid4()), Role.OWNER, "Olive")
        changes.remove(found.owner)

    run(elsewhere, "member", "invite", "Rosa")

    (sent,) = run(elsewhere, "member", "invitations", "--json").json["items"]
    assert sent["state"] == "open"


def test_the_last_owner_stays(rapport: Rapport) -> None:
    (owner,) = rapport("member", "list", "--json").json["items"]

    refused = rapport("member", "remove", owner["id"], code=2)

    assert "keeps an owner" in refused.err
    assert rapport("member", "list", "--json").json["items"] == [owner]


def test_a_command_is_about_the_workspace_that_was_named(home: Path, rapport: Rapport) -> None:
    name, who = f"Second {uuid4().hex}", f"Quirin {uuid4().hex}"
    rapport("workspace", "create", name)
    run(home, "add", who, workspace=name)

    here = rapport("find", who.split()[1]).out
    there = run(home, "find", who.split()[1], workspace=name).out

    assert who not in here
    assert who in there


def test_a_workspace_that_is_none_is_refused_with_the_cure(home: Path) -> None:
    refused = run(home, "find", "x", code=2, workspace="Nowhere")

    assert "rapport workspace list" in refused.err


def test_a_workspace_that_is_to_go_may_be_kept(home: Path, rapport: Rapport) -> None:
    name = f"Third {uuid4().hex}"
    rapport("workspace", "create", name)

    said = run(home, "workspace", "delete", workspace=name).out
    ends = {each["name"]: each["ends_at"] for each in _all(rapport)}
    run(home, "workspace", "keep", workspace=name)

    assert "rapport export" in said
    assert ends[name] is not None
    assert {each["name"]: each["ends_at"] for each in _all(rapport)}[name] is None


def _all(rapport: Rapport) -> list[dict[str, str | None]]:
    return rapport("workspace", "list", "--json").json["items"]
