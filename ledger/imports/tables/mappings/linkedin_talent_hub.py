"""LinkedIn Talent Hub: `Candidates.csv` of its export."""

from ledger.imports.tables.mapping import mapping

LINKEDIN_TALENT_HUB = mapping(
    "linkedin-talent-hub",
    "candidate_id;hiring_state_id",
    "candidate_id;sourcing_channels",
    columns={
        "candidate_id": "external_id",
        "project_id": "opportunity",
        "first_name": "first_name",
        "last_name": "last_name",
        "emails": "email",
        "phone_numbers": "phone",
        "tags": "tags",
        "profile_url": "linkedin",
        "sourcing_channels": "source",
        "hiring_state_id": "stage",
        "created_time": "created_at",
        "created_datetime": "created_at",
        "last_modified_time": "updated_at",
        "last_modified_datetime": "updated_at",
    },
)
