-- view
select workspace_id, stream_id, member_id, role, name, since, position
from (
    select workspace_id, stream_id, member_id,
           (array_agg(event_type order by position desc))[1] as last_word,
           (array_agg(role order by position desc) filter (where role is not null))[1] as role,
           (array_agg(name order by position desc) filter (where name is not null))[1] as name,
           max(recorded_at) filter (where event_type = 'MemberAdded') as since,
           max(position) as position
    from (
        select workspace_id, stream_id, position, event_type, recorded_at,
               coalesce(payload ->> 'member_id', payload ->> 'owner_id')::uuid as member_id,
               case event_type when 'LedgerFounded' then 'owner' else payload ->> 'role' end as role,
               payload ->> 'name' as name,
               max(position) filter (where event_type = 'LedgerFounded')
                   over (partition by workspace_id, stream_id) as founded_at
        from {events}
    ) told
    where position >= founded_at
    group by workspace_id, stream_id, member_id
) member
where last_word <> 'MemberRemoved'

-- read all
select member_id, role, name, since, position
from members
where workspace_id = %(workspace)s and position > %(access_after)s
order by since nulls first, member_id
