"""The envelope of an event as the server writes it, in the form of `ledger.archive.envelopes`.

The texts speak of a row `e` of the events beside `low`, which is the lateral below, and take
%(mark)s (`origins.mark_of`); a test holds them and that module together.
"""

_INSTANT = "to_char({} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_KNOWN = "coalesce('\"{}\":\"' || {} || '\",', '')"
# As `origins.event_id` puts it together: 28 bits of the position and 34 of the digest make up
# the lower half below its two bits of variant, the twelve bits above them end the upper one.
_ID = """
    %(mark)s::text || '-8' || lpad(to_hex((e.position >> 28) & 4095), 3, '0')
    || '-' || left(low.half, 4) || '-' || right(low.half, 12)
"""
LOW = """
    cross join lateral (select
        to_hex((-9223372036854775808)::bigint | ((e.position & 268435455) << 34)
            | ((('x' || encode(substr(e.digest, 1, 8), 'hex'))::bit(64)::bigint >> 30)
                & 17179869183)) as half) low
"""

BEFORE = f"""
    '{{"actorid":"' || e.actor_id || '",' || {_KNOWN.format("candidateid", "e.candidate_id")}
"""
"""What stands before `data`."""

BETWEEN = f"""
    '"digest":"' || encode(e.digest, 'hex') || '","id":"' || {_ID} || '",'
    || {_KNOWN.format("importid", "e.import_id")}
    || '"recordedtime":"' || {_INSTANT.format("e.recorded_at")} || '",'
    || {_KNOWN.format("requestid", "e.request_id")}
"""
"""What stands between `data` and `salt`."""

AFTER = f"""
    '"schemaversion":' || e.schema_version
    || ',"sequence":"' || lpad(e.position::text, 20, '0')
    || '","source":"urn:uuid:' || e.workspace_id
    || '","specversion":"1.0","streamversion":' || e.version
    || ',"subject":"' || e.stream_id
    || '","time":"' || {_INSTANT.format("e.occurred_at")}
    || '","type":"' || e.event_type || '"}}'
"""
"""What stands after `salt`."""

LEAF = f"sha256('\\x00'::bytea || convert_to({BEFORE} || {BETWEEN} || {AFTER}, 'UTF8'))"
"""The hash of the envelope as a leaf of the tree (RFC 6962 §2.1)."""
