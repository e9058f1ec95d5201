"""Whose profile does somebody sign with? A link at the end of what a candidate wrote."""

import re

from ledger.handles import key_of
from ledger.ids import id_of
from ledger.likeness.resemblance import Evidence
from ledger.words import CandidateId, Handle, HandleType, StreamId
from projections import handles
from projections.moment import Moment

# Everybody reads the evidence, so what somebody keeps private is none.
# The last messages say what somebody signs with today.
_MESSAGES_MAX = 100
_LINES_MAX = 8
_LINK = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*linkedin\.com/in/[^\s<>\"'|)\]]+", re.IGNORECASE
)

_SIGNED = """
select coalesce(t.changes ->> 'body', e.payload ->> 'body') as body
from timeline t
join ledger.events e on e.workspace_id = %(workspace)s and e.position = t.position
where t.workspace_id = %(workspace)s and t.candidate_id = %(candidate)s
  and t.event_type = 'EngagementRecorded' and t.direction = 'inbound'
  and t.private_to is null
  and coalesce(t.changes ->> 'body', e.payload ->> 'body') ilike '%%linkedin.com/in/%%'
order by t.position desc
limit %(messages_max)s
"""


def in_signatures(moment: Moment, candidate: CandidateId) -> dict[CandidateId, Evidence]:
    """Return who else holds a profile that the candidate signs with."""
    asked = {
        "workspace": moment.workspace,
        "candidate": candidate,
        "messages_max": _MESSAGES_MAX,
    }
    rows = moment.connection.execute(_SIGNED, asked, prepare=False).fetchall()
    links = {link for row in rows for link in _links(row["body"])}
    keys = {key_of(Handle(type=HandleType.LINKEDIN, value=link[:1_000])) for link in links}
    ids = {
        StreamId(id_of(moment.workspace, "handle", HandleType.LINKEDIN.value, key)): key
        for key in keys
    }
    found: dict[CandidateId, Evidence] = {}
    for handle_id, holder in handles.holders(moment, list(ids)).items():
        other = moment.root(holder)
        if other != candidate:
            told = f"One signs messages with the other's profile: {ids[handle_id]}."
            found[other] = Evidence(45, told)
    return found


def _links(body: str) -> list[str]:
    """Return the profile links in the last lines of a message, quoted ones left out."""
    lines = [line for line in body.splitlines() if line.strip() and not line.startswith(">")]
    return [link.rstrip(".,;") for line in lines[-_LINES_MAX:] for link in _LINK.findall(line)]
