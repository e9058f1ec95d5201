import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.mail.folding import folded, links_in_signature, sections, unfolded

QUOTE = "> When can we talk?\n> Olga"


def parts(text: str) -> dict[str, str]:
    """Return a folded text by the kind of its sections, blank lines at the edges aside."""
    return {kind: told.strip("\n") for kind, told in sections(folded(text))}


@pytest.mark.parametrize(
    "attribution",
    [
        "On Tue, Feb 3, 2026 at 10:30 AM Olga <olga@agency.example> wrote:",
        "On Tue, Feb 3, 2026 at 10:30 AM Olga Owner\n<olga@agency.example> wrote:",
        "Am 3. Februar 2026 um 10:30 schrieb Olga Owner <olga@agency.example>:",
        "Am 03.02.2026 um 10:30 schrieb Olga:",
        "Le mar. 3 févr. 2026 à 10:30, Olga <olga@agency.example> a écrit :",
        "El mar, 3 feb 2026 a las 10:30, Olga (<olga@agency.example>) escribió:",
        "Il giorno mar 3 feb 2026 alle ore 10:30 Olga <o@a.example> ha scritto:",
        "Em ter., 3 de fev. de 2026 às 10:30, Olga <o@a.example> escreveu:",
        "Op di 3 feb 2026 om 10:30 schreef Olga <o@a.example>:",
        "wt., 3 lut 2026 o 10:30 Olga <olga@agency.example> napisał(a):",
        "W dniu 3.02.2026 o 10:30, Olga pisze:",
        "út 3. 2. 2026 v 10:30 odesílatel Olga <olga@agency.example> napsal:",
        "Dne 03. 02. 26 v 10:30 Olga napsal(a):",
        "2026-02-03 10:30 GMT+01:00 Olga <olga@agency.example>:",
        "Olga Owner wrote:",
        "",
    ],
)
def test_quoted_history_is_folded_with_the_line_that_says_whose_it_is(attribution: str) -> None:
    history = f"{attribution}\n\n{QUOTE}".strip()

    assert parts(f"Monday suits me.\n\n{history}") == {
        "words": "Monday suits me.",
        "quoted": history,
    }


@pytest.mark.parametrize(
    "heading",
    [
        "-----Original Message-----\nFrom: Olga\nSent: Tuesday\nTo: Ana\nSubject: Talk",
        "-----Ursprüngliche Nachricht-----\nVon: Olga\nGesendet: Dienstag\nAn: Ana",
        "-----Message d'origine-----\nDe : Olga\nEnvoyé : mardi\nÀ : Ana",
        "-----Mensaje original-----\nDe: Olga\nEnviado: martes\nPara: Ana",
        "________________________________\nFrom: Olga <o@a.example>\nSent: Tuesday\nTo: Ana",
        "Von: Olga <o@a.example>\nGesendet: Dienstag, 3. Februar\nAn: Ana\nBetreff: Talk",
        "De : Olga <o@a.example>\nEnvoyé : mardi 3 février\nÀ : Ana\nObjet : Talk",
        "De: Olga <o@a.example>\nEnviado el: martes\nPara: Ana\nAsunto: Talk",
        "Od: Olga <o@a.example>\nWysłano: wtorek, 3 lutego\nDo: Ana\nTemat: Talk",
        "Od: Olga <o@a.example>\nOdesláno: úterý 3. února\nKomu: Ana\nPředmět: Talk",
        "-----Původní zpráva-----\nOd: Olga",
        "*From:* Olga\n*Sent:* Tuesday\n*To:* Ana",
        "From: Olga\nDate: Tuesday, 3 February\nTo: Ana\nSubject: Talk",
        "---------- Forwarded message ---------\nFrom: Olga <o@a.example>",
        "Begin forwarded message:",
        "Anfang der weitergeleiteten Nachricht:",
        "On Tue, Feb 3, 2026, Olga <olga@agency.example> wrote:",
    ],
)
def test_history_below_a_heading_needs_no_marks(heading: str) -> None:
    history = f"{heading}\n\nWhen can we talk?\n\nOlga"

    assert parts(f"Monday suits me.\n\n{history}") == {
        "words": "Monday suits me.",
        "quoted": history,
    }


@pytest.mark.parametrize(
    "text",
    [
        "From: Porto\nwith love",
        "On the phone he wrote:",
        "On the phone he wrote:\none\ntwo",
        "Olga wrote:\nnothing new",
        "To be: or not",
        "I said the following on Monday:\nnothing",
        "a -- b\nc",
        "Dear Ana,\nregards are what she sends.",
    ],
)
def test_words_that_only_look_like_history_are_words(text: str) -> None:
    assert folded(text) == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAna Berg\nPorto",
        "--\nAna Berg",
        "Best regards,\nAna Berg\n+351 22 000",
        "Mit freundlichen Grüßen\n\nAna Berg",
        "Viele Grüße,\nAna",
        "Cordialement,\nAna Berg",
        "Saludos cordiales,\nAna",
        "Pozdrawiam,\nAna",
        "S pozdravem\nAna",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
    ],
)
def test_a_signature_is_folded(signature: str) -> None:
    told = f"Monday suits me.\n\n{signature}"

    assert parts(told) == {"words": "Monday suits me.", "signature": signature}
    assert parts(f"{told}\n\n{QUOTE}") == {
        "words": "Monday suits me.",
        "signature": signature,
        "quoted": QUOTE,
    }


def test_the_newest_words_come_first_even_if_written_below() -> None:
    body = folded(f"{QUOTE}\n\nMonday suits me.\n\n-- \nAna")

    assert [section.kind for section in sections(body)] == [
        "words",
        "signature",
        "quoted above",
    ]
    assert body.startswith("Monday suits me.\n")


def test_answers_between_quoted_lines_stay_where_they_are() -> None:
    text = "> Monday?\nYes.\n\n> In Porto?\nYes, at noon.\n\nAna"

    assert folded(text) == text
    assert parts(f"{text}\n\n{QUOTE}") == {"words": text, "quoted": QUOTE}


def test_a_mail_of_nothing_but_history_or_a_signature_keeps_it() -> None:
    assert parts(QUOTE) == {"quoted": QUOTE}
    assert folded("Sent from my iPhone") == "Sent from my iPhone"


@pytest.mark.parametrize(("count", "is_signature"), [(39, True), (40, False)])
def test_a_signature_has_forty_lines_with_its_dashes(count: int, *, is_signature: bool) -> None:
    body = folded("Words\n-- " + "\nline" * count)

    assert ("⁂ signature" in body) is is_signature


def test_a_line_that_looks_like_a_mark_stays_text() -> None:
    text = "⁂ quoted\nis no mark\n⁂⁂ signature"

    body = folded(text)

    assert sections(body) == [("words", text)]
    assert unfolded(body) == text


_LINES = st.sampled_from(
    [
        "words",
        "",
        "> quoted",
        ">> deeper",
        "-- ",
        "Best regards,",
        "On Monday Olga wrote:",
        "-----Original Message-----",
        "From: Olga",
        "Sent: Monday",
        "To: Ana",
        "⁂ quoted",
        "⁂ quoted above",
        "⁂⁂ signature",
        "⁂ signature",
        "Sent from my iPhone",
        "____________",
    ]
)


@given(st.lists(_LINES, max_size=14).map("\n".join))
def test_unfolding_gives_back_the_very_text(text: str) -> None:
    assert unfolded(folded(text)) == text


@given(st.text(max_size=200))
def test_unfolding_gives_back_any_text(text: str) -> None:
    assert unfolded(folded(text)) == text


def test_profile_links_of_a_signature_are_told_and_no_others() -> None:
    body = folded(
        "See https://www.linkedin.com/in/somebody-else\n\nBest regards,\nAna Berg\n"
        "LinkedIn: https://www.linkedin.com/in/ana-berg/?trk=mail.\n"
        "www.linkedin.com/in/ana-berg | github.com/anab\n"
        "https://www.linkedin.com/company/berg (www.berg.example)\nana@berg.example\n\n"
        "> https://www.linkedin.com/in/olga-owner"
    )

    links = [handle.value for handle in links_in_signature(body)]

    assert links == ["https://www.linkedin.com/in/ana-berg/?trk=mail", "github.com/anab"]


def test_a_body_without_a_signature_links_to_nobody() -> None:
    assert links_in_signature("Hello https://www.linkedin.com/in/ana-berg") == []
