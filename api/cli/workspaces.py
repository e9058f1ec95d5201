"""Workspaces: whose ledgers are here, what each is called, and whether it stays."""

from typing import Annotated

from cyclopts import App, Parameter

from api.cli.opening import Data, Json, opened, record
from api.cli.showing import answer, as_json, items
from api.workspaces import WAITING, all_of
from ledger.commands.workspaces import CancelDeletion, RenameWorkspace, ScheduleDeletion
from projections import workspaces

workspace = App(
    name="workspace",
    help="Keep several ledgers; RAPPORT_WORKSPACE says which one a command is about.",
)


@workspace.command(name="list")
def list_(*, data: Data = None, json: Json = False) -> None:
    """List the workspaces of this installation."""
    with opened(data) as found:
        rows = all_of(found)
        here = found.workspace
    items(
        [{"id": row.id, "name": row.name, "ends_at": row.ends_at} for row in rows],
        ("", "ID", "ENDS", "NAME"),
        (("*" if row.id == here else "", row.id, row.ends_at, row.name) for row in rows),
        is_json=json,
    )


@workspace.command
def create(
    name: Annotated[str, Parameter(help="What it is called.")],
    /,
    *,
    data: Data = None,
    json: Json = False,
) -> None:
    """Begin another workspace, an empty ledger; nothing crosses to or from others."""
    with opened(data) as found:
        made = found.create(found.owner)
        record(made, RenameWorkspace(workspace_id=made.workspace, name=name))
    if json:
        as_json({"id": made.workspace, "name": name})
        return
    answer(f"{name} is empty, with the id {made.workspace}.")


@workspace.command
def rename(name: str, /, *, data: Data = None, json: Json = False) -> None:
    """Call the workspace something else."""
    with opened(data) as found:
        record(found, RenameWorkspace(workspace_id=found.workspace, name=name))
        _tell(found.workspace, f"It is called {name} now.", is_json=json)


@workspace.command
def delete(*, data: Data = None, json: Json = False) -> None:
    """Let the workspace go for good in two weeks, with all that is in it."""
    with opened(data) as found:
        record(found, ScheduleDeletion(workspace_id=found.workspace, waiting=WAITING))
        with found.moment() as moment:
            ends_at = workspaces.this(moment).ends_at
        assert ends_at is not None
        sentence = (
            f"It goes for good on {ends_at:%d %B %Y}. Take the history along: `rapport export"
            " history.zip`. Take this back: `rapport workspace keep`."
        )
        _tell(found.workspace, sentence, is_json=json)


@workspace.command
def keep(*, data: Data = None, json: Json = False) -> None:
    """Take a deletion back: the workspace stays."""
    with opened(data) as found:
        record(found, CancelDeletion(workspace_id=found.workspace))
        _tell(found.workspace, "It stays.", is_json=json)


def _tell(workspace_id: object, sentence: str, *, is_json: bool) -> None:
    if is_json:
        as_json({"id": workspace_id})
    else:
        answer(sentence)
