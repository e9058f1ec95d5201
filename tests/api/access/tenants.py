"""Two workspaces of one server, each full of words that the other must never see."""

import io
import itertools
import zipfile
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import httpx2

from api.installation import Installation
from tests.api.access.people import People, people_of
from tests.api.access.world import CARD, World
from tests.ledger.stories import another_workspace
from tests.sessions import signed_in
from tests.talking import talking_to

OURS, THEIRS = "aaqxz", "bbqxz"
"""How every word of a workspace begins: one of them elsewhere is a byte that crossed."""
_CARDS = 450
_ROUNDS = 2
_KINDS = (
    "candidate",
    "handle",
    "tag",
    "engagement",
    "pool_of",
    "follow_up",
    "application",
    "merge",
    "import",
    "reverted",
    "rule",
    "member",
    "invitation",
    "key",
    "held",
)


@dataclass(frozen=True, slots=True)
class Two:
    """Both workspaces, each with an owner of its own who is signed in."""

    ours: World
    theirs: World
    word_count: int
    """How many words each was filled with."""


@contextmanager
def two_workspaces(client: httpx2.Client, workspace: Installation) -> Generator[Two]:
    """Fill the client's workspace, and another one beside it."""
    other = another_workspace(workspace)
    with ExitStack() as stack:
        cookies = signed_in(other)
        talk = talking_to(client.base_url, cookies=cookies)
        stack.enter_context(talk)
        ours = _filled(stack.enter_context(people_of(client, workspace)), OURS)
        theirs = _filled(stack.enter_context(people_of(talk, other)), THEIRS)
        counted = int(theirs.word().removeprefix(THEIRS))
        yield Two(ours, theirs, counted)


def _filled(people: People, beginning: str) -> World:
    world = World(people, _words(beginning))
    cards = "".join(CARD.format(name=world.word()) for _ in range(_CARDS))
    file = {"content": cards.encode()}
    world.made("POST", f"/v1/imports?filename={world.word()}.vcf", **file)
    for _, kind in itertools.product(range(_ROUNDS), _KINDS):
        world.of(kind)
    world.made("PATCH", "/v1/workspace", {"name": world.word()})
    consent = f"/v1/candidates/{world.candidate}/consents/future_openings"
    world.made("PUT", consent, {"evidence": world.word()})
    return world


def _words(beginning: str) -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"{beginning}{next(numbers):06}"


def said_by(answer: httpx2.Response) -> str:
    """Return all that an answer holds, headers and whatever lies in a zip included."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{_unpacked(answer.content)}"


def _unpacked(content: bytes) -> str:
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        inside = [f"{name}\n{_unpacked(packed.read(name))}" for name in packed.namelist()]
    return "\n".join(inside)
