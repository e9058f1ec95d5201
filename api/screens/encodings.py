"""Encodings of tables, by the languages that are written in them."""

from collections.abc import Sequence

_NAMED = (
    ("cp1252", "Western European, Windows"),
    ("cp1250", "Central European, Windows"),
    ("cp1251", "Cyrillic, Windows"),
    ("koi8_r", "Cyrillic, KOI8-R"),
    ("cp1253", "Greek, Windows"),
    ("cp1254", "Turkish, Windows"),
    ("cp1255", "Hebrew, Windows"),
    ("cp1256", "Arabic, Windows"),
    ("cp1257", "Baltic, Windows"),
    ("cp1258", "Vietnamese, Windows"),
    ("cp874", "Thai, Windows"),
    ("cp932", "Japanese, Shift JIS"),
    ("euc_jp", "Japanese, EUC"),
    ("gb18030", "Chinese, simplified"),
    ("big5", "Chinese, traditional"),
    ("cp949", "Korean"),
    ("mac_roman", "Western European, old Macintosh"),
    ("cp850", "Western European, DOS"),
)


def choices(chosen: str | None) -> Sequence[tuple[str, str]]:
    """Return what can be chosen, with what was said already where it is another one."""
    if chosen is None or chosen in dict(_NAMED):
        return _NAMED
    return (*_NAMED, (chosen, chosen))
