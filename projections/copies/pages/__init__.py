"""The ledger as pages that a person browses and searches offline, from a folder, for ever.

No page needs a server, a network or JavaScript; with JavaScript there is search as one types.
Everything known of a person is in one place; whom they resemble is not asked.
"""

from collections.abc import Iterator

from projections.copies.copy import Copy, File, Whom
from projections.copies.pages import lists, overview, persons, searching
from projections.copies.pages.rendering import Site
from projections.moment import Moment


def files(moment: Moment, whom: Whom) -> Iterator[File]:
    """Yield `index.html` and all that it leads to, in the folder `html`."""
    site = Site.of(moment)
    yield from site.assets()
    # Where everybody is, who leads to them has to know.
    yield from persons.files(moment, whom, site)
    yield from overview.files(moment, whom, site)
    yield from lists.files(moment, whom, site)
    yield from searching.files(moment, whom, site)


COPY = Copy("pages", files)
