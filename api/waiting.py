"""Files that wait for a word: one member's own, looked through, then brought in or dropped.

Each lies in a folder that only we can enter, with what was said about it, and goes when it is
brought in, when it is dropped, or half a day after somebody last touched it:

    uploads/waiting/WORKSPACE/MEMBER/ID/said.json
    uploads/waiting/WORKSPACE/MEMBER/ID/file/NAME
"""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from pydantic import ValidationError

from api.sent import Upload
from ledger import errors
from ledger.ids import new_id
from ledger.imports.options import Options
from ledger.words import ActorId, Value, WorkspaceId

# Lunch and a long meeting; not the night.
KEPT_SECONDS = 12 * 3_600.0
# Whoever has more files open than this lost sight of them.
WAITING_MAX = 5
_SAID = "said.json"


class _Said(Value):
    sha256: str
    since: datetime
    options: Options
    looks: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and what was said about it so far."""

    id: UUID
    filename: str
    sha256: str
    since: datetime
    options: Options
    looks: int
    """How many times something else was said about it."""
    folder: Path

    @property
    def upload(self) -> Upload:
        """The file as one that was sent."""
        return Upload(self.folder / "file" / self.filename, self.filename, self.sha256)

    @property
    def size_bytes(self) -> int:
        """How large it is."""
        return self.upload.path.stat().st_size

    def say(self, options: Options) -> None:
        """Keep what else is said about it."""
        _write(self.folder, _Said(
            sha256=self.sha256, since=self.since, options=options, looks=self.looks + 1
        ))  # fmt: skip

    def drop(self) -> None:
        """Remove it."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def take(self, data: Path) -> Upload:
        """Return it as an upload that waits no longer, which only one caller can.

        Raise `errors.Unknown` where another took it first.
        """
        taken = Path(tempfile.mkdtemp(dir=_uploads(data))) / "file"
        try:
            (self.folder / "file").rename(taken)
        except FileNotFoundError as error:
            taken.parent.rmdir()
            raise _gone() from error
        self.drop()
        # One folder higher, where whoever drops an upload takes all that was made for it.
        path = (taken / self.filename).rename(taken.parent / self.filename)
        taken.rmdir()
        return Upload(path, self.filename, self.sha256)


class Shelf:
    """The files of one member in one workspace."""

    def __init__(self, data: Path, workspace: WorkspaceId, member: ActorId) -> None:
        self._folder = _of_workspace(data, workspace) / str(member)

    def put(self, upload: Upload, options: Options) -> Waiting:
        """Let a file wait; raise `errors.NotAllowedNow` where too many do."""
        if len(self.all()) >= WAITING_MAX:
            upload.drop()
            raise errors.NotAllowedNow(
                f"{WAITING_MAX} files wait to be checked: bring one in, or drop it."
            )
        identity = new_id()
        folder = self._folder / str(identity)
        folder.mkdir(mode=0o700, parents=True)
        _write(folder, _Said(sha256=upload.sha256, since=datetime.now(UTC), options=options))
        upload.path.chmod(0o600)
        # If we die before this line, there is a folder without a file, which the sweep removes.
        upload.path.parent.rename(folder / "file")
        return self.one(identity)

    def one(self, identity: UUID) -> Waiting:
        """Return a file that waits; raise `errors.Unknown` for one that does not."""
        for each in self._read(self._folder / str(identity)):
            return each
        raise _gone()

    def all(self) -> list[Waiting]:
        """Return all that wait, the newest first."""
        folders = sorted(self._folder.iterdir(), reverse=True) if self._folder.is_dir() else []
        return [found for folder in folders for found in self._read(folder)]

    def _read(self, folder: Path) -> Iterator[Waiting]:
        try:
            said = _Said.model_validate_json((folder / _SAID).read_bytes())
            (file,) = (folder / "file").iterdir()
        except (OSError, ValueError, ValidationError):
            # Gone in this moment, or never whole.
            return
        if not _is_over(folder):
            yield Waiting(
                UUID(folder.name), file.name, said.sha256, said.since, said.options, said.looks,
                folder,
            )  # fmt: skip


def drop_all(data: Path, workspace: WorkspaceId) -> None:
    """Remove every file that waits in a workspace."""
    shutil.rmtree(_of_workspace(data, workspace), ignore_errors=True)


def sweep(data: Path) -> int:
    """Remove files that waited too long, and uploads that were cut off; return how many."""
    uploads = _uploads(data)
    waiting = list(uploads.glob("waiting/*/*/*"))
    cut_off = [each for each in uploads.glob("*") if each.name != "waiting"]
    over = [each for each in (*waiting, *cut_off) if _is_over(each)]
    for each in over:
        shutil.rmtree(each, ignore_errors=True)
    return len(over)


def _write(folder: Path, said: _Said) -> None:
    new = folder / "new"
    new.touch(mode=0o600)
    new.write_text(said.model_dump_json())
    new.rename(folder / _SAID)


def _is_over(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > KEPT_SECONDS
    except FileNotFoundError:
        return True


def _gone() -> errors.Unknown:
    return errors.Unknown("This file waits here no longer: choose it again.")


def _uploads(data: Path) -> Path:
    return data / "uploads"


def _of_workspace(data: Path, workspace: WorkspaceId) -> Path:
    return _uploads(data) / "waiting" / str(workspace)
