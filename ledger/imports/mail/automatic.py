"""Mails that no person wrote to another: by machines, to everybody."""

import re

from ledger.handles import is_shared
from ledger.imports.mail.headers import Headers
from ledger.words import Handle, HandleType

_NOBODY = re.compile(
    r"(?:.*[._+-])?(?:no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|bounces?|notifications?"
    r"|notify|alerts?|newsletters?|news|updates|invitations|messages-noreply|auto-?confirm"
    r"|unsubscribe|automated|noreply-.*|.*-noreply|.*-bounces)(?:[+=._-].*)?",
)
_LOCAL_CHARACTERS_MAX = 64
_DAEMONS = ("mailer-daemon", "postmaster")
_REPLY_FIELDS = ("x-autoreply", "x-autorespond")
_MASS = frozenset(("bulk", "list", "junk"))
_MASS_FIELDS = ("list-id", "list-unsubscribe", "list-post", "feedback-id", "x-campaign-id")


def reason_against(headers: Headers, sender: str) -> str | None:
    """Return why a mail is no engagement: a machine answered, or reports what became of one."""
    content_type = headers.first("content-type").casefold()
    if content_type.startswith("multipart/report"):
        if "disposition-notification" in content_type:
            return "a read receipt"
        return "a report about a delivery"
    if sender.partition("@")[0].casefold() in _DAEMONS:
        return "a report about a delivery"
    submitted = headers.first("auto-submitted").casefold()
    if submitted.startswith("auto-generated"):
        return "written by a program, not by a person"
    is_reply = submitted != "" and not submitted.startswith("no")
    is_reply = is_reply or headers.first("precedence").casefold() == "auto_reply"
    if is_reply or any(name in headers for name in _REPLY_FIELDS):
        return "an automatic reply"
    return None


def is_to_many(headers: Headers) -> bool:
    """Say whether a mail went to a list of subscribers."""
    if any(name in headers for name in _MASS_FIELDS):
        return True
    return headers.first("precedence").strip().casefold() in _MASS


def is_nobody(address: str) -> bool:
    """Say whether an address belongs to no one person: a machine's, or a mailbox for a role."""
    local = address.partition("@")[0].casefold()[:_LOCAL_CHARACTERS_MAX]
    if _NOBODY.fullmatch(local):
        return True
    return is_shared(Handle(type=HandleType.EMAIL, value=address))
