"""A value that was told of somebody, whatever its shape, as a line of text."""

from collections.abc import Mapping, Sequence
from typing import Any, cast


def text_of(value: Any) -> str:
    """Return a value as a line of text; nothing told is the empty text."""
    match value:
        case list() | tuple():
            return ", ".join(map(text_of, cast("Sequence[Any]", value)))
        case dict():
            return _entry(cast("Mapping[str, Any]", value))
        case None:
            return ""
        case _:
            return str(value)


def _entry(told: Mapping[str, Any]) -> str:
    """Return a job or a school as one says it; of anything else, its values."""
    rest = dict(told)
    what = rest.pop("title", None) or rest.pop("degree", None)
    where = rest.pop("company_name", None) or rest.pop("school_name", None)
    dates = [rest.pop(each, None) for each in ("start_date", "end_date")]
    span = f"({dates[0] or ''} \N{EN DASH} {dates[1] or ''})" if any(dates) else ""
    said = " at ".join(text_of(each) for each in (what, where) if each)
    values = [f"{said} {span}".strip(), *(text_of(each) for each in rest.values() if each)]
    return " · ".join(filter(None, values))
