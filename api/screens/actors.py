"""Who did something: a member by their name, a key by its label."""

from collections.abc import Collection, Mapping
from uuid import UUID

from ledger.access import users
from projections import api_keys
from projections.moment import Moment

GONE = "Somebody who left"


def names_of(moment: Moment, actors: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what each is called; whoever is no longer known here is somebody who left."""
    wanted = set(actors)
    names = dict.fromkeys(wanted, GONE)
    names |= {each.user_id: each.name for each in users.many(moment.connection, list(wanted))}
    for key in wanted - {each for each in wanted if names[each] is not GONE}:
        for known in api_keys.one(moment, key):
            names[key] = f"{known.label} (key)"
    return names
