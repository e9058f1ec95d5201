"""What a file may do to us at most: be told with every row accounted for, or be refused."""

import re
import resource
import time
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from pydantic import BaseModel

from ledger import errors
from ledger.events import EngagementRecorded
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.packets import packed, unpacked
from ledger.imports.reading import Batch, Input, read
from ledger.imports.records import (
    Application,
    Engagement,
    ForeignEvent,
    ForeignPerson,
    Membership,
    Person,
    Record,
    Skipped,
)

SECONDS_MAX = 60.0
# As much as a reader may take on top of what the tests hold before they begin.
KILOBYTES_MAX = 512 << 10
SAID = Options(
    me=("olga@agency.example", "Olga"),
    people={"Ana Berg": "ana@example.com"},
    adds_correspondents=True,
)
# Neither PostgreSQL nor JSON has a place for these.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def ended(path: Path, options: Options = SAID) -> str:
    """Read one input to its end, here; return how it ended: `told` or `refused`.

    Raise `AssertionError` where rows are lost, a refusal does not say what it is about, or
    something could not be stored; whatever else a reader raises is a fault of its own.
    """
    began, before = time.monotonic(), _peak()
    try:
        with open_files(path) as files:
            names = {path.name, files.filename, *files.names()}
            said = list(read(files, options, together=1_000))
    except (errors.Unreadable, errors.TooLarge) as refusal:
        must_say_which_file(refusal, path)
        return "refused"
    finally:
        assert time.monotonic() - began < SECONDS_MAX
        assert _peak() - before < KILOBYTES_MAX
    must_account_for_every_row(said, names)
    return "told"


def must_say_which_file(refusal: errors.LedgerError, path: Path) -> None:
    """Check that a refusal names the file, or a file in it, and the line if it knows one."""
    assert not _UNSTORABLE.search(str(refusal))
    file = refusal.facts.get("file")
    assert isinstance(file, str), refusal
    assert file, refusal
    assert file in str(refusal) or ascii(file)[1:-1] in str(refusal), refusal
    if path.suffix != ".zip" and path.is_file():
        # Or a sheet of it, or a document.
        assert f"{file.partition('#')[0]}/".startswith(f"{path.name}/"), refusal
    line = refusal.facts.get("line")
    assert line is None or f"line {line}" in str(refusal), refusal


def must_account_for_every_row(said: Iterable[Input | Batch], names: set[str]) -> None:
    """Check that each row led to a record or a reason, in batches that travel."""
    places: dict[str, set[tuple[str, int]]] = {}
    rows: dict[str, int] = {}
    known: set[tuple[str, str]] = set()
    for one in said:
        assert unpacked(packed(one)) == one
        if isinstance(one, Input):
            continue
        rows |= one.rows_by_file
        for record in one.records:
            _must_be_storable(record)
            _must_be_introduced(one.source, record, known)
            for place in _places(record):
                assert place[1] >= 1, record
                places.setdefault(place[0].partition("#")[0], set()).add(place)
    # The rows of a workbook count by sheet, those of a list in JSON by file.
    assert all(any(f"{file}/".startswith(f"{name}/") for name in names) for file in rows)
    assert {file: len(found) for file, found in places.items()} == {
        file: count for file, count in rows.items() if count
    }


def _places(record: Record) -> Iterable[tuple[str, int]]:
    match record:
        case Person():
            return (record.place, *record.also)
        case Engagement() | Membership() | Application() | Skipped() | ForeignEvent():
            return (record.place,)
        case _:
            return ()


def _must_be_introduced(source: str, record: Record, known: set[tuple[str, str]]) -> None:
    if isinstance(record, Person):
        assert (source, record.person) not in known, record
        known.add((source, record.person))
    if isinstance(record, Engagement | Membership | Application):
        assert (source, record.person) in known, record
    if isinstance(record, Engagement):
        _must_become_an_event(source, record)


def _must_become_an_event(source: str, told: Engagement) -> None:
    EngagementRecorded(
        kind=told.kind,
        direction=told.direction,
        channel=told.channel,
        subject=told.subject,
        body=told.body,
        participants=told.participants or None,
        duration_minutes=told.duration_minutes,
        attachments=told.attachments or None,
        conversation_id=told.conversation_id,
        source=source,
        external_id=told.external_id,
    )


def _must_be_storable(value: object) -> None:
    if isinstance(value, ForeignEvent | ForeignPerson | bytes):
        # Bytes of another ledger, where they were storable and are checked against a digest.
        return
    if isinstance(value, str):
        assert not _UNSTORABLE.search(value), ascii(value)
    elif isinstance(value, BaseModel):
        _must_be_storable(value.model_dump(mode="json"))
    elif isinstance(value, dict):
        for pair in cast("dict[object, object]", value).items():
            _must_be_storable(pair)
    elif isinstance(value, tuple | list):
        for each in cast("Iterable[object]", value):
            _must_be_storable(each)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
