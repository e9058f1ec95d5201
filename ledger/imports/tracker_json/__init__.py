"""Candidates of applicant trackers as their interfaces answer them in JSON.

Greenhouse (Harvest, candidates) and Lever (opportunities): one object, a list, the answer of a
call with its list inside, or one object on each line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger.imports.files import Files
from ledger.imports.json_documents import (
    IS_SCHEMA,
    Document,
    beginning,
    documents,
    is_schema,
    must_hold_more,
)
from ledger.imports.json_objects import JsonObject
from ledger.imports.options import Options
from ledger.imports.private import LeftOut
from ledger.imports.records import Place, Reading, Record, Unused
from ledger.imports.remarks import Remarks
from ledger.imports.tracker_json import greenhouse, lever

_Tell = Callable[[JsonObject, Place, Options, Remarks], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Tracker:
    """Reads the candidates of one tracker."""

    source: str
    told: _Tell
    used: frozenset[str]
    """The names of what is brought in, or says nothing of a person."""
    used_of_applications: frozenset[str]
    """The same of each application."""
    marks: tuple[re.Pattern[str], ...]
    """What the beginning of a file has that comes from this tracker."""

    def claims(self, files: Files) -> list[str]:
        """Claim what has the names of this tracker's fields, be it but their schema."""
        return [name for name in files.names() if self._knows(beginning(files, name))]

    def read(self, files: Files, options: Options) -> Reading:
        """Tell each candidate, and then their applications."""
        rows: dict[str, int] = {}
        return Reading(self.source, self._records(files, options, rows), rows_by_file=rows)

    def _knows(self, head: str) -> bool:
        return bool(head) and all(mark.search(head) for mark in self.marks)

    def _records(
        self, files: Files, options: Options, rows: dict[str, int]
    ) -> Iterator[Record]:
        remarks = Remarks()
        left_out = LeftOut("the candidates", self.used, options)
        left_out_within = LeftOut("the applications", self.used_of_applications, options)
        for file in files.names():
            if is_schema(beginning(files, file)):
                yield Unused(file, IS_SCHEMA)
                continue
            rows[file] = 0
            for document in documents(files, file, remarks):
                rows[file] += 1
                if not isinstance(document, Document):
                    yield document
                    continue
                candidate = JsonObject(document.value, remarks)
                left_out.meet(candidate.names())
                # A second look, with remarks of its own: what is wrong is counted once.
                again = JsonObject(document.value, Remarks())
                for application in again.each("applications"):
                    left_out_within.meet(application.names())
                yield from self.told(candidate, document.place, options, remarks)
        must_hold_more(files, rows)
        left_out.note(remarks)
        left_out_within.note(remarks)
        yield from remarks.told()


def _field(*names: str) -> re.Pattern[str]:
    return re.compile(f'"(?:{"|".join(names)})"\\s*:')


GREENHOUSE = Tracker(
    "greenhouse",
    greenhouse.told,
    greenhouse.USED,
    greenhouse.USED_OF_APPLICATIONS,
    (
        _field("email_addresses"),
        _field("phone_numbers", "applications", "social_media_addresses"),
    ),
)
LEVER = Tracker(
    "lever",
    lever.told,
    lever.USED,
    lever.USED_OF_APPLICATIONS,
    (
        _field("emails"),
        _field("createdAt", "lastInteractionAt", "lastAdvancedAt"),
        _field("stage", "headline", "origin", "archived", "isAnonymized"),
    ),
)
