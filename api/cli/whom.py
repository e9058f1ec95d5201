"""Who is meant: an id or its beginning, an address, a number, a link, a name only one has."""

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from api.installation import Installation
from ledger import errors
from ledger.commands.candidates import AddCandidate
from ledger.commands.handles import GivenHandle, handle_id_of
from ledger.handles import handle_of
from ledger.store import erased
from ledger.words import CandidateId
from projections import erasures, lists, profile
from projections.moment import Moment

# Ids made within a minute share their first eight digits: fewer would never tell two apart.
_PREFIX = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")
# A name that is part of more names than this is too common to be searched through.
_FITTING_MAX = 500
_SHOWN_MAX = 10


class SeveralFit(errors.Refused):
    """Several people fit; nothing was written."""


class NobodyFits(errors.Unknown):
    """Nobody in the ledger fits."""


def person(found: Installation, told: str) -> CandidateId:
    """Return the one candidate who is meant; raise `SeveralFit` or `NobodyFits`."""
    root, _ = _meant(found, told)
    return root


def engaged(found: Installation, told: str) -> CandidateId:
    """Return the one who is meant under the id that was told, be it merged into another's.

    What is recorded about that id stays with it should the merge be undone.
    """
    root, fitting = _meant(found, told)
    return fitting[0] if len(fitting) == 1 else root


def _meant(found: Installation, told: str) -> tuple[CandidateId, Sequence[CandidateId]]:
    """Return who is meant, and all ids of theirs that fit what was told."""
    text = told.strip()
    with found.moment() as moment:
        fitting = _by_id(moment, text) or _by_handle(found, text)
        if not fitting:
            fitting = _by_name(moment, text)
        roots = list(dict.fromkeys(moment.root(candidate) for candidate in fitting))
        if len(roots) > 1:
            raise SeveralFit(_listed(moment, told, roots))
        if not roots:
            _refuse_erased(moment, text)
    if not roots:
        raise NobodyFits(
            f"“{told}” is no id, address, number, link or name of anybody:"
            " `rapport find` searches for parts of words."
        )
    return roots[0], fitting


def erasable(found: Installation, told: str) -> CandidateId:
    """Return the one who is meant, be it the id of somebody erased or taken back by now."""
    with suppress(ValueError):
        return CandidateId(UUID(told.strip()))
    return person(found, told)


def met(found: Installation, told: str) -> CandidateId:
    """Return the one who is meant, added first if nobody is known by this address or number.

    If we die right after they were added, they are known and the next call finds them.
    """
    try:
        return engaged(found, told)
    except NobodyFits:
        handle = handle_of(told)
        if handle is None:
            raise
    command = AddCandidate(handles=(GivenHandle(handle=handle, is_primary=True),))
    found.ledger.record(command, by=found.owner)
    return CandidateId(command.candidate_id)


def must_be_known(moment: Moment, candidate_id: CandidateId, told: str) -> CandidateId:
    """Return whom an id was read as at a moment; raise `NobodyFits` if that was nobody."""
    root = moment.root(candidate_id)
    if root not in profile.of_candidates(moment, [root]):
        raise NobodyFits(f"“{told}” was not in the ledger then.")
    return root


def _by_id(moment: Moment, text: str) -> Sequence[CandidateId]:
    beginning = text.lower()
    if not _PREFIX.fullmatch(beginning):
        return []
    digits = beginning.replace("-", "")
    rows = moment.connection.execute(
        "select candidate_id from profile"
        " where workspace_id = %(workspace)s and candidate_id between %(first)s and %(last)s"
        " union select candidate_id from ledger.merged_candidates"
        " where workspace_id = %(workspace)s and candidate_id between %(first)s and %(last)s"
        " limit 100",
        {
            "workspace": moment.workspace,
            "first": UUID(digits.ljust(32, "0")[:32]),
            "last": UUID(digits.ljust(32, "f")[:32]),
        },
    ).fetchall()
    return [CandidateId(row["candidate_id"]) for row in rows]


def _refuse_erased(moment: Moment, text: str) -> None:
    """Raise `errors.Erased` where the text is the id of somebody who was erased."""
    with suppress(ValueError):
        candidate = CandidateId(UUID(text))
        for at in erasures.erased_at(moment, candidate):
            raise erased(candidate, at)


def _by_handle(found: Installation, text: str) -> Sequence[CandidateId]:
    handle = handle_of(text)
    if handle is None:
        return []
    known = found.knowledge()
    try:
        handle_id = handle_id_of(known, handle)
    except errors.Invalid:
        return []
    return list(known.holders([handle_id]).values())


def _by_name(moment: Moment, text: str) -> Sequence[CandidateId]:
    if not text:
        return []
    rows = lists.by_name(
        moment,
        query=text,
        pool=None,
        tag=None,
        after=None,
        limit=_FITTING_MAX + 1,
    )
    if len(rows) > _FITTING_MAX:
        raise SeveralFit(f"“{text}” is part of more than {_FITTING_MAX} names: say more of it.")
    wanted = _words(text)
    named = [row.profile for row in rows if set(wanted) <= set(_words(row.profile.name))]
    parts = [row.profile for row in rows if _holds(row.profile.name, wanted)]
    whole = [each for each in named if _words(each.name) == wanted]
    return [each.candidate_id for each in whole or named or parts]


def _holds(name: str, wanted: Sequence[str]) -> bool:
    folded = " ".join(_words(name))
    return all(word in folded for word in wanted)


def _words(text: str) -> list[str]:
    spelt = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in spelt if not unicodedata.combining(letter)).split()


def _listed(moment: Moment, told: str, fitting: Sequence[CandidateId]) -> str:
    known = profile.of_candidates(moment, fitting[:_SHOWN_MAX])
    lines = [f"“{told}” may be:"]
    for candidate, each in known.items():
        about = ", ".join(each.values[f] for f in ("title", "company") if f in each.values)
        lines.append(f"  {candidate}  {each.name or '(no name)'}{about and f', {about}'}")
    if len(fitting) > _SHOWN_MAX:
        lines.append(f"  … and {len(fitting) - _SHOWN_MAX} more")
    return "\n".join([*lines, "Say which by its id."])
