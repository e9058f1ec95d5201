"""The files of an export that are not brought in, and why."""

from ledger.imports.linkedin.shapes import name_hint

_COACH = "conversations with LinkedIn's assistant, not with people"
# Their header is that of messages.csv: only the name tells them apart.
_COACHES = frozenset(
    (
        "coachmessages",
        "guidemessages",
        "learningcoachmessages",
        "learningroleplaymessages",
    )
)
_REASONS = {
    "what you did on LinkedIn, not with whom": (
        "comments reactions votes shares saveditems savedarticles instantreposts richmedia "
        "searchqueries events hashtagfollows memberhashtags companyfollows memberfollows "
        "followers learning"
    ),
    "about yourself, not about people you know": (
        "positions education skills languages certifications courses honors organizations "
        "patents projects publications testscores volunteering causesyoucareabout "
        "profilesummary verifications privateidentityasset registration"
    ),
    "your own search for work": (
        "jobapplications savedjobs jobseekerpreferences jobapplicantsavedanswers "
        "jobapplicantsavedscreeningquestionresponses savedjobalerts"
    ),
    "jobs you posted: they name nobody": "onlinejobpostings",
    "your account and what LinkedIn keeps about it": (
        "adtargeting adsclicked lanadsengagement inferencesaboutyou logins securitychallenges "
        "accountstatushistory receipts receiptsv2"
    ),
}
_BY_HINT = {hint: reason for reason, hints in _REASONS.items() for hint in hints.split()}
OF_THE_OWNER = "about yourself: it told Rapport whose export this is"


def coach_reason(file: str) -> str:
    """Return why a file shaped like messages holds none; empty for real messages."""
    return _COACH if name_hint(file) in _COACHES else ""


def reason(file: str) -> str:
    """Return why this file is not brought in."""
    ending = file.rsplit(".", 1)[-1].lower() if "." in file else ""
    if ending == "zip":
        return "an archive inside the archive: bring it in by itself"
    if ending in ("html", "htm"):
        return "an article or page, not a table"
    if ending not in ("csv", "tsv", "txt"):
        return "not a table"
    return _BY_HINT.get(name_hint(file), "") or "not a table that Rapport knows"
