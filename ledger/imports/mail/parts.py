"""What a mail is made of: its words, and the files that came along, read as a stream.

Files are measured and their digests taken line by line; none is kept. Depth and number of the
parts are bounded: the standard library's parser fails on a few hundred parts in each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from ledger.imports import texts
from ledger.imports.mail.charsets import decoded
from ledger.imports.mail.headers import Headers, decoded_words, parameters, read_headers
from ledger.imports.mail.transfer import Hashed, Held, Nothing, Sink
from ledger.words import Attachment

# Programs nest three deep, forwards of forwards a few more; some mails bring dozens of photos.
_DEPTH_MAX = 20
_PARTS_MAX = 500
# RFC 2046 §5.1.1 says 70.
_BOUNDARY_CHARACTERS_MAX = 200
# A text of an event holds a million characters; HTML has ten times as many marks as words.
_TEXT_BYTES_MAX = 4 << 20
_BLOCK_BYTES = 1 << 16
_FILENAME_CHARACTERS_MAX = 200
_ENDING_CHARACTERS_MAX = 10
_READ = ("text/plain", "text/html")
# The same words once more, for programs that show nothing else.
_OTHER_FORMS = ("text/x-amp-html", "text/enriched", "text/richtext", "text/watch-html")


@dataclass(slots=True)
class Words:
    """One text of a mail."""

    text: str
    is_html: bool
    choice: int
    """Parts with the same number, above 0, say the same in several forms."""
    is_flowed: bool = False
    drops_spaces: bool = False


@dataclass(slots=True)
class Contents:
    """All that a mail holds."""

    words: list[Words] = field(default_factory=list[Words])
    attachments: list[Attachment] = field(default_factory=list[Attachment])
    troubles: set[str] = field(default_factory=set[str])
    is_invitation: bool = False


@dataclass(frozen=True, slots=True)
class _Level:
    boundary: bytes
    choice: int


class _Walk:
    """Goes through the parts of one mail."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._levels: list[_Level] = []
        self._choice_count = 0
        self._part_count = 0
        self._preamble: Held | None = None
        self.contents = Contents()

    def walk(self, headers: Headers, first: bytes) -> None:
        """Read everything from the mail's own headers on."""
        is_open = True
        while is_open:
            self._part_count += 1
            if self._part_count > _PARTS_MAX:
                self.contents.troubles.add(
                    f"Mails of more than {_PARTS_MAX} parts, read up to there"
                )
                self._levels.clear()
                self._pour(iter((first,)), Nothing())
                return
            found = self._read_part(headers, first)
            # Past the end of a part of parts, the rest up to the next boundary is nothing.
            while found and found[1]:
                del self._levels[found[0] :]
                found = self._pour(iter(()), Nothing())
            is_open = found is not None
            if found:
                del self._levels[found[0] + 1 :]
                headers, first = read_headers(self._lines, headers.fallback)
        self._read_preamble(headers)

    def _read_part(self, headers: Headers, first: bytes) -> tuple[int, bool] | None:
        media_type, said = parameters(headers, "content-type")
        if media_type.startswith("multipart/"):
            return self._read_multipart(media_type, said, first)
        disposition, named = parameters(headers, "content-disposition")
        filename = named.get("filename") or said.get("name") or ""
        encoding = headers.first("content-transfer-encoding").strip().lower()
        media_type = media_type if "/" in media_type else "text/plain"
        self.contents.is_invitation |= media_type == "text/calendar"
        choice = self._levels[-1].choice if self._levels else 0
        if media_type in _READ and not filename and disposition != "attachment":
            held = Held(_TEXT_BYTES_MAX)
            found = self._pour(iter((first,)), held)
            self._keep(held, encoding, media_type, said, choice, headers.fallback)
            return found
        if media_type in _OTHER_FORMS and choice:
            return self._pour(iter((first,)), Nothing())
        hashed = Hashed(encoding)
        found = self._pour(iter((first,)), hashed)
        digest = hashed.sha256()
        self.contents.attachments.append(
            Attachment(
                filename=_filename(filename, media_type, headers),
                media_type=texts.line(media_type) or None,
                size_bytes=hashed.size_bytes,
                sha256=digest,
            )
        )
        return found

    def _read_multipart(
        self, media_type: str, said: dict[str, str], first: bytes
    ) -> tuple[int, bool] | None:
        boundary = said.get("boundary", "").rstrip()[:_BOUNDARY_CHARACTERS_MAX]
        if len(self._levels) == _DEPTH_MAX:
            self.contents.troubles.add(
                f"Mails with parts nested more than {_DEPTH_MAX} deep, read down to there"
            )
            return self._pour(iter((first,)), Nothing())
        choice = self._levels[-1].choice if self._levels else 0
        if media_type == "multipart/alternative":
            self._choice_count += 1
            choice = self._choice_count
        if boundary:
            self._levels.append(_Level(b"--" + boundary.encode("utf-8", "replace"), choice))
        # Shown only if the mail turns out to hold no words: then its boundary is damaged.
        held = Held(_TEXT_BYTES_MAX)
        self._preamble = self._preamble or held
        return self._pour(iter((first,)), held)

    def _keep(
        self,
        held: Held,
        encoding: str,
        media_type: str,
        said: dict[str, str],
        choice: int,
        fallback: str | None,
    ) -> None:
        if held.is_cut:
            self.contents.troubles.add("Mails with texts of more than 4 MB, shortened")
        text = decoded(held.content(encoding), said.get("charset", ""), fallback)
        self.contents.words.append(
            Words(
                text,
                media_type == "text/html",
                choice,
                said.get("format", "").lower() == "flowed",
                said.get("delsp", "").lower() == "yes",
            )
        )

    def _pour(self, first: Iterator[bytes], sink: Sink) -> tuple[int, bool] | None:
        """Give a part's lines to a sink; return which level's boundary ended it, if any did.

        The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
        """
        lines: list[bytes] = []
        size = 0
        for line in chain(first, self._lines):
            if line[:2] == b"--" and self._levels:
                found = self._boundary(line)
                if found:
                    last = b"".join(lines)
                    sink.take(last.removesuffix(b"\n").removesuffix(b"\r"))
                    return found
            if size > _BLOCK_BYTES:
                sink.take(b"".join(lines))
                lines.clear()
                size = 0
            lines.append(line)
            size += len(line)
        sink.take(b"".join(lines))
        return None

    def _boundary(self, line: bytes) -> tuple[int, bool] | None:
        told = line.rstrip()
        for number in range(len(self._levels) - 1, -1, -1):
            boundary = self._levels[number].boundary
            if told == boundary:
                return number, False
            if told == boundary + b"--":
                return number, True
        return None

    def _read_preamble(self, headers: Headers) -> None:
        contents = self.contents
        if self._preamble and not contents.words and not contents.attachments:
            contents.troubles.add("Mails with damaged parts, shown as they stand")
            text = decoded(self._preamble.content(""), "", headers.fallback)
            contents.words.append(Words(text, is_html=False, choice=0))


def contents_of(headers: Headers, first: bytes, lines: Iterator[bytes]) -> Contents:
    """Return what a mail holds, reading its lines to their end.

    `first` is the line that ended the headers, if it belongs to the body.
    """
    walk = _Walk(lines)
    walk.walk(headers, first)
    return walk.contents


def _filename(told: str, media_type: str, headers: Headers) -> str:
    if not told and media_type == "message/rfc822":
        return "forwarded mail"
    name = texts.line(decoded_words(told, headers.fallback))
    # A name is no path: what it says of folders is of no use, and may be meant to harm.
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
    if len(name) > _FILENAME_CHARACTERS_MAX:
        # The ending says what it is.
        ending = name[-_ENDING_CHARACTERS_MAX:].partition(".")
        name = name[: _FILENAME_CHARACTERS_MAX - _ENDING_CHARACTERS_MAX] + "".join(ending[1:])
    return name or "unnamed"
