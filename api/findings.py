"""What a look at the installation found: all right, worth a look, or broken, and the cure."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    state: State
    name: str
    found: str
    cure: str = ""
    mend: str = ""
    """SQL for whoever runs the server, where that is the cure."""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it is answered."""
        return asdict(self)


def ok(name: str, found: str) -> Finding:
    """Return that something is as it should be."""
    return Finding("ok", name, found)


def warn(name: str, found: str, cure: str, mend: str = "") -> Finding:
    """Return that something works and should be better."""
    return Finding("warn", name, found, cure, mend)


def fail(name: str, found: str, cure: str, mend: str = "") -> Finding:
    """Return that something does not work."""
    return Finding("fail", name, found, cure, mend)
