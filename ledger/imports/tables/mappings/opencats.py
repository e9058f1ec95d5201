"""OpenCATS: its export of candidates, seven columns, and the columns of its own import."""

from ledger.imports.tables.mapping import mapping

OPENCATS = mapping(
    "opencats",
    "candidateID;lastName;firstName;keySkills",
    "phoneHome;phoneCell;email#",
    "Key Skills;Current Employer;Cell Phone",
    columns={
        "candidateID": "external_id",
        "lastName": "last_name",
        "firstName": "first_name",
        "Full Name": "name",
        "phoneHome": "phone:home",
        "Home Phone": "phone:home",
        "phoneCell": "phone:mobile",
        "Cell Phone": "phone:mobile",
        "phoneWork": "phone:work",
        "Work Phone": "phone:work",
        "email#": "email",
        "Email": "email",
        "keySkills": "skills",
        "Key Skills": "skills",
        "Address": "location:zz address",
        "City": "location",
        "State": "location",
        "Zip": None,
        "Notes": "note",
        "Current Employer": "company",
        "Web Site": "website",
    },
)
