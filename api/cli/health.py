"""The installation itself: what is right and wrong with it, and bringing it up to date."""

import sys

from api import doctor as checks
from api.cli.opening import Data, Json, settings
from api.cli.showing import answer, as_json, progress, say, table
from ledger.database import Database
from ledger.embedded import install_signal_handlers, running
from projections.prepare import prepare
from projections.rebuild import Progress


def doctor(*, data: Data = None, json: Json = False) -> None:
    """Say what is right and wrong with this installation, and the cure; changes nothing."""
    install_signal_handlers()
    findings = checks.examine(settings(data))
    is_well = not any(finding.state == "fail" for finding in findings)
    if json:
        as_json({"is_well": is_well, "items": [finding.as_json() for finding in findings]})
    else:
        table(
            ("", "WHAT", "FOUND"),
            (
                (finding.state, finding.name, f"{finding.found} {finding.cure}")
                for finding in findings
            ),
        )
        if mends := [finding.mend for finding in findings if finding.mend]:
            answer("\n-- In Rapport's database, as a superuser of the server:")
            answer("\n".join(mends))
    if not is_well:
        sys.exit(1)


def migrate(*, data: Data = None, json: Json = False) -> None:
    """Bring schema and views up to date; every other command does so, too, when it starts."""
    install_signal_handlers()
    chosen = settings(data)
    with progress("Preparing the views") as tell:

        def told(news: Progress) -> None:
            tell(news.event_count, news.event_total)

        if chosen.database_url is not None:
            done = prepare(Database(chosen.database_url, chosen.database_owner_url), tell=told)
        else:
            with running(chosen.data, say=say) as server:
                done = prepare(Database(server.app_url, server.owner_url), tell=told)
    if json:
        as_json({"done": done})
    else:
        answer("\n".join(done) if done else "Everything is up to date.")
