"""What an archive says of itself: to a person in README.md, to a program in datapackage.json.

The latter is a Frictionless Data Package 2.0 (https://datapackage.org/profiles/2.0): every
table with its schema, every file of it with its size and its SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from string import Template
from typing import Any

import orjson

from ledger.archive.bagging import Summed

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


@dataclass(slots=True)
class Described:
    """The files of an archive that its description lists, as they are written."""

    info: Mapping[str, str]
    resources: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, summed: Summed, schema: Mapping[str, Any] | None = None) -> None:
        """List a file; with a schema it is a table, else lines of JSON."""
        path = PurePosixPath(summed.path)
        told: dict[str, Any] = {
            "$schema": _RESOURCE,
            "name": path.stem,
            "path": summed.path,
            "bytes": summed.byte_count,
            "hash": f"sha256:{summed.sha256}",
            "encoding": "utf-8",
        }
        if schema is None:
            told |= {"format": "ndjson", "mediatype": "application/x-ndjson"}
        else:
            told |= {
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "schema": dict(schema),
            }
        self.resources.append(told)


def package_file(described: Described) -> bytes:
    """Return `datapackage.json`."""
    workspace = described.info["Rapport-Workspace"]
    told = {
        "$schema": _PROFILE,
        "name": f"rapport-{workspace}",
        "id": f"urn:uuid:{workspace}",
        "title": "The history of a relationship ledger",
        "version": described.info["Rapport-Last-Position"],
        "resources": described.resources,
    }
    return orjson.dumps(told, option=_OPTIONS)


def read_me(info: Mapping[str, str]) -> bytes:
    """Return `README.md`: what is here, what is not, and how to check it."""
    after = int(info["Rapport-First-Position"]) - 1
    if "Rapport-Candidate" in info:
        kind = _OF_ONE_PERSON.substitute(candidate=info["Rapport-Candidate"])
    elif after:
        kind = _INCREMENT.substitute(after=after, last=info["Rapport-Last-Position"])
    else:
        kind = _WHOLE.substitute(last=info["Rapport-Last-Position"])
    return _READ_ME.substitute(kind=kind, workspace=info["Rapport-Workspace"]).encode()


_WHOLE = Template("""\
This is a whole ledger: every event from the first to position $last.
`rapport restore FILE.zip` brings it back into an installation that holds nothing yet, and an
export from there is the same file again.""")

_INCREMENT = Template("""\
This is an increment: the events after position $after, up to position $last. It belongs to an
archive that ends at $after, and is no use without one: `rapport restore FILE.zip THIS.zip`.
Copies of tables and pages are not in it.""")

_OF_ONE_PERSON = Template("""\
This is what the ledger holds about one person, $candidate, under every id that was read as
them. Each event comes with the proof that it is one of the ledger's (`events/inclusion.json`).
It cannot be restored. Before you hand it out, read `review.md`: it lists where other people
may occur.""")

_READ_ME = Template("""\
# A relationship ledger, taken along

$kind

The ledger is $workspace. What its members keep private is in here and readable, too: nothing
can be left out of what is proved. So only an owner takes it out; give it to nobody else.

## What is here

| | |
|---|---|
| `events/events-*.ndjson` | the events, one a line, as they were recorded: the truth |
| `events/checkpoint` | how many events there are and the root of the tree over them, signed |
| `events/keys.json` | with which keys this ledger signs |
| `events/consistency.json` | in an increment: the proof that it goes on from where it says |
| `verify.py`, `verifier/` | a program that checks all of this without Rapport |
| `events/leaves` | the leaves of that tree, so that what is wrong can be named |
| `index.html`, `html/` | a copy to browse and search in a browser: begin with `index.html` |
| `html/person/` | people, many to a file: `1.html#ID` shows one, `1.html` all of them |
| `tables/`, `contacts/` | copies for a spreadsheet and for an address book |
| `datapackage.json` | what is in the tables (Frictionless Data Package 2.0) |

A line is a CloudEvents 1.0 event in canonical JSON (RFC 8785): `data` is what happened, `time`
when it happened, `recordedtime` when the ledger learned it, `subject` what it belongs to,
`candidateid` whom it is about. Where `data` and `salt` are missing, what was told was erased,
and a later `CandidateErased` says so.

Everything else is worked out from the events and can be worked out again.

## What is not here

No file that came along with a message: its name, size and SHA-256 are, where they were known.
No password, no key that signs, no log of who looked at what.

## How to check it

The zip is a BagIt 1.0 bag: `manifest-sha256.txt` sums every file (`sha256sum -c
manifest-sha256.txt` in the unpacked folder). Whether the events are those that were signed,
complete and in order, says

    python data/verify.py

with Python 3.11 or newer and its package `cryptography`. It proves that nothing was changed
since the checkpoint was signed, not that what was recorded then was so. Compare the key in
`events/keys.json` with one that you were given another way.
""")
