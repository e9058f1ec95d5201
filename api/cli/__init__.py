"""The command line `rapport`: which commands there are, and how each of them ends.

Commands are named by where they stand and imported when they are called: `rapport --help` loads
neither the database's driver nor the views.
"""

import gc
import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper

from cyclopts import App

# Group, command, what it does, where it stands below this package.
_COMMANDS = (
    ("People", "add", "Enter somebody in the ledger.", "people:add"),
    (
        "People",
        "find",
        "Find people by parts of names, companies, tags, addresses.",
        "people:find",
    ),
    ("People", "show", "Show what is known of somebody, now or as of then.", "people:show"),
    ("People", "tag", "Give somebody a tag.", "curating:tag"),
    ("People", "untag", "Take a tag off somebody.", "curating:untag"),
    ("People", "merge", "Read two candidates as one person.", "curating:merge"),
    ("People", "unmerge", "Take a merge back.", "curating:unmerge"),
    ("People", "duplicates", "List who may be one person.", "duplicates:duplicates_"),
    ("People", "keep-apart", "Say that two who look alike are two.", "duplicates:keep_apart"),
    ("People", "later", "Put off who may be one person.", "duplicates:later"),
    ("Privacy", "privacy", "Show what somebody allows and is owed.", "privacy:privacy_"),
    ("Privacy", "consent", "Put down what somebody allows.", "privacy:consent"),
    ("Privacy", "do-not-contact", "Put down who wants no contact.", "privacy:do_not_contact"),
    ("Privacy", "notice", "Put down that somebody was told of their data.", "privacy:notice"),
    ("Privacy", "notices", "List who is still to be told.", "privacy:notices_"),
    ("Privacy", "hold", "Forbid, for now, that somebody is erased.", "privacy:hold"),
    (
        "Privacy",
        "retention",
        "Say how long people are kept; who is due.",
        "retention:retention",
    ),
    ("People", "erase", "Forget a person, for good.", "erasing:erase"),
    (
        "People",
        "suppression",
        "Handles of people erased, which may not come in again.",
        "erasing:suppression",
    ),
    ("Privacy", "access", "List who looked at whom.", "access:access_"),
    ("Engagements", "log", "Record an interaction with somebody.", "engagements:log"),
    ("Engagements", "timeline", "Show what happened with somebody.", "engagements:timeline_"),
    ("Pools and promises", "pool", "Keep groups of people.", "pools:pool"),
    (
        "Pools and promises",
        "follow-up",
        "Promise, keep, list follow-ups.",
        "promises:follow_up",
    ),
    (
        "In and out",
        "import",
        "Bring in an export: a zip, a folder or files.",
        "importing:bring",
    ),
    ("In and out", "imports", "List what was brought in.", "importing:imports"),
    ("In and out", "undo", "Take back everything an import did.", "importing:undo"),
    ("In and out", "redo", "Bring back what an import had done.", "importing:redo"),
    ("In and out", "export", "Write the whole history to a file.", "archive:export"),
    ("In and out", "diff", "Say who and what changed between two moments.", "diff:diff_"),
    ("In and out", "restore", "Replay an export into an empty ledger.", "archive:restore"),
    ("Proof", "verify", "Say whether a ledger or an archive is whole.", "proving:verify"),
    ("Proof", "checkpoint", "Sign what is recorded, to keep elsewhere.", "proving:checkpoint"),
    ("Access", "member", "Decide who is let into the workspace.", "members:member"),
    ("Access", "token", "Give programs keys, and take them back.", "tokens:token"),
    ("Access", "workspace", "Keep several ledgers apart.", "workspaces:workspace"),
    ("Access", "sign-in", "Make a link that signs somebody in, once.", "users:sign_in"),
    ("Access", "user", "People who sign in here.", "users:user"),
    ("Installation", "serve", "Serve the API on this machine.", "serving:serve"),
    ("Installation", "doctor", "Say what is right and wrong here.", "health:doctor"),
    ("Installation", "migrate", "Bring schema and views up to date.", "health:migrate"),
    ("Installation", "views", "List the views.", "views:views"),
    ("Installation", "rebuild", "Work views out anew from the events.", "views:rebuild_"),
    ("Installation", "scrub", "Remove what erased people left in files.", "erasing:scrub"),
    ("Installation", "demo", "Make up people, or an export of them.", "demo:demo"),
)

# What a command loads stays, and looking through it again and again takes a seventh of a start.
_COLLECT_AFTER = 100_000

INTERRUPTED = 130
"""What shells call a program that Ctrl-C ended."""


def _app() -> App:
    app = App(
        name="rapport",
        help="A relationship ledger for recruiters: every interaction is an immutable event.",
        help_epilogue="Exit codes: 0 done, 1 failed, 2 refused. Data lies in --data, else"
        " RAPPORT_DATA; DATABASE_URL uses a PostgreSQL of yours.",
        version=lambda: version("rapport-ledger"),
        print_error=False,
        exit_on_error=False,
        result_action="return_value",
    )
    for group, name, sentence, place in _COMMANDS:
        app.command(f"api.cli.{place}", name=name, help=sentence, group=group)
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run the command that the words are, those of the process if left out.

    Ends with the exit code: 0 done, 1 failed, 2 refused.
    """
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that cannot show a letter shows its number.
            stream.reconfigure(errors="backslashreplace")
    try:
        _app()(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        importlib.import_module("api.cli.endings").close_quietly()
        sys.exit(1)
    except Exception as error:
        # Imported only now, since it knows the errors of everything that a command may use.
        code = importlib.import_module("api.cli.endings").tell(error)
        if code is None:
            raise
        sys.exit(code)
