"""Rapport: the whole history of another ledger, as `rapport export` writes it."""

from ledger.archive.formats import INFO
from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.records import Reading

SOURCE = "rapport"
# An event line names these before its payload, and the closing line its format.
_BEGINNING_BYTES = 1_000
_EVENT = (b'{"actor_id":', b'"digest":', b'"event_type":')
_CLOSING = b'"format":"rapport-'
_ARCHIVE = b"Rapport-Format: "


class Rapport:
    """Reads exports of other Rapports, and of this one."""

    source = SOURCE

    def claims(self, files: Files) -> list[str]:
        """Claim whole archives, copies and all, and files that begin with an event.

        An empty log has only its closing line.
        """
        names = files.names()
        folders = tuple(archives(files))
        return [name for name in names if name.startswith(folders) or _is_export(files, name)]

    def read(self, files: Files, options: Options) -> Reading:  # noqa: ARG002 - its lines say all
        """Read each export twice: first for the words that change what others mean."""
        # Loaded with the first export: what checks an archive takes long to load.
        from ledger.imports.rapport.histories import read  # noqa: PLC0415

        return read(files)


def archives(files: Files) -> list[str]:
    """Return the folders that hold an archive; the empty one is the input itself."""
    infos = [name for name in files.names() if f"/{name}".endswith(f"/{INFO}")]
    return [name.removesuffix(INFO) for name in infos if _names_format(files, name)]


def _names_format(files: Files, name: str) -> bool:
    with files.open(name) as opened:
        return _ARCHIVE in opened.read(_BEGINNING_BYTES)


def _is_export(files: Files, name: str) -> bool:
    with files.open(name) as opened:
        beginning = opened.read(_BEGINNING_BYTES)
    is_event = beginning.startswith(b"{") and all(word in beginning for word in _EVENT)
    return is_event or (beginning.startswith(b"{") and _CLOSING in beginning)


READER = Rapport()
