"""Chance that repeats itself: the same key throws the same dice, on every machine."""

from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from random import Random
from typing import TypeVar

_T = TypeVar("_T")


class Dice(Random):
    """Dice that only ask for `random()`, which answers alike in every version of Python."""

    def happens(self, share: float) -> bool:
        """Throw for something that comes true in that share of all cases."""
        return self.random() < share

    def pick(self, values: Sequence[_T]) -> _T:
        """Return one of the values, each as likely as the others."""
        return values[int(self.random() * len(values))]

    def weighted(self, totals: Sequence[int], values: Sequence[_T]) -> _T:
        """Return one of the values; the running totals of their weights are given."""
        return values[bisect(totals, self.random() * totals[-1])]

    def some(self, values: Sequence[_T], count: int) -> tuple[_T, ...]:
        """Return so many different values, or all of them where there are not that many."""
        left = list(values)
        taken = min(count, len(left))
        return tuple(left.pop(int(self.random() * len(left))) for _ in range(taken))

    def number(self, first: int, last: int) -> int:
        """Return a whole number from the first to the last, both possible."""
        return first + int(self.random() * (last - first + 1))

    def around(self, mean: float) -> int:
        """Return a whole number from 0 up: mostly small, now and then many times the mean."""
        return int(-log(1.0 - self.random()) * mean)

    def token(self, length: int) -> str:
        """Return so many hexadecimal digits, a multiple of eight."""
        return "".join(f"{int(self.random() * 2**32):08x}" for _ in range(length // 8))

    def day(self, first: date, last: date) -> date:
        """Return a day from the first to the last, both possible; the first if they cross."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))


def chance(*key: str | int) -> Dice:
    """Return the dice that belong to this key alone."""
    # Made-up data has to repeat itself, which is what secure randomness refuses to do.
    return Dice("/".join(map(str, key)))
