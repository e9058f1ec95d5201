"""Files that people have and no source reads: what they are, and what to bring in instead."""

import re

from ledger.imports.files import Files

_HEAD_BYTES = 4_096
_UNPACK = "a packed file: unpack it and bring in what is in it"
_DOCUMENT = "a document, not an export: save its table as CSV or xlsx"
_PICTURE = "a picture or a recording, which says nothing of people"
_STORE = (
    "Outlook's own store: for contacts and calendars use Outlook's File → Open & Export →"
    " Import/Export, for mails save them as .eml or copy them into Thunderbird"
)
_MAC_STORE = (
    "Outlook's own archive: export contacts as CSV or vCard, calendars as .ics, mails as .eml"
)
_MESSAGE = "a mail as Outlook keeps it: open it and save it as .eml"
_APPLE_MESSAGE = "a mail as Apple Mail keeps it: use its Mailbox → Export Mailbox…"
_APPLE_TABLE = "a table of Numbers: use its File → Export To → CSV or Excel"
_APPLE_CONTACTS = "an archive of Apple's Contacts: use its File → Export → Export vCard"
_PAGE = "a page, not a table: save its table as CSV or xlsx"
_OLD_WORKBOOK = "a workbook in the XML of 2003: open it in its program and save it as xlsx"
_DATABASE = "a database: export the table of people from it as CSV"
# Some programs call a page .xls, which Excel opens as a table.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|table|meta)\b", re.IGNORECASE
)
_BY_BEGINNING: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", _DOCUMENT),
    (b"{\\rtf", _DOCUMENT),
    (b"!BDN", _STORE),
    (b"\x1f\x8b", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", _UNPACK),
    (b"Rar!", _UNPACK),
    (b"BZh", _UNPACK),
    (b"\xfd7zXZ", _UNPACK),
    (b"SQLite format 3", _DATABASE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"OggS", _PICTURE),
    (b"ID3", _PICTURE),
)
_BY_ENDING: dict[str, str] = {
    ".pst": _STORE,
    ".ost": _STORE,
    ".olm": _MAC_STORE,
    ".msg": _MESSAGE,
    ".emlx": _APPLE_MESSAGE,
    ".numbers": _APPLE_TABLE,
    ".abbu": _APPLE_CONTACTS,
    ".abcddb": _APPLE_CONTACTS,
    ".docx": _DOCUMENT,
    ".doc": _DOCUMENT,
    ".odt": _DOCUMENT,
    ".pages": _DOCUMENT,
    ".pptx": _DOCUMENT,
    ".zip": _UNPACK,
    ".gz": _UNPACK,
    ".html": _PAGE,
    ".htm": _PAGE,
    ".mdb": _DATABASE,
    ".accdb": _DATABASE,
    ".heic": _PICTURE,
    ".opus": _PICTURE,
    ".mp4": _PICTURE,
    ".m4a": _PICTURE,
}


def what_it_is(files: Files, name: str) -> str:
    """Return what a file is that no source reads, with the cure; empty where nobody knows."""
    with files.open(name) as stream:
        head = stream.read(_HEAD_BYTES)
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _OLD_WORKBOOK
    if _MARKUP.match(head):
        return _PAGE
    known = (said for beginning, said in _BY_BEGINNING if head.startswith(beginning))
    by_ending = (said for end, said in _BY_ENDING.items() if name.casefold().endswith(end))
    return next(known, "") or next(by_ending, "")


def what_all_are(files: Files) -> str:
    """Return what an input is none of whose files is read, with the cure; empty for unknown."""
    whole = (
        said for end, said in _BY_ENDING.items() if files.filename.casefold().endswith(end)
    )
    told = next(whole, "")
    if told and told is not _UNPACK:
        return f"{files.filename} is {told}."
    for name in files.names():
        if said := what_it_is(files, name):
            within = f"{files.filename} holds nothing that Rapport reads: "
            return f"{within if name != files.filename else ''}{name} is {said}."
    return ""
