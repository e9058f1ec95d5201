"""What a member keeps private: in no place for anybody but its author and owners."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from ledger.words import Role
from tests.api.access.people import People, Somebody
from tests.api.access.private_places import (
    copies_of,
    engagement,
    holding,
    read_as_of,
    read_of,
)

# What shows an engagement itself; the others show what follows from it.
_SHOW_IT = 3


@dataclass(frozen=True, slots=True)
class Story:
    """A candidate, and a note of one recruiter about them that only they read."""

    author: Somebody
    candidate: str
    note: str
    canary: str
    position: int


def _record(talk: httpx2.Client, candidate: str, **told: Any) -> dict[str, Any]:
    body = {"candidate_id": candidate, "kind": "note", **told}
    answer = talk.post("/v1/engagements", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def _key_of(people: People, somebody: httpx2.Client, *scopes: str) -> Somebody:
    answer = somebody.post("/v1/keys", json={"label": "Sync", "scopes": list(scopes)})
    assert answer.status_code == 201, answer.text
    return people.with_key(answer.json()["id"], answer.json()["key"])


@pytest.fixture
def story(people: People) -> Story:
    """Tell of a private note, and of a call that everybody reads."""
    author = people.join(Role.RECRUITER)
    added = author.talk.post("/v1/candidates", json={"first_name": "Ada"}).json()
    _record(author.talk, added["id"], kind="call", direction="outbound", body="Open to all.")
    canary = f"canary{uuid4().hex}"
    noted = _record(
        author.talk,
        added["id"],
        kind="interview",
        direction="inbound",
        subject=canary,
        body=f"{canary} https://www.linkedin.com/in/somebody",
        visibility="private",
        conversation_id=canary,
        occurred_at="2024-02-01T09:00:00Z",
    )
    return Story(author, added["id"], noted["id"], canary, noted["position"])


def _others(people: People) -> dict[str, Somebody]:
    recruiter, admin = people.join(Role.RECRUITER), people.join(Role.ADMIN)
    return {
        "recruiter": recruiter,
        "admin": admin,
        "recruiter's key": _key_of(people, recruiter.talk, "read", "export"),
        "admin's key": _key_of(people, admin.talk, "read", "export"),
    }


def _readers(people: People, story: Story) -> dict[str, Somebody]:
    return {
        "author": story.author,
        "author's key": _key_of(people, story.author.talk, "read", "export"),
        "owner": Somebody(people.workspace.owner, people.owner),
        "owner's key": _key_of(people, people.owner, "read", "export"),
    }


def test_nobody_else_finds_a_private_note_anywhere(people: People, story: Story) -> None:
    for who, other in _others(people).items():
        now = read_of(other.talk, story.candidate)
        then = read_as_of(other.talk, story.candidate, story.position)
        copies = copies_of(other.talk, story.candidate)

        assert holding(now | then | copies, story.canary) == [], who
        assert holding(now | then | copies, story.note) == [], who
        assert len(holding(now, "Open to all.")) >= _SHOW_IT, who


def test_a_viewer_finds_it_nowhere_either(people: People, story: Story) -> None:
    viewer = people.join(Role.VIEWER)

    places = read_of(viewer.talk, story.candidate)

    assert holding(places, story.canary) == []
    assert len(holding(places, "Open to all.")) >= _SHOW_IT


def test_its_author_and_owners_read_it_everywhere(people: People, story: Story) -> None:
    for who, reader in _readers(people, story).items():
        now = read_of(reader.talk, story.candidate)
        then = read_as_of(reader.talk, story.candidate, story.position)
        copies = copies_of(reader.talk, story.candidate)

        assert len(holding(now, story.canary)) >= _SHOW_IT, who
        assert holding(then, story.canary) != [], who
        assert {place.partition(" ")[0] for place in holding(copies, story.canary)} >= {
            "csv",
            "html",
            "xlsx",
            "sqlite",
        }, who


def test_what_a_key_keeps_private_is_its_members_to_read(people: People, story: Story) -> None:
    key = _key_of(people, story.author.talk, "write")
    other = people.join(Role.RECRUITER)

    noted = _record(key.talk, story.candidate, body="Of a program", visibility="private")

    assert engagement(story.author.talk, noted["id"]).status_code == 200
    assert engagement(other.talk, noted["id"]).status_code == 404


def test_a_note_of_somebody_else_and_a_missing_one_are_answered_alike(
    people: People, story: Story
) -> None:
    other, missing = people.join(Role.RECRUITER), str(uuid4())

    closed = engagement(other.talk, story.note)
    nothing = engagement(other.talk, missing)
    changed = other.talk.patch(f"/v1/engagements/{story.note}", json={"body": "x"})
    unchanged = other.talk.patch(f"/v1/engagements/{missing}", json={"body": "x"})
    taken = other.talk.delete(f"/v1/engagements/{story.note}")

    assert (closed.status_code, changed.status_code, taken.status_code) == (404, 404, 404)
    assert closed.text.replace(story.note, missing) == nothing.text
    assert changed.text.replace(story.note, missing) == unchanged.text
    assert engagement(story.author.talk, story.note).json()["state"] == "recorded"


def test_how_things_stand_counts_what_whoever_asks_may_read(
    people: People, story: Story
) -> None:
    other = people.join(Role.RECRUITER)
    path = f"/v1/candidates/{story.candidate}"

    def stands(talk: httpx2.Client) -> tuple[Any, ...]:
        told = talk.get(path).json()["relationship"]
        kinds = {each["kind"] for each in told["counts"]}
        return told["engagement_count"], told["last_replied_at"], kinds

    assert stands(other.talk) == (1, None, {"call"})
    for reader in (story.author.talk, people.owner):
        count, replied_at, kinds = stands(reader)
        assert (count, kinds) == (2, {"call", "interview"})
        assert replied_at.startswith("2024-02-01")


def test_a_list_by_last_talk_is_in_the_order_of_what_one_may_read(
    people: People, story: Story
) -> None:
    other = people.join(Role.RECRUITER)
    ben = other.talk.post("/v1/candidates", json={"first_name": "Ben"}).json()["id"]
    _record(other.talk, ben, kind="call", occurred_at="2190-01-01T00:00:00Z")
    _record(other.talk, ben, kind="call", occurred_at="2025-01-01T00:00:00Z")
    _record(other.talk, story.candidate, visibility="private")

    def order(talk: httpx2.Client) -> list[tuple[str, str]]:
        items = talk.get("/v1/candidates?sort=last_engaged").json()["items"]
        return [(each["id"], each["last_engaged_at"]) for each in items]

    by_author, by_other = order(story.author.talk), order(other.talk)

    assert [each for each, _ in by_author] == [story.candidate, ben]
    assert [each for each, _ in by_other] == [story.candidate, ben]
    assert by_author[0][1] < by_other[0][1]


def test_a_merge_opens_nothing_and_taking_it_back_neither(people: People, story: Story) -> None:
    other = people.join(Role.RECRUITER)
    twin = other.talk.post("/v1/candidates", json={"first_name": "Ada"}).json()["id"]
    merge = f"/v1/candidates/{twin}/merge"
    wanted = {"duplicate_candidate_id": story.candidate}

    looked = other.talk.post(merge, json=wanted | {"dry_run": True})
    merged = other.talk.post(merge, json=wanted)
    as_one = read_of(other.talk, twin) | copies_of(other.talk, twin)
    of_author = story.author.talk.get(f"/v1/candidates/{twin}/timeline").text
    other.talk.post(f"/v1/merges/{merged.json()['merge_id']}/undo")
    as_two = read_of(other.talk, story.candidate) | read_of(other.talk, twin)

    assert (looked.status_code, merged.status_code) == (200, 201)
    assert "Open to all." in looked.text
    assert story.canary not in looked.text + merged.text
    assert holding(as_one | as_two, story.canary) == []
    assert story.canary in of_author


def test_what_is_made_private_later_is_closed_as_of_then_too(
    people: People, story: Story
) -> None:
    other, canary = people.join(Role.RECRUITER), f"canary{uuid4().hex}"
    noted = _record(story.author.talk, story.candidate, body=canary)
    path = f"/v1/engagements/{noted['id']}"
    before = read_of(other.talk, story.candidate)
    story.author.talk.patch(path, json={"visibility": "private"})
    after = read_as_of(other.talk, story.candidate, noted["position"])
    of_author = read_as_of(story.author.talk, story.candidate, noted["position"])
    then = engagement(other.talk, noted["id"], as_of=noted["position"])
    story.author.talk.delete(path)

    assert holding(before, canary) != []
    assert holding(after, canary) == []
    assert holding(of_author, canary) != []
    assert then.status_code == 404
    assert holding(read_as_of(other.talk, story.candidate, noted["position"]), canary) == []
    assert holding(read_of(other.talk, story.candidate), canary) == []


@pytest.mark.parametrize("is_merged", [False, True])
def test_what_is_made_private_later_is_in_no_figure_of_then(
    people: People, story: Story, *, is_merged: bool
) -> None:
    author, other = story.author.talk, people.join(Role.RECRUITER).talk
    ben = author.post("/v1/candidates", json={"first_name": "Ben"}).json()["id"]
    _record(author, ben, kind="call", direction="outbound", occurred_at="2023-03-03T09:00:00Z")
    twin = author.post("/v1/candidates", json={"first_name": "B."}).json()["id"]
    told = {"kind": "call", "direction": "inbound", "occurred_at": "2024-05-05T09:00:00Z"}
    noted = _record(author, twin if is_merged else ben, **told)
    author.post(f"/v1/candidates/{ben}/merge", json={"duplicate_candidate_id": twin})
    then = people.owner.get("/v1/candidates").headers["Ledger-Position"]

    def figures(talk: httpx2.Client) -> tuple[Any, ...]:
        stands = talk.get(f"/v1/candidates/{ben}?as_of={then}").json()["relationship"]
        return stands["engagement_count"], stands["last_replied_at"], stands["reply_owed_by"]

    def places(talk: httpx2.Client) -> dict[str, str]:
        found = read_as_of(talk, ben, int(then))
        asked = (
            f"/v1/candidates?sort=name&as_of={then}",
            f"/v1/candidates?reply_owed_by=recruiter&as_of={then}",
            f"/v1/today?as_of={then}",
            f"/v1/diff?from={noted['position'] - 1}&to={then}",
            f"/people?sort=-last_engaged&as_of={then}",
            f"/people/{ben}?as_of={then}",
        )
        return found | {path: talk.get(path).text for path in asked}

    before, shown = figures(other), holding(places(other), "2024-05-05")
    author.patch(f"/v1/engagements/{noted['id']}", json={"visibility": "private"})

    assert before == (2, "2024-05-05T09:00:00Z", "recruiter")
    assert len(shown) >= _SHOW_IT
    assert figures(other) == (1, None, "candidate")
    assert holding(places(other), "2024-05-05") == []
    for reader in (author, people.owner):
        assert figures(reader) == before
        assert holding(places(reader), "2024-05-05") == shown
    author.patch(f"/v1/engagements/{noted['id']}", json={"visibility": None})
    assert figures(other) == before


def test_what_is_opened_again_is_everybodys(people: People, story: Story) -> None:
    other = people.join(Role.RECRUITER)

    opened = story.author.talk.patch(f"/v1/engagements/{story.note}", json={"visibility": None})

    assert opened.status_code == 200, opened.text
    assert engagement(other.talk, story.note).status_code == 200
    assert len(holding(read_of(other.talk, story.candidate), story.canary)) >= _SHOW_IT
    then = engagement(other.talk, story.note, as_of=story.position)
    assert then.status_code == 404


def test_who_may_read_it_is_for_its_author_and_owners_to_say(
    people: People, story: Story
) -> None:
    other = people.join(Role.RECRUITER)
    noted = _record(story.author.talk, story.candidate, body="Everybody's")
    path = f"/v1/engagements/{noted['id']}"

    refused = other.talk.patch(path, json={"visibility": "private"})
    corrected = other.talk.patch(path, json={"body": "Everybody's, and put right"})
    closed = people.owner.patch(path, json={"visibility": "private"})

    assert (refused.status_code, corrected.status_code) == (403, 200)
    assert closed.status_code == 200
    assert engagement(other.talk, noted["id"]).status_code == 404
    assert engagement(story.author.talk, noted["id"]).status_code == 200


def test_the_feed_goes_on_behind_what_is_left_out(people: People, story: Story) -> None:
    other = people.join(Role.RECRUITER)
    for number in range(3):
        _record(story.author.talk, story.candidate, body=str(number), visibility="private")
    last = _record(story.author.talk, story.candidate, body="Behind it")

    lines = other.talk.get(f"/v1/events?after={story.position - 1}&limit=2").text
    of_owner = people.owner.get(f"/v1/events?after={story.position - 1}&limit=5").text

    assert lines.count("\n") <= 2
    assert f'"position":{last["position"]}' in lines
    assert story.canary not in lines
    assert story.canary in of_owner


@pytest.mark.parametrize("form", ["archive", "ndjson"])
def test_the_whole_history_is_for_owners(people: People, story: Story, form: str) -> None:
    others = _others(people)
    owners = [people.owner, _key_of(people, people.owner, "export").talk]

    for one in ("", f"&candidate_ids={story.candidate}" if form == "archive" else ""):
        path = f"/v1/export?format={form}{one}"
        for who, other in others.items():
            refused = other.talk.get(path)
            assert refused.status_code == 403, who
            assert "html" in refused.json()["detail"]
        assert [each.get(path).status_code for each in owners] == [200, 200]


def test_a_batch_and_a_repeated_key_say_nothing_of_it(people: People, story: Story) -> None:
    other, canary = people.join(Role.RECRUITER), f"canary{uuid4().hex}"
    told = {
        "candidate_id": story.candidate,
        "kind": "email",
        "source": "mailbox",
        "external_id": "<1@example.com>",
    }
    private = told | {"body": canary, "visibility": "private"}
    key = {"Idempotency-Key": "shared"}
    first = story.author.talk.post("/v1/engagements", json=private, headers=key)

    batch = other.talk.post("/v1/engagements/batch", json=[told | {"body": "Mine"}])
    repeat = other.talk.post("/v1/engagements", json=told | {"body": "Mine"}, headers=key)

    again = other.talk.post("/v1/engagements", json=told)
    by_author = story.author.talk.post("/v1/engagements", json=told)
    (line,) = batch.json()["items"]
    (of_author,) = story.author.talk.post("/v1/engagements/batch", json=[told]).json()["items"]

    place = first.json()
    nowhere = {**dict.fromkeys(place), "candidate_id": story.candidate}
    assert first.status_code == 201
    assert canary not in batch.text + repeat.text
    assert [(each.status_code, each.json()) for each in (repeat, again)] == [(200, nowhere)] * 2
    assert line["status"] == "known"
    assert {name: line[name] for name in place} == nowhere
    assert (by_author.status_code, by_author.json()) == (200, place)
    assert {name: of_author[name] for name in place} == place
    assert holding(read_of(other.talk, story.candidate), canary) == []


def test_through_whom_somebody_is_known_follows_from_nothing_private(
    people: People, story: Story
) -> None:
    friend = story.author.talk.post("/v1/candidates", json={"first_name": "Grace"}).json()
    told = {"kind": "meeting", "conversation_id": story.canary, "visibility": "private"}
    position = _record(story.author.talk, friend["id"], **told)["position"]

    def known_through(talk: httpx2.Client, who: str, **query: int) -> list[str]:
        answer = talk.get(f"/v1/candidates/{who}/known-through", params=query)
        return [each["name"] for each in answer.json()["items"]]

    for who, other in _others(people).items():
        for one in (friend["id"], story.candidate):
            assert known_through(other.talk, one) == [], who
            assert known_through(other.talk, one, as_of=position) == [], who
    for who, reader in _readers(people, story).items():
        assert known_through(reader.talk, story.candidate) == ["Grace"], who
        assert known_through(reader.talk, story.candidate, as_of=position) == ["Grace"], who
