"""The sources Rapport reads; a new one is one module and one line here."""

from ledger import errors
from ledger.imports import linkedin
from ledger.imports.files import Files
from ledger.imports.records import Reader

SOURCES: tuple[Reader, ...] = (linkedin.READER,)


def reader_of(files: Files) -> Reader:
    """Return the reader that recognises the input; raise `errors.Unreadable` if none does."""
    for reader in SOURCES:
        if reader.recognises(files):
            return reader
    names = ", ".join(reader.source for reader in SOURCES)
    detail = (
        f"{files.filename} holds nothing that Rapport knows ({_beginning(files)}). It reads"
        f" exports of: {names}. Bring in the archive as you downloaded it, or its CSV files."
    )
    raise errors.Unreadable(detail, file=files.filename)


def _beginning(files: Files) -> str:
    for name in files.names():
        with files.open(name) as opened:
            line = opened.read(200).decode("utf-8", "replace").split("\n", 1)[0].strip()
        shown = "".join(character for character in line if character.isprintable())
        return f"{name} begins with “{shown[:80]}”" if shown else f"{name} is empty"
    return "there is no file in it"
