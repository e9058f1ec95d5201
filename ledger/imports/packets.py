"""What a reader says, as bytes and back: nothing but values of ours comes out of a packet."""

import io
import pickle
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, get_args

from typing_extensions import override

from ledger import errors
from ledger.imports import reading, records, remade, taken_for
from ledger.imports.reading import Batch, Input
from ledger.imports.records import Place, Reach, Record
from ledger.words import choices, facts, values

# The fastest level; higher ones cost more time than the memory is worth.
_LEVEL = 1
_OURS = {
    module.__name__ for module in (records, remade, taken_for, reading, choices, facts, values)
}
_OTHERS = {
    ("datetime", "datetime"),
    ("datetime", "date"),
    ("datetime", "timezone"),
    ("datetime", "timedelta"),
}


def packed(said: Input | Batch) -> bytes:
    """Return a message of a reader as one packet."""
    told = io.BytesIO()
    packer = pickle.Pickler(told, protocol=5)
    packer.dispatch_table = _APART
    packer.dump(said)
    return zlib.compress(told.getbuffer(), _LEVEL)


def unpacked(packet: bytes) -> Input | Batch:
    """Return what was packed; raise `errors.Unreadable` for anything but our values.

    Batches that were packed one after the other, as parts of one, come out as that one.
    """
    try:
        said = list(_each(packet))
    except (pickle.UnpicklingError, zlib.error) as error:
        raise errors.Unreadable(
            f"Its reader said what is no record ({error}). That is a fault of Rapport: please"
            " report it."
        ) from error
    match said:
        case [Input() as of]:
            return of
        case [*_, Batch() as last] if all(isinstance(each, Batch) for each in said):
            records = chain.from_iterable(batch.records for batch in said)
            return last._replace(records=tuple(records))
        case _:
            raise errors.Unreadable("Its reader said nothing that is a record.")


def _each(packet: bytes) -> Iterator[Any]:
    while packet:
        parts = zlib.decompressobj()
        content = parts.decompress(packet)
        if not parts.eof:
            raise pickle.UnpicklingError("it breaks off")
        yield _Values(io.BytesIO(content)).load()
        packet = parts.unused_data


def _parts(record: tuple[Any, ...]) -> tuple[Any, ...]:
    return type(record), tuple(record)


def _parts_of_reach(reach: Reach) -> tuple[Any, ...]:
    handle, *said = reach
    return remade.reach, (handle.type, handle.value, *said)


# How to take apart what a file has most of: pickle by itself asks each of them in several ways.
_APART: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    **dict.fromkeys((Place, *get_args(Record)), _parts),
    Reach: _parts_of_reach,
}


class _Values(pickle.Unpickler):
    """Makes records, words and instants, and nothing that would run."""

    @override
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        if (module_name, global_name) in _OTHERS:
            return super().find_class(module_name, global_name)
        # What a module of ours imported is not ours, nor what a dot leads to.
        if module_name in _OURS and "." not in global_name:
            found = super().find_class(module_name, global_name)
            if getattr(found, "__module__", "") in _OURS:
                return found
        raise pickle.UnpicklingError(f"{module_name}.{global_name} is no value of a record")
