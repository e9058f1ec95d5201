"""The state of the views: what each answers, when it was built, and building it anew."""

import sys

from fastapi import Response

from api.access import Admin, Reader
from api.answers.running import Rebuilt
from api.routes import views
from api.screens import showing
from api.screens.route import screens
from api.screens.said import Said
from api.screens.seen import Sight
from api.screens.words import counted
from projections import VIEWS

router = screens()

_HERE = "/compare/views"


@router.get(_HERE)
def show_views(caller: Reader, seen: Sight) -> Response:
    """Show every view with the question that it answers."""
    found = views.list_views(caller).items
    return showing.page(
        seen, caller, "views.html", views=found, questions=_questions(), built=None
    )


@router.post(f"{_HERE}/{{name}}/rebuild")
def rebuild_view(caller: Admin, seen: Sight, name: str) -> Response:
    """Build a view anew from the events, and say what came of it."""
    built = views.rebuild_view(caller, name)
    if not seen.target:
        return showing.done(seen, _HERE, Said(_told(built)))
    (view,) = (each for each in views.list_views(caller).items if each.name == name)
    return showing.part(
        seen, caller, "views_row.html", view=view, questions=_questions(), built=_told(built)
    )


def _told(built: Rebuilt) -> str:
    return (
        f"Built anew from {counted(built.event_count, 'event')} in {built.duration_seconds} s."
    )


def _questions() -> dict[str, str]:
    """Return the question that each view answers, as its module says it."""
    modules = {view.name: sys.modules.get(f"projections.{view.name}") for view in VIEWS}
    return {
        name: (module.__doc__ or "").strip().partition("\n")[0] if module else ""
        for name, module in modules.items()
    }
