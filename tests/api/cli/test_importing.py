import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.api.cli.command import Rapport

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,"
    "DATE,SUBJECT,CONTENT,FOLDER"
)
OLGA = "https://www.linkedin.com/in/olga-owner"
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers"
)


class Export:
    """A made-up export of one connection, who wrote once."""

    def __init__(self, folder: Path) -> None:
        self.word = uuid4().hex
        self.folder = folder / f"export-{self.word}"
        link = f"https://www.linkedin.com/in/{self.word}"
        self._write("Profile.csv", PROFILE, "Olga,Owner,,,,Recruiter,,,,Porto,,,")
        connection = f"Ana,{self.word},{link},,Lumen,Engineer,01 Jun 2024"
        self._write("Connections.csv", CONNECTIONS, connection)
        message = (
            f"c-{self.word},,Ana {self.word},{link},Olga Owner,"
            f"{OLGA},2024-06-02 09:00:00 UTC,,Tell me more.,INBOX"
        )
        self._write("messages.csv", MESSAGES, message)
        self._write("Shares.csv", "Date,ShareLink", "2024-01-01,x")

    def _write(self, name: str, head: str, row: str) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_text(f"{head}\n{row}\n")


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return Export(tmp_path)


def test_an_export_is_looked_at_brought_in_taken_back_and_brought_back(
    rapport: Rapport, export: Export, position: Callable[[], int]
) -> None:
    before = position()
    looked_at = rapport("import", export.folder, "--dry-run", "--json").json
    assert looked_at["state"] == "previewed"
    assert looked_at["people"] == {"new": 1}
    assert position() == before

    report = rapport("import", export.folder, "--json").json
    (found,) = rapport("find", export.word, "--json").json["items"]
    (line,) = rapport("timeline", found["id"], "--kind", "message", "--json").json["items"]
    assert report["engagements"]["new"] >= 1
    assert line["payload"]["body"] == "Tell me more."
    assert line["payload"]["direction"] == "inbound"

    rapport("undo", report["import_id"])
    assert rapport("find", export.word, "--json").json["items"] == []
    assert not rapport("undo", report["import_id"], "--json").json["is_new"]

    rapport("redo", report["import_id"][:30])
    assert rapport("find", export.word, "--json").json["items"][0]["id"] == found["id"]


def test_the_same_export_again_records_nothing(
    rapport: Rapport, export: Export, position: Callable[[], int], tmp_path: Path
) -> None:
    zipped = shutil.make_archive(str(tmp_path / "any name"), "zip", export.folder)
    rapport("import", zipped)
    before = position()

    again = rapport("import", zipped).out

    assert "Nothing new" in again
    assert position() == before


def test_the_report_names_counts_and_files_not_used(rapport: Rapport, export: Export) -> None:
    read = rapport("import", *sorted(export.folder.iterdir())).out

    assert "Brought in" in read
    assert "Rows read" in read
    assert "Shares.csv" in read


def test_a_mark_of_linkedins_is_no_way_to_reach_anybody(
    rapport: Rapport, export: Export
) -> None:
    rapport("import", export.folder)
    (found,) = rapport("find", export.word, "--json").json["items"]

    told = rapport("timeline", found["id"]).out

    assert f"recognised by ana {export.word}|2024-06-01" in told
    assert f"reached by https://www.linkedin.com/in/{export.word}" in told


def test_a_preview_counts_the_look_alikes_that_it_does_not_show(
    rapport: Rapport, tmp_path: Path
) -> None:
    word = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex)
    given = ("Ada", "Bo", "Cy", "Dora", "Emil", "Finn", "Gina", "Hugo", "Ida", "Kurt", "Lou")
    for name, site in (("first.csv", "one"), ("second.csv", "two")):
        rows = [f"{each},{word},Lumen,{each}{word}@{site}.example" for each in given]
        lines = ["First Name,Last Name,Company,Email", *rows]
        (tmp_path / name).write_text("\n".join(lines))
    rapport("import", tmp_path / "first.csv")

    looked_at = rapport("import", tmp_path / "second.csv", "--dry-run")

    assert looked_at.out.count("Both work or worked at Lumen.") == 10
    assert "… and 1 more: --json names all of them." in looked_at.out


def test_the_newest_import_is_the_last(rapport: Rapport, export: Export) -> None:
    report = rapport("import", export.folder, "--json").json

    newest = rapport("imports", "--json").json["items"][0]
    rapport("undo", "last")

    assert newest["id"] == report["import_id"]
    assert newest["report"]["rows_read"] == report["rows_read"]
    assert "reverted" in rapport("imports").out.splitlines()[1]


def test_the_last_to_bring_back_is_one_that_was_taken_back(
    rapport: Rapport, export: Export, tmp_path: Path
) -> None:
    older = rapport("import", export.folder, "--json").json["import_id"]
    rapport("import", Export(tmp_path).folder)
    rapport("undo", older)

    rapport("redo", "last")

    (found,) = [row for row in rapport("imports", "--json").json["items"] if row["id"] == older]
    assert found["state"] == "completed"
    assert rapport("find", export.word, "--json").json["items"]


@pytest.mark.parametrize("content", [None, "", "a,b\n1,2\n"])
def test_a_file_that_is_none_of_ours_is_refused_naming_it(
    rapport: Rapport, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "holiday.csv"
    if content is not None:
        file.write_text(content)

    refused = rapport("import", file, code=2)

    assert "holiday.csv" in refused.err
    assert refused.out == ""


def test_an_import_nobody_made_is_not_undone(rapport: Rapport) -> None:
    assert "rapport imports" in rapport("undo", "ffffffff", code=2).err
    assert "rapport import FILE" in rapport("import", code=2).err


def test_a_long_report_says_what_it_does_not_show(rapport: Rapport, tmp_path: Path) -> None:
    for number in range(7):
        (tmp_path / f"{number}.csv").write_text(f"Name,Email\nAna,{uuid4().hex}@example.com\n")

    shown = rapport("import", tmp_path, "--dry-run").out

    assert shown.count("The columns of") == 5
    assert "… and of 2 more tables: --json has them." in shown
