"""What somebody allows and is owed, as it is answered: what the views say, on a day."""

from datetime import date

from api import profiles
from api.answers import privacy as answers
from ledger.words import CandidateId
from projections import consents, notices, safeguards
from projections.moment import Moment


def of_candidate(moment: Moment, candidate: CandidateId) -> answers.Privacy:
    """Return it for one candidate; raise `errors.Unknown` for a stranger."""
    root = profiles.known(moment, candidate).candidate_id
    on = moment.now().date()
    told = safeguards.of_candidates(moment, [root])[root]
    wish, hold = told.get("do_not_contact"), told.get("legal_hold")
    is_unwanted = wish is not None and wish.holds(on)
    return answers.Privacy(
        candidate_id=root,
        may_be_contacted=not is_unwanted,
        consents=[consent(each, on) for each in consents.of_candidates(moment, [root])[root]],
        do_not_contact=answers.DoNotContact(
            since=wish.said_at, until=wish.until, reason=wish.reason
        )
        if wish is not None and is_unwanted
        else None,
        notice=_notice(moment, root, told.get("notice"), on),
        legal_hold=answers.LegalHold(since=hold.said_at, reason=hold.reason)
        if hold is not None and hold.holds(on)
        else None,
    )


def consent(row: consents.Consent, on: date) -> answers.Consent:
    """Return a consent as it stands on a day."""
    ended = "expired" if row.is_given else "withdrawn"
    return answers.Consent(
        candidate_id=row.candidate_id,
        purpose=row.purpose,
        state="given" if row.holds(on) else ended,
        legal_basis=row.legal_basis,
        expires_on=row.expires_on,
        evidence=row.evidence,
        reason=row.reason,
        said_at=row.said_at,
    )


def _notice(
    moment: Moment, root: CandidateId, told: safeguards.Safeguard | None, on: date
) -> answers.NoticeState:
    if told is not None:
        return answers.NoticeState(
            state="given" if told.event_type == "NoticeGiven" else "waived",
            due_on=None,
            said_at=told.said_at,
            channel=told.channel,
            reason=told.reason,
        )
    for owed in notices.owed(moment, candidate=root, limit=1):
        is_late = owed.due_on < on or owed.last_contacted_at is not None
        return answers.NoticeState(
            state="overdue" if is_late else "owed",
            due_on=owed.due_on,
            said_at=None,
            channel=None,
            reason=None,
        )
    return answers.NoticeState(
        state="not_owed", due_on=None, said_at=None, channel=None, reason=None
    )
