"""About: what runs here, how far the ledger is, and who signs for it."""

from fastapi import Request, Response

from api.access import Anybody
from api.screens import showing
from api.screens.route import screens
from api.screens.seen import Sight
from ledger.words import Scope

router = screens()


@router.get("/settings/about")
def show_about(caller: Anybody, seen: Sight, request: Request) -> Response:
    """Show the version, the ledger's head, the last checkpoint and the keys that sign."""
    proofs = caller.installation.proofs
    # Digests tell nothing of anybody, yet only those are shown them who may have them proved.
    may_prove = not caller.principal.scopes.isdisjoint({Scope.READ, Scope.AUDIT})
    return showing.page(
        seen,
        caller,
        "settings/about.html",
        version=request.app.version,
        head=caller.head(),
        may_prove=may_prove,
        checkpoint=proofs.newest() if may_prove else None,
        signers=proofs.verifier_keys() if may_prove else [],
        workspace_id=caller.workspace,
    )
