"""LinkedIn: the archive its members can download, in every shape it had since 2018."""

import posixpath
import re
from datetime import UTC, datetime

from ledger.imports.files import Files
from ledger.imports.linkedin.export import Export, expect_tables, is_table
from ledger.imports.linkedin.shapes import Sort
from ledger.imports.linkedin.tables import find_header
from ledger.imports.linkedin.unused import coach_reason
from ledger.imports.options import Options
from ledger.imports.records import Reading
from ledger.words import Profile

# Tables that others could hold as well: alone they do not make an export.
_COMMON = (Sort.EMAILS, Sort.PHONES)
# MM-DD-YYYY, whatever the member's locale (FORMATS.md §1.1).
_DATED = re.compile(r"LinkedInDataExport_(\d\d)-(\d\d)-(\d{4})")
# What has a reader of its own, should it lie in the same folder.
_OTHERS = re.compile(r"\.(?:vcf|ics|mbox|eml|xlsx|json|ndjson|jsonl)$", re.IGNORECASE)


class LinkedIn:
    """Reads LinkedIn's exports: Basic or Complete, one part or both, or single tables."""

    source = "linkedin"

    def claims(self, files: Files) -> list[str]:
        """Claim the input if any file has the header of one of LinkedIn's tables.

        What lies beside the tables, or below, is reported with them, but for what other sources
        read. What lies elsewhere, as in an archive of many exports, is none of LinkedIn's.
        """
        tables = [file for file in files.names() if _is_linkedins(files, file)]
        if not tables:
            return []
        folder = posixpath.commonpath([posixpath.dirname(file) for file in tables])
        inside = f"{folder}/" if folder else ""
        return [
            name
            for name in files.names()
            if name.startswith(inside) and not _OTHERS.search(name)
        ]

    def read(self, files: Files, options: Options) -> Reading:  # noqa: ARG002 - its tables say all
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
        records = export.told(rows_by_file)
        return Reading(self.source, records, owner, rows_by_file, exported_at(files))


def _is_linkedins(files: Files, file: str) -> bool:
    if not is_table(files, file) or coach_reason(file):
        return False
    header = find_header(files, file)
    return header is not None and header.shape.sort not in _COMMON


def exported_at(files: Files) -> datetime | None:
    """Return the day of an export: from its name, or else from the zip's newest member."""
    named = _DATED.search(files.filename)
    if named:
        month, day, year = map(int, named.groups())
        try:
            return datetime(year, month, day, tzinfo=UTC)
        except ValueError:
            return files.packed_at
    return files.packed_at


READER = LinkedIn()
