"""Checkpoints and verdicts on the command line."""

from pathlib import Path

import psycopg
import pytest

from ledger.embedded import running
from ledger.verifier.checkpoints import checkpoint
from tests.api.cli.command import Rapport, run
from tests.ledger.verifier.archives import FIRST_KEY, OTHER_KEY, archive


def cut_off_the_end(data: Path) -> None:
    """Take the last event away, as putting back an older copy of the database would."""
    with (
        running(data, say=lambda _: None) as server,
        psycopg.connect(server.owner_url, autocommit=True) as owner,
    ):
        owner.execute("alter table ledger.events disable trigger all")
        owner.execute(
            "delete from ledger.events e using ledger.heads h"
            " where e.workspace_id = h.workspace_id and e.position = h.position"
        )
        owner.execute("update ledger.heads set position = position - 1")
        owner.execute("delete from ledger.checkpoints")
        owner.execute("alter table ledger.events enable always trigger events_are_forever")


def test_a_checkpoint_is_shown_as_it_is_mailed_or_printed(
    rapport: Rapport, somebody: str
) -> None:
    shown = rapport("checkpoint").out
    told = rapport("checkpoint", "--json").json

    assert somebody not in shown
    assert shown == told["note"]
    assert checkpoint(shown.encode())[1].root.hex() == told["root"]
    assert told["verifier_keys"][-1].startswith("rapport-ledger/")


def test_the_ledger_itself_is_verified_where_no_archive_is_named(
    rapport: Rapport, somebody: str
) -> None:
    assert somebody
    size = rapport("checkpoint", "--json").json["size"]

    verdict = rapport("verify", "--json").json

    assert verdict["is_whole"]
    assert verdict["event_count"] == size
    assert rapport("verify").out.startswith("WHOLE.")


def test_an_archive_is_verified_against_the_key_one_knows(
    rapport: Rapport, tmp_path: Path
) -> None:
    folder = archive(tmp_path)

    assert "Not proved: whose key this is" in rapport("verify", folder).out
    assert rapport("verify", folder, "--key", FIRST_KEY.key, "--json").json["is_pinned"]
    forged = rapport("verify", folder, "--key", OTHER_KEY.key, code=1)
    assert "none of the keys has signed it" in forged.out
    other = rapport("verify", folder, "--origin", "rapport-ledger/other", code=1)
    assert "not of rapport-ledger/other" in other.out
    assert "no Ed25519 verifier key" in rapport("verify", folder, "--key", "x", code=2).err
    assert "name one" in rapport("verify", "--key", FIRST_KEY.key, code=2).err


def test_a_damaged_archive_is_named_by_its_place(rapport: Rapport, tmp_path: Path) -> None:
    folder = archive(tmp_path)
    file = folder / "data/events/events-000002.ndjson"
    file.write_bytes(file.read_bytes().replace(b"\xe2\x80\x9c45", b"\xe2\x80\x9c46"))

    verdict = rapport("verify", folder, "--json", code=1).json

    assert not verdict["is_whole"]
    assert verdict["faults"][0]["position"] == 45
    assert verdict["faults"][1]["file"] == "data/events/events-000002.ndjson"


@pytest.mark.timeout(300)
def test_an_older_database_is_read_only_until_its_owner_accepts_it(elsewhere: Path) -> None:
    run(elsewhere, "add", "Ada Prague")
    run(elsewhere, "add", "Eve Lisbon")
    refused = run(elsewhere, "checkpoint", "accept-older", "--yes", code=2)
    signed = run(elsewhere, "checkpoint", "--json").json
    assert "the one that was left" in refused.err
    cut_off_the_end(elsewhere)

    answer = run(elsewhere, "add", "Zoe Porto", code=1)

    assert "rapport checkpoint accept-older --yes" in answer.err
    assert "Ada Prague" in run(elsewhere, "find", "Ada").out
    assert "read-only" in run(elsewhere, "doctor", code=1).out
    assert "cut off" in run(elsewhere, "verify", code=1).out
    assert "Add --yes" in run(elsewhere, "checkpoint", "accept-older", code=2).err
    aside = run(elsewhere, "checkpoint", "accept-older", "--yes", "--json").json["put_aside"]
    assert (Path(aside) / "latest").read_text() == signed["note"]
    run(elsewhere, "add", "Zoe Porto")
    assert run(elsewhere, "verify", "--json").json["is_whole"]
