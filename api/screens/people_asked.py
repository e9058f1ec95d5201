"""What the list of people is asked for: filters and order, as its address says them."""

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode

from api.access import Caller
from api.answers import Page
from api.answers.candidates import CandidateListed
from api.asked.searches import Filters
from api.routes import candidates
from api.screens import forms
from api.screens.seen import Seen
from projections.sieve import Sieve


class Asked(Filters):
    """What a list is asked for, and how it is listed."""

    @property
    def sieve(self) -> Sieve:
        """What narrows it beyond words, pool and tag."""
        return Sieve(
            self.source, self.stage, self.reply_owed_by, self.quiet_days, self.promised
        )

    @property
    def told(self) -> dict[str, str]:
        """What an address says of it: what is as usual is left out."""
        given = self.model_dump(exclude_defaults=True)
        return {name: "1" if value is True else str(value) for name, value in given.items()}

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(self.told)

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is filtered out."""
        return not self.told.keys() - {"sort"}

    def by(self, order: Literal["name", "last_engaged", "added"]) -> dict[str, str]:
        """Return what an address says for this order, turned around where it holds already."""
        return self.without("sort") | {"sort": f"-{order}" if self.sort == order else order}

    def without(self, *names: str) -> dict[str, str]:
        """Return what an address says with these left out."""
        return {name: value for name, value in self.told.items() if name not in names}

    def listed(
        self, caller: Caller, *, limit: int, cursor: str | None = None, as_of: str | None = None
    ) -> Page[CandidateListed]:
        """Return a page of the list, as the API answers it."""
        wanted: dict[str, Any] = dict(self)
        return candidates.list_candidates(
            caller, limit=limit, cursor=cursor, as_of=as_of, **wanted
        )


def asked(seen: Seen) -> Asked:
    """Return what the address of the list asks for."""
    return _asked(seen.request.query_params)


def asked_by(query: str) -> Asked:
    """Return what the end of an address asks for, as a form sends it along."""
    return _asked(dict(parse_qsl(query)))


def _asked(told: Mapping[str, Any]) -> Asked:
    given = {name: forms.line(told.get(name, "")) for name in Asked.model_fields}
    return forms.asked(Asked, **given)
