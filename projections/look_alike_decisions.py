"""What was decided about two candidates who look alike?"""

from ledger.events import CandidatesKeptApart, LookAlikesPutOff
from projections.view import View

LOOK_ALIKE_DECISIONS = View(
    "look_alike_decisions",
    key="stream_id",
    adds=(CandidatesKeptApart, LookAlikesPutOff),
    is_shared=True,
)
