"""A view's SQL file, split at its `-- name` lines into the texts that it holds."""

import re
from collections.abc import Mapping

_PARTS = """
-- part matches
-- Whether somebody met on the way is among those who are asked for. Each is looked up alone,
-- where they are too many to be gathered first.
(%(patterns)s::text[] is null or (
      select s.document like all(%(patterns)s) from search s
      where s.workspace_id = %(workspace)s and s.candidate_id = {of}.candidate_id))
  and (%(pool)s::uuid is null or (
      select true from pool_members m
      where m.workspace_id = %(workspace)s and m.pool_id = %(pool)s
        and m.candidate_id = {of}.candidate_id))
  and (%(tag)s::text is null or (
      select true from tags g
      where g.workspace_id = %(workspace)s and g.tag_key = %(tag)s
        and g.candidate_id = {of}.candidate_id))
"""
"""Parts that several files ask for."""

_AS_USUAL = {"{asc}": "asc", "{desc}": "desc", "{>}": ">", "{<}": "<", "{reversed}": "false"}
_TURNED = {"{asc}": "desc", "{desc}": "asc", "{>}": "<", "{<}": ">", "{reversed}": "true"}
_ONCE = {"view", "combine", "index", "private", "readable", "readable_then"}
_PART = "part "
_ASKED_FOR = re.compile(r"\{(\w+) (\w+)\}")


def sections(text: str) -> dict[str, str]:
    """Return the texts of a file by their names.

    The files are ours and read at start, so a section is taken as it stands. `{name x}` in a
    read stands for the `-- part name`, asked of the relation x. A read that marks which way
    its order runs ({asc}, {>} …) can be asked from its other end as well, as `name_reversed`.
    """
    found = _split(_PARTS + text)

    def part(asked: re.Match[str]) -> str:
        name, relation = asked.groups()
        return found[_PART + name].replace("{of}", relation)

    told = {
        name: _ASKED_FOR.sub(part, text)
        for name, text in found.items()
        if not name.startswith(_PART)
    }
    turned = {
        f"{name}_reversed": _put(text, _TURNED)
        for name, text in told.items()
        if text != _put(text, _AS_USUAL)
    }
    return {name: _put(text, _AS_USUAL) for name, text in told.items()} | turned


def _split(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if heading := _heading(line):
            name = heading
            found[name] = []
        elif name:
            found[name].append(line)
    return {name: "\n".join(lines).strip().rstrip(";") for name, lines in found.items()}


def _heading(line: str) -> str:
    """Return the name of the section that the line begins, or nothing."""
    if not line.startswith("-- "):
        return ""
    match line.removeprefix("-- ").split():
        case [
            ("view" | "combine" | "index" | "private" | "readable" | "readable_then") as name
        ]:
            return name
        case ["read", name]:
            return name
        case ["part", name]:
            return _PART + name
        case _:
            return ""


def _put(text: str, marks: Mapping[str, str]) -> str:
    for mark, meant in marks.items():
        text = text.replace(mark, meant)
    return text
