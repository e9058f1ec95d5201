"""Handles as Rapport compares them: two spellings of one address have one key."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from ledger import errors
from ledger.imports.linkedin.links import profile_key
from ledger.words import Handle, HandleType

_PROFILE_SITES = {HandleType.GITHUB, HandleType.TWITTER, HandleType.XING}
# E.164 allows 15 digits; anything under 5 is an extension, not a number.
_PHONE_DIGITS = range(5, 16)


def key_of(handle: Handle) -> str:
    """Return the key under which a handle is held; raise `errors.Invalid` if it has none."""
    text = unicodedata.normalize("NFC", handle.value).strip()
    match handle.type:
        case HandleType.EMAIL:
            key = _email(text)
        case HandleType.PHONE:
            key = _phone(text)
        case HandleType.LINKEDIN:
            key = profile_key(text) or text.casefold()
        case HandleType.GITHUB | HandleType.TWITTER | HandleType.XING:
            key = _account(text)
        case HandleType.WEBSITE:
            key = _website(text)
        case _:
            key = " ".join(text.casefold().split())
    if not key:
        raise errors.Invalid(f"This {handle.type} is empty: give its address or leave it out.")
    return key


def _email(text: str) -> str:
    address = text.removeprefix("mailto:").strip()
    if address.count("@") < 1 or any(character.isspace() for character in address):
        raise errors.Invalid("An e-mail address looks like name@example.com.")
    return address.casefold()


def _phone(text: str) -> str:
    number = text.removeprefix("tel:").strip()
    digits = "".join(str(unicodedata.digit(mark)) for mark in number if mark.isdigit())
    if len(digits) not in _PHONE_DIGITS:
        raise errors.Invalid("A phone number has 5 to 15 digits, such as +49 30 1234567.")
    if number.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _account(text: str) -> str:
    path = urlsplit(text).path if "//" in text else text
    return unquote(path).strip("/@ ").rsplit("/", 1)[-1].casefold()


def _website(text: str) -> str:
    without_scheme = re.sub(r"^[a-z]+://", "", text, flags=re.IGNORECASE)
    host, slash, path = without_scheme.partition("/")
    return (host.casefold().removeprefix("www.") + slash + path).rstrip("/")
