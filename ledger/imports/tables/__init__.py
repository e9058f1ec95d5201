"""Tables: any CSV or workbook, and the exports of programs known by their headers."""

from ledger.imports.records import Reader
from ledger.imports.tables.mappings import MAPPINGS
from ledger.imports.tables.reader import TableReader

# The programs first, and last what is any other table.
READERS: tuple[Reader, ...] = (*map(TableReader, MAPPINGS), TableReader())
