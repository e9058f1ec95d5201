"""The lines of a timeline as they stand on a person's page: by month, small changes folded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from api.access import Caller
from api.answers.engagements import Line
from api.screens import lines, origins, words
from api.screens.seen import Seen
from api.screens.times import Times
from projections.moment import Moment

_TOGETHER = timedelta(minutes=2)
"""Changes nearer to each other than that were made in one go."""

_KINDS_OF_CHANGE: Mapping[str, tuple[str, str]] = {
    "CandidateAdded": ("Added to the ledger", "Added to the ledger"),
    "CandidateUpdated": ("facts changed", "facts changed"),
    "HandleAdded": ("1 way to reach them", "{count} ways to reach them"),
    "TagAdded": ("1 tag", "{count} tags"),
    "CandidateJoinedPool": ("joined a pool", "joined {count} pools"),
}


class Group(NamedTuple):
    """Lines that stand together: one engagement, or the changes made in one go."""

    lines: Sequence[Line]

    @property
    def is_touch(self) -> bool:
        """Whether somebody talked with somebody."""
        return self.lines[0].event_type == "EngagementRecorded"

    @property
    def summary(self) -> str:
        """What changed, in a few words."""
        counts = Counter(line.event_type for line in self.lines)
        told = [
            forms[count > 1].format(count=count)
            for event_type, forms in _KINDS_OF_CHANGE.items()
            if (count := counts.pop(event_type, 0))
        ]
        if counts:
            told.append(words.counted(counts.total(), "more change" if told else "change"))
        text = ", ".join(told)
        return text[:1].upper() + text[1:]


class Story(NamedTuple):
    """What happened, month by month, and the names that its lines speak of."""

    months: Sequence[tuple[str, Sequence[Group]]]
    pools: Mapping[str, str]
    origins: origins.Origins

    def voice(self, line: Line, times: Times) -> str:
        """Return who turned to whom, and where it came from if not from a colleague's hand."""
        said = lines.voice(line, self.origins)
        if line.import_id is None:
            return said
        brought = self.origins.of(times, import_id=line.import_id, actor_id=None)
        return " · ".join(filter(None, (said, brought)))


def told(seen: Seen, caller: Caller, moment: Moment, page: Sequence[Line]) -> Story:
    """Return a page of a timeline as a person's page tells it."""
    return Story(
        months=[
            (month, list(_groups(group)))
            for month, group in groupby(page, lambda line: seen.times.month(line.occurred_at))
        ],
        pools=lines.pool_names(moment, page),
        origins=origins.read(
            moment,
            caller,
            import_ids={line.import_id for line in page if line.import_id},
            actor_ids={line.actor_id for line in page},
        ),
    )


def _groups(page: Iterable[Line]) -> Iterable[Group]:
    together: list[Line] = []
    for line in page:
        if together and not _belongs(line, together[-1]):
            yield Group(together)
            together = []
        together.append(line)
    if together:
        yield Group(together)


def _belongs(line: Line, before: Line) -> bool:
    is_touch = "EngagementRecorded" in (line.event_type, before.event_type)
    return not is_touch and before.occurred_at - line.occurred_at <= _TOGETHER
