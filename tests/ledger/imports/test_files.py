import hashlib
import io
import random
import stat
import zipfile
from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.files import Limits, open_files
from tests.ledger.imports.exports import zipped


def read_all(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with open_files(path, limits=limits or Limits()) as files:
        return {name: files.open(name).read() for name in files.names()}


def test_a_zip_of_any_name_is_told_by_its_content(tmp_path: Path) -> None:
    for name in ("export.zip", "export.zip.zip", "export (1)", "export.zip (1).zip"):
        path = zipped(tmp_path / name, {"a.csv": "A\n1\n", "Jobs/b.csv": "B\n"})

        assert read_all(path) == {"a.csv": b"A\n1\n", "Jobs/b.csv": b"B\n"}


def test_a_member_may_have_a_colon_in_its_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"Articles/2017-12-09 04:54:08.html": "x"})

    assert list(read_all(path)) == ["Articles/2017-12-09 04:54:08.html"]


def test_what_systems_leave_in_archives_is_no_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"__MACOSX/._a.csv": "x", ".DS_Store": "x", "a.csv": "y"})

    assert list(read_all(path)) == ["a.csv"]


def test_the_digest_of_a_zip_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": "A\n"})

    with open_files(path) as files:
        assert files.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert files.size_bytes == path.stat().st_size
        assert files.filename == "a.zip"


def test_the_digest_of_a_folder_tells_names_and_contents(tmp_path: Path) -> None:
    digests: set[str] = set()
    for number, (name, content) in enumerate((("a", "xb"), ("ax", "b"), ("a", "xc"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_text(content)
        (folder / "z").write_text("same")
        with open_files(folder) as files:
            digests.add(files.sha256)

    assert len(digests) == 3


def test_single_files_are_one_input(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)

    with open_files(tmp_path / "b.csv", tmp_path / "a.csv") as files:
        assert files.names() == ["a.csv", "b.csv"]
        assert files.filename == "b.csv and 1 more"
        assert files.size("a.csv") == 5


def test_an_office_document_is_one_file(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.xlsx", {"[Content_Types].xml": "<x/>", "xl/a.xml": "<x/>"})

    assert list(read_all(path)) == ["a.xlsx"]


@pytest.mark.parametrize("content", [b"", b"Hello", b"PK\x03\x04 and then nothing"])
def test_what_is_no_zip_is_refused_with_a_cure(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(content)

    with pytest.raises(errors.Unreadable, match="download it again"):
        open_files(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.Unreadable, match="check the name"):
        open_files(tmp_path / "nothing.zip")


def test_an_empty_zip_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    for path in (zipped(tmp_path / "a.zip", {}), tmp_path / "folder"):
        with pytest.raises(errors.Unreadable, match="holds no files"):
            open_files(path)


def test_a_zip_cut_anywhere_is_refused_and_never_half_read(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(3_000)  # noqa: S311  # the same every time
    whole = zipped(tmp_path / "whole.zip", {"a.csv": noise, "b.csv": noise}).read_bytes()
    path = tmp_path / "cut.zip"

    for length in range(1, len(whole), 97):
        path.write_bytes(whole[:length])
        with pytest.raises(errors.Unreadable):
            read_all(path)


def test_any_damage_to_a_zip_is_found_or_harmless(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311  # the same every time
    content = b"Hello, world. " * 300
    whole = zipped(tmp_path / "whole.zip", {"a.csv": content}).read_bytes()
    path = tmp_path / "damaged.zip"

    for _ in range(600):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            contents = list(read_all(path).values())
        except (errors.Unreadable, errors.TooLarge):
            continue
        assert contents == [content]


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "C:\\a.csv"])
def test_a_member_outside_the_zip_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(errors.Unreadable, match="outside itself"):
        open_files(zipped(tmp_path / "a.zip", {name: "x"}))


def test_a_member_that_is_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    info = zipfile.ZipInfo("a.csv")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")

    with pytest.raises(errors.Unreadable, match="is a link"):
        open_files(path)


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    for target in (tmp_path / "secret.csv", tmp_path):
        folder = tmp_path / f"folder of {target.name}"
        folder.mkdir()
        (folder / "a.csv").symlink_to(target)

        with pytest.raises(errors.Unreadable, match="is a link"):
            open_files(folder)


def test_an_encrypted_member_is_refused_by_name(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": "x"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    with pytest.raises(errors.Unreadable, match=r"'a\.csv' .* encrypted"):
        open_files(path)


def test_a_member_packed_in_an_unusual_way_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", "x" * 100)

    with pytest.raises(errors.Unreadable, match="unpack it"):
        open_files(path)


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a\\b.csv", "x")
        archive.writestr("a/b.csv", "y")

    with pytest.raises(errors.Unreadable, match="twice"):
        open_files(path)


def test_a_bomb_is_refused_while_it_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": bytes(64 << 20)})

    with (
        open_files(path) as files,
        files.open("a.csv") as stream,
        pytest.raises(errors.TooLarge, match=r"a\.csv unpacks to more than 200 times"),
    ):
        stream.read()


def test_all_that_is_read_is_counted_together_and_twice_read_once(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": bytes(1_000), "b.csv": bytes(1_000)})

    with open_files(path, limits=Limits(bytes_max=1_999)) as files:
        assert len(files.open("a.csv").read()) == 1_000
        assert len(files.open("a.csv").read()) == 1_000
        with pytest.raises(errors.TooLarge, match=r"Reading b\.csv"):
            files.open("b.csv").read()
    with open_files(path, limits=Limits(bytes_max=2_000)) as files:
        assert sum(len(files.open(name).read()) for name in files.names()) == 2_000


def test_one_member_more_than_the_limit_is_too_many(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{number}.csv": "x" for number in range(5)})
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.csv").write_text("x")

    for made in (path, folder):
        with open_files(made, limits=Limits(member_count_max=5)) as files:
            assert len(files.names()) == 5
        with pytest.raises(errors.TooLarge, match="holds 5 files"):
            open_files(made, limits=Limits(member_count_max=4))


def test_a_list_of_a_hundred_thousand_members_is_refused_unread(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {f"{number:06}": "" for number in range(100_000)})

    with pytest.raises(errors.TooLarge):
        open_files(path)


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(1 << 20))
        archive.writestr("b", bytes(1 << 20))
        archive.infolist()[1].header_offset = archive.infolist()[0].header_offset
    path.write_bytes(stream.getvalue())

    with pytest.raises(errors.Unreadable, match="overlap"):
        open_files(path)


def test_nothing_is_written_to_disk(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": "x", "b/c.csv": "y"})
    before = sorted(tmp_path.rglob("*"))

    read_all(path)

    assert sorted(tmp_path.rglob("*")) == before
