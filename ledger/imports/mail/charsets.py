"""From bytes to text, whatever a mail claims about its encoding."""

import codecs
from functools import lru_cache

# What mails call by one name and write in another, as browsers read them (WHATWG Encoding).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
# Names that mails use and Python does not know.
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
    "windows-949": "cp949",
    "x-windows-949": "cp949",
    "ks_c_5601": "cp949",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
# They turn text into text, some in time that grows with the square of its length.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
_NAME_CHARACTERS_MAX = 60


def decoded(content: bytes, charset: str, fallback: str | None = None) -> str:
    """Return text in the charset a mail names, with U+FFFD for what is none in it.

    Where it names none, or one that nobody knows, UTF-8 is tried, then `fallback`, and last
    Windows-1252, in which every byte is something.
    """
    if content.isascii() and not _is_stateful(charset):
        return content.decode("ascii")
    codec = _codec(charset)
    # UTF-8 that is valid and not plain ASCII is hardly ever anything else.
    if codec is None or codec == "cp1252":
        text = _utf8(content)
        if text is not None:
            return text
        codec = codec or _codec(fallback or "") or "cp1252"
    try:
        return content.decode(codec, "replace")
    except (UnicodeError, LookupError):
        return content.decode("cp1252", "replace")


def _utf8(content: bytes) -> str | None:
    """Return UTF-8, be it damaged or cut in a place; None for what is rather something else."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    strange = text.count("\ufffd")
    others = sum(not mark.isascii() for mark in text) - strange
    return text if others > strange else None


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    name = charset.strip("\"' ").lower()
    if not name or len(name) > _NAME_CHARACTERS_MAX or not name.isascii():
        return None
    try:
        codec = codecs.lookup(_ALIASES.get(name, name))
        # Codecs that make no text of bytes (`hex`, `zlib`) are refused here.
        b"a".decode(codec.name, "replace")
    except (LookupError, ValueError, TypeError):
        return None
    if codec.name in _NO_CHARSETS:
        return None
    return _MEANT.get(codec.name, codec.name)


@lru_cache(maxsize=256)
def _is_stateful(charset: str) -> bool:
    """Say whether plain ASCII bytes may mean other characters in it."""
    name = _codec(charset) or ""
    return name.startswith(("iso2022", "utf-16", "utf-32", "utf-7", "hz", "cp037", "cp500"))
