"""How the fixtures here were made; a format that was released is made no second time.

    python -m tests.archives.make FOLDER

writes `rapport-log-1.ndjson` and `rapport-archive-1.zip` of one small, rich history.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from api.installation import installation
from api.settings import Settings
from ledger.archive.log import export_lines
from tests.ledger.archive.archives import archived, rich


def main(folder: Path) -> None:
    """Live a small history in an installation of its own, and write it in each format."""
    data = Path(tempfile.mkdtemp(prefix="rapport-fixtures-"))
    try:
        settings = Settings(data=data).model_copy(update={"database_url": None})
        with installation(settings, say=lambda _: None) as home:
            archived(rich(home), folder / "rapport-archive-1.zip")
            log = b"".join(export_lines(home.database, home.workspace))
            (folder / "rapport-log-1.ndjson").write_bytes(log)
    finally:
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
