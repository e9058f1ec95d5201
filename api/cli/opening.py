"""The options that every command has, and the installation they lead to."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from cyclopts import Parameter, validators

from api.cli.showing import answer, as_json, progress, say
from api.installation import Installation, installation
from api.settings import Settings
from api.workspaces import named
from ledger.access import looks
from ledger.access.looks import Look, Shown
from ledger.commands import Command
from ledger.embedded import install_signal_handlers
from ledger.entries import Recorded
from ledger.words import Position
from projections.rebuild import Progress

Data = Annotated[
    Path | None,
    Parameter(name="--data", help="The folder that holds the ledger, instead of RAPPORT_DATA."),
]
Json = Annotated[
    bool, Parameter(name="--json", negative="", help="Answer in JSON, for programs.")
]
AsOf = Annotated[
    str | None,
    Parameter(
        name="--as-of",
        help="What the ledger said then: a position, a day (its end) or an instant.",
    ),
]
Who = Annotated[
    str,
    Parameter(
        help="An id or its beginning, an e-mail address, a phone number, a profile link, or a"
        " name that fits one person."
    ),
]
Limit = Annotated[
    int, Parameter(help="How many at most.", validator=validators.Number(gte=1, lte=10_000))
]
Many = tuple[str, ...]


def settings(data: Path | None = None, **told: Any) -> Settings:
    """Return the settings, with what the command line says before the environment's."""
    given: dict[str, Any] = {"data": data, **told}
    chosen = Settings(**{name: value for name, value in given.items() if value is not None})
    return chosen.model_copy(update={"data": chosen.data.expanduser().absolute()})


@contextmanager
def opened(data: Path | None) -> Generator[Installation]:
    """Open the installation; a server that runs in the same folder is shared."""
    install_signal_handlers()
    with opened_with(settings(data)) as found:
        yield found


@contextmanager
def opened_with(chosen: Settings) -> Generator[Installation]:
    """Open the installation that the settings name, showing views that are rebuilt first."""
    with ExitStack() as closing:
        with progress("Preparing the views") as tell:

            def told(news: Progress) -> None:
                tell(news.event_count, news.event_total)

            found = closing.enter_context(installation(chosen, say=say, tell=told))
        yield found if chosen.workspace is None else named(found, chosen.workspace)


def looked(
    found: Installation,
    what: Shown,
    *,
    whom: UUID | None = None,
    count: int | None = 1,
    until: Position | None = None,
) -> None:
    """Put down what the owner is shown, of whom or of how many, as of now or as of then."""
    look = Look(found.owner, found.owner, what, whom, count, until)
    with found.database.appending() as connection:
        looks.put_down(connection, found.workspace, look)


def record(found: Installation, command: Command) -> list[Recorded]:
    """Record what a command leads to, as the installation's owner."""
    return found.ledger.record(command, by=found.owner)


def record_and_tell(found: Installation, command: Command, done: str, *, is_json: bool) -> None:
    """Record what a command leads to and answer where it stands, or that it was so already."""
    recorded = record(found, command)
    if is_json:
        places = [{"id": each.stream_id, "position": each.position} for each in recorded]
        as_json({"is_new": bool(recorded), "recorded": places})
    else:
        answer(done if recorded else "Nothing new: the ledger says so already.")
