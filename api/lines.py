"""A line of a timeline as it is answered, whoever asks."""

from typing import Any

from api.answers.engagements import Line
from projections import timeline

_SAME = tuple(name for name in Line.model_fields if name != "id")


def line(row: timeline.Line) -> Line:
    """Return a line of a timeline as it is answered."""
    told: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    return Line.model_construct(id=row.stream_id, **told)
