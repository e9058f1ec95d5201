"""One good call of every route: what the matrices send, with ids that they choose."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx2

from ledger.ids import new_id
from tests.api.access import person_forms
from tests.api.access.world import CARD

Of = Callable[[str], str]
"""Returns an id of a kind: an own one, another workspace's, or nobody's."""


_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_FROM_OUTSIDE = {"POST /v1/session"}


class Call(NamedTuple):
    """A call that a route takes, but for whom."""

    path: str
    said: Mapping[str, Any] = {}

    def by(self, talk: httpx2.Client, method: str) -> httpx2.Response:
        """Make it, and leave the client's cookies as they are."""
        # One may be there twice: as it was kept, and as an answer set it.
        kept = {each.name: each.value or "" for each in talk.cookies.jar}
        if f"{method} {self.path}" in _FROM_OUTSIDE:
            # Whoever signs in anew is signed out where they were.
            talk.cookies.clear()
        try:
            return talk.request(method, self.path, **self.said)
        finally:
            talk.cookies.clear()
            talk.cookies.update(kept)


def _call(path: str, body: Any = None, **said: Any) -> Callable[[Of], Call]:
    """Return a call whose `{kinds}` in path, body and query are filled with ids."""

    def call(of: Of) -> Call:
        filled: dict[str, Any] = {}

        def fill(told: Any) -> Any:
            if isinstance(told, dict):
                return {name: fill(each) for name, each in told.items()}  # pyright: ignore[reportUnknownVariableType]
            if isinstance(told, list):
                return [fill(each) for each in told]  # pyright: ignore[reportUnknownVariableType]
            if not isinstance(told, str):
                return told
            for kind in _kinds(told):
                if kind not in filled:
                    filled[kind] = of(kind)
                told = told.replace(f"{{{kind}}}", filled[kind])
            return told

        at = fill(path)
        sent = {"json": fill(body)} if body is not None else {}
        return Call(at, sent | fill(said))

    return call


def _kinds(told: str) -> list[str]:
    return [part.partition("}")[0] for part in told.split("{")[1:]]


def _file(of: Of) -> Call:
    content = CARD.format(name=f"w{new_id().hex}")
    assert of
    return Call("/v1/imports?filename=a.vcf", {"content": content.encode()})


def _sent(of: Of) -> Call:
    content = CARD.format(name=f"w{new_id().hex}")
    assert of
    return Call("/import/files", {"files": {"file": ("a.vcf", content.encode())}})


def _pair(path: str, more: str = "") -> Callable[[Of], Call]:
    """Return a call of a form about two people."""
    return _call(path, content="one={candidate}&other={other}" + more, headers=_FORM)


_CANDIDATE = "/v1/candidates/{candidate}"
_ANYBODY = {
    "POST /v1/session": _call("/v1/session", {"link": "{link}"}),
    "GET /v1/session": _call("/v1/session"),
    "DELETE /v1/session": _call("/v1/session"),
    "PUT /v1/session/workspace": _call(
        "/v1/session/workspace", {"workspace_id": "{workspace}"}
    ),
    "GET /v1/workspaces": _call("/v1/workspaces"),
    "POST /v1/workspaces": _call("/v1/workspaces", {"name": "Second"}),
    "GET /healthz": _call("/healthz"),
    "GET /readyz": _call("/readyz"),
    "GET /v1/healthz": _call("/v1/healthz"),
    "GET /v1/readyz": _call("/v1/readyz"),
    "GET /docs": _call("/docs"),
    "GET /docs/{name}": _call("/docs/init.js"),
    "GET /openapi.json": _call("/openapi.json"),
}
_PEOPLE = {
    "POST /v1/candidates": _call("/v1/candidates", {"first_name": "Ada"}),
    "GET /v1/candidates": _call("/v1/candidates?pool={pool}"),
    "GET /v1/candidates/{candidate_id}": _call(_CANDIDATE),
    "PATCH /v1/candidates/{candidate_id}": _call(
        _CANDIDATE, {"title": "Lead"}, headers={"If-Match": "*"}
    ),
    "POST /v1/candidates/{candidate_id}/attachments": _call(
        _CANDIDATE + "/attachments", {"filename": "cv.pdf", "type": "resume"}
    ),
    "GET /v1/candidates/{candidate_id}/facts": _call(_CANDIDATE + "/facts"),
    "GET /v1/candidates/{candidate_id}/known-through": _call(_CANDIDATE + "/known-through"),
    "POST /v1/candidates/{candidate_id}/handles": _call(
        _CANDIDATE + "/handles", {"type": "email", "value": "{address}"}
    ),
    "PATCH /v1/candidates/{candidate_id}/handles/{handle_id}": _call(
        _CANDIDATE + "/handles/{handle}", {"status": "outdated"}
    ),
    "DELETE /v1/candidates/{candidate_id}/handles/{handle_id}": _call(
        _CANDIDATE + "/handles/{handle}"
    ),
    "PUT /v1/candidates/{candidate_id}/tags/{tag}": _call(_CANDIDATE + "/tags/x"),
    "DELETE /v1/candidates/{candidate_id}/tags/{tag}": _call(_CANDIDATE + "/tags/{tag}"),
    "GET /v1/tags": _call("/v1/tags"),
    "GET /v1/candidates/{candidate_id}/timeline": _call(_CANDIDATE + "/timeline"),
    "GET /v1/today": _call("/v1/today"),
    "GET /v1/timeline": _call("/v1/timeline"),
    "GET /v1/activity": _call("/v1/activity"),
    "POST /v1/candidates/{candidate_id}/merge": _call(
        _CANDIDATE + "/merge", {"duplicate_candidate_id": "{other}"}
    ),
    "GET /v1/merges": _call("/v1/merges"),
    "GET /v1/merges/{merge_id}": _call("/v1/merges/{merge}"),
    "POST /v1/merges/{merge_id}/undo": _call("/v1/merges/{merge}/undo", {}),
    "GET /v1/duplicates": _call("/v1/duplicates"),
    "GET /v1/candidates/{candidate_id}/duplicates": _call(_CANDIDATE + "/duplicates"),
    "POST /v1/duplicates/decisions": _call(
        "/v1/duplicates/decisions",
        {
            "primary_candidate_id": "{candidate}",
            "other_candidate_id": "{other}",
            "decision": "apart",
        },
    ),
}
_WORK = {
    "POST /v1/engagements": _call(
        "/v1/engagements", {"candidate_id": "{candidate}", "kind": "call"}
    ),
    "POST /v1/engagements/batch": _call(
        "/v1/engagements/batch", [{"candidate_id": "{candidate}", "kind": "call"}]
    ),
    "GET /v1/engagements/{engagement_id}": _call("/v1/engagements/{engagement}"),
    "PATCH /v1/engagements/{engagement_id}": _call(
        "/v1/engagements/{engagement}", {"body": "x"}, headers={"If-Match": "*"}
    ),
    "DELETE /v1/engagements/{engagement_id}": _call("/v1/engagements/{engagement}"),
    "POST /v1/pools": _call("/v1/pools", {"name": "x"}),
    "GET /v1/pools": _call("/v1/pools"),
    "GET /v1/pools/{pool_id}": _call("/v1/pools/{pool}"),
    "PATCH /v1/pools/{pool_id}": _call("/v1/pools/{pool}", {"name": "y"}),
    "POST /v1/pools/{pool_id}/archive": _call("/v1/pools/{pool}/archive"),
    "POST /v1/pools/{pool_id}/reopen": _call("/v1/pools/{pool}/reopen"),
    "GET /v1/pools/{pool_id}/members": _call("/v1/pools/{pool}/members"),
    "PUT /v1/pools/{pool_id}/members/{candidate_id}": _call(
        "/v1/pools/{pool}/members/{candidate}"
    ),
    "DELETE /v1/pools/{pool_id}/members/{candidate_id}": _call(
        "/v1/pools/{pool}/members/{candidate}"
    ),
    "PUT /v1/pools/{pool_id}/stages": _call("/v1/pools/{pool}/stages", {"stages": ["x"]}),
    "PUT /v1/pools/{pool_id}/members/{candidate_id}/stage": _call(
        "/v1/pools/{pool}/members/{in_pool}/stage", {"stage": "Contacted"}
    ),
    "GET /v1/pools/{pool_id}/board": _call("/v1/pools/{pool}/board"),
    "GET /v1/pools/{pool_id}/figures": _call("/v1/pools/{pool}/figures"),
    "GET /v1/insights/coverage": _call("/v1/insights/coverage"),
    "GET /v1/insights/pools": _call("/v1/insights/pools"),
    "GET /v1/insights/replies": _call("/v1/insights/replies"),
    "GET /v1/insights/sources": _call("/v1/insights/sources"),
    "POST /v1/searches": _call("/v1/searches", {"name": "x", "query": "stage=warm"}),
    "GET /v1/searches": _call("/v1/searches"),
    "PUT /v1/searches/{search_id}": _call(
        "/v1/searches/{search}", {"name": "y", "query": "stage=cold"}
    ),
    "DELETE /v1/searches/{search_id}": _call("/v1/searches/{search}"),
    "POST /v1/follow-ups": _call(
        "/v1/follow-ups",
        {"candidate_id": "{candidate}", "due_on": "2027-01-01", "about": "x"},
    ),
    "GET /v1/follow-ups": _call("/v1/follow-ups?state=open"),
    "POST /v1/follow-ups/{follow_up_id}/done": _call("/v1/follow-ups/{follow_up}/done"),
    "POST /v1/follow-ups/{follow_up_id}/cancel": _call("/v1/follow-ups/{follow_up}/cancel", {}),
    "POST /v1/applications": _call(
        "/v1/applications", {"candidate_id": "{candidate}", "opportunity": "x"}
    ),
    "GET /v1/applications": _call("/v1/applications?candidate_id={candidate}"),
    "GET /v1/applications/{application_id}": _call("/v1/applications/{application}"),
    "POST /v1/applications/{application_id}/move": _call(
        "/v1/applications/{application}/move", {"stage": "x"}
    ),
    "POST /v1/applications/{application_id}/close": _call(
        "/v1/applications/{application}/close", {"outcome": "withdrawn"}
    ),
    "POST /v1/applications/{application_id}/reopen": _call(
        "/v1/applications/{application}/reopen"
    ),
    "DELETE /v1/applications/{application_id}": _call("/v1/applications/{application}"),
}
_PRIVACY = {
    "GET /v1/candidates/{candidate_id}/privacy": _call(_CANDIDATE + "/privacy"),
    "PUT /v1/candidates/{candidate_id}/consents/{purpose}": _call(
        _CANDIDATE + "/consents/future_openings", {}
    ),
    "DELETE /v1/candidates/{candidate_id}/consents/{purpose}": _call(
        _CANDIDATE + "/consents/future_openings"
    ),
    "PUT /v1/candidates/{candidate_id}/do-not-contact": _call(
        _CANDIDATE + "/do-not-contact", {}
    ),
    "DELETE /v1/candidates/{candidate_id}/do-not-contact": _call(
        _CANDIDATE + "/do-not-contact"
    ),
    "PUT /v1/candidates/{candidate_id}/notice": _call(
        _CANDIDATE + "/notice", {"channel": "email"}
    ),
    "PUT /v1/candidates/{candidate_id}/legal-hold": _call(
        _CANDIDATE + "/legal-hold", {"reason": "x"}
    ),
    "DELETE /v1/candidates/{candidate_id}/legal-hold": _call(
        "/v1/candidates/{held}/legal-hold"
    ),
    "GET /v1/privacy/consents": _call("/v1/privacy/consents"),
    "GET /v1/privacy/notices": _call("/v1/privacy/notices"),
    "POST /v1/retention-rules": _call(
        "/v1/retention-rules", {"name": "x", "months": 12, "pool_id": "{pool}"}
    ),
    "GET /v1/retention-rules": _call("/v1/retention-rules"),
    "PUT /v1/retention-rules/{rule_id}": _call(
        "/v1/retention-rules/{rule}", {"name": "y", "months": 24}
    ),
    "DELETE /v1/retention-rules/{rule_id}": _call("/v1/retention-rules/{rule}"),
    "GET /v1/privacy/retention": _call("/v1/privacy/retention"),
    "POST /v1/candidates/{candidate_id}/erase": _call(
        _CANDIDATE + "/erase", {"dry_run": False}
    ),
    "GET /v1/suppression": _call("/v1/suppression"),
    "POST /v1/suppression/lift": _call(
        "/v1/suppression/lift", {"type": "email", "value": "{suppressed}"}
    ),
}
_WHOLE = {
    "POST /v1/imports": _file,
    "GET /v1/imports": _call("/v1/imports"),
    "GET /v1/imports/{import_id}": _call("/v1/imports/{import}"),
    "GET /v1/imports/{import_id}/progress": _call("/v1/imports/{import}/progress"),
    "POST /v1/imports/{import_id}/stop": _call("/v1/imports/{import}/stop"),
    "POST /v1/imports/{import_id}/revert": _call("/v1/imports/{import}/revert", {}),
    "POST /v1/imports/{import_id}/reinstate": _call("/v1/imports/{reverted}/reinstate", {}),
    "GET /v1/checkpoint": _call("/v1/checkpoint"),
    "GET /v1/proofs/inclusion": _call("/v1/proofs/inclusion?position=1&size=2"),
    "GET /v1/proofs/consistency": _call("/v1/proofs/consistency?first=1&second=2"),
    "GET /v1/events": _call("/v1/events"),
    "GET /v1/export": _call("/v1/export?format=csv"),
    "GET /v1/exports": _call("/v1/exports"),
    "GET /v1/diff": _call("/v1/diff?from=1"),
    "GET /v1/views": _call("/v1/views"),
    "POST /v1/views/{name}/rebuild": _call("/v1/views/pools/rebuild"),
}
_ACCESS = {
    "GET /v1/workspace": _call("/v1/workspace"),
    "PATCH /v1/workspace": _call("/v1/workspace", {"name": "x"}),
    "DELETE /v1/workspace": _call("/v1/workspace"),
    "POST /v1/workspace/keep": _call("/v1/workspace/keep"),
    "GET /v1/members": _call("/v1/members"),
    "PATCH /v1/members/{member_id}": _call("/v1/members/{member}", {"role": "recruiter"}),
    "DELETE /v1/members/{member_id}": _call("/v1/members/{member}"),
    "POST /v1/invitations": _call("/v1/invitations", {"name": "x", "role": "viewer"}),
    "GET /v1/invitations": _call("/v1/invitations"),
    "DELETE /v1/invitations/{invitation_id}": _call("/v1/invitations/{invitation}"),
    "POST /v1/keys": _call("/v1/keys", {"label": "x", "scopes": ["read"]}),
    "GET /v1/keys": _call("/v1/keys"),
    "POST /v1/keys/{key_id}/rotate": _call("/v1/keys/{key}/rotate", {}),
    "DELETE /v1/keys/{key_id}": _call("/v1/keys/{key}"),
}

_WORDS = "quarry plum nine lantern"
_NO_TOKEN = "x" * 43
# About whoever is signed in. What takes a telephone or a passkey is refused.
_ME = {
    "GET /v1/me": _call("/v1/me"),
    "PATCH /v1/me": _call("/v1/me", {"name": "Olive", "email": "{address}"}),
    "PUT /v1/me/password": _call("/v1/me/password", {"password": _WORDS}),
    "DELETE /v1/me/password": _call("/v1/me/password"),
    "POST /v1/me/codes": _call("/v1/me/codes", {}),
    "POST /v1/me/codes/confirm": _call("/v1/me/codes/confirm", {"code": "000000"}),
    "POST /v1/me/codes/recovery": _call("/v1/me/codes/recovery", {}),
    "DELETE /v1/me/codes": _call("/v1/me/codes"),
    "POST /v1/me/passkeys/options": _call("/v1/me/passkeys/options", {}),
    "POST /v1/me/passkeys": _call("/v1/me/passkeys", {"name": "x", "credential": {"id": "x"}}),
    "PATCH /v1/me/passkeys/{passkey_id}": _call("/v1/me/passkeys/{passkey}", {"name": "x"}),
    "DELETE /v1/me/passkeys/{passkey_id}": _call("/v1/me/passkeys/{passkey}"),
    "POST /v1/session/second-factor": _call(
        "/v1/session/second-factor", {"token": _NO_TOKEN, "code": "000000"}
    ),
    "POST /v1/session/passkey/options": _call("/v1/session/passkey/options", {}),
    "POST /v1/session/passkey": _call("/v1/session/passkey", {"credential": {"id": "x"}}),
    "POST /v1/session/invitation": _call(
        "/v1/session/invitation",
        {"link": _NO_TOKEN, "name": "Ada", "email": "{address}", "password": _WORDS},
    ),
    "POST /v1/session/proof": _call("/v1/session/proof", {"password": "not that one"}),
    "GET /v1/sessions": _call("/v1/sessions"),
    "DELETE /v1/sessions/{session_id}": _call("/v1/sessions/{session}"),
    "DELETE /v1/sessions": _call("/v1/sessions"),
}
_PAGES = {
    "GET /static/{edition}/{name}": _call("/static/now/app.css"),
    "GET /sign-in": _call("/sign-in"),
    "POST /sign-in": _call("/sign-in", content="email=a@b.example&password=x", headers=_FORM),
    "POST /sign-in/code": _call(
        "/sign-in/code", content=f"token={_NO_TOKEN}&code=000000", headers=_FORM
    ),
    "GET /sign-in/openid": _call("/sign-in/openid"),
    "GET /sign-in/openid/back": _call("/sign-in/openid/back?state=x&code=x"),
    "GET /sign-in/{token}": _call(f"/sign-in/{_NO_TOKEN}"),
    "POST /sign-in/{token}": _call(f"/sign-in/{_NO_TOKEN}", content="", headers=_FORM),
    "GET /join/{token}": _call(f"/join/{_NO_TOKEN}"),
    "POST /join/{token}": _call(f"/join/{_NO_TOKEN}", content="", headers=_FORM),
}
# Screens, a group a screen: what a browser asks for, and the forms that it sends.
_SCREENS = {
    # Today
    "GET /": _call("/"),
    "GET /today/weeks": _call("/today/weeks"),
    "GET /today/follow-ups": _call("/today/follow-ups"),
    "POST /today/done": _call("/today/done", content="follow_up_id={follow_up}", headers=_FORM),
    # People
    "GET /people": _call("/people?q=ada"),
    "POST /people/columns": _call("/people/columns", content="columns=title", headers=_FORM),
    "POST /people/many": _call(
        "/people/many", content="do=tag&tag=x&candidate_ids={candidate}", headers=_FORM
    ),
    "POST /people/erase": _call(
        "/people/erase",
        content="candidate_ids={candidate}&typed=erase+1+person",
        headers=_FORM,
    ),
    "POST /people/searches": _call(
        "/people/searches", content="name=x&query=stage%3Dwarm", headers=_FORM
    ),
    "POST /people/searches/{search_id}/drop": _call(
        "/people/searches/{search}/drop", content="", headers=_FORM
    ),
    "POST /undo/{after}/{until}": _call("/undo/0/1", content="", headers=_FORM),
    # Person
    **{route: _call(path) for route, path in person_forms.PAGES.items()},
    **{
        route: _call(path, content=content, headers=_FORM)
        for route, (path, content) in person_forms.FORMS.items()
    },
    # Timeline
    "GET /timeline": _call("/timeline?kind=call"),
    "GET /timeline/live": _call("/timeline/live?after=0&seconds=0"),
    # Pools
    "GET /pools": _call("/pools"),
    "POST /pools": _call("/pools", content="name=x", headers=_FORM),
    "GET /pools/{pool_id}": _call("/pools/{pool}"),
    "GET /pools/{pool_id}/card": _call("/pools/{pool}/card"),
    "POST /pools/{pool_id}/name": _call("/pools/{pool}/name", content="name=y", headers=_FORM),
    "POST /pools/{pool_id}/archive": _call("/pools/{pool}/archive", content="", headers=_FORM),
    "POST /pools/{pool_id}/reopen": _call("/pools/{pool}/reopen", content="", headers=_FORM),
    "POST /pools/{pool_id}/stages": _call(
        "/pools/{pool}/stages", content="stages=A", headers=_FORM
    ),
    "POST /pools/{pool_id}/members": _call(
        "/pools/{pool}/members", content="candidate_id={candidate}", headers=_FORM
    ),
    "POST /pools/{pool_id}/members/{candidate_id}/leave": _call(
        "/pools/{pool}/members/{in_pool}/leave", content="", headers=_FORM
    ),
    "POST /pools/{pool_id}/members/{candidate_id}/stage": _call(
        "/pools/{pool}/members/{in_pool}/stage", content="stage=Contacted", headers=_FORM
    ),
    # Import
    "GET /first": _call("/first"),
    "POST /first/people": _call("/first/people", content="made={made_up}", headers=_FORM),
    "GET /import": _call("/import"),
    "POST /import/files": _sent,
    "GET /import/check/{waiting_id}": _call("/import/check/{waiting}"),
    "POST /import/check/{waiting_id}": _call(
        "/import/check/{waiting}", content="region=DE", headers=_FORM
    ),
    "GET /import/check/{waiting_id}/progress": _call("/import/check/{waiting}/progress"),
    "POST /import/check/{waiting_id}/drop": _call(
        "/import/check/{waiting}/drop", content="", headers=_FORM
    ),
    "POST /import/check/{waiting_id}/import": _call(
        "/import/check/{waiting}/import", content="", headers=_FORM
    ),
    "GET /import/{import_id}": _call("/import/{import}"),
    "GET /import/{import_id}/progress": _call("/import/{import}/progress"),
    "GET /import/{import_id}/report.csv": _call("/import/{import}/report.csv"),
    "POST /import/{import_id}/stop": _call("/import/{import}/stop", content="", headers=_FORM),
    "POST /import/{import_id}/undo": _call("/import/{import}/undo", content="", headers=_FORM),
    "POST /import/{import_id}/redo": _call(
        "/import/{reverted}/redo", content="", headers=_FORM
    ),
    # Duplicates
    "GET /duplicates": _call("/duplicates"),
    "POST /duplicates/merge": _pair("/duplicates/merge", "&primary={candidate}"),
    "POST /duplicates/apart": _pair("/duplicates/apart"),
    "POST /duplicates/later": _pair("/duplicates/later"),
    "POST /duplicates/later/{one}.{other}": _call(
        "/duplicates/later/{candidate}.{other}", content="", headers=_FORM
    ),
    "GET /duplicates/merges": _call("/duplicates/merges"),
    "POST /duplicates/merges/{merge_id}/undo": _call(
        "/duplicates/merges/{merge}/undo", content="", headers=_FORM
    ),
    # Export
    "GET /export": _call("/export"),
    "GET /export/progress": _call("/export/progress?seconds=0"),
    "GET /export/copy": _call("/export/copy?format=csv&pool={pool}"),
    # Compare
    "GET /compare": _call("/compare?from=1"),
    "GET /compare/views": _call("/compare/views"),
    "POST /compare/views/{name}/rebuild": _call(
        "/compare/views/pools/rebuild", content="", headers=_FORM
    ),
    # Insights
    "GET /insights": _call("/insights"),
    "GET /insights/{part}": _call("/insights/sources"),
    # Settings
    "GET /settings": _call("/settings"),
    "GET /settings/account": _call("/settings/account"),
    "POST /settings/account": _call(
        "/settings/account", content="name=Olive&email={address}", headers=_FORM
    ),
    "POST /settings/account/prove": _call(
        "/settings/account/prove", content="password=not+that+one", headers=_FORM
    ),
    "POST /settings/account/password": _call(
        "/settings/account/password", content="password=quarry+plum+nine+lantern", headers=_FORM
    ),
    "POST /settings/account/password/remove": _call(
        "/settings/account/password/remove", content="", headers=_FORM
    ),
    "POST /settings/account/codes": _call("/settings/account/codes", content="", headers=_FORM),
    "POST /settings/account/codes/confirm": _call(
        "/settings/account/codes/confirm", content="code=000000", headers=_FORM
    ),
    "POST /settings/account/codes/recovery": _call(
        "/settings/account/codes/recovery", content="", headers=_FORM
    ),
    "POST /settings/account/codes/remove": _call(
        "/settings/account/codes/remove", content="", headers=_FORM
    ),
    "POST /settings/account/passkeys/{passkey_id}": _call(
        "/settings/account/passkeys/{passkey}", content="name=x", headers=_FORM
    ),
    "POST /settings/account/passkeys/{passkey_id}/remove": _call(
        "/settings/account/passkeys/{passkey}/remove", content="", headers=_FORM
    ),
    "POST /settings/account/sessions/{session_id}/end": _call(
        "/settings/account/sessions/{session}/end", content="", headers=_FORM
    ),
    "POST /settings/account/sessions/end-others": _call(
        "/settings/account/sessions/end-others", content="", headers=_FORM
    ),
    "GET /settings/members": _call("/settings/members"),
    "POST /settings/members/invite": _call(
        "/settings/members/invite", content="name=x&role=viewer&days=7", headers=_FORM
    ),
    "POST /settings/members/invitations/{invitation_id}/withdraw": _call(
        "/settings/members/invitations/{invitation}/withdraw", content="", headers=_FORM
    ),
    "POST /settings/members/{member_id}/role": _call(
        "/settings/members/{member}/role", content="role=recruiter", headers=_FORM
    ),
    "POST /settings/members/{member_id}/remove": _call(
        "/settings/members/{member}/remove", content="", headers=_FORM
    ),
    "GET /settings/keys": _call("/settings/keys"),
    "POST /settings/keys/issue": _call(
        "/settings/keys/issue", content="label=x&scopes=read&days=30", headers=_FORM
    ),
    "POST /settings/keys/{key_id}/rotate": _call(
        "/settings/keys/{key}/rotate", content="overlap=1", headers=_FORM
    ),
    "POST /settings/keys/{key_id}/revoke": _call(
        "/settings/keys/{key}/revoke", content="", headers=_FORM
    ),
    "GET /settings/workspace": _call("/settings/workspace"),
    "POST /settings/workspace/name": _call(
        "/settings/workspace/name", content="name=x", headers=_FORM
    ),
    "POST /settings/workspace/open": _call(
        "/settings/workspace/open", content="workspace_id={workspace}", headers=_FORM
    ),
    "POST /settings/workspace/new": _call(
        "/settings/workspace/new", content="name=", headers=_FORM
    ),
    "POST /settings/workspace/delete": _call(
        "/settings/workspace/delete", content="name=not+that+one", headers=_FORM
    ),
    "POST /settings/workspace/keep": _call(
        "/settings/workspace/keep", content="", headers=_FORM
    ),
    "GET /settings/privacy": _call("/settings/privacy"),
    "GET /settings/privacy/{what}": _call("/settings/privacy/due"),
    "POST /settings/privacy/rules": _call(
        "/settings/privacy/rules",
        content="name=x&months=24&counted_from=added",
        headers=_FORM,
    ),
    "POST /settings/privacy/rules/{rule_id}/remove": _call(
        "/settings/privacy/rules/{rule}/remove", content="", headers=_FORM
    ),
    "POST /settings/privacy/suppression/lift": _call(
        "/settings/privacy/suppression/lift",
        content="type=email&value=nobody@example.org",
        headers=_FORM,
    ),
    "GET /settings/looks": _call("/settings/looks"),
    "GET /settings/about": _call("/settings/about"),
    # Palette
    "GET /palette": _call("/palette?q=ada"),
}
_LOOKS = {
    "GET /v1/access": _call("/v1/access"),
    "GET /v1/candidates/{candidate_id}/access": _call(_CANDIDATE + "/access"),
}
# Last, since whoever signs out is signed out.
_OUT = {"POST /sign-out": _call("/sign-out", content="", headers=_FORM)}

CALLS: Mapping[str, Callable[[Of], Call]] = (
    _ANYBODY
    | _PEOPLE
    | _WORK
    | _PRIVACY
    | _WHOLE
    | _ACCESS
    | _ME
    | _PAGES
    | _SCREENS
    | _LOOKS
    | _OUT
)
"""By route, as `METHOD path`; a route without a call here fails a test."""
