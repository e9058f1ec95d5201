"""What the report should say about an export as a whole, gathered while it is read."""

from collections import Counter
from collections.abc import Iterator

from ledger.imports.records import Noted

_LINE_CHARACTERS_MAX = 1_000
_TEXT_CHARACTERS_MAX = 1_000_000


class Remarks:
    """Sentences for the report: some once, some with a count of rows."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._kept: dict[str, str] = {}

    def note(self, sentence: str, kept: str = "") -> None:
        """Say this once, however often it is met; `kept` is for one that quotes the file."""
        self._counts.setdefault(sentence, 0)
        if kept:
            self._kept[sentence] = kept

    def count(self, what: str) -> None:
        """Say how often this was met: the sentence ends in the number."""
        self._counts[what] += 1

    def told(self) -> Iterator[Noted]:
        """Yield the sentences in the order they were first met."""
        for sentence, count in self._counts.items():
            told = f"{sentence}: {count:,}." if count else sentence
            yield Noted(told, self._kept.get(sentence, ""))

    def line(self, cell: str) -> str:
        """Return a cell as one tidy line, shortened where it is longer than a line may be."""
        line = " ".join(cell.split())
        if len(line) <= _LINE_CHARACTERS_MAX:
            return line
        self.count("Cells longer than 1,000 characters, shortened")
        return line[: _LINE_CHARACTERS_MAX - 1].rstrip() + "…"

    def text(self, text: str) -> str:
        """Return a text, shortened where it is longer than a text may be."""
        if len(text) <= _TEXT_CHARACTERS_MAX:
            return text
        self.count("Texts longer than 1,000,000 characters, shortened")
        return text[: _TEXT_CHARACTERS_MAX - 1] + "…"
