"""Lines read a block at a time: what passes is right, and what does not is said of its line."""

import hashlib

import pytest

from ledger.archive.columns import checked_columns, leaf_hashes
from ledger.archive.copying import text_of_columns, text_of_row
from ledger.archive.envelopes import envelope, leaf_hash, line
from ledger.archive.lines import BadLineError, checked, row_of
from ledger.archive.origins import event_id, known_as, mark_of
from ledger.stored import ERASED, Row
from tests.ledger.archive.test_envelopes import ROW

WORKSPACE = ROW.workspace_id


def _row(position: int, payload: bytes = b'{"body":"Zo\xc3\xab","kind":"note"}') -> Row:
    digest = hashlib.sha256(ROW.salt + payload).digest()
    return ROW._replace(position=position, payload=payload, digest=digest)


ROWS = [
    _row(1),
    _row(2)._replace(candidate_id=None, import_id=None, request_id=None),
    _row(3, rb'{"body":"\\ \t \n \" \u0001"}'),
    _row(4, '{"😀":"beyond U+FFFF","\uffff":1}'.encode()),
    _row(5),
]
BLOCK = b"".join(map(line, ROWS))


def test_what_is_read_as_columns_is_what_is_read_line_by_line() -> None:
    read = checked_columns(BLOCK, workspace=WORKSPACE, after=0)

    assert read.lines() == checked(BLOCK, workspace=WORKSPACE, after=0)
    assert [line(row_of(each)) for each in read.lines()] == list(map(line, ROWS))
    assert leaf_hashes(read) == [leaf_hash(envelope(row)) for row in ROWS]


def test_columns_become_the_rows_that_the_ledgers_own_become() -> None:
    erased = [*ROWS, _row(6)._replace(payload=ERASED, salt=ERASED)]
    read = checked_columns(b"".join(map(line, erased)), workspace=WORKSPACE, after=0)

    written = text_of_columns(read).replace(b"Z\t", b"+00:00\t").splitlines()

    for told, row in zip(written, erased, strict=True):
        fields, wanted = told.split(b"\t"), text_of_row(row).rstrip(b"\n").split(b"\t")
        assert int(fields[1]) == int(wanted[1])
        assert fields[2:7] + fields[9:] == wanted[2:7] + wanted[9:]


@pytest.mark.parametrize(
    "after",
    [0, (1 << 14) - 2, (1 << 28) - 2, (1 << 40) - 2],
    ids=lambda after: f"after {after}",
)
def test_ids_of_many_events_are_those_of_each(after: int) -> None:
    digests = [bytes.fromhex(each * 32) for each in ("00", "03", "fc", "ff", "a5")]

    together = known_as(mark_of(WORKSPACE), after, [each.hex().encode() for each in digests])

    assert together == [
        str(event_id(WORKSPACE, position, digest)).encode()
        for position, digest in enumerate(digests, start=after + 1)
    ]


ALTERED = {
    "a letter that is no figure": (b'"actorid":"018bcfe5', b'"actorid":"018bcfeg'),
    "a capital": (b'"actorid":"018bcfe5', b'"actorid":"018bcfE5'),
    "a dash too many": (b'"actorid":"018bcfe5', b'"actorid":"018b-fe5'),
    "a space for a T": (b'"time":"0987-01-02T03', b'"time":"0987-01-02 03'),
    "a letter in an instant": (b'"time":"0987-01-02T03', b'"time":"0987-01-02T0T'),
    "no such day": (b'"time":"0987-01-02T03', b'"time":"0987-02-30T03'),
    "a position with a sign": (
        b'"sequence":"00000000000000000003',
        b'"sequence":"+0000000000000000003',
    ),
    "a position in short": (
        b'"sequence":"00000000000000000003',
        b'"sequence":"           +        3',
    ),
    "another position": (
        b'"sequence":"00000000000000000003',
        b'"sequence":"00000000000000000004',
    ),
    "another ledger": (b'"source":"urn:uuid:018bcfe5', b'"source":"urn:uuid:118bcfe5'),
    "a type of tomorrow": (b'"type":"EngagementRecorded"', b'"type":"EngagementDreamt"'),
    "a schema of tomorrow": (b'"schemaversion":1,', b'"schemaversion":99,'),
    "other data": (b'{"body":', b'{"bodY":'),
    "a salt that is none": (b'"salt":"7373', b'"salt":"73_3'),
    "another salt": (b'"salt":"7373', b'"salt":"7374'),
    "no salt": (b'"salt":"' + b"73" * 16 + b'",', b""),
    "a digest that is none": (b'"digest":"', b'"digest":"_'),
    "no line end of its own": (b"}\n", b"}\r\n"),
}


@pytest.mark.parametrize("alteration", ALTERED.values(), ids=ALTERED.keys())
def test_one_altered_line_among_others_is_named(alteration: tuple[bytes, bytes]) -> None:
    lines = list(map(line, ROWS))
    altered = lines[2].replace(*alteration)
    assert altered != lines[2]
    block = b"".join([*lines[:2], altered, *lines[3:]])

    with pytest.raises(BadLineError) as refused:
        checked_columns(block, workspace=WORKSPACE, after=0)

    assert refused.value.number == 3


def test_data_that_is_not_canonical_is_refused_although_its_digest_is_right() -> None:
    block = b"".join(map(line, [_row(1), _row(2, b'{"kind":"note","body":"Ada"}')]))

    with pytest.raises(BadLineError, match="not canonical") as refused:
        checked_columns(block, workspace=WORKSPACE, after=0)

    assert refused.value.number == 2


@pytest.mark.parametrize("block", [b"", b"\n", BLOCK[:-1], BLOCK[:-1] + b"x"])
def test_a_block_that_is_cut_off_is_refused(block: bytes) -> None:
    with pytest.raises(BadLineError):
        checked_columns(block, workspace=WORKSPACE, after=0)
