"""What made-up people do for a living: fields of work, their titles, skills and employers."""

from dataclasses import dataclass
from functools import lru_cache

from api.demo.chance import chance
from api.demo.lists import phrases, words


@dataclass(frozen=True, slots=True)
class Field:
    """A field of work: how common it is among a recruiter's contacts, and its words."""

    name: str
    weight: int
    sector: str
    levels: tuple[str, ...]
    titles: tuple[str, ...]
    skills: tuple[str, ...]


_RANKS = "|Junior|||Senior|Senior|Lead|Principal|Head of"
_WARDS = "|||Senior|Deputy|Lead"
_DEALS = "||Associate|Senior|Senior|Regional|VP"


def _field(about: str, levels: str, titles: str, skills: str) -> Field:
    name, weight, sector = about.split()
    return Field(name, int(weight), sector, phrases(levels), phrases(titles), phrases(skills))


FIELDS = (
    _field(
        "engineering 26 software",
        _RANKS,
        """
        Backend Engineer|Frontend Engineer|Full Stack Developer|Platform Engineer|Android
        Developer|iOS Developer|Site Reliability Engineer|Software Engineer|Java
        Developer|Test Engineer
        """,
        """
        Python|Go|Rust|Java|Kotlin|TypeScript|React|PostgreSQL|Kubernetes|Terraform|AWS|GraphQL|C++|Linux|Kafka|Ruby
        on Rails
        """,
    ),
    _field(
        "data 9 software",
        _RANKS,
        """
        Data Scientist|Data Engineer|Machine Learning Engineer|Analytics Engineer|Data
        Analyst|Business Intelligence Developer
        """,
        """
        SQL|Python|dbt|Spark|PyTorch|Airflow|Snowflake|Tableau|Statistics|Forecasting|R|Looker
        """,
    ),
    _field(
        "design 7 software",
        _RANKS,
        """
        Product Designer|UX Researcher|UI Designer|Brand Designer|Interaction Designer|Content
        Designer
        """,
        """
        Figma|Design Systems|User
        Research|Prototyping|Accessibility|Typography|Workshops|Illustration|Motion Design
        """,
    ),
    _field(
        "product 8 software",
        _RANKS,
        """
        Product Manager|Product Owner|Technical Product Manager|Growth Product Manager|Program
        Manager
        """,
        """
        Roadmapping|Discovery|OKRs|A/B Testing|Scrum|Stakeholder Management|Pricing|Jira|SQL
        """,
    ),
    _field(
        "sales 11 trade",
        _DEALS,
        """
        Account Executive|Sales Manager|Key Account Manager|Business Development
        Manager|Customer Success Manager|Sales Engineer|Partner Manager
        """,
        """
        Negotiation|CRM|SaaS Sales|Forecasting|Cold Calling|Tendering|Account
        Planning|B2B|Upselling
        """,
    ),
    _field(
        "marketing 6 trade",
        _RANKS,
        """
        Marketing Manager|Content Strategist|SEO Specialist|Brand Manager|Performance
        Marketer|Communications Officer
        """,
        """
        SEO|Copywriting|Campaigns|Paid Social|Newsletters|Events|Public Relations|Positioning
        """,
    ),
    _field(
        "nursing 8 health",
        _WARDS,
        """
        Registered Nurse|Intensive Care Nurse|Paediatric Nurse|Ward Manager|Theatre
        Nurse|Community Nurse|Nurse Practitioner|Gesundheits- und Krankenpfleger
        """,
        """
        Triage|Patient Care|Wound Care|ICU|Medication|Palliative Care|Shift
        Planning|BLS|ACLS|Paediatrics
        """,
    ),
    _field(
        "finance 8 finance",
        _DEALS,
        """
        Financial Controller|Auditor|Accountant|Treasury Manager|Risk Manager|FP&A Manager|Tax
        Advisor|Investment Analyst
        """,
        """
        IFRS|US GAAP|Consolidation|SAP FI|Excel|Month-End Close|Budgeting|Audit|Power
        BI|Valuation
        """,
    ),
    _field(
        "people 6 trade",
        _DEALS,
        """
        HR Business Partner|Talent Acquisition Manager|People Operations
        Manager|Recruiter|Compensation & Benefits Manager|Learning & Development Manager
        """,
        """
        Sourcing|Interviewing|Onboarding|Employer Branding|Labour Law|Payroll|Workday|Coaching
        """,
    ),
    _field(
        "industry 6 industry",
        _RANKS,
        """
        Mechanical Engineer|Electrical Engineer|Production Manager|Quality Engineer|Automation
        Engineer|Maintenance Technician, Shift B|Supply Chain Manager
        """,
        """
        CAD|SolidWorks|PLC|Lean|Six Sigma|SAP MM|ISO 9001|FMEA|Welding|Hydraulics
        """,
    ),
    _field(
        "law 3 finance",
        _DEALS,
        """
        Legal Counsel|Compliance Officer|Paralegal|Data Protection Officer|Contract Manager
        """,
        """
        GDPR|Contract Law|Compliance|Litigation|M&A|Employment Law|Negotiation
        """,
    ),
    _field(
        "science 3 health",
        _RANKS,
        """
        Research Scientist|Clinical Trial Manager|Biostatistician|Laboratory
        Technician|Pharmacist
        """,
        """
        GxP|PCR|Clinical Trials|Cell Culture|SAS|Regulatory Affairs|HPLC|Bioinformatics
        """,
    ),
    _field(
        "security 3 software",
        _RANKS,
        """
        Security Engineer|Penetration Tester|SOC Analyst|Identity & Access Architect
        """,
        """
        SIEM|Threat Modelling|OWASP|ISO 27001|Incident Response|Cryptography|Burp Suite
        """,
    ),
)

_HEADS = words("""
    Vel Quor Thar Brim Nor Ost Kelm Aur Fenn Lys Dor Harr Juni Mirr Pell Rov Sand Tam Ulm Wex
    Zel Cald Eber Ibis Grav Alt Birk Cor Hav Lind
    """)
_TAILS = words("""
    amo bin now wick lund ora ida ingen stead vale tide mont ura exa heim ford mere ica olt by
    anta isse grove brook quist endo
    """)
_FORMS = {
    "software": phrases("""
        {a}|{a}|{a} Labs|{a} Systems|{a} Software GmbH|{a}, Inc.|{a} Cloud|{a} Technologies
        Ltd|{a} AI|{a} Data B.V.|{a} Digital S.A.
        """),
    "trade": phrases("""
        {a} Group|{a} Retail|{a} & {b}|{a} Handels GmbH|{a} Logistics|{a}, {b} & Co.|{a}
        Media|{a} Foods, Ltd.|Maison {a}|{a} Travel
        """),
    "health": phrases("""
        {a} Hospital|{a} University Hospital NHS Trust|Klinikum {a}|{a} Health, Inc.|{a}
        Care|Hôpital {a}|{a} Pharma AG|{a} Biosciences|Praxis Dr. {a}, {b} & Partner
        """),
    "finance": phrases("""
        {a} & {b}, LLP|{a} Capital Partners|{a} Bank|{a} Insurance SE|{a} Advisory|{a}, {b} &
        {a} Wirtschaftsprüfer|{a} Treuhand AG|Banco {a}
        """),
    "industry": phrases("""
        {a} Maschinenbau GmbH & Co. KG|{a} Motors|{a} Industries, Inc.|{a} Energy|{a}
        Steel|{a} Aerospace Ltd.|{a} Électronique|{a}-Werke AG
        """),
}

# The largest employer of a sector then holds one in twelve of its people, half have a handful.
COMPANIES_PER_SECTOR = 2_000


@lru_cache(maxsize=16_384)
def company(sector: str, rank: int) -> str:
    """Return the made-up company of that size rank in its sector; rank 0 employs the most."""
    dice = chance("company", sector, rank)
    first, second = (dice.pick(_HEADS) + dice.pick(_TAILS) for _ in range(2))
    return dice.pick(_FORMS[sector]).format(a=first, b=second)


SCHOOLS = phrases("""
    University of Harrowmere|Technische Universität Birkheim|Université de Montlys|Caldstead
    College|Universidad de Sandora|Ulmvale Institute of Technology|Hochschule Ostingen|Linden
    School of Economics|Norwick School of Nursing|Universidade de Tamora
    """)
DEGREES = phrases("""
    Bachelor of Science - BS|Master of Science - MS|Diplom|Bachelor of Arts - BA|Master of
    Business Administration - MBA|Ausbildung|Licenciatura|PhD
    """)
