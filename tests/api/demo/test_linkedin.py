import csv
import re
from collections import Counter
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from api.demo.linkedin import Wanted, filename, write_export, write_folder
from api.demo.linkedin_eras import ERAS
from api.demo.people import person

# Typed from FORMATS.md §1.3.
CONNECTIONS = {
    "2018": "First Name,Last Name,Email Address,Company,Position,Connected On",
    "2021": "First Name,Last Name,Email Address,Company,Position,Connected On",
    "2022": "First Name,Last Name,Email Address,Company,Position,Connected On",
    "2023": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "2024": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "2025": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    "2026": "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
}
START = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,"
BY_URL = f"{START}RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER"
MESSAGES = {
    "2018": "From,To,Date,Subject,Content,Direction,Folder",
    "2021": f"{START}DATE,SUBJECT,CONTENT,FOLDER",
    "2022": f"{START}DATE,SUBJECT,CONTENT,FOLDER",
    "2023": BY_URL,
    "2024": f"{BY_URL},IS MESSAGE DRAFT,IS CONVERSATION DRAFT",
    "2025": f"{BY_URL},ATTACHMENTS,IS MESSAGE DRAFT",
    "2026": '"' + f"{BY_URL},ATTACHMENTS".replace(",", '","') + '"',
}
INVITATIONS = {
    "2018": "From,To,Sent At,Message,Direction",
    "2021": "From,To,Sent At,Message,Direction",
    "2022": "From,To,Sent At,Message,Direction",
    "2023": "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn",
    "2024": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "2025": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
    "2026": "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl",
}
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email '
    "addresses are missing. You will only see email addresses for connections who have allowed "
    "their connections to see or download their email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    'https://www.linkedin.com/help/linkedin/answer/261"\n\n'
)
PEOPLE: Wanted = {"connections": 1_500, "messages": 4_000}

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Files]:
    folder = tmp_path_factory.mktemp("exports")
    return {era: unpacked(folder / f"{era}.zip", {**PEOPLE, "era": era}) for era in ERAS}


def unpacked(path: Path, wanted: Wanted) -> Files:
    write_export(path, **wanted)
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(content: bytes, *, skip: int = 0) -> list[dict[str, str]]:
    text = "".join(content.decode().splitlines(keepends=True)[skip:])
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    found = list(reader)
    assert all(None not in row and None not in row.values() for row in found)
    return found


def messages(files: Files) -> list[dict[str, str]]:
    return rows(files.get("messages.csv") or files["Messages.csv"])


def connections(files: Files) -> list[dict[str, str]]:
    return rows(
        files["Connections.csv"], skip=3 if b"Notes:" in files["Connections.csv"] else 0
    )


@pytest.mark.parametrize("era", ERAS)
def test_headers_are_those_of_the_era(exports: dict[str, Files], era: str) -> None:
    files = exports[era]
    name = "Messages.csv" if era == "2018" else "messages.csv"
    preamble = "" if era == "2018" else PREAMBLE

    assert files["Connections.csv"].startswith(f"{preamble}{CONNECTIONS[era]}\n".encode())
    assert files[name].startswith(f"{MESSAGES[era]}\n".encode())
    assert files["Invitations.csv"].startswith(f"{INVITATIONS[era]}\n".encode())


@pytest.mark.parametrize("era", ERAS)
def test_every_plain_table_can_be_parsed(exports: dict[str, Files], era: str) -> None:
    for name, content in exports[era].items():
        is_odd = name.startswith(("Comments", "Learning.csv", "LearningCoach", "Ad"))
        if content.startswith(b"\xff\xfe") or not name.endswith(".csv") or is_odd:
            continue
        rows(content, skip=3 if content.startswith(b"Notes:") else 0)


def test_every_export_holds_the_same_people_and_messages(exports: dict[str, Files]) -> None:
    people = {era: [row["Company"] for row in connections(exports[era])] for era in ERAS}
    assert all(found == people["2026"] for found in people.values())
    assert len(people["2026"]) == 1_500

    sent = {
        era: Counter(row["DATE"] for row in messages(exports[era]) if not is_draft(row))
        for era in ERAS
        if era != "2018"
    }
    assert all(found == sent["2026"] for found in sent.values())
    assert 4_000 <= sent["2026"].total() <= 4_020


def is_draft(row: dict[str, str]) -> bool:
    return row.get("IS MESSAGE DRAFT") == "Yes"


def test_the_same_wish_gives_the_same_bytes(tmp_path: Path) -> None:
    write_export(tmp_path / "one.zip", connections=100, messages=200)
    write_export(tmp_path / "two.zip", connections=100, messages=200)
    write_export(tmp_path / "other.zip", connections=100, messages=200, seed=7)

    one = (tmp_path / "one.zip").read_bytes()
    assert one == (tmp_path / "two.zip").read_bytes()
    assert one != (tmp_path / "other.zip").read_bytes()


def test_an_older_export_is_part_of_a_newer_one(
    exports: dict[str, Files], tmp_path: Path
) -> None:
    older = unpacked(tmp_path / "older.zip", {**PEOPLE, "until": date(2025, 3, 31)})
    newer = exports["2026"]

    before, after = connections(older), connections(newer)
    known = {row["URL"]: row for row in after}
    gone = [row for row in before if row["URL"] and row["URL"] not in known]
    moved = [
        row
        for row in before
        if row["URL"] in known and row["Company"] != known[row["URL"]]["Company"]
    ]
    assert 900 < len(before) < len(after)
    assert 0 < len(gone) < 10
    assert 50 < len(moved) < 500

    keys = [
        Counter(
            (row["CONVERSATION ID"], row["DATE"], row["CONTENT"]) for row in messages(files)
        )
        for files in (older, newer)
    ]
    assert keys[0] <= keys[1]
    assert keys[0].total() < keys[1].total()
    assert max(row["DATE"] for row in messages(older)) < "2025-04-01"


def test_dates_are_written_as_the_era_writes_them(exports: dict[str, Files]) -> None:
    for era, files in exports.items():
        dates = [row["Connected On"] for row in connections(files)]
        form = (
            r"\d{1,2}/\d{1,2}/\d\d, \d{1,2}:\d\d [AP]M"
            if era == "2018"
            else r"\d\d [A-Z][a-z]{2} \d{4}"
        )
        assert all(re.fullmatch(form, day) for day in dates)
        sent = [row["Sent At"] for row in rows(files["Invitations.csv"])]
        assert all(datetime.strptime(at, "%m/%d/%y, %I:%M %p") for at in sent)  # noqa: DTZ007
    for row in messages(exports["2026"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", row["DATE"])
    java = rows(exports["2023"]["Company Follows.csv"])[0]["Followed On"]
    assert datetime.strptime(java, "%a %b %d %H:%M:%S UTC %Y")  # noqa: DTZ007


def test_connections_have_the_oddities_of_life(exports: dict[str, Files]) -> None:
    found = connections(exports["2026"])
    names = [f"{row['First Name']}|{row['Last Name']}" for row in found]

    hidden = [row for row in found if not row["First Name"]]
    assert 3 <= len(hidden) <= 45
    assert all(set(row.values()) == {"", row["Connected On"]} for row in hidden)
    assert any("%" in row["URL"] for row in found)
    assert any(", " in row["Last Name"] for row in found)
    assert any(" |" in name or "| " in name or name.endswith(" ") for name in names)
    assert any(ord(letter) > 0xFFFF for name in names for letter in name)
    assert any(row["Email Address"] for row in found)


def test_line_breaks_are_lost_until_2025_and_kept_in_2026(exports: dict[str, Files]) -> None:
    for era in ERAS:
        column = "Content" if era == "2018" else "CONTENT"
        texts = [row[column] for row in messages(exports[era])]
        assert any("\n" in text for text in texts) == (era == "2026")
        assert sum(text.startswith("<p class=") for text in texts) > 0
        assert "" in texts
        assert any("%FIRSTNAME%" in text for text in texts)


def test_messages_have_the_oddities_of_life(exports: dict[str, Files]) -> None:
    found = messages(exports["2026"])
    whole = Counter(tuple(row.values()) for row in found)
    seconds = Counter((row["CONVERSATION ID"], row["FROM"], row["DATE"]) for row in found)

    assert whole.most_common(1)[0][1] == 2
    assert sum(count > 1 for count in seconds.values()) > sum(n > 1 for n in whole.values())
    assert all(re.fullmatch(r"2-[A-Za-z0-9+/=]{56}", row["CONVERSATION ID"]) for row in found)
    assert any(
        row["FROM"] == "LinkedIn Member" and not row["SENDER PROFILE URL"] for row in found
    )
    assert any(row["RECIPIENT PROFILE URLS"].count(",") > 1 for row in found)
    assert any("/dms/prv/image/" in row["ATTACHMENTS"] for row in found)
    assert {row["FOLDER"] for row in found} == {"INBOX", "ARCHIVE", "SPAM", ""}


def test_messages_of_a_conversation_come_newest_first(exports: dict[str, Files]) -> None:
    latest: dict[str, str] = {}
    for row in messages(exports["2026"]):
        assert row["DATE"] <= latest.get(row["CONVERSATION ID"], "9")
        latest[row["CONVERSATION ID"]] = row["DATE"]


def test_drafts_stand_only_where_a_column_tells_them_apart(exports: dict[str, Files]) -> None:
    drafts = [row for row in messages(exports["2024"]) if is_draft(row)]

    assert {row["CONVERSATION ID"] == "" for row in drafts} == {True, False}
    assert len(messages(exports["2026"])) == len(messages(exports["2024"])) - len(drafts)


def test_legacy_files_are_utf_16_with_tabs_and_quotes(exports: dict[str, Files]) -> None:
    legacy = {name for name, content in exports["2018"].items() if content[:2] == b"\xff\xfe"}
    assert legacy == {
        "Account Status History.csv",
        "Ad Targeting.csv",
        "Logins.csv",
        "Search Queries.csv",
        "Security Challenges.csv",
        "Shares.csv",
    }

    both = exports["2022"]
    text = both["Endorsement Received Info.csv"][2:].decode("utf-16-le")
    assert text.startswith(
        '"Endorsement Date"\t"Skill Name"\t"Endorser First Name"\t"Endorser Last Name"\t'
        '"Endorsement Status"\t"Display Status"\n'
    )
    assert both["Endorsement_Received_Info.csv"].startswith(
        b"Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
        b"Endorsement Status\n"
    )


def test_streams_end_their_lines_as_the_era_does(exports: dict[str, Files]) -> None:
    assert exports["2023"]["Reactions.csv"].startswith(b"Date,Type,Link\r\n")
    assert exports["2026"]["Reactions.csv"].startswith(b"Date,Type,Link\n")
    assert b'""\r\n""' in exports["2021"]["Shares.csv"]


def test_a_comment_with_nothing_but_a_line_break_goes_unquoted(
    exports: dict[str, Files],
) -> None:
    lines = exports["2021"]["Comments.csv"].decode().split("\r\n")[1:-1]
    ragged = [line for line in lines if "\n" in line and '"' not in line]

    assert ragged


def test_some_files_have_no_final_line_end(exports: dict[str, Files]) -> None:
    for name in (
        "Connections.csv",
        "Company Follows.csv",
        "Email Addresses.csv",
        "Contacts.csv",
    ):
        assert not exports["2022"][name].endswith(b"\n")
    assert exports["2022"]["messages.csv"].endswith(b"\n")


def test_files_nobody_reads_come_along(exports: dict[str, Files]) -> None:
    files = exports["2026"]

    assert files["LearningCoachMessages.csv"] == b"No conversations found"
    assert files["coach_messages.csv"].count(b"\n") == 1
    assert files["Learning.csv"].split(b"\n")[0].endswith(b"(if taken),")
    header = files["Ad_Targeting.csv"].decode().split("\n")[0].split(",")
    assert header.count("Company Names") == header.count("Job Titles") == 3
    assert any(re.fullmatch(r"Comments_\d+\.csv", name) for name in files)
    assert "Articles/2017-12-09 04:54:08.html" in exports["2018"]
    assert b"urn:li:member:" in exports["2023"]["Invitations.csv"]


def test_a_folder_holds_what_the_archive_holds(tmp_path: Path) -> None:
    wanted: Wanted = {"connections": 60, "messages": 90, "era": "2018"}
    files = unpacked(tmp_path / "export.zip", wanted)
    write_folder(tmp_path / "export", **wanted)

    for name, content in files.items():
        assert (tmp_path / "export" / name.replace(":", "_")).read_bytes() == content


def test_an_export_can_belong_to_anybody(tmp_path: Path) -> None:
    owner = person(77_777)

    files = unpacked(tmp_path / "x.zip", {"connections": 5, "messages": 5, "owner": owner})

    assert rows(files["Profile.csv"])[0]["First Name"] == owner.first_name
    assert any(owner.name in (row["FROM"], row["TO"]) for row in messages(files))


def test_an_export_may_be_empty(tmp_path: Path) -> None:
    files = unpacked(tmp_path / "x.zip", {"connections": 0, "messages": 0})

    assert connections(files) == []
    assert messages(files) == []


def test_the_file_is_named_in_american_order() -> None:
    assert filename(date(2023, 7, 11)) == "Complete_LinkedInDataExport_07-11-2023.zip"
