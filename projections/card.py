"""What is all that a candidate's page shows, asked of its dozen views at once?"""

from datetime import datetime

from ledger.words import CandidateId
from projections.ahead import Asked
from projections.applications import APPLICATIONS
from projections.follow_ups import FOLLOW_UPS
from projections.handles import HANDLES
from projections.moment import Moment
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.safeguards import SAFEGUARDS
from projections.tags import TAGS
from projections.timeline import TIMELINE

_BY_PEOPLE = (HANDLES, SAFEGUARDS, TAGS, FOLLOW_UPS, APPLICATIONS, RELATIONSHIP)


def ask(moment: Moment, who: CandidateId, now: datetime) -> None:
    """Have at hand what the views say of somebody, as if the id were no merged one's.

    Of somebody who was merged, whom they are read as is at hand, and the rest is asked again.
    """
    moment.ahead(
        Asked("card", (PROFILE,), [who]),
        Asked("of_candidates", (POOLS, POOL_MEMBERS), [who]),
        Asked("weeks_of_candidate", (TIMELINE,), [who], {"candidate": who, "now": now}),
        Asked("considered", (APPLICATIONS,), [who]),
        *(Asked("of_candidates", (view,), [who]) for view in _BY_PEOPLE),
        whom=who,
    )
