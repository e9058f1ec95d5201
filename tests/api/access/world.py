"""A workspace with something of every kind in it, made over HTTP as its owner would."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx2

from api.demo.fill import fill
from ledger.access import links
from ledger.ids import new_id
from ledger.words import Role
from tests.api.access.people import People
from tests.sessions import signed_in
from tests.talking import talking_to

CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEMAIL:{name}@x.example\r\nEND:VCARD\r\n"
ERASED = "erased-{}@x.example"


class World:
    """Makes what a call is about, anew for each call; `of` yields ids by kind."""

    def __init__(self, people: People, word: Callable[[], str] | None = None) -> None:
        self.people = people
        self.word = word or (lambda: f"w{new_id().hex}")
        self.candidate = ""
        """Whoever was entered last: what is made next is about them."""
        self._waited: list[str] = []
        self.pool = ""
        self._makers: Mapping[str, Callable[[], str]] = {
            "candidate": self._candidate,
            "other": self._other,
            "erased": self._erased,
            "suppressed": self._suppressed,
            "handle": self._handle,
            "address": lambda: f"{self.word()}@z.example",
            "tag": self._tag,
            "engagement": self._engagement,
            "pool": self._pool,
            "pool_of": self._pool_of,
            "in_pool": self._in_pool,
            "search": self._search,
            "follow_up": self._follow_up,
            "application": self._application,
            "merge": self._merge,
            "import": self._import,
            "reverted": self._reverted,
            "waiting": self._waiting,
            "made_up": self._made_up,
            "rule": self._rule,
            "member": self._member,
            "invitation": self._invitation,
            "key": self._key,
            "workspace": self._workspace,
            "link": self._link,
            "held": self._held,
            "session": self._session,
            # Of nobody: to make one takes a browser.
            "passkey": lambda: str(new_id()),
        }

    def of(self, kind: str) -> str:
        """Make one of a kind and return its id."""
        return self._makers[kind]()

    def made(self, method: str, path: str, body: Any = None, **said: Any) -> Any:
        """Have the owner ask for something; fail where it is refused."""
        if body is not None:
            said["json"] = body
        answer = self.people.owner.request(method, path, **said)
        assert answer.is_success, (method, path, answer.text)
        return answer.json() if answer.content else None

    def _id(self, path: str, body: Any) -> str:
        return self.made("POST", path, body)["id"]

    def _candidate(self) -> str:
        self.candidate = self._other()
        return self.candidate

    def _other(self) -> str:
        word = self.word()
        handles = [{"type": "email", "value": f"{word}@x.example"}]
        facts = {"first_name": word, "last_name": self.word(), "title": self.word()}
        return self._id("/v1/candidates", facts | {"handles": handles, "tags": [self.word()]})

    def _session(self) -> str:
        """Return another session of the owner's."""
        cookies = signed_in(self.people.workspace)
        with talking_to(self.people.owner.base_url, cookies=cookies) as talking:
            return talking.get("/v1/session").json()["id"]

    def _erased(self) -> str:
        erased = self._other()
        self.made("POST", f"/v1/candidates/{erased}/erase", {"dry_run": False})
        return erased

    def _suppressed(self) -> str:
        """Return the address of somebody who was erased."""
        address = ERASED.format(self.word())
        handles = [{"type": "email", "value": address}]
        who = self._id("/v1/candidates", {"first_name": self.word(), "handles": handles})
        self.made("POST", f"/v1/candidates/{who}/erase", {"dry_run": False})
        return address

    def _handle(self) -> str:
        body = {"type": "email", "value": f"{self.word()}@y.example", "label": self.word()}
        return self._id(f"/v1/candidates/{self.candidate}/handles", body)

    def _tag(self) -> str:
        tag = self.word()
        self.made("PUT", f"/v1/candidates/{self.candidate}/tags/{tag}")
        return tag

    def _engagement(self) -> str:
        told = {"subject": self.word(), "body": self.word(), "kind": "call"}
        return self._id("/v1/engagements", told | {"candidate_id": self.candidate})

    def _pool(self) -> str:
        self.pool = self._id("/v1/pools", {"name": self.word(), "description": self.word()})
        return self.pool

    def _in_pool(self) -> str:
        """Return a candidate who is in the last pool."""
        who = self._candidate()
        self.made("PUT", f"/v1/pools/{self.pool}/members/{who}")
        return who

    def _search(self) -> str:
        return self._id("/v1/searches", {"name": self.word(), "query": f"q={self.word()}"})

    def _pool_of(self) -> str:
        """Return a pool that the last candidate is in."""
        pool = self._pool()
        self.made("PUT", f"/v1/pools/{pool}/members/{self.candidate}")
        return pool

    def _follow_up(self) -> str:
        known = self.people.owner.get(f"/v1/candidates/{self.candidate}")
        if known.status_code == HTTPStatus.GONE:
            # The call before erased them.
            self._candidate()
        told = {"candidate_id": self.candidate, "due_on": "2027-01-01", "about": self.word()}
        return self._id("/v1/follow-ups", told)

    def _application(self) -> str:
        told = {"opportunity": self.word(), "stage": self.word(), "source": self.word()}
        return self._id("/v1/applications", told | {"candidate_id": self.candidate})

    def _merge(self) -> str:
        body = {"duplicate_candidate_id": self._other(), "reason": self.word()}
        return self.made("POST", f"/v1/candidates/{self.candidate}/merge", body)["merge_id"]

    def _import(self) -> str:
        card = CARD.format(name=self.word())
        path = f"/v1/imports?filename={self.word()}.vcf"
        return self.made("POST", path, content=card.encode())["import_id"]

    def _reverted(self) -> str:
        import_id = self._import()
        self.made("POST", f"/v1/imports/{import_id}/revert", {"reason": self.word()})
        return import_id

    def _made_up(self) -> str:
        """Have somebody made up in the ledger; return the number of them."""
        fill(self.people.workspace, 1, lambda _done, _all: None)
        return "1"

    def _waiting(self) -> str:
        """Return a file of the owner's that waits to be brought in."""
        card = CARD.format(name=self.word())
        sent = {"file": (f"{self.word()}.vcf", card.encode())}
        answer = self.people.owner.post("/import/files", files=sent)
        assert answer.status_code == 303, answer.text
        waiting = answer.headers["location"].rpartition("/")[2]
        # Five may wait; what a test asks about is this one.
        for other in self._waited:
            self.people.owner.post(f"/import/check/{other}/drop")
        self._waited = [waiting]
        return waiting

    def _rule(self) -> str:
        return self._id("/v1/retention-rules", {"name": self.word(), "months": 12})

    def _held(self) -> str:
        """Return a candidate who may not be erased for now."""
        who = self._candidate()
        self.made("PUT", f"/v1/candidates/{who}/legal-hold", {"reason": self.word()})
        return who

    def _member(self) -> str:
        member = new_id()
        self.people.changes.add(member, Role.VIEWER, self.word())
        return str(member)

    def _invitation(self) -> str:
        return self._id("/v1/invitations", {"name": self.word(), "role": "viewer"})

    def _key(self) -> str:
        return self._id("/v1/keys", {"label": self.word(), "scopes": ["read"]})

    def _workspace(self) -> str:
        return str(self.people.workspace.workspace)

    def _link(self) -> str:
        on = self.people.workspace
        with on.database.connection() as connection:
            return links.to_sign_in(connection, on.settings.pepper, on.owner, on.workspace)


def nobodys(_: str) -> str:
    """Return an id that nothing has."""
    return str(new_id())


def without(answer: httpx2.Response, *ids: str | UUID) -> tuple[int, str, dict[str, str]]:
    """Return what an answer says apart from these ids and the time of day."""
    text, headers = answer.text, dict(answer.headers)
    headers.pop("date", None)
    told = (text, *headers.values())
    for each in ids:
        told = tuple(part.replace(str(each), "…") for part in told)
    return answer.status_code, told[0], dict(zip(headers, told[1:], strict=True))
