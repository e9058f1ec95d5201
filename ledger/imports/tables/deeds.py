"""What a row says happened: notes written, pools joined, jobs applied for."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from ledger.imports.markup import fingerprint
from ledger.imports.records import Application, Engagement, Membership, Place, Record
from ledger.imports.remarks import Remarks
from ledger.imports.tables import cells
from ledger.imports.tables.dates import DateColumn
from ledger.imports.tables.facts import Row
from ledger.imports.tables.meanings import Meaning
from ledger.imports.texts import folded
from ledger.words import ApplicationOutcome, Kind, Visibility

Deeds = Callable[[Row, Place, str], Iterator[Record]]
"""Yields what a row tells of, for the person of this key."""
Dates = Mapping[int, DateColumn]
Ended = Callable[[str, str], tuple[ApplicationOutcome | None, str]]

# What a job is at where the source names the job and no stage.
_FIRST_STAGE = "Applied"
_STRANGE_OUTCOME = "Outcomes of applications that are not understood, left out"
_HIRED = "hired placed accepted eingestellt embauché contratado assunto aangenomen zatrudniony"
_REJECTED = """
rejected declined disqualified notselected unqualified underqualified abgelehnt abgesagt refusé
rechazado rifiutato rejeitado recusado afgewezen odrzucony zamítnut unsuccessful archived
"""
_WITHDRAWN = (
    "withdrawn withdrew withdraw candidatewithdrew zurückgezogen retiré retirado ritirato"
)
_OPEN = "active open inprocess inprogress new aktiv offen encours activo aperto false no none"
_OUTCOMES: dict[str, ApplicationOutcome | None] = {
    folded(word): outcome
    for words, outcome in (
        (_HIRED, ApplicationOutcome.HIRED),
        (_REJECTED, ApplicationOutcome.REJECTED),
        (_WITHDRAWN, ApplicationOutcome.WITHDRAWN),
        (_OPEN, None),
    )
    for word in words.split()
}
# What says why as well.
_REASONS = frozenset(("disqualified", "notselected", "unqualified", "underqualified"))
# LinkedIn's word for a note that only its writer sees.
_PRIVATE = "onlyme"


def compiled(
    columns: Sequence[tuple[Meaning, int]], dates: Dates, remarks: Remarks
) -> Deeds | None:
    """Return what reads a row's deeds; None where no column tells of any."""
    at: dict[str, int] = {}
    for meaning, index in columns:
        at.setdefault(meaning.word, index)
    told: list[Deeds] = []
    if "note" in at:
        notes = [(meaning.about, index) for meaning, index in columns if meaning.word == "note"]
        told.append(_notes(notes, at, dates))
    if "pool" in at:
        pools = [index for meaning, index in columns if meaning.word == "pool"]
        told.append(_pools(pools))
    if "opportunity" in at:
        is_archive = any(meaning.about == "archived" for meaning, _ in columns)
        ended = _ended(remarks, is_archive=is_archive)
        told.append(_application(at, dates, ended))
    if not told:
        return None

    def read(row: Row, place: Place, person: str) -> Iterator[Record]:
        for each in told:
            yield from each(row, place, person)

    return read


def _notes(notes: Sequence[tuple[str, int]], at: Mapping[str, int], dates: Dates) -> Deeds:
    when, who = at.get("note_date", -1), at.get("note_visibility", -1)

    def read(row: Row, place: Place, person: str) -> Iterator[Record]:
        for subject, index in notes:
            body = "" if cells.says_nothing(row[index]) else cells.text(row[index])
            if not body:
                continue
            digest = hashlib.sha256(fingerprint(body).encode()).hexdigest()
            is_private = who >= 0 and folded(row[who]) == _PRIVATE
            yield Engagement(
                place,
                person,
                Kind.NOTE,
                dates[when].instant(row[when]) if when >= 0 else None,
                f"note:{digest}",
                subject=subject or None,
                body=body,
                key_with_person=True,
                visibility=Visibility.PRIVATE if is_private else None,
            )

    return read


def _pools(indexes: Sequence[int]) -> Deeds:
    def read(row: Row, place: Place, person: str) -> Iterator[Record]:
        pools = dict.fromkeys(pool for index in indexes for pool in cells.listed(row[index]))
        for pool in pools:
            yield Membership(place, person, pool)

    return read


def _ended(remarks: Remarks, *, is_archive: bool) -> Ended:
    """Return what reads how an application ended, and why it was turned down if it was.

    In an archive every reason ends it: whatever speaks of no hire and no withdrawal turns down.
    """

    def read(told: str, reason: str) -> tuple[ApplicationOutcome | None, str]:
        if not told:
            return ApplicationOutcome.REJECTED if reason else None, reason
        plain = folded(told)
        if plain in _OUTCOMES:
            return _OUTCOMES[plain], reason or (told if plain in _REASONS else "")
        if not is_archive:
            remarks.count(_STRANGE_OUTCOME)
            return None, reason
        if "hired" in plain and "not" not in plain:
            return ApplicationOutcome.HIRED, ""
        if "withdr" in plain or "declined" in plain:
            return ApplicationOutcome.WITHDRAWN, ""
        return ApplicationOutcome.REJECTED, reason or told

    return read


def _application(at: Mapping[str, int], dates: Dates, ended: Ended) -> Deeds:
    def cell(row: Row, word: str) -> str:
        index = at.get(word, -1)
        return "" if index < 0 or cells.says_nothing(row[index]) else cells.line(row[index])

    def instant(row: Row, word: str) -> datetime | None:
        index = at.get(word, -1)
        return dates[index].instant(row[index]) if index >= 0 else None

    def read(row: Row, place: Place, person: str) -> Iterator[Record]:
        opportunity = cell(row, "opportunity")
        if opportunity:
            outcome, reason = ended(cell(row, "outcome"), cell(row, "rejection_reason"))
            stage = cell(row, "stage")
            yield Application(
                place,
                person,
                opportunity,
                stage or _FIRST_STAGE,
                applied_at=instant(row, "applied_at"),
                # Some keep one column for both: the stage `Rejected`.
                outcome=outcome or _OUTCOMES.get(folded(stage)),
                rejection_reason=reason or None,
                external_id=cell(row, "application_id") or None,
                closed_at=instant(row, "closed_at"),
            )

    return read
