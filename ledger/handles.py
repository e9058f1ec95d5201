"""Handles as Rapport compares them: two spellings of one address have one key."""

import re
import unicodedata
from functools import lru_cache

import idna
import phonenumbers

from ledger import errors
from ledger.account_links import (
    WITH_ACCOUNTS,
    account,
    fediverse_account,
    has_host,
    is_fediverse_address,
    is_nobodys,
    site_of_account,
)
from ledger.linkedin_links import profile_key
from ledger.words import Handle, HandleType

# E.164 allows 15 digits; anything under 5 is an extension, not a number.
_PHONE_DIGITS = range(5, 16)
_INTERNATIONAL = re.compile(r"\+[1-9][0-9 .\-/]*")
_BETWEEN_DIGITS = str.maketrans("", "", "+ .-/")
_ADDRESS = re.compile(r"[^\s@/]+@[^\s@/]+")
_NUMBER = re.compile(r"(?:tel:)?(?:\+|00|0|\()?[\d\s()./-]{5,}(?:\s*(?:ext\.?|x)\s*\d{1,6})?")
# Mailboxes that several people read, by what stands before the @ (RFC 2142 and common use).
_SHARED = """
abuse admin administrator anfrage application applications apply bewerbung bewerbungen
billing buchhaltung business career careers contact contacto contactus candidature emploi
empleo enquiries enquiry feedback finance hello help helpdesk hi hiring hostmaster hr
human.resources humanresources info information it job jobs kontakt legal mail mailbox
marketing no-reply noc noreply office office.manager people personal personalabteilung
postmaster presse press privacy receptie reception recruiting recruitment recrutement rh
rrhh sales secretariat secretary security sekretariat service staff support talent team
webmaster zentrale
"""
_SHARED_MAILBOXES = frozenset(_SHARED.split())


def key_of(handle: Handle, region: str | None = None) -> str:
    """Return the key under which a handle is held; raise `errors.Invalid` if it has none.

    `region` is the country (ISO 3166-1 alpha-2) in which a phone number without a country code
    is read; without one its digits are the key.
    """
    text = unicodedata.normalize("NFC", handle.value).strip()
    try:
        key = _key(handle.type, text, region)
    except ValueError as error:
        raise errors.Invalid(f"This {handle.type} is no address: {error}.") from error
    if not key:
        raise errors.Invalid(f"This {handle.type} is empty: give its address or leave it out.")
    return key


def _key(type_: HandleType, text: str, region: str | None) -> str:  # noqa: PLR0911 - a way each
    match type_:
        case HandleType.EMAIL:
            return _email(text)
        case HandleType.PHONE:
            return _phone(text.removeprefix("tel:").strip(), region)
        case HandleType.LINKEDIN:
            return profile_key(text) or text.casefold()
        case HandleType.MASTODON:
            return fediverse_account(text)
        case HandleType.WEBSITE:
            return _website(text)
        case _ if type_ in WITH_ACCOUNTS:
            return account(text)
        case _:
            return " ".join(text.casefold().split())


def is_shared(handle: Handle) -> bool:
    """Say whether a handle belongs to several people by its very form, so recognises nobody."""
    if handle.type is HandleType.EMAIL:
        return is_shared_mailbox(handle.value)
    # A company's page is on every business card of the company.
    return handle.type is HandleType.WEBSITE or is_nobodys(handle.type, handle.value.strip())


def is_shared_mailbox(address: str) -> bool:
    """Say whether several people read an e-mail address, by what stands before the @."""
    local = address.strip().removeprefix("mailto:").rpartition("@")[0].casefold()
    return local.partition("+")[0] in _SHARED_MAILBOXES


def handle_of(text: str) -> Handle | None:
    """Return what an address, number or link is, by its form; None for other words."""
    told = text.strip()
    if _ADDRESS.fullmatch(told.removeprefix("mailto:")):
        if told.startswith("@"):
            return Handle(type=HandleType.MASTODON, value=told)
        return Handle(type=HandleType.EMAIL, value=told.removeprefix("mailto:"))
    if _NUMBER.fullmatch(told):
        return Handle(type=HandleType.PHONE, value=told.removeprefix("tel:"))
    if is_fediverse_address(told):
        return Handle(type=HandleType.MASTODON, value=told)
    return handle_of_link(told)


def handle_of_link(text: str) -> Handle | None:
    """Return a link as the handle it is: an account on a site known here, or a website."""
    told = text.strip()
    if not has_host(told) or any(mark.isspace() for mark in told):
        return None
    return Handle(type=site_of_account(told) or HandleType.WEBSITE, value=told)


def _email(text: str) -> str:
    address = text.removeprefix("mailto:").strip()
    if "@" not in address or len(address.split()) != 1:
        raise errors.Invalid("An e-mail address looks like name@example.com.")
    local, _, domain = address.rpartition("@")
    # In plain letters, a domain is looked up as it is read.
    if domain.isascii():
        return address.casefold()
    return f"{local.casefold()}@{_as_looked_up(domain)}"


def _as_looked_up(domain: str) -> str:
    """Return a domain as it is looked up: some programs write it so, others as it is read."""
    try:
        return idna.encode(domain, uts46=True).decode()
    except idna.IDNAError:
        return domain.casefold()


@lru_cache(maxsize=1 << 16)
def _phone(number: str, region: str | None) -> str:
    if _INTERNATIONAL.fullmatch(number):
        digits = number.translate(_BETWEEN_DIGITS)
        if len(digits) in _PHONE_DIGITS and _is_bare(digits):
            return f"+{digits}"
    digits = "".join(str(unicodedata.digit(mark)) for mark in number if mark.isdigit())
    told = f"+{number[2:]}" if number.startswith("00") else number
    if told.startswith("+") or region:
        try:
            parsed = phonenumbers.parse(told, region)
        except phonenumbers.NumberParseException:
            parsed = None
        if parsed and phonenumbers.is_possible_number(parsed):
            key = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            return f"{key};ext={parsed.extension}" if parsed.extension else key
    if len(digits) not in _PHONE_DIGITS:
        raise errors.Invalid("A phone number has 5 to 15 digits, such as +49 30 1234567.")
    if number.startswith("+"):
        return f"+{digits}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _is_bare(digits: str) -> bool:
    """Say whether an international number is its own key, with nothing in it to take out.

    What may be in it is the prefix for calls at home, as in +49 (0)30.
    """
    if "0" not in digits[1:5]:
        return True
    code = _code_with_plain_prefix(digits[:3])
    return code != "" and digits[len(code)] != "0"


@lru_cache(maxsize=1 << 10)
def _code_with_plain_prefix(first: str) -> str:
    """Return the country code that a number begins with, if at home only a 0 stands before it.

    Other countries have prefixes that look like the beginning of a number: they get "".
    """
    for length in range(1, len(first) + 1):
        code = int(first[:length])
        region = phonenumbers.region_code_for_country_code(code)
        told = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
        if told:
            return first[:length] if told.national_prefix_for_parsing in (None, "0") else ""
    return ""


def _website(text: str) -> str:
    without_scheme = re.sub(r"^[a-z]+://", "", text, flags=re.IGNORECASE)
    host, slash, path = without_scheme.partition("/")
    return (host.casefold().removeprefix("www.") + slash + path).rstrip("/")
