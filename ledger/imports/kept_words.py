"""What the ledger keeps of a report's words: a file is quoted to whoever brings it in, once.

A report is kept for ever and is about nobody, so no erasure would reach a name in it.
"""

from collections import Counter
from typing import Any


class KeptWords:
    """The sentences of one report that quote the file, and how the ledger keeps them."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def learn(self, said: str, kept: str) -> None:
        """Remember how a sentence is kept; empty for one that is kept as it is."""
        if kept:
            self._kept[said] = kept

    def of(self, report: dict[str, Any]) -> dict[str, Any]:
        """Return a report, as it is answered, without anything that stood in the file."""
        counted: Counter[str] = Counter()
        for reason, count in report["skipped_by_reason"].items():
            counted[self._as_kept(reason)] += count
        skipped = [
            row | {"reason": self._as_kept(row["reason"])} for row in report["skipped_rows"]
        ]
        tables = [
            table | {"columns": [column | {"samples": []} for column in table["columns"]]}
            for table in report["tables"]
        ]
        return report | {
            "skipped_by_reason": dict(counted),
            "skipped_rows": skipped,
            "tables": tables,
            "notes": list(map(self._as_kept, report["notes"])),
        }

    def _as_kept(self, words: str) -> str:
        return self._kept.get(words, words)
