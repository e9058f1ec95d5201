"""LinkedIn: the archive its members can download, in every shape it had since 2018."""

from ledger.imports.files import Files
from ledger.imports.linkedin.export import Export, expect_tables, is_table
from ledger.imports.linkedin.shapes import Sort
from ledger.imports.linkedin.tables import find_header
from ledger.imports.linkedin.unused import coach_reason
from ledger.imports.records import Reading
from ledger.words import Profile

# Tables that others could hold as well: alone they do not make an export.
_COMMON = (Sort.EMAILS, Sort.PHONES)


class LinkedIn:
    """Reads LinkedIn's exports: Basic or Complete, one part or both, or single tables."""

    source = "linkedin"

    def recognises(self, files: Files) -> bool:
        """Say whether any file has the header of one of LinkedIn's tables."""
        for file in files.names():
            if is_table(files, file) and not coach_reason(file):
                header = find_header(files, file)
                if header is not None and header.shape.sort not in _COMMON:
                    return True
        return False

    def read(self, files: Files) -> Reading:
        """Find out who is who at once; tell the rows as they are asked for.

        Raises `errors.Unreadable` if a table is damaged, or none is known.
        """
        export = Export(files)
        expect_tables(export)
        export.gather()
        rows_by_file: dict[str, int] = {}
        owner = export.owner.profile
        if owner is None and export.owner.shown:
            owner = Profile(name=export.owner.shown)
        return Reading(self.source, export.told(rows_by_file), owner, rows_by_file)


READER = LinkedIn()
