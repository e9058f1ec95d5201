"""Writes docs/events.md from the glossary itself: `python docs/glossary.py > docs/events.md`."""

import inspect
import sys
import types
import typing
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel

sys.path.insert(0, str(Path(__file__).parent.parent))

from ledger.events import GLOSSARY, Event
from ledger.words import Value, choices, facts

_Sort = typing.TypeVar("_Sort")

_HEAD = """\
# The glossary

Every event a ledger can hold, in the order in which a relationship lives them. This page is written by
`python docs/glossary.py` from `ledger/events/`, where each is declared.

Besides its own fields an event has an envelope: `workspace_id`, `position` (its place in the ledger, from 1,
without gaps), `stream_id` and `version` (the thing it belongs to, and its place there), `event_type`,
`schema_version`, `candidate_id` (whom it is about), `occurred_at` (when it happened, as told), `recorded_at`
(when the ledger learned it), `actor_id`, `import_id`, `request_id`, `payload` (the fields below), `salt` and
`digest` (SHA-256 of salt and canonical payload).
"""


def page() -> str:
    """Return the page."""
    parts = [_HEAD, *(_event(event) for event in GLOSSARY.values()), "# The values\n"]
    for choice in _declared_in(choices, StrEnum):
        listed = ", ".join(f"`{member}`" for member in choice)
        parts.append(f"**{choice.__name__}**: {_sentence(choice)} {listed}\n")
    parts += [
        f"**{fact.__name__}**: {_sentence(fact)}\n\n{_fields(fact)}"
        for fact in _declared_in(facts, Value)
    ]
    return "\n".join(parts)


def _declared_in(module: types.ModuleType, sort: type[_Sort]) -> list[type[_Sort]]:
    things = [thing for thing in vars(module).values() if isinstance(thing, type)]
    return [
        thing
        for thing in things
        if issubclass(thing, sort) and thing.__module__ == module.__name__
    ]


def _event(event: type[Event]) -> str:
    return f"## {event.__name__}\n\n{_sentence(event)}\n\n{_fields(event)}"


def _sentence(thing: type) -> str:
    return " ".join(inspect.cleandoc(thing.__doc__ or "").split("\n\n")[0].split())


def _fields(model: type[BaseModel]) -> str:
    rows = [
        f"| `{name}` | {_type(field.annotation)} | {'yes' if field.is_required() else ''} |"
        for name, field in model.model_fields.items()
    ]
    if not rows:
        return "It says nothing more.\n"
    return "\n".join(["| field | type | required |", "|---|---|---|", *rows, ""])


def _type(annotation: object) -> str:
    origin = typing.get_origin(annotation)
    arguments = [each for each in typing.get_args(annotation) if each is not type(None)]
    if origin in {typing.Union, types.UnionType}:
        return " or ".join(_type(each) for each in arguments)
    if origin is typing.Annotated:
        return _type(arguments[0])
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if origin is dict:
        return "object"
    names = {"str": "text", "int": "number", "bool": "true or false", "datetime": "instant"}
    name = getattr(annotation, "__name__", str(annotation))
    return names.get(name, name)


if __name__ == "__main__":
    sys.stdout.write(page())
