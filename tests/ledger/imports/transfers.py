"""What the tests of transfers say in few words: two ledgers, and one's history in the other."""

from pathlib import Path
from uuid import UUID

from api.installation import Installation
from ledger.archive.log import export_lines
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports.report import Report
from ledger.words import Role
from tests.ledger.imports.networks import brought
from tests.ledger.stories import given_email, known_candidate, live, record, rows


def exported(on: Installation, path: Path) -> Path:
    """Write the whole history of a ledger into a file."""
    path.write_bytes(b"".join(export_lines(on.database, on.workspace)))
    return path


def transferred(
    source: Installation,
    to: Installation,
    path: Path,
    *,
    together: int = 5_000,
    role: Role = Role.OWNER,
) -> Report:
    """Bring the history of one ledger into another, so many records at a time."""
    return brought(to, exported(source, path), together=together, role=role)


def revert(on: Installation, report: Report) -> None:
    assert report.import_id is not None
    assert record(on, RevertImport(import_id=report.import_id))


def reinstate(on: Installation, report: Report) -> None:
    assert report.import_id is not None
    assert record(on, ReinstateImport(import_id=report.import_id))


def everything(on: Installation) -> tuple[dict[str, list[str]], list[str]]:
    """Return the rows of every view but for what imports say of themselves."""
    lines = rows(
        on,
        "select t::text from views.timeline t where workspace_id = %(workspace)s"
        " and event_type not like 'Import%%' order by t::text",
    )
    return live(on, "imports", "timeline"), [line for (line,) in lines]


def engagements(on: Installation) -> list[tuple[UUID, UUID]]:
    """Return whose timeline each effective engagement is on, sorted."""
    return rows(
        on,
        "select stream_id, candidate_id from views.timeline where workspace_id = %(workspace)s"
        " and event_type = 'EngagementRecorded' order by stream_id, candidate_id",
    )


def person(on: Installation, name: str, *addresses: str) -> UUID:
    """Enter somebody with these addresses."""
    handles = tuple(given_email(address) for address in addresses)
    return known_candidate(on, profile={"first_name": name}, handles=handles)
