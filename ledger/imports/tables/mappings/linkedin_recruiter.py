"""LinkedIn Recruiter: the columns of its import of candidates, in which teams keep lists."""

from ledger.imports.tables.mapping import mapping

LINKEDIN_RECRUITER = mapping(
    "linkedin-recruiter",
    "First name;Pipeline stage;Note visibility",
    "First name;Last name;Pipeline stage;Tags",
    columns={
        "First name": "first_name",
        "Last name": "last_name",
        "Email": "email",
        "Phone number": "phone",
        "Job title": "title",
        "Company": "company",
        "Location": "location",
        "Pipeline stage": "stage",
        "Note": "note",
        "Note visibility": "note_visibility",
        "Tags": "tags",
    },
)
