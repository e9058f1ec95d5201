"""Which year writes what? The shapes of the tables about people (FORMATS.md §1.3)."""

from dataclasses import dataclass

from api.demo.linkedin_sheets import QUOTED, SNAPSHOT, Dialect


@dataclass(frozen=True, slots=True)
class Era:
    """What is peculiar to the exports of a year; a header says which columns there are."""

    year: int
    connections: str
    messages: str
    invitations: str
    html_share: float
    """How many messages come as HTML."""
    messages_dialect: Dialect = SNAPSHOT
    keeps_line_breaks: bool = False

    @property
    def is_legacy(self) -> bool:
        """Whether this is the first shape of all, with other dates, folders and files."""
        return self.year <= _LEGACY

    @property
    def has_preamble(self) -> bool:
        """Whether the connections begin with notes."""
        return not self.is_legacy


_LEGACY = 2018

_CONNECTIONS = "First Name,Last Name,Email Address,Company,Position,Connected On"
_CONNECTIONS_BY_URL = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
_MESSAGES_2018 = "From,To,Date,Subject,Content,Direction,Folder"
_MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT,FOLDER"
)
_MESSAGES_BY_URL = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER"
)
_INVITATIONS = "From,To,Sent At,Message,Direction"
_INVITATIONS_BY_NUMBER = f"{_INVITATIONS},inviterProfileUrn,inviteeProfileUrn"
_INVITATIONS_BY_URL = f"{_INVITATIONS},inviterProfileUrl,inviteeProfileUrl"

PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are '
    "missing. You will only see email addresses for connections who have allowed their "
    "connections to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n'
    "\n"
)

ERAS = {
    "2018": Era(2018, _CONNECTIONS, _MESSAGES_2018, _INVITATIONS, 0.01),
    "2021": Era(2021, _CONNECTIONS, _MESSAGES, _INVITATIONS, 0.08),
    "2022": Era(2022, _CONNECTIONS, _MESSAGES, _INVITATIONS, 0.1),
    "2023": Era(2023, _CONNECTIONS_BY_URL, _MESSAGES_BY_URL, _INVITATIONS_BY_NUMBER, 0.15),
    "2024": Era(
        2024,
        _CONNECTIONS_BY_URL,
        f"{_MESSAGES_BY_URL},IS MESSAGE DRAFT,IS CONVERSATION DRAFT",
        _INVITATIONS_BY_URL,
        0.2,
    ),
    "2025": Era(
        2025,
        _CONNECTIONS_BY_URL,
        f"{_MESSAGES_BY_URL},ATTACHMENTS,IS MESSAGE DRAFT",
        _INVITATIONS_BY_URL,
        0.25,
    ),
    "2026": Era(
        2026,
        _CONNECTIONS_BY_URL,
        f"{_MESSAGES_BY_URL},ATTACHMENTS",
        _INVITATIONS_BY_URL,
        0.3,
        messages_dialect=QUOTED,
        keeps_line_breaks=True,
    ),
}
"""The shapes an export can take, by the year in which it was seen."""
