"""The sources Rapport reads; a new one is one module and one line here."""

from dataclasses import dataclass

from ledger import errors
from ledger.imports import (
    ics,
    json_resume,
    linkedin,
    mail,
    rapport,
    tables,
    tracker_json,
    vcard,
    whatsapp,
)
from ledger.imports.files import Files
from ledger.imports.foreign_formats import what_all_are, what_it_is
from ledger.imports.options import Options
from ledger.imports.records import Reader, Unused

# In this order: what one has claimed, the next is not asked about. What was sent along in a
# chat may be a calendar, a card or a table, so chats come before those.
SOURCES: tuple[Reader, ...] = (
    rapport.READER,
    linkedin.READER,
    whatsapp.READER,
    ics.READER,
    vcard.READER,
    mail.READER,
    json_resume.READER,
    tracker_json.GREENHOUSE,
    tracker_json.LEVER,
    *tables.READERS,
)


# Those whose every word is in the file, so that it says the same on any day. Calendars, chats
# and mail look at the clock as well; another ledger's history depends on who brings it in.
TIMELESS = frozenset(
    reader.source
    for reader in (linkedin.READER, vcard.READER, json_resume.READER, *tables.READERS)
)


_UNKNOWN = "no source that Rapport reads"


@dataclass(frozen=True, slots=True)
class Share:
    """What one source reads of an input."""

    reader: Reader
    files: Files


def shares(files: Files, options: Options) -> tuple[list[Share], list[Unused]]:
    """Return which source reads which files of the input, and the files that none does.

    Raise `errors.Unreadable` if no source reads any, or the one that was asked for does not.
    """
    asked = _asked(options) if options.source else SOURCES
    left = files.names()
    found: list[Share] = []
    for reader in asked:
        claimed = set(reader.claims(files.only(left))) if left else set[str]()
        if claimed:
            found.append(Share(reader, files.only(sorted(claimed))))
            left = [name for name in left if name not in claimed]
    if not found:
        raise errors.Unreadable(_nothing(files, asked), file=files.filename)
    return found, [Unused(name, what_it_is(files, name) or _UNKNOWN) for name in left]


def _asked(options: Options) -> tuple[Reader, ...]:
    # Some sources are read in more than one way: a tracker's tables, and its JSON.
    wanted = (options.source or "").casefold()
    asked = tuple(reader for reader in SOURCES if reader.source.casefold() == wanted)
    if not asked:
        raise errors.Unreadable(
            f"There is no source “{options.source}”: say one of {_names(SOURCES)}."
        )
    return asked


def _names(readers: tuple[Reader, ...]) -> str:
    return ", ".join(dict.fromkeys(reader.source for reader in readers))


def _nothing(files: Files, asked: tuple[Reader, ...]) -> str:
    if known := what_all_are(files):
        return known
    return (
        f"{files.filename} holds nothing that Rapport knows ({_beginning(files)}). It was read"
        f" as: {_names(asked)}. Bring in the file or the archive as you downloaded it."
    )


def _beginning(files: Files) -> str:
    for name in files.names():
        with files.open(name) as opened:
            line = opened.read(200).decode("utf-8", "replace").split("\n", 1)[0].strip()
        shown = "".join(character for character in line if character.isprintable())
        return f"{name} begins with “{shown[:80]}”" if shown else f"{name} is empty"
    return "there is no file in it"
