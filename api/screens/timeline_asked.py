"""What the timeline of everybody is asked for: a kind, days, a pool, a member."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

from fastapi import Depends

from api.access import Caller
from api.routes import timeline as told
from api.screens import forms
from api.screens.seen import Sight
from ledger.access import users
from ledger.words import Kind, Value
from projections import members, pools, timeline
from projections.moment import Moment

_POOLS_MAX = 200


class _Narrowed(Value):
    kind: Kind | None = None
    pool: UUID | None = None
    member: UUID | None = None


class Asked(NamedTuple):
    """The filters of a timeline; what is left out narrows nothing."""

    words: Mapping[str, str]
    """As an address says them."""
    kinds: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    pool: UUID | None
    member: UUID | None

    def window(self, moment: Moment) -> timeline.Window:
        """Return the part of the timeline that is meant."""
        asked = timeline.Window(self.kinds, self.since, self.until, self.pool)
        return told.by_member(moment, asked, self.member)


def _asked(seen: Sight) -> Asked:
    query = seen.request.query_params
    given = {name: forms.line(query.get(name, "")) for name in _Narrowed.model_fields}
    narrowed = forms.asked(_Narrowed, **given)
    days = {name: forms.line(query.get(name, ""))[:10] for name in ("from", "to")}
    first, last = forms.day_said("From", days["from"]), forms.day_said("To", days["to"])
    return Asked(
        given | days,
        (narrowed.kind.value,) if narrowed.kind else (),
        first and seen.times.begins(first),
        last and seen.times.ends(last),
        narrowed.pool,
        narrowed.member,
    )


Filters = Annotated[Asked, Depends(_asked)]
"""What the address of a timeline asks for."""


class Choices(NamedTuple):
    """What a timeline can be narrowed to: pools and members by their names."""

    pools: Mapping[str, str]
    members: Mapping[str, str]


def choices(moment: Moment, caller: Caller, asked: Asked) -> Choices:
    """Return whom and what there is to choose from, whatever is chosen among them."""
    here = [each.member_id for each in members.everyone(moment)]
    names = {str(each.user_id): each.name for each in users.many(moment.connection, here)}
    names[str(caller.principal.member)] = "you"
    open_pools = {
        str(pool): name for pool, name in pools.open_names(moment, limit=_POOLS_MAX).items()
    }
    chosen_pool, chosen_member = asked.words["pool"], asked.words["member"]
    if chosen_pool:
        open_pools.setdefault(chosen_pool, "another pool")
    if chosen_member:
        names.setdefault(chosen_member, "somebody who left")
    return Choices(open_pools, names)
