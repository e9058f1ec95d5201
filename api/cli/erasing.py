"""Forgetting people: erase, suppression, and what lies below the tables."""

from typing import Annotated, Any

from cyclopts import App, Parameter

from api.cli.opening import Data, Json, Who, looked, opened, opened_with, record, settings
from api.cli.refusals import TooLittleSaid
from api.cli.showing import answer, as_json, pairs, progress
from api.cli.whom import erasable
from ledger.access.looks import Shown
from ledger.commands.suppression import LiftSuppression
from ledger.embedded import held_by_one, install_signal_handlers
from ledger.erasure.receipt import Receipt
from ledger.erasure.scrub import BY_HAND, Scrubbed
from ledger.erasure.scrub import scrub as remove_traces
from ledger.handles import handle_of
from projections import suppression as suppressed

Reason = Annotated[
    str | None, Parameter(help="Why; it is kept, so it must not name the person.")
]


def erase(
    who: Who,
    /,
    *,
    dry_run: Annotated[
        bool, Parameter(name="--dry-run", negative="", help="Say what it would do.")
    ] = False,
    yes: Annotated[bool, Parameter(negative="", help="Erase them for good.")] = False,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Forget a person: all that is told of them goes, that there was something stays."""
    if yes == dry_run:
        raise TooLittleSaid("Say --dry-run to see what it would do, or --yes to do it.")
    with opened(data) as found:
        candidate = erasable(found, who)
        if dry_run:
            receipt = found.eraser().look(candidate)
            looked(found, Shown.ERASURE, whom=receipt.candidate_id)
        else:
            receipt = found.erase(candidate, reason=reason)
    if json:
        as_json(receipt.as_json())
    else:
        _show(receipt)


def _show(receipt: Receipt) -> None:
    kinds = ", ".join(f"{count:,} {name}" for name, count in receipt.events_by_type.items())
    rows: list[tuple[str, Any]] = [
        ("events about them", f"{receipt.event_count:,} ({kinds})"),
        ("known under", ", ".join(map(str, receipt.candidate_ids))),
        ("others' events emptied", len(receipt.emptied_elsewhere)),
        ("put down anew", receipt.restated_count),
        ("handles suppressed", receipt.suppressed_count),
        ("named in others' texts", receipt.mention_count),
        ("at positions", ", ".join(map(str, receipt.mentions[:20]))),
        ("erased", receipt.erased_at),
    ]
    pairs(rows)
    answer("")
    if receipt.is_dry_run:
        answer("Nothing was written: --yes erases them for good.")
    elif receipt.is_repeat:
        answer("They were erased before: nothing new was done.")
    else:
        answer("Erased. `rapport scrub` removes what is left below the tables.")


suppression = App(name="suppression", help="Handles that may not come in again.")


@suppression.command
def count(*, data: Data = None, json: Json = False) -> None:
    """Say how many handles are suppressed."""
    with opened(data) as found, found.moment() as moment:
        handle_count = suppressed.count(moment)
    if json:
        as_json({"handle_count": handle_count})
    else:
        answer(f"{handle_count:,} handles of people who were erased may not come in again.")


@suppression.command
def lift(
    handle: Annotated[str, Parameter(help="An address, a number or a profile link.")],
    /,
    *,
    reason: Reason = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Let a handle of somebody who was erased come in again."""
    meant = handle_of(handle)
    if meant is None:
        raise TooLittleSaid(f"“{handle}” is no address, number or profile link.")
    with opened(data) as found:
        recorded = record(found, LiftSuppression(handle=meant, reason=reason))
    if json:
        as_json({"recorded": [{"position": each.position} for each in recorded]})
    else:
        answer("It may come in again.")


def scrub(*, data: Data = None, json: Json = False) -> None:
    """Remove what erased people left in files: dead rows, old logs, samples."""
    install_signal_handlers()
    chosen = settings(data)
    if chosen.database_url is not None:
        answer(BY_HAND)
        return
    # Tables are rewritten under a lock that nobody can read or write beside.
    with (
        held_by_one(chosen.data, "rapport scrub"),
        opened_with(chosen) as found,
        progress("Scrubbing") as tell,
    ):
        done = remove_traces(found.database, chosen.data / "uploads", tell=tell)
    if json:
        as_json({name: getattr(done, name) for name in Scrubbed.__dataclass_fields__})
    else:
        answer(
            f"{done.table_count} tables written anew in {done.seconds:.1f} s,"
            f" {done.bytes_before:,} bytes before, {done.bytes_after:,} after;"
            f" log files from before are removed, and {done.upload_count} left-over uploads."
        )
