"""Every route by whether it shows somebody, and how each that does is asked."""

from typing import Any, NamedTuple
from uuid import uuid4

import httpx2

from ledger.access.looks import Shown

SHOWS_NOBODY = {
    # What is answered are places in the ledger and counts, and names of nobody.
    "POST /engagements",
    "POST /engagements/batch",
    "DELETE /engagements/{engagement_id}",
    "DELETE /applications/{application_id}",
    "POST /candidates/{candidate_id}/attachments",
    "DELETE /candidates/{candidate_id}/handles/{handle_id}",
    "PUT /candidates/{candidate_id}/tags/{tag:path}",
    "DELETE /candidates/{candidate_id}/tags/{tag:path}",
    "PUT /pools/{pool_id}/members/{candidate_id}",
    "DELETE /pools/{pool_id}/members/{candidate_id}",
    "POST /duplicates/decisions",
    "GET /tags",
    # Of the caller's own exports, how many events and bytes.
    "GET /exports",
    "GET /activity",
    "GET /suppression",
    "POST /suppression/lift",
    "POST /imports/{import_id}/stop",
    # Of pools and rules, not of who is in them or due by them.
    "POST /pools",
    "GET /pools",
    "GET /pools/{pool_id}",
    "PATCH /pools/{pool_id}",
    "POST /pools/{pool_id}/archive",
    "POST /pools/{pool_id}/reopen",
    "PUT /pools/{pool_id}/stages",
    "PUT /pools/{pool_id}/members/{candidate_id}/stage",
    "GET /insights/coverage",
    "GET /insights/pools",
    "GET /insights/replies",
    "GET /insights/sources",
    "POST /searches",
    "GET /searches",
    "PUT /searches/{search_id}",
    "DELETE /searches/{search_id}",
    "POST /retention-rules",
    "GET /retention-rules",
    "PUT /retention-rules/{rule_id}",
    "DELETE /retention-rules/{rule_id}",
    # Of digests and of views.
    "GET /checkpoint",
    "GET /proofs/inclusion",
    "GET /proofs/consistency",
    "GET /views",
    "POST /views/{name}/rebuild",
    # Of whoever is signed in, about themselves.
    "GET /me",
    "PATCH /me",
    "PUT /me/password",
    "DELETE /me/password",
    "POST /me/codes",
    "POST /me/codes/confirm",
    "POST /me/codes/recovery",
    "DELETE /me/codes",
    "POST /me/passkeys/options",
    "POST /me/passkeys",
    "PATCH /me/passkeys/{passkey_id}",
    "DELETE /me/passkeys/{passkey_id}",
    "POST /session/second-factor",
    "POST /session/passkey/options",
    "POST /session/passkey",
    "POST /session/invitation",
    "POST /session/proof",
    "GET /sessions",
    "DELETE /sessions",
    "DELETE /sessions/{session_id}",
    # Of members and keys, and of who looked.
    "POST /session",
    "GET /session",
    "PUT /session/workspace",
    "DELETE /session",
    "GET /workspaces",
    "POST /workspaces",
    "GET /workspace",
    "PATCH /workspace",
    "DELETE /workspace",
    "POST /workspace/keep",
    "GET /members",
    "PATCH /members/{member_id}",
    "DELETE /members/{member_id}",
    "POST /invitations",
    "GET /invitations",
    "DELETE /invitations/{invitation_id}",
    "POST /keys",
    "GET /keys",
    "POST /keys/{key_id}/rotate",
    "DELETE /keys/{key_id}",
    "GET /candidates/{candidate_id}/access",
    "GET /access",
}
"""The routes whose answers hold no personal data of candidates."""

_ONE = "/candidates/{candidate_id}"


class Asking(NamedTuple):
    """How a route is asked, and what is put down for it."""

    shown: Shown
    is_of_one: bool = True
    """Whether it is about the candidate `candidate_id`, and the record names them."""
    json: dict[str, Any] | None = None
    query: str = ""
    files: Any = None
    is_anew: bool = False
    """Whether it needs what was told to be as it was: another route changed it."""


SHOWS = {
    "POST /candidates": Asking(Shown.PROFILE, is_of_one=False, json={"first_name": "New"}),
    "GET /candidates": Asking(Shown.LIST, is_of_one=False),
    f"GET {_ONE}": Asking(Shown.PROFILE),
    f"PATCH {_ONE}": Asking(Shown.PROFILE, json={"title": "Analyst"}),
    f"GET {_ONE}/facts": Asking(Shown.FACTS),
    f"GET {_ONE}/known-through": Asking(Shown.TIMELINE),
    f"POST {_ONE}/handles": Asking(
        Shown.PROFILE, json={"type": "email", "value": "a@example.com"}
    ),
    f"PATCH {_ONE}/handles/{{handle_id}}": Asking(Shown.PROFILE, json={"label": "work"}),
    f"GET {_ONE}/timeline": Asking(Shown.TIMELINE),
    "GET /today": Asking(Shown.LIST, is_of_one=False),
    "GET /timeline": Asking(Shown.TIMELINE, is_of_one=False),
    "GET /engagements/{engagement_id}": Asking(Shown.ENGAGEMENT),
    "PATCH /engagements/{engagement_id}": Asking(Shown.ENGAGEMENT, json={"subject": "x"}),
    "GET /pools/{pool_id}/members": Asking(Shown.LIST, is_of_one=False),
    "GET /pools/{pool_id}/board": Asking(Shown.LIST, is_of_one=False),
    "GET /pools/{pool_id}/figures": Asking(Shown.LIST, is_of_one=False),
    "POST /follow-ups": Asking(Shown.FOLLOW_UPS, json={"due_on": "2190-01-01", "about": "x"}),
    "GET /follow-ups": Asking(Shown.FOLLOW_UPS, is_of_one=False),
    "POST /follow-ups/{follow_up_id}/done": Asking(Shown.FOLLOW_UPS),
    "POST /follow-ups/{follow_up_id}/cancel": Asking(Shown.FOLLOW_UPS, is_anew=True),
    "POST /applications": Asking(
        Shown.APPLICATIONS, json={"opportunity": "Platform", "stage": "met"}
    ),
    "GET /applications": Asking(Shown.APPLICATIONS, is_of_one=False),
    "GET /applications/{application_id}": Asking(Shown.APPLICATIONS),
    "POST /applications/{application_id}/move": Asking(
        Shown.APPLICATIONS, json={"stage": "offer"}
    ),
    "POST /applications/{application_id}/close": Asking(
        Shown.APPLICATIONS, json={"outcome": "hired"}
    ),
    "POST /applications/{application_id}/reopen": Asking(Shown.APPLICATIONS),
    f"POST {_ONE}/merge": Asking(Shown.PROFILE, json={"dry_run": True}),
    "GET /merges": Asking(Shown.MERGES, is_of_one=False),
    "GET /merges/{merge_id}": Asking(Shown.MERGES, is_of_one=False),
    "POST /merges/{merge_id}/undo": Asking(Shown.MERGES, is_of_one=False),
    "GET /duplicates": Asking(Shown.DUPLICATES, is_of_one=False),
    f"GET {_ONE}/duplicates": Asking(Shown.DUPLICATES),
    f"GET {_ONE}/privacy": Asking(Shown.PRIVACY),
    f"PUT {_ONE}/consents/{{purpose}}": Asking(Shown.PRIVACY, json={}),
    f"DELETE {_ONE}/consents/{{purpose}}": Asking(Shown.PRIVACY),
    f"PUT {_ONE}/do-not-contact": Asking(Shown.PRIVACY, json={}),
    f"DELETE {_ONE}/do-not-contact": Asking(Shown.PRIVACY),
    f"PUT {_ONE}/notice": Asking(Shown.PRIVACY, json={"channel": "call"}),
    f"PUT {_ONE}/legal-hold": Asking(Shown.PRIVACY, json={"reason": "A claim"}),
    f"DELETE {_ONE}/legal-hold": Asking(Shown.PRIVACY),
    "GET /privacy/consents": Asking(Shown.PRIVACY, is_of_one=False),
    "GET /privacy/notices": Asking(Shown.PRIVACY, is_of_one=False),
    "GET /privacy/retention": Asking(Shown.RETENTION, is_of_one=False),
    f"POST {_ONE}/erase": Asking(Shown.ERASURE, json={}),
    "POST /imports": Asking(
        Shown.IMPORT,
        is_of_one=False,
        query="?dry_run=true",
        files={"file": ("people.csv", "name,email\nCy,cy@example.com\n")},
    ),
    "GET /imports": Asking(Shown.IMPORT, is_of_one=False),
    "GET /imports/{import_id}": Asking(Shown.IMPORT, is_of_one=False),
    "GET /imports/{import_id}/progress": Asking(Shown.IMPORT, is_of_one=False),
    "POST /imports/{import_id}/revert": Asking(Shown.IMPORT, is_of_one=False),
    "POST /imports/{import_id}/reinstate": Asking(Shown.IMPORT, is_of_one=False),
    "GET /events": Asking(Shown.EVENTS, is_of_one=False),
    "GET /export": Asking(Shown.ARCHIVE, is_of_one=False),
    "GET /diff": Asking(Shown.DIFF, is_of_one=False, query="?from=0"),
}
"""The others, and how each is asked."""


def told_of_all(talk: httpx2.Client) -> dict[str, str]:
    """Tell of a candidate all that routes ask for; return the ids by their names in paths."""

    def sent(path: str, **body: Any) -> dict[str, Any]:
        answer = talk.post(f"/v1{path}", json=body)
        assert answer.status_code < 300, answer.text
        return answer.json()

    ada, twin, third = (
        sent("/candidates", first_name=f"{name} {uuid4().hex}")["id"]
        for name in ("Ada", "Bea", "Cleo")
    )
    pool = sent("/pools", name="Platform")["id"]
    talk.put(f"/v1/pools/{pool}/members/{ada}")
    reached = sent(f"/candidates/{ada}/handles", type="email", value=f"{ada}@example.com")
    table = f"name,email\nDee,{twin}@example.com\n"
    brought = talk.post("/v1/imports", files={"file": ("people.csv", table)}).json()
    return {
        "candidate_id": ada,
        "duplicate_candidate_id": twin,
        "handle_id": reached["id"],
        "engagement_id": sent("/engagements", candidate_id=ada, kind="call")["id"],
        "pool_id": pool,
        "follow_up_id": sent("/follow-ups", candidate_id=ada, due_on="2190-01-01", about="x")[
            "id"
        ],
        "application_id": sent("/applications", candidate_id=ada, opportunity="x", stage="y")[
            "id"
        ],
        "merge_id": sent(f"/candidates/{twin}/merge", duplicate_candidate_id=third)["merge_id"],
        "import_id": brought["import_id"],
        "purpose": "news",
    }


def asked(
    talk: httpx2.Client, route: str, ids: dict[str, str], asking: Asking
) -> httpx2.Response:
    """Ask a route about what was told."""
    method, _, path = route.partition(" ")
    named: dict[str, str] = {}
    if asking.is_of_one and "{" not in path:
        named = {"candidate_id": ids["candidate_id"]}
    if path.endswith("/merge"):
        named = {"duplicate_candidate_id": ids["duplicate_candidate_id"]}
    return talk.request(
        method,
        f"/v1{path.format(**ids)}{asking.query}",
        json=None if asking.json is None else named | asking.json,
        files=asking.files,
        headers={"If-Match": "*"} if method == "PATCH" else {},
    )
