"""The views: every answer, worked out from the ledger's events by one query each."""

from projections.api_keys import API_KEYS
from projections.applications import APPLICATIONS
from projections.column_meanings import COLUMN_MEANINGS
from projections.consents import CONSENTS
from projections.erasures import ERASURES
from projections.follow_ups import FOLLOW_UPS
from projections.handles import HANDLES
from projections.imports import IMPORTS
from projections.invitations import INVITATIONS
from projections.look_alike_decisions import LOOK_ALIKE_DECISIONS
from projections.members import MEMBERS
from projections.merges import MERGES
from projections.pool_members import POOL_MEMBERS
from projections.pools import POOLS
from projections.profile import PROFILE
from projections.relationship import RELATIONSHIP
from projections.retention_rules import RETENTION_RULES
from projections.safeguards import SAFEGUARDS
from projections.search import SEARCH
from projections.searches import SEARCHES
from projections.suppression import SUPPRESSION
from projections.tags import TAGS
from projections.timeline import TIMELINE
from projections.workspaces import WORKSPACES

VIEWS = (
    PROFILE,
    HANDLES,
    TAGS,
    TIMELINE,
    RELATIONSHIP,
    POOLS,
    POOL_MEMBERS,
    FOLLOW_UPS,
    APPLICATIONS,
    CONSENTS,
    SAFEGUARDS,
    RETENTION_RULES,
    MERGES,
    LOOK_ALIKE_DECISIONS,
    IMPORTS,
    COLUMN_MEANINGS,
    SEARCH,
    SEARCHES,
    ERASURES,
    SUPPRESSION,
    MEMBERS,
    INVITATIONS,
    API_KEYS,
    WORKSPACES,
)
"""Every view; a new one is a pair of files and a line here."""
