"""What is answered about exports under way."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from api.answers import Answer


class Departing(Answer):
    """An export on its way out, or that left within the last minutes."""

    id: UUID
    format: str
    state: Literal["writing", "written", "broken_off"]
    """Broken off: whoever took it out hung up, or it could not be written to its end."""
    event_count: int
    event_total: int | None
    """Left out for copies of the views, which hold no events."""
    byte_count: int
    began_at: datetime
