"""Workspaces: whose ledgers are here, what each is called, and whether it stays."""

from fastapi import Request

from api.access import Admin, Anybody, Caller, Owner
from api.answers import Page
from api.answers.access import Workspace
from api.asked.access import WorkspaceNamed
from api.attempts import Attempts
from api.installation import Installation
from api.routes.noun import noun
from api.routes.session import TheSession
from api.workspaces import BEGUN_MAX, WAITING, count_begun
from ledger import errors
from ledger.access import users
from ledger.commands.workspaces import CancelDeletion, RenameWorkspace, ScheduleDeletion
from ledger.words import Role
from projections import workspaces
from projections.moment import Moment

router = noun("access")


@router.get("/workspaces")
def list_workspaces(request: Request, signed: TheSession) -> Page[Workspace]:
    """List the workspaces that let you in; a session looks at one at a time."""
    installation: Installation = request.app.state.installation
    found: list[Workspace] = []
    with installation.database.connection() as connection:
        doors = users.doors(connection, signed.session.user_id)
    for workspace in doors:
        role = signed.role_in(installation, workspace)
        if role is not None:
            with installation.database.of(workspace).connection() as connection:
                told = workspaces.this(Moment(connection, workspace))
            found.append(
                Workspace(id=workspace, name=told.name, role=role, ends_at=told.ends_at)
            )
    return Page(items=found, next_cursor=None)


@router.post("/workspaces", status_code=201)
def create_workspace(request: Request, signed: TheSession, given: WorkspaceNamed) -> Workspace:
    """Begin another workspace, an empty ledger of yours; nothing crosses to or from others."""
    installation: Installation = request.app.state.installation
    owner = signed.session.user_id
    if count_begun(installation, owner) >= BEGUN_MAX:
        raise errors.NotAllowedNow(
            f"You began {BEGUN_MAX} workspaces that are here still: let one go first, or ask"
            " whoever runs the server to begin it."
        )
    attempts: Attempts = request.app.state.attempts
    attempts.on_workspace(str(owner))
    made = installation.create(owner)
    made.ledger.record(RenameWorkspace(workspace_id=made.workspace, name=given.name), by=owner)
    return Workspace(id=made.workspace, name=given.name, role=Role.OWNER, ends_at=None)


@router.get("/workspace")
def read_workspace(caller: Anybody) -> Workspace:
    """Read what the workspace is called, and as what you are let in."""
    return _told(caller)


@router.patch("/workspace")
def rename_workspace(caller: Admin, given: WorkspaceNamed) -> Workspace:
    """Call the workspace something else."""
    caller.record(RenameWorkspace(workspace_id=caller.workspace, name=given.name))
    return _told(caller)


@router.delete("/workspace", status_code=202)
def delete_workspace(caller: Owner) -> Workspace:
    """Let the workspace go for good in two weeks, with all that is in it.

    Until then everything works as before: take the archive along (`GET /v1/export`), or take
    the deletion back (`POST /v1/workspace/keep`).
    """
    caller.record(
        ScheduleDeletion(
            workspace_id=caller.workspace,
            waiting=WAITING,
            access_after=caller.access.access_after(),
        )
    )
    return _told(caller)


@router.post("/workspace/keep")
def keep_workspace(caller: Owner) -> Workspace:
    """Take a deletion back: the workspace stays."""
    after = caller.access.access_after()
    caller.record(CancelDeletion(workspace_id=caller.workspace, access_after=after))
    return _told(caller)


def _told(caller: Caller) -> Workspace:
    with caller.moment() as moment:
        told = workspaces.this(moment)
    return Workspace(
        id=caller.workspace,
        name=told.name,
        role=caller.principal.role,
        ends_at=told.ends_at,
    )
