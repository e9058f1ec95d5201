import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.mail.addresses import Address, addresses
from ledger.imports.mail.charsets import decoded
from ledger.imports.mail.dates import instant, sent_at
from ledger.imports.mail.headers import Headers, decoded_words, parameters, read_headers

BERLIN = ZoneInfo("Europe/Berlin")


def headers_of(text: str | bytes) -> Headers:
    content = text if isinstance(text, bytes) else text.encode()
    return read_headers(iter(content.splitlines(keepends=True)))[0]


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        ("Grüße".encode(), "utf-8", "Grüße"),
        ("Grüße".encode("latin-1"), "iso-8859-1", "Grüße"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode("latin-1"), "", "Grüße"),
        ("“Grüße”".encode("cp1252"), "iso-8859-1", "“Grüße”"),
        ("Grüße".encode(), "x-unknown", "Grüße"),
        ("Grüße".encode("latin-1"), "no such charset", "Grüße"),
        ("日本".encode("shift_jis"), "Shift_JIS", "日本"),
        ("日本".encode("iso2022_jp"), "iso-2022-jp", "日本"),
        ("㈱高﨑".encode("cp932"), "shift_jis", "㈱高﨑"),
        ("朱镕基".encode("gb18030"), "gb2312", "朱镕基"),
        ("한국".encode("cp949"), "ks_c_5601-1987", "한국"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("שלום".encode("iso-8859-8"), "iso-8859-8-i", "שלום"),
        ("Grüße".encode("utf-16"), "utf-16", "Grüße"),
        (b"Gr+APwA3w-e", "unicode-1-1-utf-7", "Grüße"),
        ("ü".encode(), "hex", "ü"),
        ("ü".encode(), "rot13", "ü"),
        ("ü".encode(), "idna", "ü"),
        (b"\xff\x00", "base64", "ÿ\x00"),
        ("Hallo Юникод".encode() + b"\xd0", "", "Hallo Юникод\ufffd"),
        ("a\ufffdb".encode(), "", "a\ufffdb"),
        ("äöü".encode() + b"\xe4\xf6", "", "äöü\ufffd\ufffd"),
        ("äö".encode() + b"\xe4a\xf6", "", "Ã¤Ã¶äaö"),
    ],
)
def test_text_is_read_whatever_its_charset_is_called(
    content: bytes, charset: str, expected: str
) -> None:
    assert decoded(content, charset) == expected


def test_the_encoding_given_by_hand_counts_where_the_mail_names_none() -> None:
    russian = "Привет".encode("cp1251")

    assert decoded(russian, "", "cp1251") == "Привет"
    assert decoded(russian, "koi8-r", "cp1251") != "Привет"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe_aus?= Köln", "Grüße aus Köln"),
        ("Re: =?utf-8?B?R3LDvMOfZQ==?= =?utf-8?B?IGF1cw==?=", "Re: Grüße aus"),
        ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),
        ("=?utf-8?B?R3LD?=\n =?utf-8?B?vMOfZQ?=", "Grüße"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("=?utf-8*de?Q?Gr=C3=BC?=n", "Grün"),
        ("=?utf-8?Q?Gr=C3?==?utf-8?Q?=BC?=n", "Grün"),
        ("=?no-charset?Q?Gr=C3=BCn?=", "Grün"),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        ("=?utf-8?Q?abc", "=?utf-8?Q?abc"),
        ("=?", "=?"),
    ],
)
def test_encoded_words_are_decoded_and_damaged_ones_stay(written: str, expected: str) -> None:
    assert decoded_words(written) == expected


def test_a_folded_header_is_one_line_and_a_raw_one_is_text() -> None:
    headers = headers_of(
        b"Subject: one\r\n\ttwo\r\nX: Gr\xc3\xbc\xc3\x9fe\r\nY: Gr\xfc\xdfe\r\n\r\n"
    )

    assert headers.first("subject") == "one\ttwo"
    assert (headers.first("x"), headers.first("y")) == ("Grüße", "Grüße")
    assert headers.first("z") == ""


def test_names_of_headers_are_alike_in_any_letters_and_repeated_ones_are_kept() -> None:
    headers = headers_of("RECEIVED: a\nreceived : b\nReceived: c\n\nReceived: d\n")

    assert headers.all("received") == ["a", "b", "c"]


def test_a_line_that_is_no_header_begins_the_body() -> None:
    lines = iter([b"From: a@b.example\n", b"Hello there\n", b"To: nobody\n"])

    headers, first = read_headers(lines)

    assert (headers.first("from"), first) == ("a@b.example", b"Hello there\n")
    assert list(lines) == [b"To: nobody\n"]


@pytest.mark.parametrize(
    ("field", "name", "expected"),
    [
        ("text/plain; charset=utf-8", "charset", "utf-8"),
        ('text/plain; CHARSET = "utf-8" ; x=y', "charset", "utf-8"),
        ('a/b; name="Zeugnis; 1.pdf"', "name", "Zeugnis; 1.pdf"),
        ('a/b; name="a \\"b\\" \\\\c"', "name", 'a "b" \\c'),
        ("a/b; name=my cv.pdf; x=1", "name", "my cv.pdf"),
        ('a/b; name="=?utf-8?Q?Lebenslauf_M=C3=BCller.pdf?="', "name", "Lebenslauf Müller.pdf"),
        ("a/b; name*=utf-8''Lebenslauf%20M%C3%BCller.pdf", "name", "Lebenslauf Müller.pdf"),
        ("a/b; name*0*=utf-8''M%C3; name*1*=%BCller; name*2=.pdf", "name", "Müller.pdf"),
        ("a/b; name*1=b.pdf; name*0=a", "name", "ab.pdf"),
        ("a/b; name*=iso-8859-1'de'M%FCller", "name", "Müller"),
        ('a/b; name="unclosed.pdf', "name", "unclosed.pdf"),
        ("a/b; boundary", "boundary", ""),
        ("a/b; name*=%ZZ", "name", "%ZZ"),
    ],
)
def test_parameters_are_read_however_they_are_written(
    field: str, name: str, expected: str
) -> None:
    _, said = parameters(headers_of(f"Content-Type: {field}\n\n"), "content-type")

    assert said.get(name, "") == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ana@b.example", [("", "ana@b.example")]),
        ("Ana Berg <ana@b.example>", [("Ana Berg", "ana@b.example")]),
        ('"Berg, Ana" <ana@b.example>', [("Berg, Ana", "ana@b.example")]),
        ("Berg, Ana <ana@b.example>", [("Berg, Ana", "ana@b.example")]),
        (
            "Berg, Ana <a@b.example>, c@d.example",
            [("Berg, Ana", "a@b.example"), ("", "c@d.example")],
        ),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("ana@b.example (Ana (Anna) Berg)", [("Ana (Anna) Berg", "ana@b.example")]),
        ("=?utf-8?Q?Berg,_Ana?= <ana@b.example>", [("Berg, Ana", "ana@b.example")]),
        ('"=?utf-8?Q?J=C3=B6rg?= Berg" <j@b.example>', [("Jörg Berg", "j@b.example")]),
        (
            "Team: a@b.example, Ben <c@d.example>;",
            [("", "a@b.example"), ("Ben", "c@d.example")],
        ),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients <>", [("Undisclosed recipients", "")]),
        ("<@hop.example,@hop2.example:ana@b.example>", [("", "ana@b.example")]),
        ("<mailto:ana@b.example>", [("", "ana@b.example")]),
        ("mailto:ana@b.example", [("", "ana@b.example")]),
        ("'ana@b.example' <ana@b.example>", [("", "ana@b.example")]),
        ("'Ana' <ana@b.example>", [("Ana", "ana@b.example")]),
        ("Ana <ana @ b.example>", [("Ana", "ana@b.example")]),
        ("Ana <</O=ORG/OU=X/CN=ANA>", [("Ana", "")]),
        ("jdöe@mächine.example", [("", "jdöe@mächine.example")]),
        ('"open <ana@b.example>', [("open", "ana@b.example")]),
        ("Ana <ana@b.example", [("Ana", "ana@b.example")]),
        ("a@b@c.example", [("", "a@b@c.example")]),
        ("", []),
        (",,;:,", []),
        ("nobody", []),
    ],
)
def test_everybody_an_address_header_names_is_found(
    header: str, expected: list[tuple[str, str]]
) -> None:
    assert list(addresses(header)) == [Address(*one) for one in expected]


@pytest.mark.parametrize(
    "written", ["Person {0} <p{0}@example.org>, ", '"', '"\\"', "((", "<", "=?"]
)
def test_a_header_of_any_length_is_split_in_time_that_grows_with_it(written: str) -> None:
    header = "".join(written.format(number) for number in range(60_000))

    started = time.process_time()
    found = list(addresses(header))

    assert time.process_time() - started < 5
    assert len(found) == (60_000 if written.startswith("Person") else 0)


@given(st.text(alphabet="ab@<>,;:\"'()\\=?. ü\n", max_size=60))
def test_any_header_yields_only_addresses_with_both_sides(header: str) -> None:
    for one in addresses(header):
        assert one.name or one.email
        assert not one.email or all(one.email.rpartition("@")[::2])
        assert not set("<>, \n") & set(one.email)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Tue, 03 Feb 2026 10:30:00 +0100", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("3 Feb 2026 10:30 +0100 (CET)", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("Tue, 3 Feb 26 09:30:00 GMT", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("Tue Feb  3 09:30:00 +0000 2026", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("Tue, 3 Feb 2026 10:30:00", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("Tue, 3 Feb 2026 09:30:60 -0000", datetime(2026, 2, 3, 9, 30, 59, tzinfo=UTC)),
        ("2026-02-03T10:30:00+01:00", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("2026-02-03 10:30:00", datetime(2026, 2, 3, 9, 30, tzinfo=UTC)),
        ("Tue, 31 Feb 2026 10:30:00 +0100", None),
        ("Tue, 3 Feb 2026 25:30:00 +0100", None),
        ("Tue, 3 Feb 2026 10:30:00 +9999", None),
        ("yesterday", None),
        ("", None),
        ("0" * 100_000, None),
    ],
)
def test_dates_are_read_in_every_form_of_mail(told: str, expected: datetime | None) -> None:
    assert instant(told, BERLIN) == expected


def test_an_absurd_date_gives_way_to_whoever_delivered_the_mail() -> None:
    received = "Received: by mx.example; Tue, 03 Feb 2026 09:30:00 +0000\n"
    separator = "Wed Feb 04 09:30:00 2026"
    delivered, kept = (
        datetime(2026, 2, 3, 9, 30, tzinfo=UTC),
        datetime(2026, 2, 4, 9, 30, tzinfo=UTC),
    )
    ahead = datetime.now(UTC) + timedelta(days=2)
    absurd = (
        f"Date: {ahead:%a, %d %b %Y %H:%M:%S} +0000\n",
        "Date: Thu, 01 Jan 1970 00:00:00 +0000\n",
    )

    for date in (*absurd, "Date: soon\n", ""):
        both = headers_of(f"{date}{received}\n")
        assert sent_at(both, separator, ZoneInfo("UTC")) == delivered
        alone = headers_of(f"{date}From: a@b.example\n\n")
        assert sent_at(alone, separator, ZoneInfo("UTC")) == kept
        assert sent_at(alone, "", ZoneInfo("UTC")) is None


def test_a_clock_may_be_an_hour_ahead_and_mail_began_in_1971() -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=1)).replace(microsecond=0)
    first = headers_of("Date: Fri, 01 Jan 1971 00:00:00 +0000\n\n")
    soon = headers_of(f"Date: {ahead:%a, %d %b %Y %H:%M:%S} +0000\n\n")

    assert sent_at(first, "", ZoneInfo("UTC")) == datetime(1971, 1, 1, tzinfo=UTC)
    assert sent_at(soon, "", ZoneInfo("UTC")) == ahead
