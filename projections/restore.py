"""A whole history brought back: its events first, then every view, side by side."""

from pathlib import Path

from ledger.archive.restore import Restored, Tell, restore_events
from ledger.database import Database
from projections import VIEWS
from projections.rebuild import Progress, rebuild_all


def restore(database: Database, path: Path, *increments: Path, tell: Tell) -> Restored:
    """Replay an export where there is no event yet, and build the views.

    As `restore_events`; `tell` is called from several threads while the views are built, one
    call at a time.
    """
    restored = restore_events(database, path, *increments, tell=tell)

    def told(news: Progress) -> None:
        tell(news.event_count, news.event_total)

    rebuild_all(database, [view for view in VIEWS if view.is_stored], tell=told)
    return restored
