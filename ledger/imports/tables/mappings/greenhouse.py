"""Greenhouse: the template of its bulk import, in which its customers keep their lists."""

from ledger.imports.tables.mapping import mapping

GREENHOUSE = mapping(
    "greenhouse",
    "First Name;Who gets credit",
    "First Name;Prospect Pool",
    "First Name;Job;Milestone",
    columns={
        "Candidate ID": "external_id",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Company": "company",
        "Title": "title",
        "Notes": "note",
        "Email": "email",
        "Phone": "phone",
        "Social Media": "link",
        "Website": "website",
        "Address": "location",
        "Source": "source",
        "Who gets credit": "custom:Who gets credit",
        "Job": "opportunity",
        "Milestone": "stage",
        "Department": None,
        "Office": None,
        "Prospect Pool": "pool",
        "Prospect Stage": "custom:Prospect stage",
    },
)
