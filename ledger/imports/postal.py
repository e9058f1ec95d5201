"""Where somebody lives or works, from the parts of a postal address."""

import phonenumbers

from ledger.imports import texts

# Not the country's code, but what people write for it.
_COMMON = {"UK": "GB"}


def location_of(*parts: str) -> str | None:
    """Return city, region and country as one line; None where none is told."""
    told = [texts.line(part).strip(" ,") for part in parts]
    return texts.line(", ".join(dict.fromkeys(part for part in told if part))) or None


def region_of(country: str) -> str | None:
    """Return the country as phone numbers need it, where it is written as its code (`DE`)."""
    code = country.strip().upper()
    code = _COMMON.get(code, code)
    return code if code in phonenumbers.SUPPORTED_REGIONS else None
