"""Export: everything in one file, copies for other programs, and what was taken out before."""

import importlib.util
from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query, Request, Response

from api.access import Caller, Exporter
from api.answers.looks import Look
from api.formats import FormatName
from api.routes import looks
from api.screens import export_progress, forms, showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger import errors
from ledger.access.looks import Shown
from ledger.proof.checkpoints import Checkpoint, Proofs
from ledger.words import Role, Scope, Value
from projections import pools, profile

router = screens()

_SHOWN_MAX = 10
_POOLS_MAX = 200


class Copy(NamedTuple):
    """A form in which people are taken out, and where it opens."""

    form: FormatName
    name: str
    opens: str
    icon: str


_COPIES = (
    Copy(
        "xlsx", "Workbook", "Excel, Numbers, LibreOffice: a sheet for each table", "columns-3"
    ),
    Copy(
        "spreadsheet",
        "Tables, safe to open",
        "CSV where no text acts as a formula",
        "file-text",
    ),
    Copy("csv", "Tables, lossless", "CSV for other programs and statistics", "file-text"),
    Copy("sqlite", "SQLite", "questions in SQL, with full text search", "layers"),
    Copy("parquet", "Parquet", "data frames: pandas, DuckDB, R", "layers"),
    Copy("html", "Pages", "to browse and search offline, in any browser", "globe"),
    Copy("vcard", "Contacts, vCard 4", "address books of today", "users"),
    Copy("vcard3", "Contacts, vCard 3", "older telephones and Outlook", "users"),
    Copy("ical", "Calendar", "open follow-ups, meetings and calls to come", "calendar"),
    Copy("jsonresume", "JSON Resume", "a CV for each person", "graduation-cap"),
    Copy(
        "linkedin-recruiter", "LinkedIn Recruiter", "its import, 200 people a file", "briefcase"
    ),
    Copy("greenhouse", "Greenhouse", "its bulk import, 8,000 people a file", "briefcase"),
)


class _Asked(Value):
    """Which copy is asked for, and of whom."""

    form: FormatName
    pool_id: UUID | None = None


@router.get("/export")
def show_export(caller: Exporter, request: Request, seen: Sight) -> Response:
    """Show what can be taken out, and how it is checked."""
    with caller.moment() as moment:
        people = profile.count(moment)
        groups = pools.page(moment, after=None, limit=_POOLS_MAX)
    proofs = caller.installation.proofs
    has_parquet = importlib.util.find_spec("pyarrow") is not None
    past = _past(caller)
    values: dict[str, Any] = {
        "people": people,
        "pools": [each for each in groups if not each.is_archived],
        "pool_count": len(groups),
        "head": caller.head(),
        "is_owner": caller.principal.role is Role.OWNER,
        "copies": [each for each in _COPIES if has_parquet or each.form != "parquet"],
        "checkpoint": proofs.newest(),
        "signers": proofs.verifier_keys(),
        "past": past,
        "verdicts": _verdicts(proofs, past),
        "under_way": export_progress.under_way(caller, request),
        "since": next((each.as_of for each in past if each.what is Shown.ARCHIVE), None),
    }
    return showing.page(seen, caller, "export.html", **values)


@router.get("/export/copy")
def take_copy(
    caller: Exporter,
    form: Annotated[str, Query(alias="format", max_length=40)],
    pool: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Send the browser to the copy that a form asks for."""
    asked = forms.asked(_Asked, form=form, pool_id=pool)
    query: dict[str, Any] = {"format": asked.form}
    if asked.pool_id is not None:
        # Asked here, where the refusal is a page.
        with caller.moment() as moment:
            if not pools.one(moment, asked.pool_id):
                raise errors.Unknown(f"There is no pool {asked.pool_id}.")
        query["pool_id"] = asked.pool_id
    return showing.to(f"/v1/export?{urlencode(query)}")


def _verdicts(proofs: Proofs, past: Sequence[Look]) -> dict[int, bool]:
    """Return by where each archive ended whether the ledger still is what was signed then."""
    ends = {each.as_of for each in past if each.what is Shown.ARCHIVE}
    signed = [found for end in ends if (found := proofs.at(end)) is not None]
    return {each.size: _holds(proofs, each) for each in signed}


def _holds(proofs: Proofs, signed: Checkpoint) -> bool:
    try:
        return proofs.root(signed.size) == signed.root
    except (errors.Damaged, errors.Invalid):
        # Events that were signed are missing.
        return False


def _past(caller: Caller) -> Sequence[Look]:
    """Return what was taken out before, the newest first, for those who may know who looked."""
    if Scope.AUDIT not in caller.principal.scopes:
        return []
    found = [
        look
        for kind in (Shown.ARCHIVE, Shown.EXPORT)
        for look in looks.list_looks(caller, kind=kind, limit=_SHOWN_MAX).items
    ]
    return sorted(found, key=lambda each: each.looked_at, reverse=True)[:_SHOWN_MAX]
