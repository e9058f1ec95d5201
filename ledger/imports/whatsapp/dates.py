"""In which order a chat writes its dates: told by the whole file, never guessed.

12/03 is a day in March or one in December, as the region of the phone has it. An order is right
if it makes every date a day, puts them in the order of the chat, and none in the future.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from ledger import errors
from ledger.imports.whatsapp.lines import Beginning

Order = tuple[int, int, int]
"""Where year, month and day stand among the three numbers of a date."""

_DAY_FIRST: Order = (2, 1, 0)
_MONTH_FIRST: Order = (2, 0, 1)
_YEAR_FIRST: Order = (0, 1, 2)
_YEAR_DIGITS = 4
_DAY = timedelta(days=1)
# Of a hundred dates one may be no date of the chat at all: something pasted into a message.
_FAULTS_SHARE_MAX = 0.01
# Where the month comes first beyond doubt, and where both orders are in use.
_OF_MONTH_FIRST = frozenset(("US", "PR", "GU", "VI", "AS", "MP"))
_OF_BOTH = frozenset(("CA", "PH", "PA"))


def day_of(begun: Beginning, order: Order) -> date | None:
    """Return the day of a message; None where the order makes it none."""
    numbers = begun.date
    year, month, day = (int(numbers[place]) for place in order)
    try:
        return date(
            year if len(numbers[order[0]]) == _YEAR_DIGITS else 2_000 + year, month, day
        )
    except ValueError:
        return None


def order_of(
    beginnings: Sequence[Beginning], *, today: date, region: str | None, file: str
) -> Order:
    """Return the order of the dates; raise `errors.Unreadable` where the file does not tell.

    `beginnings` may leave out those of a day already met.
    """
    first = beginnings[0]
    orders = _possible(first)
    faults = {order: _faults(beginnings, order, today) for order in orders}
    fewest = min(faults.values())
    if fewest > max(0, _FAULTS_SHARE_MAX * len(beginnings)):
        detail = f"{file}: its dates, such as {_shown(first)}, are in no order of time."
        raise errors.Unreadable(f"{detail} Export the chat again.", file=file)
    best = [order for order in orders if faults[order] == fewest]
    days = {tuple(day_of(each, order) for each in beginnings) for order in best}
    if len(days) == 1:
        return best[0]
    if region and region not in _OF_BOTH:
        return _MONTH_FIRST if region in _OF_MONTH_FIRST else _DAY_FIRST
    detail = (
        f"{file}: nothing in it says whether {_shown(first)} begins with the day or the month."
        " Say --region with the country that your phone is set to, such as --region GB, or"
        " export the chat again after the 12th of a month."
    )
    raise errors.Unreadable(detail, file=file)


def _possible(first: Beginning) -> tuple[Order, ...]:
    if len(first.date[0]) == _YEAR_DIGITS or first.is_eastern:
        return (_YEAR_FIRST,)
    # No region puts the month first but with slashes (CLDR, short dates).
    return (_DAY_FIRST, _MONTH_FIRST) if first.mark == "/" else (_DAY_FIRST,)


def _faults(beginnings: Sequence[Beginning], order: Order, today: date) -> int:
    count = 0
    before = date.min
    for each in beginnings:
        day = day_of(each, order)
        # A message that was long under way may stand a little late.
        if day is None or day > today + _DAY or before > day + _DAY:
            count += 1
        else:
            before = day
    return count


def _shown(begun: Beginning) -> str:
    return begun.mark.join(begun.date)
