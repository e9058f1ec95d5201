"""Reading old events as today's: one SQL expression for each change of an event's schema.

Stored events are never rewritten. The function made here is inlined by the planner, so a ledger
without old events pays nothing for it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upcast:
    """How events of one type written under an older schema are read.

    `expression` is immutable SQL over `payload` and gives the payload as today's schema has it.
    """

    event_type: str
    up_to_version: int
    expression: str


UPCASTS: tuple[Upcast, ...] = ()


def upcast_function(upcasts: tuple[Upcast, ...]) -> str:
    """Return the statement that makes `ledger.upcast` know these and no others."""
    cases = "".join(
        f" when event_type = '{upcast.event_type}' and schema_version <= {upcast.up_to_version}"
        f" then {upcast.expression}"
        for upcast in upcasts
    )
    body = f"case{cases} else payload end" if cases else "payload"
    return (
        "create or replace function"
        " ledger.upcast(event_type text, schema_version int, payload jsonb) returns jsonb"
        f" language sql immutable parallel safe as $$ select {body} $$"
    )
