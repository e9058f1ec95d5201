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

    Of two that run at once, the first to end lets the collector go on, so that it never stays
    held back.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collect_seldom() -> None:
    """Have the collector look seldom, and never at what was there by now: for a reader."""
    gc.freeze()
    gc.set_threshold(_YOUNG_MAX)
