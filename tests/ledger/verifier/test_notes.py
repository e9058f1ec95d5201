"""Signed notes and checkpoints: the published example, and no forged one believed."""

import random

import pytest

from ledger.verifier.broken import Broken
from ledger.verifier.checkpoints import Told, checkpoint
from ledger.verifier.notes import note, signed_note, verifier_key
from tests.ledger.verifier.archives import FIRST_KEY, ORIGIN, OTHER_KEY

# The example of golang.org/x/mod/sumdb/note, whose form C2SP's signed notes have.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNED = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngo\
tpRZb6KE6RyyBwJnAM=
"""
ROOT = bytes(range(32))
_FORGED = 5_000


def test_the_published_note_is_believed() -> None:
    key = verifier_key(KEY)

    assert str(key) == KEY
    assert note(SIGNED.encode()).signers([key]) == [key]


def test_the_published_note_with_another_word_is_not() -> None:
    other = SIGNED.replace("answer", "cause").encode()

    with pytest.raises(Broken, match="does not fit"):
        note(other).signers([verifier_key(KEY)])


def test_a_note_that_others_signed_says_nothing_of_us() -> None:
    raw = FIRST_KEY.sign(Told(ORIGIN, 3, ROOT))

    assert note(raw).signers([OTHER_KEY.key, FIRST_KEY.key]) == [FIRST_KEY.key]
    with pytest.raises(Broken, match="none of the keys"):
        note(raw).signers([OTHER_KEY.key])


def test_a_checkpoint_says_what_was_signed() -> None:
    told = Told(ORIGIN, 3, ROOT)

    signed, read = checkpoint(FIRST_KEY.sign(told))

    assert read == told
    assert signed.text == told.text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+c74f20a3",
        KEY.replace("c74f20a3", "c74f20a4"),
        KEY.replace("PeterNeumann", "Peter Neumann"),
        KEY.replace("ARpc", "AhpC"),
        KEY[:-4],
        KEY + "=",
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(Broken):
        verifier_key(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n3\n",
        f"{ORIGIN}\n03\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        f"{ORIGIN}\n-3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
        f"{ORIGIN}\n3\nAAEC\n",
        "\n3\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
    ],
)
def test_what_is_no_checkpoint_is_refused_though_it_is_a_note(text: str) -> None:
    raw = signed_note(text.encode(), FIRST_KEY.key, bytes(64))

    with pytest.raises(Broken):
        checkpoint(raw)


def test_of_thousands_of_forged_checkpoints_none_is_believed() -> None:
    chance = random.Random(6)  # noqa: S311 - the same notes every time
    told = Told(ORIGIN, 1_234, ROOT)
    raw = FIRST_KEY.sign(told)
    assert checkpoint(raw)[0].signers([FIRST_KEY.key])

    for _ in range(_FORGED):
        forged = bytearray(raw)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(forged))
            match chance.randrange(4):
                case 0:
                    forged[place] ^= 1 << chance.randrange(8)
                case 1:
                    del forged[place]
                case 2:
                    forged.insert(place, chance.randrange(256))
                case _:
                    forged[place:] = forged[place : place + chance.randint(0, 40)]
            if not forged:
                break
        if bytes(forged) == raw:
            continue
        try:
            signed, read = checkpoint(bytes(forged))
            signers = signed.signers([FIRST_KEY.key])
        except Broken:
            continue
        pytest.fail(f"believed: {read} by {signers}")
