"""Why a row of a table is nobody, in words for the report."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from ledger.imports.tables.facts import Facts, Row
from ledger.imports.tables.found import Found
from ledger.imports.tables.meanings import NAMES
from ledger.words import HandleType

EMPTY = "an empty row"
NOTHING = "nothing stands in the columns that are brought in"
COMPANY = "a company, not a person"
NAMELESS = "no name, and no address, number or profile link of one person"
ONLY_ID = "an id without a name, address, number or profile link"
TOTAL = "a row of totals, not a person"
UNREACHABLE = "a name without any address, number, profile link or employer"
_CALLED_TOTAL = """
total totals grandtotal subtotal sum average summe gesamt gesamtsumme zwischensumme durchschnitt
somme moyenne suma media totale somma soma totaal som razem celkem součet
"""
_TOTALS = frozenset(_CALLED_TOTAL.split())


def objection(
    row: Row,
    facts: Facts,
    found: Sequence[Found],
    strong: AbstractSet[HandleType],
    *,
    says_more: bool,
) -> str:
    """Return why a row speaks of nobody; empty where it speaks of somebody.

    `strong` are the sorts of those of its handles that tell who somebody is; `says_more`
    whether it has tags, notes or the like.
    """
    if not facts and not found:
        return NOTHING if any(cell.strip() for cell in row) else EMPTY
    if _is_named(facts):
        if not strong and _told_name(facts) in _TOTALS:
            return TOTAL
        alone = not found and not says_more and NAMES.issuperset(facts)
        return UNREACHABLE if alone else ""
    if "company" in facts and strong <= {HandleType.PHONE, HandleType.EXTERNAL_ID}:
        return COMPANY
    if not strong:
        return NAMELESS
    return ONLY_ID if strong == {HandleType.EXTERNAL_ID} and len(found) == 1 else ""


def _is_named(facts: Facts) -> bool:
    # Address books file a company under its name, and trackers fill the gap in the same way.
    name = _told_name(facts)
    return bool(name) and name != _plain(facts.get("company", ""))


def _told_name(facts: Facts) -> str:
    parts = (facts[part] for part in ("first_name", "last_name", "name") if part in facts)
    return _plain(" ".join(parts))


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "").rstrip(":")
