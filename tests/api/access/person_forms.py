"""What a person's page asks for: by route, the address that is asked and the form's content."""

from collections.abc import Mapping

_ONE = "/people/{candidate_id}"
_AT = "/people/{candidate}"
_THEN = "before=999999999999999999"

PAGES: Mapping[str, str] = {
    "GET /people/new": "/people/new",
    "GET /when": "/when?when=yesterday",
    f"GET {_ONE}": _AT,
    f"GET {_ONE}/look-alikes": f"{_AT}/look-alikes",
    f"GET {_ONE}/known-through": f"{_AT}/known-through",
    f"GET {_ONE}/engagements/{{engagement_id}}": f"{_AT}/engagements/{{engagement}}",
    f"GET {_ONE}/facts": f"{_AT}/facts",
    f"GET {_ONE}/privacy": f"{_AT}/privacy",
    f"GET {_ONE}/access": f"{_AT}/access",
    f"GET {_ONE}/erase": f"{_AT}/erase",
}

_OF_A_PERSON: Mapping[str, tuple[str, str]] = {
    "/log": ("/log", "kind=call&body=Hello"),
    "/engagements/{engagement_id}": ("/engagements/{engagement}", "kind=call&body=Hello"),
    "/engagements/{engagement_id}/take-back": ("/engagements/{engagement}/take-back", ""),
    "/engagements/{engagement_id}/again": ("/engagements/{engagement}/again", ""),
    "/facts/{field}": ("/facts/location", "value=Oslo"),
    "/facts-undo": (f"/facts-undo?field=title&{_THEN}", ""),
    "/handles": ("/handles", "value={address}"),
    "/handles/{handle_id}/remove": ("/handles/{handle}/remove", ""),
    "/handles/{handle_id}/again": (f"/handles/{{handle}}/again?{_THEN}", ""),
    "/handles/{handle_id}/{change}": ("/handles/{handle}/outdated", ""),
    "/tags": ("/tags", "tag=x"),
    "/tags/remove": ("/tags/remove", "tag=x"),
    "/tags/again": (f"/tags/again?{_THEN}", ""),
    "/pools": ("/pools", "pool={pool}"),
    "/pools/{pool_id}/leave": ("/pools/{pool}/leave", ""),
    "/pools/{pool_id}/join": ("/pools/{pool}/join", ""),
    "/follow-ups": ("/follow-ups", "follow_up=Friday"),
    "/follow-ups/{follow_up_id}/done": ("/follow-ups/{follow_up}/done", ""),
    "/follow-ups/{follow_up_id}/cancel": ("/follow-ups/{follow_up}/cancel", ""),
    "/follow-ups/{follow_up_id}/again": ("/follow-ups/{follow_up}/again", ""),
    "/applications": ("/applications", "opportunity=x"),
    "/applications/{application_id}/move": ("/applications/{application}/move", "stage=x"),
    "/applications/{application_id}/close": (
        "/applications/{application}/close",
        "outcome=hired",
    ),
    "/applications/{application_id}/reopen": ("/applications/{application}/reopen", ""),
    "/applications/{application_id}/take-back": ("/applications/{application}/take-back", ""),
    "/attachments": ("/attachments", "filename=cv.pdf"),
    "/consents": ("/consents", "purpose=news"),
    "/consents/withdraw": ("/consents/withdraw", "purpose=news"),
    "/do-not-contact": ("/do-not-contact", ""),
    "/do-not-contact/lift": ("/do-not-contact/lift", ""),
    "/notice": ("/notice", "channel=email"),
    "/legal-hold": ("/legal-hold", "reason=Claim"),
    "/legal-hold/release": ("/legal-hold/release", ""),
    "/erase": ("/erase", "typed=nobody"),
}
FORMS: Mapping[str, tuple[str, str]] = {
    "POST /people/new": ("/people/new", "first_name=Ada"),
    **{
        f"POST {_ONE}{route}": (_AT + path, content)
        for route, (path, content) in _OF_A_PERSON.items()
    },
}
"""By route, where its form is sent, and what it says."""
