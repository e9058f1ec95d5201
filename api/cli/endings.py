"""How a command ends that could not do what it was asked: one sentence and an exit code."""

import errno
import os
import sys

import psycopg
from cyclopts.exceptions import CycloptsError
from pydantic import ValidationError

from api.cli.showing import plain
from ledger import errors

FAILED = 1
REFUSED = 2


def tell(error: Exception) -> int | None:
    """Say what went wrong on stderr and return the exit code; nothing for a fault of ours."""
    match error:
        case CycloptsError():
            code, sentence = REFUSED, f"{_one_line(error)} `rapport --help` shows how."
        case errors.Refused():
            code, sentence = REFUSED, str(error)
        case errors.LedgerError():
            code, sentence = FAILED, str(error)
        case ValidationError():
            code, sentence = REFUSED, _of_values(error)
        case psycopg.Error():
            # A message of PostgreSQL may quote values, so only its kind is shown.
            kind = type(error).__name__
            code = FAILED
            sentence = f"The database refused a statement ({kind}): run `rapport doctor`."
        case OSError() if error.errno is not None:
            code, sentence = FAILED, _of_system(error)
        case _:
            return None
    sys.stderr.write(f"rapport: {plain(sentence)}\n")
    return code


def close_quietly() -> None:
    """Let go of a stdout that nobody reads any more, so that the last flush is silent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _one_line(error: CycloptsError) -> str:
    return " ".join(str(error).split())


def _of_values(error: ValidationError) -> str:
    faults = [
        f"{'.'.join(str(part) for part in fault['loc']) or 'the input'}: {fault['msg']}"
        for fault in error.errors(include_input=False, include_url=False)
    ]
    return f"This cannot be taken: {'; '.join(faults)}."


def _of_system(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    cure = " Free some disk space and repeat it." if error.errno == errno.ENOSPC else ""
    return f"{place}{error.strerror}.{cure}"
