"""A file that was sent here, and where it lies until it is done with."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class Upload:
    """A file that was sent, kept until `drop`."""

    path: Path
    filename: str
    sha256: str

    def drop(self) -> None:
        """Remove the file and the folder made for it."""
        shutil.rmtree(self.path.parent, ignore_errors=True)
