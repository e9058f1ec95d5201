"""Rapport: the whole history of another ledger, as `rapport export` writes it."""

from ledger.imports.files import Files
from ledger.imports.options import Options
from ledger.imports.rapport.export import SOURCE, Export
from ledger.imports.records import Reading

# An event line names these before its payload, and the closing line its format.
_BEGINNING_BYTES = 1_000
_EVENT = (b'{"actor_id":', b'"digest":', b'"event_type":')
_CLOSING = b'"format":"rapport-'


class Rapport:
    """Reads exports of other Rapports, and of this one."""

    source = SOURCE

    def claims(self, files: Files) -> list[str]:
        """Claim the files that begin with an event, or with an empty log's closing line."""
        return [name for name in files.names() if _is_export(files, name)]

    def read(self, files: Files, options: Options) -> Reading:  # noqa: ARG002 - its lines say all
        """Read each export twice: to its end first, so that its last word is known."""
        rows_by_file: dict[str, int] = {}
        exports = [Export(files, name, rows_by_file) for name in files.names()]
        records = (record for export in exports for record in export.records())
        return Reading(self.source, records, rows_by_file=rows_by_file)


def _is_export(files: Files, name: str) -> bool:
    with files.open(name) as opened:
        beginning = opened.read(_BEGINNING_BYTES)
    is_event = beginning.startswith(b"{") and all(word in beginning for word in _EVENT)
    return is_event or (beginning.startswith(b"{") and _CLOSING in beginning)


READER = Rapport()
