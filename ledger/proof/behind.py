"""Is this the database that was left, or an older or another one?"""

from ledger import errors
from ledger.archive.log import head_of
from ledger.database import Database
from ledger.proof.checkpoints import Proofs

_CURE = (
    "Bring the newer database back. If the older one is what you want, run"
    " `rapport checkpoint accept-older --yes`: what was recorded since is then given up."
)


def reason_to_refuse(database: Database, proofs: Proofs) -> str:
    """Return why nothing may be written, or nothing: what was signed last is still there.

    Only the last checkpoint outside is asked, since it covers all before it; the rows within
    full tiles are read by `rapport verify`.
    """
    sizes = proofs.outside.sizes()
    if not sizes:
        return ""
    size, head = sizes[-1], head_of(database, proofs.workspace)
    folder = proofs.outside.folder
    if head < size:
        return (
            f"The database ends at position {head:,}, but a checkpoint of {size:,} events was"
            f" signed and lies in {folder}: it is an older copy, or its end was cut off."
            f" {_CURE}"
        )
    try:
        told = proofs.outside.told(size)
        is_same = (told.origin, told.root) == (proofs.origin, proofs.root(size))
    except errors.Damaged as damaged:
        return f"{damaged.detail} {_CURE}"
    if not is_same:
        return (
            f"The first {size:,} events are not those that the checkpoint in {folder} was"
            f" signed over: this is another history, or it was changed. {_CURE}"
        )
    return ""
