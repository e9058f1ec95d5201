"""Which facts are nobody's business at work, by their names; in for whoever asks for them."""

from collections.abc import Callable, Container, Iterable

from ledger.imports import texts
from ledger.imports.options import Options
from ledger.imports.remarks import Remarks
from ledger.imports.sensitive import is_sensitive, words_of

# What a card tells of a family is not asked for by any law, and none of a recruiter's business.
_OF_FAMILY = frozenset(("anniversary", "spouse", "child", "children", "related", "death"))
_LISTED_MAX = 30
# Names are chosen by whoever wrote the file, who may choose a new one each time.
_NAMES_MAX = 1_000
_NAME_CHARACTERS_MAX = 50


def is_private(name: str) -> bool:
    """Say whether a fact of this name is left behind unless somebody asks for it."""
    return is_sensitive(name) or not _OF_FAMILY.isdisjoint(words_of(name))


class LeftOut:
    """The names of what a source tells and Rapport does not bring in, said once at the end."""

    def __init__(
        self,
        source: str,
        used: Container[str],
        options: Options,
        is_own: Callable[[str], bool] = is_private,
    ) -> None:
        self._source = source
        self._used = used
        self._kept = {name.casefold() for name in options.keeps}
        self._is_own = is_own
        self._names: set[str] = set()

    def meet(self, names: Iterable[str]) -> None:
        """Remember those of these names that are not used."""
        for name in names:
            if name not in self._used and len(self._names) < _NAMES_MAX:
                self._names.add(name[:_NAME_CHARACTERS_MAX])

    def note(self, remarks: Remarks) -> None:
        """Say what was left out, private facts apart."""
        told = sorted(name for name in self._names if name.casefold() not in self._kept)
        private = _listed([name for name in told if self._is_own(name)])
        if private:
            remarks.note(f"Left behind as private, unless you say to keep them: {private}.")
        others = _listed([name for name in told if not self._is_own(name)])
        if others:
            remarks.note(f"Not brought in from {self._source}: {others}.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(map(texts.line, names[:_LISTED_MAX]))
    more = len(names) - _LISTED_MAX
    return f"{shown} and {more:,} more" if more > 0 else shown
