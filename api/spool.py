"""An upload on its way to a private file, as it arrives: multipart, or the bare bytes."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import python_multipart
from fastapi import Depends, Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool

from api.installation import Installation
from api.sent import Upload
from ledger import errors

# File systems allow 255 bytes; a letter may take four.
_NAME_MAX = 60
# A form with a file has a handful of fields; each part is a turn of the parser.
PARTS_MAX = 100
# The name of a file, twice, and its type: a few hundred bytes.
PART_HEAD_BYTES_MAX = 8 << 10


class _Spool:
    """Writes the first file part, or everything, to a file that only we can read."""

    def __init__(self, folder: Path, bytes_max: int, filename: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A folder of its own, which only we can enter, lets the file keep its name.
        self._folder = Path(tempfile.mkdtemp(dir=folder))
        self.filename = filename
        self.is_found = False
        self._opened = (self._folder / "arriving").open("wb")
        self._hashed = hashlib.sha256()
        self._left = bytes_max

    def write(self, data: bytes) -> None:
        """Add some bytes; raise `errors.TooLarge` past the limit."""
        self.is_found = True
        self._left -= len(data)
        if self._left < 0:
            raise errors.TooLarge("Send a smaller file, or raise RAPPORT_UPLOAD_BYTES_MAX.")
        self._hashed.update(data)
        try:
            self._opened.write(data)
        except OSError as error:
            raise errors.Unavailable("The disk is full; free some space and repeat.") from error

    def finish(self) -> Upload:
        """Close the file and hand it over under its name, if there is a file and a name."""
        if not self.is_found:
            raise errors.Unreadable("Send the file as the form's field `file`, or as the body.")
        self.filename = _leaf(self.filename)
        if not self.filename:
            raise errors.Unreadable("Say what the file is called: ?filename=export.zip.")
        self._opened.close()
        path = Path(self._opened.name).rename(self._folder / self.filename)
        return Upload(path, self.filename, self._hashed.hexdigest())

    def discard(self) -> None:
        """Close the file and remove it."""
        self._opened.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Parts:
    """Finds the part called `file` in a multipart body and passes its bytes on."""

    def __init__(self, boundary: bytes, spool: _Spool) -> None:
        self._spool = spool
        self._name = self._value = b""
        self._is_file = False
        self._part_count = self._head_byte_count = 0
        self._parser = python_multipart.MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._field,
                "on_header_value": self._told,
                "on_header_end": self._header,
                "on_part_data": self._data,
                "on_part_end": self._end,
            },
        )

    def write(self, data: bytes) -> None:
        """Read some more of the body."""
        try:
            self._parser.write(data)
        except MultipartParseError as error:
            raise errors.Unreadable("The multipart body is malformed.") from error

    def _begin(self) -> None:
        self._name = self._value = b""
        self._is_file = False
        self._part_count += 1
        self._head_byte_count = 0
        if self._part_count > PARTS_MAX:
            raise errors.TooLarge(f"A form may have {PARTS_MAX} parts: send the file alone.")

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._name += data[start:end]

    def _told(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._value += data[start:end]

    def _count(self, byte_count: int) -> None:
        self._head_byte_count += byte_count
        if self._head_byte_count > PART_HEAD_BYTES_MAX:
            raise errors.TooLarge("The headers of a part of the form are over the limit.")

    def _header(self) -> None:
        if self._name.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            if options.get(b"name") == b"file" and not self._spool.is_found:
                self._is_file = self._spool.is_found = True
                told = options.get(b"filename", b"").decode("utf-8", "replace")
                self._spool.filename = self._spool.filename or told
        self._name = self._value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._spool.write(data[start:end])

    def _end(self) -> None:
        self._is_file = False


async def _received(request: Request, filename: str = "") -> Upload:
    installation: Installation = request.app.state.installation
    settings = installation.settings
    spool = _Spool(settings.data / "uploads", settings.upload_bytes_max, _leaf(filename))
    try:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        is_form = kind == b"multipart/form-data"
        sink = _Parts(options.get(b"boundary", b""), spool) if is_form else spool
        async for data in request.stream():
            if data:
                await run_in_threadpool(sink.write, data)
        return spool.finish()
    except BaseException:
        spool.discard()
        raise


def _leaf(name: str) -> str:
    """Return a name without any folder, NUL or control character in it."""
    leaf = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(character for character in leaf if character.isprintable())
    return shown.strip(" .")[-_NAME_MAX:]


Received = Annotated[Upload, Depends(_received)]
