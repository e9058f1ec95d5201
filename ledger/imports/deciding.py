"""Which imports decided what data is to be kept, and so are an administrator's to turn about?

Taking back an import that placed a legal hold releases it, and bringing one back may release a
hold that stands. By hand, both need the scope `admin`. And taking back one that made something
private opens it, which is for whoever brought it to say, or an owner.
"""

from collections.abc import Collection
from uuid import UUID

from ledger import errors
from ledger.database import Database
from ledger.imports.bringer import Bringer
from ledger.words import Scope, WorkspaceId

# As the index has it.
_DECIDING = """
select distinct import_id from ledger.events
where workspace_id = %s and import_id = any(%s)
  and event_type in (
      'LegalHoldPlaced', 'LegalHoldReleased', 'RetentionRuleSet', 'RetentionRuleRemoved')
"""


# As the index has it.
_MADE_PRIVATE = """
select exists (
    select from ledger.events
    where workspace_id = %(workspace)s and event_type = 'EngagementCorrected'
      and payload #>> '{changes,visibility}' = 'private'
      and import_id = %(import)s and actor_id <> all(%(own)s::uuid[])) as is_closed
"""


def deciding_among(
    database: Database, workspace: WorkspaceId, imports: Collection[UUID]
) -> set[UUID]:
    """Return those of the imports that said something of legal holds or rules of retention."""
    if not imports:
        return set()
    with database.of(workspace).connection() as connection:
        rows = connection.execute(_DECIDING, (workspace, list(imports))).fetchall()
    return {row["import_id"] for row in rows}


def check_may_turn(
    database: Database, workspace: WorkspaceId, import_id: UUID, scopes: Collection[Scope]
) -> None:
    """Raise `errors.Forbidden` where an import is not somebody's to take or bring back."""
    if Scope.ADMIN not in scopes and deciding_among(database, workspace, [import_id]):
        raise errors.Forbidden(
            "This import says which data must be kept (legal holds, rules of retention): ask"
            " somebody who may administer the workspace to take it back or to bring it back.",
            scope=Scope.ADMIN.value,
        )


def check_may_open(
    database: Database, workspace: WorkspaceId, import_id: UUID, by: Bringer
) -> None:
    """Raise `errors.Forbidden` where to take an import back would open what others closed."""
    own = by.ids()
    if own is None:
        return
    asked = {"workspace": workspace, "import": import_id, "own": own}
    with database.of(workspace).connection() as connection:
        (row,) = connection.execute(_MADE_PRIVATE, asked).fetchall()
    if row["is_closed"]:
        raise errors.Forbidden(
            "This import made something private: ask whoever brought it, or an owner, to take"
            " it back."
        )
