"""Which mails belong to one conversation, and under which name mails are known."""

import hashlib
import re
from datetime import datetime

from ledger.imports import texts
from ledger.imports.mail.headers import Headers
from ledger.imports.markup import fingerprint

_ID = re.compile(r"<\s*([^<>]{1,2000}?)\s*>")
_ID_CHARACTERS_MAX = 900
# Chains of answers that name only the mail before them are followed this far; longer ones exist
# only in circles.
_STEPS_MAX = 1_000


def message_id(headers: Headers) -> str:
    """Return a mail's `Message-ID` without its brackets; empty where it has none."""
    return _tidy(_first_id(headers.first("message-id")))


def id_without(at: datetime, sender: str, subject: str, body: str) -> str:
    """Return a name for a mail without an id: a digest of what it says."""
    told = "\n".join((at.isoformat(), sender, fingerprint(subject), fingerprint(body)))
    return f"sha256:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"


class Threads:
    """Knows the first mail of each conversation, gathered from what mails answer to."""

    def __init__(self) -> None:
        self._before: dict[bytes, str] = {}

    def gather(self, headers: Headers) -> None:
        """Remember what a mail answers to."""
        named = message_id(headers)
        parent = _root_or_parent(headers)
        if named and parent and parent != named:
            self._before[_short(named)] = parent

    def conversation_of(self, headers: Headers, own_id: str) -> str:
        """Return the conversation's name: Gmail's, else the id of its first mail."""
        gmail = headers.first("x-gm-thrid")
        if gmail:
            return f"gmail:{texts.line(gmail)[:_ID_CHARACTERS_MAX]}"
        root = _root_or_parent(headers) or own_id
        seen = {own_id}
        for _ in range(_STEPS_MAX):
            before = self._before.get(_short(root))
            if before is None or before in seen:
                return root
            seen.add(root)
            root = before
        return root


def _root_or_parent(headers: Headers) -> str:
    # References begin with the first mail of the conversation (RFC 5322 §3.6.4).
    for name in ("references", "in-reply-to"):
        found = _ID.search(headers.first(name))
        if found:
            return _tidy(found[1])
    return ""


def _first_id(field: str) -> str:
    found = _ID.search(field)
    return found[1] if found else field.strip("<> \t")


def _tidy(told: str) -> str:
    name = texts.line("".join(told.split()))
    if len(name) <= _ID_CHARACTERS_MAX:
        return name
    return f"sha256:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()}"


def _short(name: str) -> bytes:
    # A hundred thousand mails are remembered; eight bytes tell them apart.
    return hashlib.blake2b(name.encode("utf-8", "replace"), digest_size=8).digest()
