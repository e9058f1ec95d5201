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
UNREACHABLE = "a name without any address, number, profile link or employer"


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
        alone = not found and not says_more and NAMES.issuperset(facts)
        return UNREACHABLE if alone else ""
    if "company" in facts and strong <= {HandleType.PHONE, HandleType.EXTERNAL_ID}:
        return COMPANY
    if not strong:
        return NAMELESS
    return ONLY_ID if strong == {HandleType.EXTERNAL_ID} and len(found) == 1 else ""


def _is_named(facts: Facts) -> bool:
    # Address books file a company under its name, and trackers fill the gap in the same way.
    names = [facts[part] for part in ("first_name", "last_name", "name") if part in facts]
    return bool(names) and _plain(" ".join(names)) != _plain(facts.get("company", ""))


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "")
