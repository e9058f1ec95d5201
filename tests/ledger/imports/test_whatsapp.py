import hashlib
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger import errors
from ledger.imports.files import open_files
from ledger.imports.options import Options
from ledger.imports.records import Engagement, Noted, Person, Record, Skipped
from ledger.imports.sources import shares
from ledger.imports.whatsapp import WhatsApp
from ledger.words import Direction, HandleType, Kind

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
ANA = "ana@x.example"
SAID = Options(people={"Ana Berg": ANA}, timezone="Europe/Berlin")
TITLE = "WhatsApp Chat with Ana Berg.txt"
LOCKED = "Messages and calls are end-to-end encrypted. Tap to learn more."
ANDROID = f"""\
13/03/24, 14:05 - {LOCKED}
13/03/24, 14:05 - Ana Berg: Hello
13/03/24, 14:06 - Olga: Hi Ana,

how are you?
14/03/24, 09:00 - Ana Berg: Fine: thanks
"""
IPHONE = (
    "\ufeff[13/03/2024, 14:05:11] Ana Berg: \u200e" + LOCKED + "\r\n"
    "[13/03/2024, 14:05:12] Ana Berg: Hello\r\n"
    "\u200e[13/03/2024, 14:05:13] Ana Berg: \u200eimage omitted\r\n"
    "[13/03/2024, 2:05:14\u202fPM] Olga: Hi\r\n"
)


class Told:
    """Everything a reading of chats yields, sorted by what it is."""

    def __init__(self, path: Path, options: Options = SAID) -> None:
        reader = WhatsApp(lambda: NOW)
        with open_files(path) as files:
            self.claimed = reader.claims(files)
            assert self.claimed
            reading = reader.read(files.only(self.claimed), options)
            self.owner = reading.owner.name if reading.owner else None
            self.records: list[Record] = list(reading.records)
        self.people = [one for one in self.records if isinstance(one, Person)]
        self.engagements = [one for one in self.records if isinstance(one, Engagement)]
        self.skipped = [one for one in self.records if isinstance(one, Skipped)]
        self.notes = [one.note for one in self.records if isinstance(one, Noted)]
        told = {one.place for one in self.engagements}
        left = [one.place for one in self.skipped]
        assert not told & set(left)
        assert len(told) + len(left) == sum(reading.rows_by_file.values())

    def said(self) -> list[tuple[str, str | None]]:
        """Return what was said in which direction."""
        return [(one.body or "", one.direction) for one in self.engagements]

    def starts(self) -> list[str]:
        """Return when each was said."""
        return [f"{one.occurred_at:%Y-%m-%dT%H:%M:%SZ}" for one in self.engagements]


def told(folder: Path, text: str, *, file: str = TITLE, options: Options = SAID) -> Told:
    path = folder / file
    path.write_bytes(text.encode())
    return Told(path, options)


def zipped(folder: Path, name: str, members: Mapping[str, str | bytes]) -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def test_an_android_chat_is_read_line_by_line(tmp_path: Path) -> None:
    chat = told(tmp_path, ANDROID)

    assert chat.said() == [
        ("Hello", Direction.INBOUND),
        ("Hi Ana,\n\nhow are you?", Direction.OUTBOUND),
        ("Fine: thanks", Direction.INBOUND),
    ]
    assert [one.place.line for one in chat.engagements] == [2, 3, 6]
    assert [(one.place.line, one.reason) for one in chat.skipped] == [
        (1, "WhatsApp's own line, nobody's message")
    ]
    assert chat.starts()[0] == "2024-03-13T13:05:00Z"
    assert chat.owner == "Olga"
    first = chat.engagements[0]
    assert first.kind is Kind.MESSAGE
    assert first.channel == "whatsapp"
    assert not first.key_with_person
    assert {who.name for who in first.participants} == {"Ana Berg", "Olga"}
    assert len({one.conversation_id for one in chat.engagements}) == 1
    (ana,) = chat.people
    assert ana.profile.name == "Ana Berg"
    assert ana.handles[0].handle.value == ANA
    assert not ana.must_be_known


def test_an_iphones_chat_is_read_with_its_marks_and_seconds(tmp_path: Path) -> None:
    path = zipped(tmp_path, "WhatsApp Chat - Ana Berg.zip", {"_chat.txt": IPHONE})
    chat = Told(path)

    assert chat.said() == [
        ("Hello", Direction.INBOUND),
        ("", Direction.INBOUND),
        ("Hi", Direction.OUTBOUND),
    ]
    assert chat.engagements[1].attachments[0].filename == "image omitted"
    assert chat.starts() == [
        "2024-03-13T13:05:12Z",
        "2024-03-13T13:05:13Z",
        "2024-03-13T13:05:14Z",
    ]


def test_a_place_that_was_sent_is_a_message_though_whatsapp_wrote_it_out(
    tmp_path: Path,
) -> None:
    sent = (
        "[13/03/2024, 14:06:00] Ana Berg: \u200eLocation: https://maps.example/?q=52.5,13.4\n"
    )
    own = "[13/03/2024, 14:06:01] Ana Berg: \u200eMissed voice call\n"
    chat = told(tmp_path, IPHONE + sent + own)

    assert chat.engagements[-1].body == "Location: https://maps.example/?q=52.5,13.4"
    assert len(chat.skipped) == 2


def test_a_calendar_that_was_sent_along_belongs_to_the_chat(tmp_path: Path) -> None:
    text = "13/03/24, 14:05 - Ana Berg: invite.ics (file attached)\n"
    members = {TITLE: text, "invite.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n"}
    with open_files(zipped(tmp_path, "chat.zip", members)) as files:
        found, unused = shares(files, SAID)

    assert [share.reader.source for share in found] == ["whatsapp"]
    assert unused == []


def test_a_bare_chat_is_named_by_its_first_line(tmp_path: Path) -> None:
    chat = told(tmp_path, IPHONE, file="_chat.txt")

    assert chat.owner == "Olga"
    assert len(chat.engagements) == 3


@pytest.mark.parametrize(
    ("beginning", "instant"),
    [
        ("13/03/24, 14:05 - ", "2024-03-13T13:05:00Z"),
        ("3/13/24, 2:05 PM - ", "2024-03-13T13:05:00Z"),
        ("13/03/2024, 2:05\u202fp.m. - ", "2024-03-13T13:05:00Z"),
        ("13/3/24 14:05 - ", "2024-03-13T13:05:00Z"),
        ("13/03/2024 à 14:05 - ", "2024-03-13T13:05:00Z"),
        ("03.04.24, 14:05 - ", "2024-04-03T12:05:00Z"),
        ("13.3.2024 klo 14.05 - ", "2024-03-13T13:05:00Z"),
        ("2024-03-04 14:05 - ", "2024-03-04T13:05:00Z"),
        ("24/3/4 下午2:05 - ", "2024-03-04T13:05:00Z"),
        ("2024. 3. 4. 오후 2:05 - ", "2024-03-04T13:05:00Z"),
        ("[3/13/24, 12:05:11 AM] ", "2024-03-12T23:05:11Z"),
        ("[13.03.24, 12:05:11 PM] ", "2024-03-13T11:05:11Z"),
        ("[2024/3/4 上午12:05:11] ", "2024-03-03T23:05:11Z"),
        ("[\u200f13/03/2024, 14:05:11] ", "2024-03-13T13:05:11Z"),
    ],
)
def test_each_region_writes_its_dates_in_its_way(
    tmp_path: Path, beginning: str, instant: str
) -> None:
    chat = told(tmp_path, f"{beginning}Ana Berg: Hello\n")

    assert chat.said()[0][0] == "Hello"
    assert chat.starts() == [instant]


AMBIGUOUS = "03/04/24, 14:05 - Ana Berg: One\n05/04/24, 14:05 - Ana Berg: Two\n"


def test_where_nothing_tells_day_from_month_the_chat_is_refused_with_the_cure(
    tmp_path: Path,
) -> None:
    with pytest.raises(errors.Unreadable, match="--region"):
        told(tmp_path, AMBIGUOUS)


@pytest.mark.parametrize(
    ("region", "first"), [("GB", "2024-04-03"), ("US", "2024-03-04"), ("DE", "2024-04-03")]
)
def test_the_phones_region_tells_day_from_month(
    tmp_path: Path, region: str, first: str
) -> None:
    chat = told(tmp_path, AMBIGUOUS, options=SAID.model_copy(update={"region": region}))

    assert chat.starts()[0][:10] == first


def test_a_region_that_writes_both_ways_tells_nothing(tmp_path: Path) -> None:
    with pytest.raises(errors.Unreadable):
        told(tmp_path, AMBIGUOUS, options=SAID.model_copy(update={"region": "CA"}))


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        # A day beyond the twelfth.
        (("03/04/24", "13/04/24"), "2024-04-03"),
        (("03/04/24", "03/13/24"), "2024-03-04"),
        # The other order would go back in time.
        (("03/05/24", "02/06/24"), "2024-05-03"),
        (("05/03/24", "06/02/24"), "2024-05-03"),
        # The other order would be yet to come: today is 25 November 2026.
        (("10/12/26",), "2026-10-12"),
        # Both orders are one day.
        (("04/04/24", "04/04/24"), "2024-04-04"),
    ],
)
def test_the_whole_chat_tells_day_from_month(
    tmp_path: Path, dates: tuple[str, ...], first: str
) -> None:
    chat = told(tmp_path, "".join(f"{day}, 14:05 - Ana Berg: Hi\n" for day in dates))

    assert chat.starts()[0][:10] == first


def test_dates_in_no_order_at_all_are_refused(tmp_path: Path) -> None:
    days = ("13/05/24", "14/01/24", "15/09/23", "14/05/13")
    with pytest.raises(errors.Unreadable, match="in no order of time"):
        told(tmp_path, "".join(f"{day}, 14:05 - Ana Berg: Hi\n" for day in days))


def test_one_odd_date_in_a_long_chat_is_left_out_alone(tmp_path: Path) -> None:
    days = [f"{1 + number % 28:02}/{1 + number // 28:02}/24" for number in range(200)]
    days.insert(100, "31/02/24")
    chat = told(tmp_path, "".join(f"{day}, 14:05 - Ana Berg: Hi\n" for day in days))

    assert len(chat.engagements) == 200
    assert [(one.place.line, one.reason) for one in chat.skipped] == [
        (101, "its date is not understood")
    ]


def test_a_longer_export_gives_the_same_messages_the_same_keys(tmp_path: Path) -> None:
    more = "14/03/24, 09:00 - Ana Berg: One\n14/03/24, 09:00 - Ana Berg: Two\n"
    before = told(tmp_path, ANDROID)
    after = told(tmp_path, ANDROID + more, file="WhatsApp Chat with Ana Berg (1).txt")

    keys = [one.external_id for one in after.engagements]
    assert keys[: len(before.engagements)] == [one.external_id for one in before.engagements]
    assert len(set(keys)) == len(keys) == 5


def test_a_deleted_message_keeps_its_place_among_the_others(tmp_path: Path) -> None:
    def at(*texts: str) -> str:
        return "".join(f"13/03/24, 14:05 - Ana Berg: {text}\n" for text in texts)

    before = told(tmp_path, at("One", "Two"))
    after = told(tmp_path, at("This message was deleted", "Two"))

    assert [one.reason for one in after.skipped] == ["deleted by whoever wrote it"]
    assert after.engagements[0].external_id == before.engagements[1].external_id


def test_a_name_that_could_be_anybody_is_left_out_with_the_cure(tmp_path: Path) -> None:
    chat = told(tmp_path, ANDROID, options=Options(timezone="UTC"))

    assert chat.engagements == []
    reasons = [one.reason for one in chat.skipped]
    assert len(reasons) == 4
    assert all("--who" in reason for reason in reasons[1:])
    assert "“Ana Berg”" in chat.notes[0]
    assert "Olga" not in chat.notes[0]


@pytest.mark.parametrize("number", ["+49 170 1234567", "\u202a+49\u00a0170\u00a01234567\u202c"])
def test_a_number_is_the_one_it_belongs_to(tmp_path: Path, number: str) -> None:
    text = ANDROID.replace("Ana Berg", number)
    known = told(tmp_path, text, file="_chat.txt", options=Options(timezone="UTC"))
    added = told(
        tmp_path,
        text,
        file="_chat.txt",
        options=Options(timezone="UTC", adds_correspondents=True),
    )

    assert known.owner == "Olga"
    assert len(known.engagements) == 3
    (person,) = known.people
    assert person.handles[0].handle.type is HandleType.PHONE
    assert person.profile.name is None
    assert person.must_be_known
    assert not added.people[0].must_be_known


def test_hyphens_that_do_not_break_belong_to_a_number(tmp_path: Path) -> None:
    text = "13/03/24, 14:05 - +1 (415) 555\u20110199: Hello\n"
    chat = told(tmp_path, text, file="_chat.txt", options=Options(timezone="UTC"))

    assert chat.people[0].handles[0].handle.value == "+1 (415) 555-0199"


def test_the_owner_may_say_their_name(tmp_path: Path) -> None:
    options = SAID.model_copy(update={"me": ("olga",)})
    chat = told(tmp_path, ANDROID, file="chat.txt", options=options)

    assert chat.owner == "Olga"


def test_whoever_a_chat_is_named_after_may_not_have_answered(tmp_path: Path) -> None:
    chat = told(tmp_path, "13/03/24, 14:05 - Olga: Hello?\n")

    assert chat.said() == [("Hello?", Direction.OUTBOUND)]


GROUP = f"""\
13/03/24, 14:05 - {LOCKED}
13/03/24, 14:05 - Olga created group "Berlin: Rust"
13/03/24, 14:05 - Olga added Ana Berg
13/03/24, 14:06 - Ana Berg changed the subject from "Berlin: Rust" to "Rust: Berlin"
13/03/24, 14:07 - Ana Berg: Hello all
13/03/24, 14:08 - Ben: Hi
13/03/24, 14:09 - Olga: Welcome
13/03/24, 14:09 - ~ Cy: Thanks
"""
TEAM = "WhatsApp Chat with Rust Berlin.txt"


def test_a_groups_messages_stand_with_each_who_is_known(tmp_path: Path) -> None:
    options = Options(
        people={"Ana Berg": ANA, "cy": "https://www.linkedin.com/in/cy"},
        me=("Olga",),
        timezone="UTC",
    )
    chat = told(tmp_path, GROUP, file=TEAM, options=options)

    assert [
        (one.person.partition(":")[0], one.body, one.direction) for one in chat.engagements
    ] == [
        ("email", "Hello all", Direction.INBOUND),
        ("linkedin", "Hello all", None),
        ("email", "Hi", None),
        ("linkedin", "Hi", None),
        ("email", "Welcome", Direction.OUTBOUND),
        ("linkedin", "Welcome", Direction.OUTBOUND),
        ("email", "Thanks", None),
        ("linkedin", "Thanks", Direction.INBOUND),
    ]
    assert all(one.key_with_person for one in chat.engagements)
    assert len(chat.skipped) == 4
    assert "“Ben”" in chat.notes[0]


def test_a_groups_keys_do_not_depend_on_who_is_said_to_be_who(tmp_path: Path) -> None:
    less = told(tmp_path, GROUP, file=TEAM, options=SAID)
    options = Options(
        people={"Ana Berg": ANA, "Ben": "ben@x.example"}, timezone="Europe/Berlin"
    )
    more = told(
        tmp_path, GROUP, file=TEAM, options=options.model_copy(update={"me": ("Olga",)})
    )

    keys = {one.external_id for one in less.engagements}
    assert keys == {one.external_id for one in more.engagements if one.person.endswith(ANA)}
    assert less.owner is None
    assert any("--me" in note for note in less.notes)


def test_what_came_along_is_noted_with_size_and_digest(tmp_path: Path) -> None:
    text = (
        "[13/03/2024, 14:05:12] Ana Berg: \u200e<attached: 00000002-PHOTO-2024-03-13.jpg>\n"
        "[13/03/2024, 14:05:13] Ana Berg: My CV \u2022 2 pages \u200e<angehängt: CV.pdf>\n"
        "[13/03/2024, 14:05:14] Ana Berg: \u200e<attached: gone.opus>\n"
    )
    path = zipped(
        tmp_path,
        "WhatsApp Chat - Ana Berg.zip",
        {
            "_chat.txt": text,
            "00000002-PHOTO-2024-03-13.jpg": b"picture",
            "CV.pdf": b"paper",
            "other.csv": b"a,b",
        },
    )
    chat = Told(path)

    assert chat.claimed == ["00000002-PHOTO-2024-03-13.jpg", "CV.pdf", "_chat.txt"]
    assert [
        (one.body, one.attachments[0].filename, one.attachments[0].size_bytes)
        for one in chat.engagements
    ] == [
        (None, "00000002-PHOTO-2024-03-13.jpg", 7),
        ("My CV \u2022 2 pages", "CV.pdf", 5),
        (None, "gone.opus", None),
    ]
    assert chat.engagements[0].attachments[0].media_type == "image/jpeg"
    assert chat.engagements[0].attachments[0].sha256 == hashlib.sha256(b"picture").hexdigest()


@pytest.mark.parametrize(
    ("text", "body", "attached"),
    [
        ("<Media omitted>", None, "Media omitted"),
        ("<Medien ausgeschlossen>", None, "Medien ausgeschlossen"),
        ("<Multimedia omitido>", None, "Multimedia omitido"),
        ("CV.pdf • 2 pages document omitted", None, "CV.pdf • 2 pages document omitted"),
        ("IMG-20240313-WA0001.jpg (file attached)\nLook", "Look", "IMG-20240313-WA0001.jpg"),
        ("CV Ana.pdf (Datei angehängt)", None, "CV Ana.pdf"),
        ("See you <This message was edited>", "See you", None),
        ("I <3 you", "I <3 you", None),
        ("See https://x.example: good", "See https://x.example: good", None),
    ],
)
def test_what_whatsapp_writes_into_a_message_is_told_from_its_words(
    tmp_path: Path, text: str, body: str | None, attached: str | None
) -> None:
    chat = told(tmp_path, f"13/03/24, 14:05 - Ana Berg: {text}\n")

    (one,) = chat.engagements
    assert one.body == body
    assert [each.filename for each in one.attachments] == ([attached] if attached else [])


def test_a_text_that_only_looks_like_a_beginning_goes_on(tmp_path: Path) -> None:
    text = "They wrote\n[13.03.24, 10:00:00] Cy: Hello\n13/03/24 soon"
    chat = told(tmp_path, f"13/03/24, 14:05 - Ana Berg: {text}\n")

    (one,) = chat.engagements
    assert one.body == text


def test_times_are_utc_with_a_word_where_no_zone_is_said(tmp_path: Path) -> None:
    chat = told(tmp_path, ANDROID, options=Options(people={"Ana Berg": ANA}))

    assert chat.starts()[0] == "2024-03-13T14:05:00Z"
    assert any("--timezone" in note for note in chat.notes)


@pytest.mark.parametrize(
    "text", ["", "Hello\n", "13/03/24\n", "name,date\nAna,13/03/24\n", "[99:99] x\n"]
)
def test_a_text_that_is_no_chat_is_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text or "\n")
    with open_files(tmp_path / "a.txt") as files:
        assert WhatsApp().claims(files) == []


def test_a_chat_broken_off_anywhere_is_accounted_for(tmp_path: Path) -> None:
    whole = GROUP.encode()
    for end in range(30, len(whole), 11):
        (tmp_path / TEAM).write_bytes(whole[:end])
        Told(tmp_path / TEAM)


def test_chats_of_a_folder_are_read_together_and_people_introduced_once(tmp_path: Path) -> None:
    folder = tmp_path / "chats"
    folder.mkdir()
    (folder / TITLE).write_text(ANDROID)
    (folder / TEAM).write_text(GROUP)
    chat = Told(folder)

    assert len(chat.people) == 1
    assert len({one.conversation_id for one in chat.engagements}) == 2
