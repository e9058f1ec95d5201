"""In which forms a ledger goes out: each with its name, its file and its bytes."""

import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow

from api import archive
from api.installation import Installation
from ledger import errors
from ledger.archive.log import export_lines
from ledger.words import CandidateId, Position, WorkspaceId
from projections.copies import (
    calendar,
    pages,
    parquet,
    resumes,
    spreadsheet,
    sqlite,
    tables,
    vcards,
    workbook,
)
from projections.copies.copy import File, Whom
from projections.copies.greenhouse import GREENHOUSE
from projections.copies.linkedin_recruiter import LINKEDIN_RECRUITER
from projections.copies.zipped import zipped
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import one as pools_with_id
from projections.viewer import EVERYTHING, Viewer

FormatName = Literal[
    "archive",
    "ndjson",
    "csv",
    "spreadsheet",
    "xlsx",
    "sqlite",
    "parquet",
    "vcard",
    "vcard3",
    "jsonresume",
    "ical",
    "linkedin-recruiter",
    "greenhouse",
    "html",
]

WHOLE: frozenset[FormatName] = frozenset({"archive", "ndjson"})
"""The forms that hold everything, with what members keep private: of these nothing may be left
out, or they would prove nothing."""
ZIP = "application/zip"
# What somebody may choose by hand, and a URL has room for.
CHOSEN_MAX = 1_000
_OF_POOL = """
select candidate_id from pool_members
where workspace_id = %(workspace)s and pool_id = %(pool)s
order by candidate_id"""


def _untold(_event_count: int, _event_total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom to take out: a pool, some people, or everybody where neither is named."""

    pool: UUID | None = None
    candidates: tuple[UUID, ...] = ()
    since: Position | None = None
    """Only what came after this position; of an archive alone."""
    viewer: Viewer = EVERYTHING
    """Who takes it out: what others keep private is in no copy of the views."""
    tell: Callable[[int, int], None] = _untold
    """Hears how many events of an archive of everybody are written so far, and of how many."""

    @property
    def is_everybody(self) -> bool:
        """Whether nobody in particular was named."""
        return self.pool is None and not self.candidates

    def moment(self, connection: Connection[DictRow], workspace: WorkspaceId) -> Moment:
        """Return the views that are to be copied."""
        return Moment(connection, workspace, viewer=self.viewer)

    def of(self, moment: Moment) -> Whom:
        """Return the ids of the people chosen; raise `errors.Unknown` for no such pool."""
        if self.is_everybody:
            return None
        chosen = [moment.root(CandidateId(each)) for each in self.candidates]
        if self.pool is not None:
            if not pools_with_id(moment, self.pool):
                raise errors.Unknown(f"There is no pool {self.pool}.")
            rows = moment.streamed(_OF_POOL.strip(), POOL_MEMBERS, pool=self.pool)
            chosen += [row[0] for row in rows]
        return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True, slots=True)
class Format:
    """One form: how its file ends, what it is, and its bytes, piece by piece."""

    suffix: str
    media_type: str
    write: Callable[[Installation, Chosen], Iterator[bytes]]

    def pieces(self, found: Installation, chosen: Chosen) -> Iterator[bytes]:
        """Return its bytes; raise `errors.Invalid` for a choice that it does not know."""
        if chosen.since is not None and self.write is not _archive:
            raise errors.Invalid("`since` is of an archive: choose that, or leave it out.")
        return self.write(found, chosen)

    def filename(self, found: Installation) -> str:
        """Return what the file is called."""
        return f"rapport-{found.workspace}{self.suffix}"


def _archive(found: Installation, chosen: Chosen) -> Iterator[bytes]:
    match chosen:
        case Chosen(None, (), since):
            return archive.whole(found, after=since or Position(0), tell=chosen.tell)
        case Chosen(None, (one,), None):
            return archive.of_one_person(found, CandidateId(one))
        case Chosen(None, (_,), _):
            raise errors.Invalid("One person's record is whole: leave `since` out.")
        case _:
            raise errors.Invalid("An archive is of everybody or of one person, not of a few.")


def _log(found: Installation, chosen: Chosen) -> Iterator[bytes]:
    if not chosen.is_everybody:
        raise errors.Invalid("The log is taken out whole: choose another format for a few.")
    return export_lines(found.database, found.workspace)


def _of_moment(
    written: Callable[[Moment, Whom], Iterator[bytes]],
) -> Callable[[Installation, Chosen], Iterator[bytes]]:
    def pieces(found: Installation, chosen: Chosen) -> Iterator[bytes]:
        with found.database.snapshot() as connection:
            moment = chosen.moment(connection, found.workspace)
            yield from written(moment, chosen.of(moment))

    return pieces


def _zip_of(
    files: Callable[[Moment, Whom], Iterator[File]],
) -> Callable[[Installation, Chosen], Iterator[bytes]]:
    return _of_moment(lambda moment, whom: zipped(files(moment, whom)))


def _through_file(
    write: Callable[[Moment, Whom, Path], None],
) -> Callable[[Installation, Chosen], Iterator[bytes]]:
    """Write a form that cannot be written from front to back, then hand it over."""

    def pieces(found: Installation, chosen: Chosen) -> Iterator[bytes]:
        with _scratch(found) as folder:
            with found.database.snapshot() as connection:
                moment = chosen.moment(connection, found.workspace)
                write(moment, chosen.of(moment), folder / "copy")
            yield from workbook.pieces(folder / "copy")

    return pieces


def _parquet(found: Installation, chosen: Chosen) -> Iterator[bytes]:
    parquet.must_be_there()
    with _scratch(found) as folder, found.database.snapshot() as connection:
        moment = chosen.moment(connection, found.workspace)
        written = parquet.write(moment, chosen.of(moment), folder)
        yield from zipped((name, workbook.pieces(path)) for name, path in written)


@contextmanager
def _scratch(found: Installation) -> Generator[Path]:
    """Lend a folder in the data directory, where only we read; afterwards it is gone."""
    place = found.settings.data / "exports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=place))
    try:
        yield folder
    except OSError as error:
        raise errors.Unavailable("The disk is full; free some space and repeat.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _calendar(moment: Moment, whom: Whom) -> Iterator[bytes]:
    return calendar.calendar(moment, whom, datetime.now(UTC))


FORMATS: Mapping[FormatName, Format] = {
    "archive": Format(".zip", ZIP, _archive),
    "ndjson": Format(".ndjson", "application/x-ndjson", _log),
    "csv": Format(".csv.zip", ZIP, _zip_of(tables.files)),
    "spreadsheet": Format(".spreadsheet.zip", ZIP, _zip_of(spreadsheet.files)),
    "xlsx": Format(
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _through_file(workbook.write),
    ),
    "sqlite": Format(".sqlite", "application/vnd.sqlite3", _through_file(sqlite.write)),
    "parquet": Format(".parquet.zip", ZIP, _parquet),
    "vcard": Format(".vcf", "text/vcard; charset=utf-8", _of_moment(vcards.cards)),
    "vcard3": Format(
        ".vcf",
        "text/vcard; charset=utf-8",
        _of_moment(partial(vcards.cards, version="3.0")),
    ),
    "jsonresume": Format(".resumes.zip", ZIP, _zip_of(resumes.files)),
    "ical": Format(".ics", "text/calendar; charset=utf-8", _of_moment(_calendar)),
    "linkedin-recruiter": Format(".linkedin.zip", ZIP, _zip_of(LINKEDIN_RECRUITER.files)),
    "greenhouse": Format(".greenhouse.zip", ZIP, _zip_of(GREENHOUSE.files)),
    "html": Format(".html.zip", ZIP, _zip_of(pages.files)),
}
"""Every form; a new one is a function that yields bytes and a line here."""
