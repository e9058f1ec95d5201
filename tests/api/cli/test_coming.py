from datetime import UTC, datetime, timedelta

from tests.api.cli.command import Rapport

AGO = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_a_coming_meeting_is_shown_apart_from_the_last_talk(
    rapport: Rapport, somebody: str
) -> None:
    coming = (datetime.now(UTC) + timedelta(days=9)).replace(microsecond=0)
    rapport("log", somebody, "call", "Then.", "--when", AGO.isoformat())
    before = rapport("show", somebody).out

    rapport("log", somebody, "meeting", "Soon.", "--when", coming.isoformat())
    after = rapport("show", somebody).out
    stands = rapport("show", somebody, "--json").json["relationship"]

    assert "Next" not in before
    assert "Next" in after
    assert "meeting" in after
    assert "1 (1 call)" in after
    assert datetime.fromisoformat(stands["next_meeting_at"]) == coming
    assert datetime.fromisoformat(stands["last_engaged_at"]) == AGO
