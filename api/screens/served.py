"""Every screen, in the order in which their addresses are looked at."""

from api.screens import (
    checking,
    compare,
    duplicates,
    export,
    export_progress,
    first,
    imports,
    insights,
    merges,
    palette,
    people,
    people_columns,
    people_many,
    person,
    person_engagement,
    person_facts,
    person_log,
    person_new,
    person_privacy,
    person_reach,
    person_work,
    pool,
    pool_changes,
    pools,
    settings,
    timeline,
    today,
    today_due,
    undoing,
    views,
)

_SCREENS = (
    today, first, timeline, palette, people_columns, people_many, people,
    # Before the page of one person, which would take its address for an id.
    person_new,
    person, person_log, person_engagement, person_facts, person_reach, person_work,
    person_privacy,
    today_due,
    pools, pool, pool_changes, insights, undoing,
    checking, imports, merges, duplicates, export, export_progress, compare, views,
    *settings.SCREENS,
)  # fmt: skip
ROUTERS = tuple(screen.router for screen in _SCREENS)
