"""Checkpoints and proofs over HTTP, each verified as somebody elsewhere would."""

from base64 import b64decode
from threading import Thread

import httpx2
import pytest

from api.installation import Installation
from api.signing import signing
from ledger.archive.envelopes import envelope, leaf_hash
from ledger.verifier.checkpoints import checkpoint
from ledger.verifier.notes import verifier_key
from ledger.verifier.tree import is_consistent, is_included
from tests.ledger.proof.rows_of import rows_of
from tests.ledger.stories import call, head, known_candidate, record


def proof(client: httpx2.Client, what: str, **asked: int) -> list[bytes]:
    answer = client.get(f"/v1/proofs/{what}", params=asked)
    assert answer.status_code == 200, answer.text
    return [b64decode(each) for each in answer.json()["proof"]]


def test_whoever_has_a_checkpoint_can_have_every_event_proved_to_be_in_it(
    workspace: Installation, client: httpx2.Client
) -> None:
    who = known_candidate(workspace)
    for _ in range(4):
        record(workspace, call(who))

    answer = client.get("/v1/checkpoint")

    note, told = checkpoint(answer.content)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["ledger-position"] == str(told.size) == str(head(workspace))
    assert note.signers([verifier_key(each) for each in workspace.proofs.verifier_keys()])
    for row in rows_of(workspace):
        found = proof(client, "inclusion", position=row.position, size=told.size)
        leaf = leaf_hash(envelope(row))
        assert is_included(leaf, row.position - 1, told.size, found, told.root)


def test_a_later_checkpoint_goes_on_from_the_one_before(
    workspace: Installation, client: httpx2.Client
) -> None:
    who = known_candidate(workspace)
    _, first = checkpoint(client.get("/v1/checkpoint").content)
    record(workspace, call(who))
    _, second = checkpoint(client.get("/v1/checkpoint").content)

    found = proof(client, "consistency", first=first.size, second=second.size)

    assert is_consistent(first.size, second.size, found, (first.root, second.root))
    again = client.get("/v1/checkpoint", params={"size": first.size})
    assert checkpoint(again.content)[1] == first


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("checkpoint?size=99", 404),
        ("checkpoint?size=-1", 422),
        ("proofs/inclusion?position=3&size=2", 422),
        ("proofs/inclusion?position=1&size=99", 422),
        ("proofs/inclusion?position=0&size=1", 422),
        ("proofs/consistency?first=2&second=1", 422),
        ("proofs/consistency?first=1&second=99", 422),
    ],
)
def test_what_was_not_signed_or_is_not_there_is_refused(
    workspace: Installation, client: httpx2.Client, path: str, status: int
) -> None:
    known_candidate(workspace)
    before = head(workspace)

    assert client.get(f"/v1/{path}").status_code == status
    assert head(workspace) == before


def test_a_read_only_ledger_says_why_and_writes_nothing(
    workspace: Installation, client: httpx2.Client
) -> None:
    who = known_candidate(workspace)
    before = head(workspace)
    workspace.ledger.store.closed_because = "It is an older copy."

    answer = client.post("/v1/candidates", json={"name": "Ada"})
    asked = client.get(f"/v1/candidates/{who}")

    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:rapport:problem:read-only"
    assert answer.json()["detail"] == "It is an older copy."
    assert asked.status_code == 200
    assert head(workspace) == before


def test_a_server_signs_what_was_recorded_and_not_an_empty_ledger(
    workspace: Installation,
) -> None:
    with signing(workspace):
        pass
    assert (head(workspace), workspace.proofs.outside.sizes()) == (0, [])

    with signing(workspace):
        who = known_candidate(workspace)
    record(workspace, call(who))
    with signing(workspace, every=0.01):
        pass

    assert workspace.proofs.outside.sizes()[-1] == head(workspace)
    assert workspace.proofs.at(head(workspace)) is not None


def test_where_an_interrupt_comes_while_signing_begins_nobody_waits_for_its_end(
    workspace: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Thread] = []

    def interrupted(thread: Thread) -> None:
        begun.append(thread)
        raise KeyboardInterrupt

    monkeypatch.setattr(Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt), signing(workspace):
        pass

    assert [each.daemon for each in begun] == [True]
