"""The exports known by their headers; a new one is a file here and a line below."""

from ledger.imports.tables.mapping import Mapping
from ledger.imports.tables.mappings.bullhorn import BULLHORN
from ledger.imports.tables.mappings.google_contacts import GOOGLE_CONTACTS
from ledger.imports.tables.mappings.greenhouse import GREENHOUSE
from ledger.imports.tables.mappings.hubspot import HUBSPOT
from ledger.imports.tables.mappings.lever import LEVER
from ledger.imports.tables.mappings.linkedin_recruiter import LINKEDIN_RECRUITER
from ledger.imports.tables.mappings.linkedin_talent_hub import LINKEDIN_TALENT_HUB
from ledger.imports.tables.mappings.opencats import OPENCATS
from ledger.imports.tables.mappings.outlook import OUTLOOK
from ledger.imports.tables.mappings.thunderbird import THUNDERBIRD
from ledger.imports.tables.mappings.zoho_recruit import ZOHO_RECRUIT

# In this order: a table is read by the first that knows it.
MAPPINGS: tuple[Mapping, ...] = (
    GOOGLE_CONTACTS,
    OUTLOOK,
    THUNDERBIRD,
    GREENHOUSE,
    LEVER,
    BULLHORN,
    OPENCATS,
    HUBSPOT,
    ZOHO_RECRUIT,
    LINKEDIN_RECRUITER,
    LINKEDIN_TALENT_HUB,
)
