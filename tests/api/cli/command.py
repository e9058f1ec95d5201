"""The real command, run to its end in a process of its own.

Importing what a command needs takes a second or two on a slow machine, a hundred times over. So
one process imports everything and forks for each command; `run_cold` starts from nothing, as a
shell does.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
COMMAND = (sys.executable, "-m", "api.cli")
SECONDS_MAX = 120

_WARM = """
import gc, importlib, json, multiprocessing, os, sys
from pathlib import Path
import api.cli
from projections import VIEWS

for view in VIEWS:
    view.sections
for module in Path(api.cli.__file__).parent.glob("[a-z]*.py"):
    importlib.import_module(f"api.cli.{module.stem}")


def run(words, environment, **streams):
    os.environ.clear()
    os.environ.update(environment)
    for number, (name, file) in enumerate(streams.items()):
        opened = os.open(file, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
        stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)
        setattr(sys, name, stream)
    try:
        api.cli.main(words)
    finally:
        # What nobody closed complains while it is thrown away.
        gc.collect()


# A process of this kind flushes and waits for its threads at its end, and does not take apart
# what was loaded, which would first be copied whole: a second of processor time a command.
forking = multiprocessing.get_context("fork")
gc.freeze()
for line in sys.stdin:
    child = forking.Process(target=run, kwargs=json.loads(line))
    child.start()
    child.join()
    print(child.exitcode, flush=True)
    child.close()
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command wrote."""

    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as a program reads it."""
        return json.loads(self.out)


Rapport = Callable[..., Answer]


def environment(data: Path, workspace: str | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    # PostgreSQL outlives the command that started it, which Python would have us wait for.
    warnings = "error,ignore:subprocess:ResourceWarning"
    told = {"RAPPORT_DATA": str(data), "PYTHONWARNINGS": warnings, "PYTHONUTF8": "1"}
    named = {} if workspace is None else {"RAPPORT_WORKSPACE": workspace}
    return kept | told | named


def run(
    data: Path,
    *words: object,
    code: int = 0,
    stdin: str = "",
    workspace: str | None = None,
) -> Answer:
    """Run a command to its end, and check how it ended."""
    if sys.platform == "win32":
        return run_cold(data, *words, code=code, stdin=stdin)
    surroundings = environment(data, workspace)
    told: dict[str, Any] = {"words": [*map(str, words)], "environment": surroundings}
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / name for name in ("stdin", "stdout", "stderr")}
        for name, file in files.items():
            file.write_text(stdin if name == "stdin" else "", encoding="utf-8")
            told[name] = str(file)
        process = warm()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.flush()
        ended = int(process.stdout.readline())
        out, err = (files[name].read_text(encoding="utf-8") for name in ("stdout", "stderr"))
    return _checked(Answer(out, err), words, ended, code)


def run_cold(data: Path, *words: object, code: int = 0, stdin: str = "") -> Answer:
    """Run a command as a shell does, and check how it ended."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        cwd=ROOT,
        env=environment(data),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS_MAX,
        check=False,
    )
    return _checked(Answer(done.stdout, done.stderr), words, done.returncode, code)


def _checked(answer: Answer, words: tuple[object, ...], ended: int, code: int) -> Answer:
    assert ended == code, (words, answer)
    assert "Traceback" not in answer.err, (words, answer)
    return answer


@cache
def warm() -> subprocess.Popen[str]:
    """Start the process that commands are forked from, once."""
    return subprocess.Popen(
        [sys.executable, "-c", _WARM],
        cwd=ROOT,
        env=environment(Path("/nowhere")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def cool_down() -> None:
    """End that process, if it was started."""
    if warm.cache_info().currsize:
        with warm():
            pass
