"""Python's collector of cycles, held back while a batch is made.

It looks through what is young every seven hundred objects, and a batch is hundreds of thousands
of them, none of which is let go before it is written: a third of our time for nothing.
"""

import gc
from collections.abc import Generator
from contextlib import contextmanager

# A mail or a row is some dozens of objects; cycles of a thousand of them are a few megabytes.
_YOUNG_MAX = 50_000


@contextmanager
def held_back() -> Generator[None]:
    """Collect no cycles within, in any thread; for work that is bounded, such as a batch.

    What was made is set aside, so that nobody looks through it afterwards either: it goes when
    the last reference to it goes. Of two that run at once, the first to end lets the collector
    go on, so that it never stays held back. Used within `looked_through_at_last`.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def looked_through_at_last() -> Generator[None]:
    """Let the collector see again, at the end, what was set aside within."""
    try:
        yield
    finally:
        gc.unfreeze()


def collect_seldom() -> None:
    """Have the collector look seldom, and never at what was there by now: for a reader."""
    gc.freeze()
    gc.set_threshold(_YOUNG_MAX)
