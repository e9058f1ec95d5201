from pathlib import Path

from api.installation import Installation
from ledger.imports import funnel
from ledger.imports.bringer import Bringer
from ledger.imports.options import Options
from ledger.imports.report import Report
from tests.ledger.imports.mails import ANA, BEN, ME, mail, mbox

ADDING = Options(me=(ME,), adds_correspondents=True)


def brought(on: Installation, path: Path) -> Report:
    return funnel.bring_in(
        on.ledger,
        on.knowledge(),
        path,
        by=Bringer(on.owner),
        is_dry_run=False,
        tell=lambda _: None,
        options=ADDING,
    )


def between(address: str, number: int) -> list[str]:
    return [
        mail("Shall we talk?", sender=ME, to=address, number=number),
        mail("Monday.\n\n> Shall we talk?", sender=address, number=number + 1),
    ]


def test_a_mailbox_becomes_timelines_and_the_same_mails_again_nothing(
    workspace: Installation, tmp_path: Path
) -> None:
    box, newer, single = (tmp_path / name for name in ("a.mbox", "b.mbox", "c.eml"))
    mails = between(ANA, 1) + between(BEN, 3)
    to_both = mail("Both of you", sender=ME, to=f"{ANA}, {BEN}", number=5)
    box.write_bytes(mbox(*mails))
    newer.write_bytes(mbox(*mails, to_both))
    single.write_text(mails[1])

    first = brought(workspace, box)
    second = brought(workspace, newer)
    third = brought(workspace, single)

    assert (first.people["new"], first.engagements["new"]) == (2, 4)
    # One mail to two people stands on two timelines, and is one row.
    assert (second.people["new"], second.engagements["new"]) == (0, 2)
    assert (second.rows_read, second.recorded_count, second.known_count) == (5, 1, 4)
    assert (third.event_count, third.known_count) == (0, 1)
