"""The workspace: what it is called, which others somebody has, and whether it stays."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Request, Response

from api.access import Admin, Anybody, Owner
from api.asked.access import WorkspaceNamed
from api.asked.session import LookAt
from api.routes import session, workspaces
from api.routes.session import TheSession
from api.screens import forms, showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from ledger import errors

router = screens()

_HERE = "/settings/workspace"


@router.get(_HERE)
def show_workspace(
    caller: Anybody, seen: Sight, request: Request, signed: TheSession
) -> Response:
    """Show the workspace, and those that somebody is let into besides."""
    return showing.page(
        seen,
        caller,
        "settings/workspace.html",
        workspace=workspaces.read_workspace(caller),
        others=[
            each
            for each in workspaces.list_workspaces(request, signed).items
            if each.id != caller.workspace
        ],
    )


@router.post(f"{_HERE}/name")
def rename_workspace(caller: Admin, seen: Sight, name: forms.Field = "") -> Response:
    """Call the workspace something else."""
    given = forms.asked(WorkspaceNamed, name=forms.line(name))
    told = workspaces.rename_workspace(caller, given)
    return showing.done(seen, _HERE, Said(f"The workspace is called {told.name}."))


@router.post(f"{_HERE}/open")
def open_workspace(
    seen: Sight, request: Request, signed: TheSession, workspace_id: Annotated[UUID, Form()]
) -> Response:
    """Look at another workspace."""
    given = forms.asked(LookAt, workspace_id=workspace_id)
    session.look_at(request, signed, given)
    return showing.done(seen, "/", Said("This is the other workspace."))


@router.post(f"{_HERE}/new")
def create_workspace(
    seen: Sight, request: Request, signed: TheSession, name: forms.Field = ""
) -> Response:
    """Begin another workspace, and look at it."""
    given = forms.asked(WorkspaceNamed, name=forms.line(name))
    made = workspaces.create_workspace(request, signed, given)
    session.look_at(request, signed, LookAt(workspace_id=made.id))
    return showing.done(seen, "/", Said(f"{made.name} is yours, and empty."))


@router.post(f"{_HERE}/delete")
def delete_workspace(caller: Owner, seen: Sight, name: forms.Field = "") -> Response:
    """Let the workspace go for good in two weeks, if its name was typed."""
    told = workspaces.read_workspace(caller)
    if forms.line(name) != told.name:
        raise errors.Invalid(f"Type the workspace's name, {told.name}, to let it go.")
    workspaces.delete_workspace(caller)
    return showing.done(
        seen, _HERE, Said("The workspace goes in two weeks.", f"{_HERE}/keep", "Keep it")
    )


@router.post(f"{_HERE}/keep")
def keep_workspace(caller: Owner, seen: Sight) -> Response:
    """Take a deletion back."""
    workspaces.keep_workspace(caller)
    return showing.done(seen, _HERE, Said("The workspace stays."))
