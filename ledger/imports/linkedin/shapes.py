"""The tables of LinkedIn's exports, told by their header rows (FORMATS.md §1.3).

Header cells are compared in lower case without blanks and underscores, so that the spellings
of all years since 2018 are one. A file's name is a hint, and decides only what headers cannot.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_BLANKS = re.compile(r"[\s_\ufeff]+")
_CONTINUATION = re.compile(r"_\d+$|\s*\(\d+\)$")


class Sort(StrEnum):
    """The tables that speak of people, and those that tell whose export it is."""

    CONNECTIONS = "Connections"
    CONTACTS = "Contacts"
    INVITATIONS = "Invitations"
    MESSAGES = "messages"
    ENDORSEMENTS_RECEIVED = "Endorsement_Received_Info"
    ENDORSEMENTS_GIVEN = "Endorsement_Given_Info"
    RECOMMENDATIONS = "Recommendations"
    NOTES = "Notes"
    PROFILE = "Profile"
    EMAILS = "Email Addresses"
    PHONES = "PhoneNumbers"


ABOUT_THE_OWNER = frozenset((Sort.PROFILE, Sort.EMAILS, Sort.PHONES))


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one table over the years; any one of `needs` must be there whole."""

    sort: Sort
    columns: frozenset[str]
    needs: tuple[frozenset[str], ...]


def _shape(sort: Sort, columns: str, *needs: str) -> Shape:
    needed = tuple(frozenset(need.split()) for need in needs)
    return Shape(sort, frozenset(columns.split()), needed)


_CONTACT_COLUMNS = (
    "source firstname middlename lastname fullname companies title emails emailaddress "
    "phonenumbers createdat updatedat addresses sites instantmessagehandles birthday location "
    "bookmarkedat profiles"
)
_MESSAGE_COLUMNS = (
    "conversationid conversationtitle from senderprofileurl to recipientprofileurls date "
    "subject content folder attachments ismessagedraft isconversationdraft "
    "isconversationarchived direction"
)

SHAPES = (
    _shape(
        Sort.CONNECTIONS,
        "firstname lastname url emailaddress company position connectedon",
        "firstname lastname connectedon",
        "firstname lastname url emailaddress company position",
    ),
    _shape(
        Sort.MESSAGES,
        _MESSAGE_COLUMNS,
        "conversationid from to date content",
        "conversationid from recipientprofileurls date content",
        "from to date content direction",
    ),
    _shape(
        Sort.INVITATIONS,
        "from to sentat message direction inviterprofileurl inviteeprofileurl "
        "inviterprofileurn inviteeprofileurn",
        "from to sentat direction",
    ),
    _shape(
        Sort.CONTACTS,
        _CONTACT_COLUMNS,
        "firstname lastname fullname bookmarkedat",
        "source firstname lastname emails phonenumbers",
    ),
    _shape(
        Sort.ENDORSEMENTS_RECEIVED,
        "endorsementdate skillname endorserfirstname endorserlastname endorserpublicurl "
        "endorsementstatus displaystatus",
        "endorsementdate skillname endorserfirstname endorserlastname endorsementstatus",
    ),
    _shape(
        Sort.ENDORSEMENTS_GIVEN,
        "endorsementdate skillname endorseefirstname endorseelastname endorseepublicurl "
        "endorsementstatus displaystatus",
        "endorsementdate skillname endorseefirstname endorseelastname endorsementstatus",
    ),
    _shape(
        Sort.RECOMMENDATIONS,
        "firstname lastname company jobtitle text creationdate status",
        "firstname lastname text creationdate",
    ),
    _shape(
        Sort.NOTES,
        "connectionfirstname connectionlastname connectionprofileurl note createdon editedon",
        "connectionfirstname connectionlastname note createdon",
    ),
    _shape(
        Sort.PROFILE,
        "firstname lastname maidenname address birthdate contactinstructions headline summary "
        "industry country zipcode geolocation twitterhandles websites instantmessengers",
        "firstname lastname headline maidenname",
        "firstname lastname headline geolocation",
    ),
    _shape(
        Sort.EMAILS,
        "emailaddress confirmed primary updatedon",
        "emailaddress confirmed primary",
    ),
    _shape(
        Sort.PHONES,
        "extension number type iswhatsappnumber",
        "extension number type",
        "extension number iswhatsappnumber",
    ),
)

EXPECTED = {
    "connections": "First Name, Last Name, URL, Email Address, Company, Position, Connected On",
    "messages": "CONVERSATION ID, FROM, SENDER PROFILE URL, TO, DATE, CONTENT",
    "invitations": "From, To, Sent At, Message, Direction",
    "contacts": "Source, FirstName, LastName, Emails, PhoneNumbers",
    "importedcontacts": "First Name, Last Name, Full Name, Bookmarked At",
    "endorsementreceivedinfo": "Endorsement Date, Skill Name, Endorser First Name",
    "endorsementgiveninfo": "Endorsement Date, Skill Name, Endorsee First Name",
    "recommendationsgiven": "First Name, Last Name, Company, Job Title, Text, Creation Date",
    "recommendationsreceived": "First Name, Last Name, Company, Job Title, Text, Creation Date",
    "notes": "Connection First Name, Connection Last Name, Note, Created On",
    "profile": "First Name, Last Name, Maiden Name, Headline, Geo Location",
}
"""The header of each table that is brought in, by the file name it usually has."""


def folded(cell: str) -> str:
    """Return a header cell as it is compared."""
    return _BLANKS.sub("", cell).casefold()


def name_hint(file: str) -> str:
    """Return what a file's name says about its table: no folder, ending, blank or number."""
    name = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return folded(_CONTINUATION.sub("", name))


def shape_of(header: tuple[str, ...]) -> Shape | None:
    """Return the table a row of folded cells is the header of; None for any other row."""
    cells = frozenset(header)
    for shape in SHAPES:
        if any(need <= cells for need in shape.needs):
            return shape
    return None
