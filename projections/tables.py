"""Profiles and timeline as CSV in a zip, for whoever wants them in a spreadsheet.

The tables are copies: the log is what restores. They hold every value as it is (RFC 4180); a
spreadsheet may take a text that begins with `=` for a formula, so open them as text.
"""

import zipfile
from collections.abc import Iterator
from io import RawIOBase
from typing import Any

from psycopg import sql
from typing_extensions import override

from projections.moment import Moment

_PROFILES = """
copy (
    select p.candidate_id, ledger.display_name(p.facts) as name,
           p.facts #>> '{first_name,value}' as first_name,
           p.facts #>> '{last_name,value}' as last_name,
           p.facts #>> '{headline,value}' as headline,
           p.facts #>> '{company,value}' as company,
           p.facts #>> '{title,value}' as title,
           p.facts #>> '{location,value}' as location,
           p.facts #>> '{summary,value}' as summary,
           h.email_addresses, h.phone_numbers, h.profile_links, t.tags,
           p.source, p.origin, p.added_at,
           r.engagement_count, r.last_engaged_at, r.last_contacted_at, r.last_replied_at
    from views.profile p
    left join views.relationship r
      on r.workspace_id = p.workspace_id and r.candidate_id = p.candidate_id
    left join lateral (
        select string_agg(value, '; ' order by claimed_position)
                   filter (where type = 'email') as email_addresses,
               string_agg(value, '; ' order by claimed_position)
                   filter (where type = 'phone') as phone_numbers,
               string_agg(value, '; ' order by claimed_position)
                   filter (where type not in (
                       'email', 'phone', 'linkedin_connection', 'linkedin_name')) as
                       profile_links
        from views.handles
        where workspace_id = p.workspace_id and candidate_id = p.candidate_id) h on true
    left join lateral (
        select string_agg(tag, '; ' order by tag_key) as tags
        from views.tags
        where workspace_id = p.workspace_id and candidate_id = p.candidate_id) t on true
    where p.workspace_id = %s
    order by p.candidate_id
) to stdout (format csv, header)
"""

_TIMELINE = """
copy (
    select t.position, t.candidate_id, t.occurred_at, t.event_type, t.kind, t.direction,
           told.payload ->> 'channel' as channel, told.payload ->> 'subject' as subject,
           told.payload ->> 'body' as body, told.payload ->> 'source' as source,
           t.edit_count, e.recorded_at, e.import_id, told.payload
    from views.timeline t
    join ledger.events e on e.workspace_id = t.workspace_id and e.position = t.position
    cross join lateral (
        select coalesce(ledger.upcast(e.event_type, e.schema_version, e.payload), '{}')
                   || coalesce(t.changes, '{}') as payload) told
    where t.workspace_id = %s
    order by t.position
) to stdout (format csv, header)
"""


class _Spout(RawIOBase):
    """What a zip is written to, and read from as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Any, /) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._waiting)
        self._waiting.clear()
        return taken


def csv_files(moment: Moment) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield the two tables as files: their names and what is in them, piece by piece."""
    for name, statement in (("profiles.csv", _PROFILES), ("timeline.csv", _TIMELINE)):
        yield name, _copied(moment, statement)


def _copied(moment: Moment, statement: str) -> Iterator[bytes]:
    with (
        moment.connection.cursor() as cursor,
        cursor.copy(sql.SQL(statement), (moment.workspace,)) as copying,  # pyright: ignore[reportArgumentType] - ours, above
    ):
        for piece in copying:
            yield bytes(piece)


def csv_zip(moment: Moment) -> Iterator[bytes]:
    """Yield a zip of `profiles.csv` and `timeline.csv`, piece by piece."""
    spout = _Spout()
    with zipfile.ZipFile(spout, "w", zipfile.ZIP_DEFLATED) as packed:  # pyright: ignore[reportArgumentType] - a raw stream will do
        for name, statement in (("profiles.csv", _PROFILES), ("timeline.csv", _TIMELINE)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with (
                packed.open(entry, "w", force_zip64=True) as member,
                moment.connection.cursor() as cursor,
                cursor.copy(sql.SQL(statement), (moment.workspace,)) as copying,  # pyright: ignore[reportArgumentType] - ours, above
            ):
                yield spout.take()
                for piece in copying:
                    member.write(piece)
                    if waiting := spout.take():
                        yield waiting
    yield spout.take()
