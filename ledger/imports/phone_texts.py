"""A phone number without the words around it, which a dialler would take for digits."""

import re

# `Tel. 030 123456`, `0171 2345678 (until 6)`, `+1 212 555 0123 x45 Ana`.
_AROUND = re.compile(
    r"[^\d+(]*(\(?\+?\d(?:[\d\s()./\u2013-]*\d)?)"
    r"(\s*[,;]?\s*(?:ext\.?|extension|x|durchwahl|dw|apl\.?|poste|int\.?|ramal|#)[\s=:]*\d{1,6}\b)?"
    r"(.*)",
    re.IGNORECASE | re.DOTALL,
)
_REMARK = re.compile(r"\([^()]*[^\W\d_][^()]*\)")
# What has fewer may be a number in letters, such as 1-800-FLOWERS.
_DIGITS_MIN = 7
# A number with a remark on it; a longer text is none, and takes long to look through.
_CHARACTERS_MAX = 200


def bare(text: str) -> str:
    """Return a number and its extension without words; the text where it is no one number."""
    told = text.strip()
    if (
        len(told) > _CHARACTERS_MAX
        or "@" in told
        or "://" in told
        or not any(map(str.isalpha, told))
    ):
        return told
    found = _AROUND.fullmatch(_REMARK.sub("", told).strip())
    if found is None:
        return told
    number, extension, rest = found[1], found[2] or "", found[3]
    if number.count("(") > number.count(")"):
        number, _, cut = number.rpartition("(")
        rest = f"{cut}{extension}{rest}"
        extension = ""
    is_one = sum(map(str.isdigit, number)) >= _DIGITS_MIN and not any(map(str.isdigit, rest))
    return f"{number.strip()}{extension}" if is_one else told
