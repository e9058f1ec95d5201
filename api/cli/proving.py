"""Proof: is a ledger, or an archive of one, what was signed? And checkpoints to take away."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from api.cli.opening import Data, Json, opened
from api.cli.showing import answer, as_json
from api.installation import Installation, tell_nobody
from ledger import errors
from ledger.migrations import lock
from ledger.proof.live import LiveVerdict, verify_live
from ledger.verifier.broken import Broken
from ledger.verifier.notes import verifier_key
from ledger.verifier.telling import as_json as verdict_as_json
from ledger.verifier.telling import sentences
from ledger.verifier.verify import Expected
from ledger.verifier.verify import verify as verify_archive
from projections import VIEWS
from projections.rebuild import rebuild_all

_DAMAGED = 1

checkpoint = App(name="checkpoint", help="Sign what is recorded, to keep it elsewhere.")


def verify(
    archive: Annotated[
        Path | None, Parameter(help="An archive, zipped or unpacked; else the ledger itself.")
    ] = None,
    /,
    *,
    key: Annotated[str | None, Parameter(help="The verifier key you know.")] = None,
    origin: Annotated[str | None, Parameter(help="The ledger you expect.")] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Say whether a ledger, or an archive of one, is whole and what was signed."""
    if archive is None:
        if key or origin:
            raise errors.Invalid("--key and --origin are about an archive: name one.")
        _verify_ledger(data, json=json)
        return
    try:
        expected = Expected(verifier_key(key) if key else None, origin)
    except Broken as broken:
        raise errors.Invalid(f"--key: {broken.told}.") from None
    verdict = verify_archive(archive, expected)
    if json:
        as_json(verdict_as_json(verdict))
    else:
        answer("\n".join(sentences(verdict)))
    if not verdict.is_whole:
        sys.exit(_DAMAGED)


def _verify_ledger(data: Path | None, *, json: bool) -> None:
    with opened(data) as found:
        verdict = verify_live(found.database, found.proofs)
        reason = found.ledger.store.closed_because
    if json:
        as_json(_live_as_json(verdict, reason))
    else:
        answer("\n".join(_live_sentences(verdict, reason)))
    if verdict.fault or reason:
        sys.exit(_DAMAGED)


@checkpoint.default
def latest(*, data: Data = None, json: Json = False) -> None:
    """Sign what is recorded, and show it: mail it, print it, keep it elsewhere."""
    with opened(data) as found:
        signed, keys = found.proofs.latest(), found.proofs.verifier_keys()
    if json:
        told = {"size": signed.size, "root": signed.root.hex(), "verifier_keys": keys}
        as_json({**told, "note": signed.note.decode()})
    else:
        answer(signed.note.decode().rstrip("\n"))


@checkpoint.command
def accept_older(
    *,
    yes: Annotated[bool, Parameter(negative="", help="You know what is given up.")] = False,
    data: Data = None,
    json: Json = False,
) -> None:
    """Go on with a database that is older than what was signed, or another one."""
    with opened(data) as found:
        reason = found.ledger.store.closed_because
        if not reason:
            raise errors.NotAllowedNow("The database is the one that was left: all is well.")
        if not yes:
            raise errors.NotAllowedNow(f"Add --yes if you want to go on with it. {reason}")
        aside = _accept(found)
    if json:
        as_json({"put_aside": aside})
    else:
        answer(
            f"The ledger takes writes again; a server must be started anew. What was signed"
            f" lies in {aside}: it still proves what there was."
        )


def _accept(found: Installation) -> Path:
    # Whatever cut the history off need not have cut the views off with it.
    with found.database.owner() as connection:
        lock(connection)
        rebuild_all(found.database, VIEWS, tell=tell_nobody)
    aside = found.proofs.outside.put_aside()
    found.ledger.store.closed_because = ""
    found.proofs.latest()
    return aside


def _live_as_json(verdict: LiveVerdict, reason: str) -> dict[str, object]:
    fault = verdict.fault
    return {
        "is_whole": fault is None and not reason,
        "holds": "ledger",
        "event_count": verdict.event_count,
        "forgotten_count": verdict.forgotten_count,
        "checkpoint_count": verdict.checkpoint_count,
        "root": verdict.root,
        "verifier_keys": verdict.keys,
        "faults": [{"what": fault.what, "position": fault.position}] if fault else [],
        **({"read_only_because": reason} if reason else {}),
    }


def _live_sentences(verdict: LiveVerdict, reason: str) -> list[str]:
    if verdict.fault:
        return ["DAMAGED. This is not what was recorded.", f"  {verdict.fault.told}"]
    if reason:
        return ["READ ONLY. The rows fit together, but:", f"  {reason}"]
    forgotten = (
        [f"  forgotten    {verdict.forgotten_count:,} payloads, as people were erased"]
        if verdict.forgotten_count
        else []
    )
    return [
        f"WHOLE. All {verdict.event_count:,} events are as they were recorded.",
        f"  root         {verdict.root}",
        f"  checkpoints  {verdict.checkpoint_count:,}, all of this history",
        *(f"  key          {key}" for key in verdict.keys),
        *forgotten,
        "Not proved: that nobody who has the key rewrote it all. A checkpoint that was kept",
        "elsewhere proves that: compare its root, or verify an archive with --key.",
    ]
