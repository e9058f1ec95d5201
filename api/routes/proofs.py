"""Proof: what was signed, and that an event or an earlier checkpoint is part of it."""

from base64 import b64encode
from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from api.access import Witness
from api.routes.noun import noun
from ledger import errors

router = noun("proofs")

Size = Annotated[int, Query(ge=0, lt=2**62, description="How many events, from the first on.")]
Position = Annotated[int, Query(ge=1, lt=2**62)]


class Proof(BaseModel):
    """The hashes, in base64, that lead from what is asked about to a root (RFC 9162 §2.1)."""

    proof: list[str]


@router.get("/checkpoint", response_class=PlainTextResponse)
def read_checkpoint(
    caller: Witness,
    size: Annotated[
        int | None, Query(ge=0, lt=2**62, description="One signed before, of so many events.")
    ] = None,
) -> Response:
    """Read the signed checkpoint of all that is recorded (C2SP tlog-checkpoint).

    If there is none of the last event yet, it is signed for this call.
    """
    proofs = caller.installation.proofs
    found = proofs.latest() if size is None else proofs.at(size)
    if found is None:
        raise errors.Unknown(f"No checkpoint was signed at {size} events.")
    caller.tell(caller.head())
    headers = dict(caller.response.headers)
    return PlainTextResponse(
        found.note, headers=headers, media_type="text/plain; charset=utf-8"
    )


@router.get("/proofs/inclusion")
def prove_inclusion(caller: Witness, position: Position, size: Size) -> Proof:
    """Prove that the event at a position is one of the first so many."""
    return _answer(caller.installation.proofs.inclusion(position, size))


@router.get("/proofs/consistency")
def prove_consistency(caller: Witness, first: Position, second: Size) -> Proof:
    """Prove that the first so many events are the beginning of more."""
    return _answer(caller.installation.proofs.consistency(first, second))


def _answer(hashes: list[bytes]) -> Proof:
    return Proof(proof=[b64encode(each).decode() for each in hashes])
