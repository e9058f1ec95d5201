"""A verdict told: in words for people, or for programs."""

from collections.abc import Iterator
from typing import Any

from .verify import Kind, Verdict


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict for programs."""
    return {
        "is_whole": verdict.is_whole,
        "holds": verdict.kind.name.lower(),
        "workspace": verdict.workspace,
        "origin": verdict.origin,
        "first": verdict.first,
        "last": verdict.last,
        "event_count": verdict.event_count,
        "forgotten_count": verdict.forgotten_count,
        "root": verdict.root,
        **({"first_root": verdict.first_root} if verdict.first_root else {}),
        "signed_by": verdict.signed_by,
        "is_pinned": verdict.is_pinned,
        "faults": [
            {"what": each.what, "file": each.file, "position": each.position}
            for each in verdict.faults
        ],
    }


def sentences(verdict: Verdict) -> Iterator[str]:
    """Yield the verdict in words: what is wrong, or what is proved and what is not."""
    if verdict.faults:
        yield "DAMAGED. Do not rely on this archive."
        yield from (f"  {fault.told}" for fault in verdict.faults)
        return
    yield f"WHOLE. This is {verdict.kind}: {verdict.event_count:,} events, as signed."
    yield f"  ledger      {verdict.origin}"
    yield f"  positions   {verdict.first:,} to {verdict.last:,}"
    yield f"  root        {verdict.root}"
    yield from (f"  signed by   {key}" for key in verdict.signed_by)
    if verdict.forgotten_count:
        yield f"  forgotten   {verdict.forgotten_count:,} payloads, as people were erased"
    yield from _proved(verdict)


def _proved(verdict: Verdict) -> Iterator[str]:
    yield "Proved: since the checkpoint was signed no event was changed, added, dropped, moved."
    if verdict.kind is Kind.PERSON:
        yield "Not proved: that these are all events about this person, or who erased others."
    if verdict.first_root:
        yield f"The archive that this is added to must have the root {verdict.first_root}."
    if not verdict.is_pinned:
        yield "Not proved: whose key this is. Name the one you know with --key."
    yield "Not proved: that what was recorded was true; nor when the checkpoint was signed,"
    yield "unless a copy was kept elsewhere. Tables and other copies are summed, not signed."
