"""What an import records: what is new, what changed, when it was so, and what was asked."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.installation import Installation
from ledger import errors
from ledger.commands.engagements import CorrectEngagement
from ledger.commands.imports import ReinstateImport, RevertImport
from ledger.imports.report import Report
from tests.ledger.imports.exports import CONNECTIONS, OLGAS_PROFILE, table, zipped
from tests.ledger.imports.networks import ANA_ROW, brought
from tests.ledger.stories import given_email, head, known_candidate, record, rows

GREENHOUSE = (
    "First Name,Last Name,Company,Title,Notes,Email,Phone,Social Media,Website,Address,Source,"
    "Who gets credit,Job,Milestone,Department,Office,Prospect Pool,Prospect Stage"
)
BEGIN = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//made up//EN\r\n"
WEEK = "20270301T090000Z"


def network(folder: Path, year: int, company: str, *, name: str = "") -> Path:
    """Write the network's export of a year, in which Ana works for somebody."""
    row = [*ANA_ROW[:4], company, *ANA_ROW[5:]]
    members = {"Connections.csv": table(CONNECTIONS, row), "Profile.csv": OLGAS_PROFILE}
    folder.mkdir(exist_ok=True)
    return zipped(folder / f"Basic_LinkedInDataExport_06-01-{year}{name}.zip", members)


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


def meeting(folder: Path, *lines: str, start: str = WEEK) -> Path:
    told = (
        "BEGIN:VEVENT",
        "UID:talk-1",
        f"DTSTART:{start}",
        "ORGANIZER:mailto:olga@agency.example",
        "ATTENDEE;CN=Ana Berg:mailto:ana@example.com",
        *lines,
        "END:VEVENT",
    )
    return written(
        folder / "talks.ics",
        BEGIN + "".join(f"{one}\r\n" for one in told) + "END:VCALENDAR\r\n",
    )


def facts(on: Installation) -> dict[str, Any]:
    ((found,),) = rows(
        on,
        "select jsonb_object_agg(f.key, f.value -> 'value') from views.profile p,"
        " jsonb_each(p.facts) f where workspace_id = %(workspace)s",
    )
    return found


def types(on: Installation, after: int) -> list[str]:
    found = rows(
        on,
        "select event_type from ledger.events where workspace_id = %(workspace)s"
        " and position > %(after)s and event_type not like 'Import%%' order by position",
        after=after,
    )
    return [row[0] for row in found]


def undo(on: Installation, report: Report) -> None:
    assert report.import_id is not None
    record(on, RevertImport(import_id=report.import_id))


def talk(on: Installation) -> tuple[Any, ...]:
    ((found),) = rows(
        on,
        "select t.stream_id, t.occurred_at::text,"
        " (e.payload || coalesce(t.changes, '{}')) ->> 'subject',"
        " (e.payload || coalesce(t.changes, '{}')) ->> 'is_cancelled'"
        " from views.timeline t join ledger.events e using (workspace_id, position)"
        " where workspace_id = %(workspace)s and t.event_type = 'EngagementRecorded'",
    )
    return found


def test_an_older_export_brought_in_later_does_not_win_and_is_kept(
    workspace: Installation, tmp_path: Path
) -> None:
    brought(workspace, network(tmp_path, 2025, "Globex"))
    before = head(workspace)

    older = brought(workspace, network(tmp_path, 2021, "Acme"))

    assert older.changes_by_field == {"company": 1}
    assert types(workspace, before) == ["CandidateUpdated"]
    assert facts(workspace)["company"] == "Globex"


@pytest.mark.parametrize("order", [(2021, 2023, 2025), (2025, 2021, 2023), (2023, 2025, 2021)])
def test_whatever_the_order_the_newest_export_holds_and_again_is_no_news(
    workspace: Installation, tmp_path: Path, order: tuple[int, ...]
) -> None:
    told = {2021: "Acme", 2023: "Acme", 2025: "Globex"}
    for year in order:
        brought(workspace, network(tmp_path, year, told[year]))
    before = head(workspace)

    # The same content, packed anew: another file to look at, and nothing new in it.
    again = [
        brought(workspace, network(tmp_path / "again", year, told[year], name="(1)"))
        for year in (2021, 2023, 2025)
    ]

    assert facts(workspace)["company"] == "Globex"
    assert [report.event_count for report in again] == [0, 0, 0]
    assert head(workspace) == before


def test_a_meeting_that_moves_is_corrected_but_for_what_a_person_put_right(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(workspace, handles=(given_email("ana@example.com"),))
    said: dict[str, Any] = {"me": ("olga@agency.example",)}
    brought(workspace, meeting(tmp_path, "SUMMARY:Talk"), **said)
    record(
        workspace,
        CorrectEngagement(engagement_id=talk(workspace)[0], changes={"subject": "First talk"}),
    )
    later = meeting(
        tmp_path, "SUMMARY:Talk about Porto", "STATUS:CANCELLED", start="20270302T100000Z"
    )

    first, again = brought(workspace, later, **said), brought(workspace, later, **said)

    assert first.engagements == {"corrected": 1}
    assert talk(workspace)[1:] == ("2027-03-02 10:00:00+00", "First talk", "true")
    assert again.event_count == 0
    undo(workspace, first)
    assert talk(workspace)[1:] == ("2027-03-01 09:00:00+00", "First talk", None)


def test_a_trackers_pool_and_stages_come_along_and_move_on(
    workspace: Installation, tmp_path: Path
) -> None:
    def exported(stage: str) -> Path:
        row = [
            "Ana",
            "Berg",
            "Acme",
            "SRE",
            "",
            "ana@x.example",
            *[""] * 6,
            "Platform Lead",
            stage,
        ]
        return written(tmp_path / "c.csv", table(GREENHOUSE, [*row, "", "", "Porto 2027", ""]))

    first = brought(workspace, exported("Application Review"))
    moved = brought(workspace, exported("Offer"))
    before = head(workspace)
    again = brought(workspace, exported("Offer"))

    stage = rows(
        workspace,
        "select stage, status from views.applications where workspace_id = %(workspace)s",
    )
    pools = rows(workspace, "select name from views.pools where workspace_id = %(workspace)s")
    assert (first.source, first.applications, first.memberships) == (
        "greenhouse",
        {"new": 1},
        {"new": 1},
    )
    assert (moved.applications, stage) == ({"changed": 1}, [("Offer", "active")])
    assert pools == [("Porto 2027",)]
    assert (again.event_count, head(workspace)) == (0, before)
    for undone in (moved, first):
        undo(workspace, undone)
    for view in ("profile", "handles", "applications", "pools", "pool_members", "search"):
        query = f"select count(*) from views.{view} where workspace_id = %(workspace)s"
        assert rows(workspace, query) == [(0,)], view
    assert first.import_id is not None
    record(workspace, ReinstateImport(import_id=first.import_id))
    assert facts(workspace)["company"] == "Acme"


def test_an_application_ends_on_the_day_that_the_source_tells(
    workspace: Installation, tmp_path: Path
) -> None:
    application = {
        "id": 1,
        "status": "rejected",
        "jobs": [{"name": "Chemist"}],
        "applied_at": "2017-08-15T03:31:46Z",
        "rejected_at": "2017-09-27T12:11:40Z",
    }
    ana = {"id": 7, "first_name": "Ana", "email_addresses": [], "applications": [application]}

    brought(workspace, written(tmp_path / "c.json", json.dumps(ana)))

    asked = "select closed_at from views.applications where workspace_id = %(workspace)s"
    assert rows(workspace, asked) == [(datetime(2017, 9, 27, 12, 11, 40, tzinfo=UTC),)]


def test_what_is_said_about_a_column_is_remembered_for_tables_of_its_kind(
    workspace: Installation, tmp_path: Path
) -> None:
    first = written(tmp_path / "a.csv", "Who,Reach,Mood\nAna Berg,ana@x.example,happy\n")
    second = written(tmp_path / "b.csv", "Who,Reach,Mood\nBen Costa,ben@x.example,calm\n")

    before = brought(workspace, second, is_dry_run=True)
    brought(workspace, first, columns={"Who": "name", "Mood": None})
    after = brought(workspace, second, is_dry_run=True)

    assert before.tables[0].columns[0].why != "remembered"
    assert [(one.meaning, one.why) for one in after.tables[0].columns] == [
        ("name", "remembered"),
        ("email", "content"),
        (None, "remembered"),
    ]
    with pytest.raises(errors.Invalid, match="Whom"):
        brought(workspace, first, columns={"Whom": "name"})


def test_a_preview_says_whom_newcomers_resemble_and_writes_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    who = known_candidate(
        workspace,
        profile={"first_name": "Amara", "last_name": "Okonkwo", "company": "Lumen"},
        handles=(given_email("amara@lumen.example"),),
    )
    before = head(workspace)
    content = (
        "Name,Email,Company\n"
        "Amara Okonkwo,a.okonkwo@mail.example,Lumen\n"
        "Eva Dorn,e@x.example,\n"
    )

    report = brought(workspace, written(tmp_path / "a.csv", content), is_dry_run=True)

    [resembling] = report.look_alikes
    assert (resembling.place.line, resembling.name) == (2, "Amara Okonkwo")
    assert resembling.alike.candidate_id == who
    assert any("Lumen" in words for words in resembling.alike.evidence)
    assert head(workspace) == before


def test_a_preview_compares_whom_a_newcomer_worked_for_as_well(
    workspace: Installation, tmp_path: Path
) -> None:
    known_candidate(
        workspace,
        profile={"first_name": "Amara", "last_name": "Okonkwo", "company": "Lumen"},
        handles=(given_email("amara@lumen.example"),),
    )
    content = """{
        "basics": {"name": "Amara Okonkwo", "email": "a.okonkwo@mail.example"},
        "work": [{"name": "Acme"}, {"name": "Lumen"}]
    }"""

    report = brought(workspace, written(tmp_path / "a.json", content), is_dry_run=True)

    [resembling] = report.look_alikes
    assert any("Lumen" in words for words in resembling.alike.evidence)


def test_mail_stands_on_the_timelines_of_those_known_and_of_more_if_asked(
    workspace: Installation, tmp_path: Path
) -> None:
    def mail(sender: str, to: str, number: int) -> str:
        return (
            f"From 1@xxx Sun Mar 01 09:0{number}:00 +0000 2026\n"
            f"From: {sender}\nTo: {to}\nSubject: Porto\nMessage-ID: <{number}@x.example>\n"
            f"Date: Sun, 1 Mar 2026 09:0{number}:00 +0000\n\nHello\n\n"
        )

    known_candidate(workspace, handles=(given_email("ana@x.example"),))
    olga = "Olga <olga@agency.example>"
    box = written(
        tmp_path / "a.mbox",
        mail("Ana Berg <ana@x.example>", olga, 1)
        + mail(olga, "Ben Costa <ben@x.example>", 2)
        + mail("Ben Costa <ben@x.example>", olga, 3),
    )

    def bring(**said: Any) -> Report:
        return brought(workspace, box, me=("olga@agency.example",), **said)

    known = bring()
    more = bring(adds_correspondents=True)

    assert (known.engagements, known.skipped_count) == ({"new": 1}, 2)
    assert (more.people, more.engagements) == ({"known": 1, "new": 1}, {"known": 1, "new": 2})
    assert more.skipped_count == 0
    assert [any("--meet" in note for note in report.notes) for report in (known, more)] == [
        True,
        False,
    ]


@pytest.mark.parametrize("name", ["chat.txt", "mails.mbox", "work.ics"])
def test_what_a_chat_a_mail_or_a_meeting_calls_somebody_is_no_news_but_a_first_name(
    workspace: Installation, tmp_path: Path, name: str
) -> None:
    ana, olga = "Annie <ana@x.example>", "Olga <olga@agency.example>"
    meeting_of_ana = (
        f"{BEGIN}BEGIN:VEVENT\r\nUID:1\r\nDTSTART:{WEEK}\r\n"
        "ORGANIZER;CN=Olga:mailto:olga@agency.example\r\n"
        "ATTENDEE;CN=Annie:mailto:ana@x.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    content = {
        "chat.txt": "13/03/26, 14:05 - Annie: Hello\n14/03/26, 09:00 - Olga: Hi\n",
        "mails.mbox": "".join(
            f"From 1@xxx Fri Mar 13 09:00:00 +0000 2026\nFrom: {sender}\nTo: {to}\n"
            f"Message-ID: <{sender[:2]}@x>\nDate: Fri, 13 Mar 2026 09:00:00 +0000\n\nHello\n\n"
            for sender, to in ((ana, olga), (olga, ana))
        ),
        "work.ics": meeting_of_ana,
    }[name]
    said: dict[str, Any] = {
        "me": ("olga@agency.example", "Olga"),
        "people": {"Annie": "ana@x.example"},
        "adds_correspondents": True,
    }
    path = written(tmp_path / name, content)

    def with_name(called: str) -> str:
        table = written(tmp_path / "people.csv", f"Name,Email\n{called},ana@x.example\n")
        told = brought(workspace, table)
        read = brought(workspace, path, **said)
        shown = facts(workspace).get("name", "")
        assert not brought(workspace, path, **said).event_count
        for each in (read, told):
            undo(workspace, each)
        return shown

    assert with_name("Ana Berg") == "Ana Berg"
    assert with_name("") == "Annie"
