"""What LinkedIn hands out when a made-up recruiter asks for her data, in the shape of any year.

The shapes are those of FORMATS.md §1. The same seed gives the same people and messages in
every shape; an earlier day gives what there was by then.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Required, TypedDict, Unpack
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.demo.linkedin_activity import activity
from api.demo.linkedin_eras import ERAS
from api.demo.linkedin_jobs import jobs
from api.demo.linkedin_messages import messages_sheet
from api.demo.linkedin_network import connections_sheet, invitations_sheet, network, owner_of
from api.demo.linkedin_profile import profile
from api.demo.linkedin_settings import settings
from api.demo.linkedin_sheets import Document, Sheet
from api.demo.people import LATEST, MadeUpPerson


class Wanted(TypedDict, total=False):
    """What an export is to hold."""

    connections: Required[int]
    """How many connections there are on the last day of all."""
    messages: Required[int]
    """How many messages were exchanged by then; drafts and repeated rows come on top."""
    era: str
    """The year whose shape it takes, one of `linkedin_eras.ERAS`; left out, the newest."""
    seed: int
    until: date
    """The day on which it was asked for; left out, the last day of all."""
    owner: MadeUpPerson
    """Who asked; left out, a made-up recruiter."""


def filename(until: date) -> str:
    """Return what LinkedIn would call the file; the date is in American order."""
    return f"Complete_LinkedInDataExport_{until:%m-%d-%Y}.zip"


def write_export(path: Path, **wanted: Unpack[Wanted]) -> None:
    """Write an export as one zip file; the same arguments give the same bytes."""
    asked_on = wanted.get("until", LATEST)
    # A writer that cannot go back makes zipfile write data descriptors, as LinkedIn does.
    with path.open("wb") as file, ZipFile(_Forward(file), "w") as archive:
        for one in _members(**wanted):
            with archive.open(_Packed(one.name, asked_on), "w") as target:
                _write(one, target)


def write_folder(path: Path, **wanted: Unpack[Wanted]) -> None:
    """Write an export as a folder, unpacked; what file names cannot hold becomes `_`."""
    for one in _members(**wanted):
        place = path / re.sub(r'[<>:"|?*]', "_", one.name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as target:
            _write(one, target)


def _members(**wanted: Unpack[Wanted]) -> Iterator[Sheet | Document]:
    """Yield the members of the archive in order, their rows not yet made."""
    era = ERAS[wanted.get("era", "2026")]
    seed = wanted.get("seed", 2026)
    net = network(
        era,
        wanted["owner"] if "owner" in wanted else owner_of(seed),
        connections=wanted["connections"],
        until=wanted.get("until", LATEST),
        seed=seed,
    )
    yield connections_sheet(net)
    yield messages_sheet(net, wanted["messages"])
    yield invitations_sheet(net)
    for one in (*profile(net), *activity(net), *jobs(net), *settings(net)):
        if one.stands_in(era.year):
            yield one


class _Packed(ZipInfo):
    """A member stamped with the day of the export, packed quickly rather than tightly."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(name, (day.year, day.month, day.day, 12, 0, 0))
        self.compress_type = ZIP_DEFLATED
        self.external_attr = 0o644 << 16
        # zipfile takes the level of the archive only for members it names itself.
        self._compresslevel = 1


class _Forward:
    """A file that can only be written on."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, data: bytes) -> int:
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def _write(one: Sheet | Document, target: IO[bytes]) -> None:
    target.write(one.dialect.byte_order_mark)
    text = TextIOWrapper(target, one.dialect.encoding, newline="")
    text.writelines(one.text())
    text.flush()
    text.detach()
