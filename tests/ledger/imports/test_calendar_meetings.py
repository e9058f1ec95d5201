from pathlib import Path

import pytest

from ledger.imports.options import Options
from ledger.words import Handle, HandleType, Kind, Visibility
from tests.ledger.imports.calendars import ANA, BEN, ME, OLGA, Told, calendar, event, told


def test_a_meeting_is_one_engagement_with_each_who_takes_part(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(
            event(
                "DTEND:20261201T094500Z",
                "SUMMARY:Coffee\\, and plans",
                "LOCATION:Café Central",
                "DESCRIPTION:Line one\\nLine two",
                OLGA,
                ANA,
                BEN,
            )
        ),
    )

    assert [one.person for one in met.engagements] == ["ana@x.example", "ben@x.example"]
    first = met.engagements[0]
    assert first.kind is Kind.MEETING
    assert first.direction is None
    assert first.external_id == first.conversation_id == "u1"
    assert first.key_with_person
    assert first.is_movable
    assert not first.is_cancelled
    assert first.duration_minutes == 45
    assert first.subject == "Coffee, and plans"
    assert first.body == "Location: Café Central\nLine one\nLine two"
    assert [who.name for who in first.participants] == ["Ana Berg", "Ben Costa", "Olga Owner"]
    assert first.place.line == 4
    assert met.starts() == ["2026-12-01T09:00Z", "2026-12-01T09:00Z"]
    assert met.owner is not None
    assert met.owner.name == "Olga Owner"


def test_people_are_only_recognised_unless_correspondents_are_added(tmp_path: Path) -> None:
    text = calendar(event(OLGA, ANA))

    known = told(tmp_path, text).people
    added = told(
        tmp_path, text, options=ME.model_copy(update={"adds_correspondents": True})
    ).people

    assert [(one.must_be_known, one.profile.name) for one in known] == [(True, None)]
    assert [(one.must_be_known, one.profile.name) for one in added] == [(False, "Ana Berg")]
    assert known[0].handles[0].handle == Handle(type=HandleType.EMAIL, value="ana@x.example")


def test_a_name_as_outlook_writes_it_is_turned_around(tmp_path: Path) -> None:
    text = calendar(event(OLGA, 'ATTENDEE;CN="Berg, Ana":mailto:ana@x.example'))

    [ana] = told(
        tmp_path, text, options=ME.model_copy(update={"adds_correspondents": True})
    ).people

    assert ana.profile.model_dump(exclude_none=True) == {"name": "Ana Berg"}


def test_a_meeting_of_the_owner_alone_is_left_out_at_its_line(tmp_path: Path) -> None:
    room = "ATTENDEE;CUTYPE=ROOM;CN=Big Room:mailto:room1@firm.example"
    google = "ATTENDEE;CN=Blue:mailto:c_18@resource.calendar.google.com"
    met = told(
        tmp_path,
        calendar(event(OLGA, room, google), event(uid="u2"), event(OLGA, ANA, uid="u3")),
    )

    assert met.reasons() == [(4, "nobody else takes part"), (11, "nobody else takes part")]
    assert len(met.engagements) == 1


def test_an_attendee_without_an_address_is_nobody_but_is_counted(tmp_path: Path) -> None:
    nameless = "ATTENDEE;CN=Somebody:invalid:nomail"
    apple = "ATTENDEE;CN=Cy;EMAIL=cy@x.example:/aMTIz/principal/"
    met = told(tmp_path, calendar(event(nameless, apple), event(nameless, OLGA, uid="u2")))

    assert [one.person for one in met.engagements] == ["cy@x.example"]
    assert [reason for _, reason in met.reasons()] == [
        "nobody else in it has an e-mail address"
    ]
    assert met.notes == ["Attendees named without an e-mail address, left out: 2."]


@pytest.mark.parametrize(
    ("head", "line"),
    [("VERSION:2.0\r\n", "STATUS:CANCELLED"), ("METHOD:CANCEL\r\n", "STATUS:CONFIRMED")],
)
def test_a_cancelled_meeting_comes_in_as_what_it_is(
    tmp_path: Path, head: str, line: str
) -> None:
    met = told(tmp_path, calendar(event(line, OLGA, ANA), head=head))

    assert [one.is_cancelled for one in met.engagements] == [True]


def test_who_declined_did_not_meet_and_the_others_did(tmp_path: Path) -> None:
    ben = BEN.replace("NEEDS-ACTION", "DECLINED")
    met = told(tmp_path, calendar(event(OLGA, ANA, ben)))

    assert [(one.person, one.is_cancelled, one.body) for one in met.engagements] == [
        ("ana@x.example", False, None),
        ("ben@x.example", True, "Declined by Ben Costa."),
    ]


def test_a_meeting_the_owner_declined_took_place_without_them(tmp_path: Path) -> None:
    me = "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Olga@Firm.example"
    met = told(tmp_path, calendar(event(me, ANA.replace("ATTENDEE", "ORGANIZER"))))

    assert [(one.is_cancelled, one.body) for one in met.engagements] == [
        (True, "You declined.")
    ]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("SUMMARY:Interview Ana Berg", Kind.INTERVIEW),
        ("SUMMARY:Vorstellungsgespräch", Kind.INTERVIEW),
        ("SUMMARY:Entretien d\u2019embauche", Kind.INTERVIEW),
        ("SUMMARY:Entrevista de trabajo", Kind.INTERVIEW),
        ("CATEGORIES:Work,Interview", Kind.INTERVIEW),
        ("SUMMARY:Interview debrief", Kind.MEETING),
        ("SUMMARY:Interviewing at scale", Kind.MEETING),
        ("SUMMARY:Entretien annuel", Kind.MEETING),
    ],
)
def test_an_interview_is_told_by_its_words(tmp_path: Path, said: str, kind: Kind) -> None:
    met = told(tmp_path, calendar(event(said, OLGA, ANA)))

    assert [one.kind for one in met.engagements] == [kind]


def test_html_descriptions_and_attachments_are_read(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(
            event(
                "DESCRIPTION:<p>Hello <b>Ana</b></p><ul><li>One</li></ul>",
                "ATTACH;FMTTYPE=application/pdf;FILENAME=cv.pdf:https://drive.example/abc",
                "ATTACH:https://files.example/a/b/plan.docx?x=1",
                "ATTACH;VALUE=BINARY;ENCODING=BASE64;FMTTYPE=text/plain:SGVsbG8=",
                OLGA,
                ANA,
            )
        ),
    )

    (one,) = met.engagements
    assert one.body == "Hello Ana\n- One"
    assert [(each.filename, each.size_bytes) for each in one.attachments] == [
        ("cv.pdf", None),
        ("plan.docx", None),
        ("attachment", 5),
    ]
    assert one.attachments[0].media_type == "application/pdf"
    assert one.attachments[0].reference == "https://drive.example/abc"
    assert (one.attachments[2].sha256 or "").startswith("185f8db32271fe25")


def test_the_newest_version_of_a_meeting_is_told_and_the_older_are_accounted_for(
    tmp_path: Path,
) -> None:
    first = event("SEQUENCE:0", "SUMMARY:Old", OLGA, ANA)
    newer = event("SEQUENCE:2", "SUMMARY:New", OLGA, ANA, start="DTSTART:20261202T090000Z")
    met = told(tmp_path, calendar(newer, first))

    assert [one.subject for one in met.engagements] == ["New"]
    assert met.reasons() == [(12, "told anew on line 4 of work.ics")]


def test_a_meeting_without_a_name_of_its_own_keeps_its_key(tmp_path: Path) -> None:
    alone = told(tmp_path, calendar(event("SUMMARY:A", OLGA, ANA, uid="")))
    later = told(
        tmp_path,
        calendar(
            event("SUMMARY:B", OLGA, ANA, uid=""),
            event("SUMMARY:A", "DESCRIPTION:x", OLGA, ANA, uid=""),
        ),
    )

    assert alone.engagements[0].external_id == later.engagements[1].external_id
    assert later.engagements[0].external_id != later.engagements[1].external_id


def test_tasks_and_journals_are_counted(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(
            "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n",
            "BEGIN:VJOURNAL\r\nUID:j\r\nEND:VJOURNAL\r\n",
            "BEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\n",
            event("BEGIN:VALARM", "DESCRIPTION:Not this", "END:VALARM", OLGA, ANA),
        ),
    )

    assert len(met.notes) == 3
    assert all(note.endswith(": 1.") for note in met.notes)
    assert met.engagements[0].body is None


def test_the_calendars_title_says_it(tmp_path: Path) -> None:
    head = "X-WR-CALNAME:ana@x.example\r\n"
    met = told(tmp_path, calendar(event(OLGA, ANA), head=head), options=Options())

    assert [one.person for one in met.engagements] == ["olga@firm.example"]
    assert "ana@x.example" in met.notes[0]
    assert "--me" in met.notes[0]


def test_the_files_name_says_it(tmp_path: Path) -> None:
    met = told(
        tmp_path, calendar(event(OLGA, ANA)), options=Options(), file="Ana@x.example.ics"
    )

    assert [one.person for one in met.engagements] == ["olga@firm.example"]


def test_whoever_is_in_nearly_every_meeting_is_the_owner(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(*(event(OLGA, who, uid=who) for who in (ANA, ANA, BEN))),
        options=Options(),
    )

    # The second is the first told anew.
    assert {one.person for one in met.engagements} == {
        "ana@x.example",
        "ben@x.example",
        "olga@firm.example",
    }
    more = calendar(*(event(OLGA, who, uid=f"{n}") for n, who in enumerate((ANA, ANA, BEN))))
    met = told(tmp_path, more, options=Options())
    assert {one.person for one in met.engagements} == {"ana@x.example", "ben@x.example"}


def test_of_two_always_together_it_is_the_one_who_asks(tmp_path: Path) -> None:
    met = told(
        tmp_path,
        calendar(*(event(OLGA, ANA, uid=f"{n}") for n in range(3))),
        options=Options(),
    )

    assert {one.person for one in met.engagements} == {"ana@x.example"}


def test_nobody_is_taken_for_the_owner_without_evidence(tmp_path: Path) -> None:
    met = told(tmp_path, calendar(event(OLGA, ANA)), options=Options())

    assert {one.person for one in met.engagements} == {"ana@x.example", "olga@firm.example"}
    assert "--me" in met.notes[0]


def test_several_calendars_are_read_as_one_input(tmp_path: Path) -> None:
    for name, who in (("a.ics", ANA), ("b.ics", BEN)):
        (tmp_path / name).write_text(calendar(event(OLGA, who, uid=name)))

    met = Told(tmp_path)

    assert met.rows_by_file == {"a.ics": 1, "b.ics": 1}
    assert len(met.engagements) == 2


@pytest.mark.parametrize("word", ["PRIVATE", "confidential"])
def test_a_meeting_that_its_calendar_keeps_private_is_private(
    tmp_path: Path, word: str
) -> None:
    met = told(
        tmp_path,
        calendar(event(OLGA, ANA, f"CLASS:{word}"), event(OLGA, ANA, "CLASS:PUBLIC", uid="u2")),
    )

    assert [one.visibility for one in met.engagements] == [Visibility.PRIVATE, None]
    assert met.notes[-1:] == [
        "Meetings marked as private, which only you and the owners may read: 1."
    ]
