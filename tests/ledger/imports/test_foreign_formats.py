"""What people have and no source reads is called by its name, with what to bring in instead."""

import gzip
from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.sources import shares
from tests.ledger.imports.small_files import packed

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TABLE = "Name,Email\nAna Berg,ana@example.com\n"


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("cv.pdf", b"%PDF-1.7\n%\xe2\xe3", "cv.pdf is a document"),
        ("people.csv", b"%PDF-1.7\n%\xe2\xe3", "save its table as CSV or xlsx"),
        ("cv.docx", packed({"[Content_Types].xml": "<x/>"}), "a document"),
        ("mail.msg", OLE, r"save it as \.eml"),
        ("1.emlx", b"99 \nFrom: ana@example.com\n\nHello", "Export Mailbox"),
        ("archive.pst", b"!BDN" + bytes(600), "Import/Export"),
        ("archive.olm", packed({"Local/x.xml": "<x/>"}), "export contacts"),
        ("people.numbers", packed({"Index/Document.iwa": bytes(9)}), "Export To"),
        ("people.csv.gz", gzip.compress(TABLE.encode()), "unpack it"),
        ("people.7z", b"7z\xbc\xaf\x27\x1c" + bytes(90), "unpack it"),
        ("people.html", b"<html><table></table></html>", "a page"),
        ("export.xls", b"\xef\xbb\xbf <HTML><table></table></HTML>", "a page"),
        (
            "export.xls",
            b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "save it as xlsx",
        ),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(90), "a picture"),
        (
            "export.zip",
            packed({"inner.zip": packed({"people.csv": TABLE})}),
            r"export\.zip holds nothing that Rapport reads: inner\.zip is a packed file",
        ),
    ],
    # Packed files say when they were made: by their contents they would be called differently.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_read_is_named_with_the_cure(
    tmp_path: Path, name: str, content: bytes, cure: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with (
        open_files(path) as files,
        pytest.raises(errors.Unreadable, match=cure) as refused,
    ):
        shares(files, Options())

    assert refused.value.facts["file"] == name


def test_beside_what_is_read_each_file_says_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(TABLE)
    (tmp_path / "mail.msg").write_bytes(OLE)
    (tmp_path / "strange.xyz").write_text("strange")

    with open_files(tmp_path) as files:
        _, unused = shares(files, Options())

    assert [(one.file, one.reason.partition(":")[0]) for one in unused] == [
        ("mail.msg", "a mail as Outlook keeps it"),
        ("strange.xyz", "no source that Rapport reads"),
    ]
