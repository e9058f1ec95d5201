import time

import pytest

from ledger.imports.mail.hypertext import words_of


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            "<html><head><title>T</title><style>p{}</style></head><body><p>One</p><p>Two</p></body></html>",
            "One\n\nTwo",
        ),
        ("One<br>Two<br/>Three<BR />Four", "One\nTwo\nThree\nFour"),
        ("<div>One\n  line</div><div>Two</div>", "One line\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        (
            '<a href="https://x.example/1?a=1&amp;b=2">the role</a>',
            "the role (https://x.example/1?a=1&b=2)",
        ),
        (
            "<!-- hidden --><!--[if mso]><p>no</p><![endif]-->seen<![if !vml]><o:p></o:p>",
            "seen",
        ),
        ("<script>var a = '<p>no</p>'</script><STYLE>x</STYLE>yes", "yes"),
        ("R&amp;D &lt;3 &euro;5&nbsp;k", "R&D <3 €5 k"),
        ("a < b and c > d", "a < b and c > d"),
        ("<custom-element>in</custom-element><center>middle</center>", "in\nmiddle"),
        ("<div>a</div><div><br></div><div>b<br></div><div>c</div>", "a\n\nb\nc"),
        ("<pre>a\n  b\n</pre>\n c", "a\nb\nc"),
        ("<a href=https://www.berg.example/>www.berg.example</a>", "www.berg.example"),
        ('<a href="https://berg.example"><img src="x"></a>', "https://berg.example"),
        ('<a name="top">Top</a> <a href="#top">up</a>', "Top up"),
        ("<style>p{}</style x", "p{}</style x"),
        ("<!-- never closed <p>words</p>", "never closed\n\nwords"),
        ("", ""),
    ],
)
def test_the_words_of_html_are_what_one_sees(html: str, expected: str) -> None:
    assert words_of(html) == expected


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<style",
        "<p",
        "<a href='",
        "</a",
        "&",
        "&#",
        "<![",
        "<p>x</p>",
        "<a href=x>y",
    ],
)
def test_a_megabyte_of_anything_is_read_in_a_few_seconds(piece: str) -> None:
    html = piece * (1_000_000 // len(piece))

    started = time.process_time()
    words_of(html)

    assert time.process_time() - started < 5


def test_a_long_html_mail_keeps_all_its_words() -> None:
    html = "".join(f"<p>Paragraph {number} <b>bold</b></p>" for number in range(5_000))

    lines = [line for line in words_of(html).split("\n") if line]

    assert lines == [f"Paragraph {number} bold" for number in range(5_000)]
