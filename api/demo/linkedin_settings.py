"""What else does LinkedIn hand out? Files about the account, useless to a relationship."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from api.demo.chance import chance
from api.demo.linkedin_dates import american, utc
from api.demo.linkedin_network import Network
from api.demo.linkedin_sheets import LEGACY, Document, Sheet
from api.demo.people import EARLIEST
from api.demo.talk import moment

# The names repeat, so that a reader keyed by name keeps the last of each only.
_TARGETING = (
    "Member Age,Company Names,Company Names,Company Names,Job Titles,Job Titles,Job Titles,"
    "Member Gender,Member Interests,Member Traits"
)
_RECEIPTS = (
    "First Name,Last Name,Billing Country,Postal Code,Transaction Made At,Payment Method Type,"
    "Invoice Number,Description,Tax Amount,Sub Total,Total Amount,Currency Code"
)
_VERIFICATIONS = (
    "First name,Middle name,Last name,Verification type,Organization name,Email address,"
    "Country,State,City,Year of birth,Issuing authority,Document type,"
    "Verification service provider,Verified date,Expiry date"
)
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
_COACHES = (
    "guide_messages.csv",
    "coach_messages.csv",
    "learning_coach_messages.csv",
    "learning_role_play_messages.csv",
)


def settings(net: Network) -> Iterator[Sheet | Document]:
    """Yield what remains of an export, of all eras."""
    yield from _account(net)
    yield from _advertising(net)
    yield from _money_and_proof(net)
    yield from _events(net)
    yield from _coaches(net)


def _when(net: Network, purpose: str) -> Iterator[datetime]:
    """Yield instants before the export, the newest first, the last year's only."""
    for number in range(12):
        dice = chance(purpose, net.seed, net.until.toordinal() - number)
        yield moment(dice, max(EARLIEST, net.until - timedelta(days=30 * number + 7)))


def _account(net: Network) -> Iterator[Sheet]:
    header = "Login Date,IP Address,User Agent,Login Type"
    rows = [[utc(at), "192.0.2.7", _BROWSER, "LOGIN"] for at in _when(net, "login")]
    yield Sheet("Logins.csv", header, rows, LEGACY, last=2018)
    yield Sheet("Logins.csv", header, rows, since=2019)
    header = "Challenge Date,IP Address,User Agent,Country,Challenge Type"
    rows = [[utc(at), "192.0.2.8", _BROWSER, "Germany", "PIN"] for at in _when(net, "pin")][:2]
    yield Sheet("Security Challenges.csv", header, rows, LEGACY, last=2018)
    yield Sheet("Security Challenges.csv", header, rows, since=2019)
    yield Sheet(
        "Account Status History.csv", "Time,Event", [["", "Created"]], LEGACY, last=2018
    )


def _advertising(net: Network) -> Iterator[Sheet]:
    job = net.owner.person.job_on(net.until)
    row = ["35-54", job.company, "", "", job.title, "", "", "", "Hiring; Law, Labour", ""]
    yield Sheet("Ad Targeting.csv", _TARGETING, [row], LEGACY, last=2018)
    yield Sheet("Ad_Targeting.csv", _TARGETING, [row], since=2019)
    clicks = [[american(at), "123456789"] for at in _when(net, "click")]
    yield Sheet("Ads Clicked.csv", "Ad clicked Date,Ad Title/Id", clicks)
    yield Sheet(
        "LAN Ads Engagement.csv",
        "Action,Date,Ad Title/Id,Page/App",
        [["Click", click[0], click[1], "news.example"] for click in clicks[:3]],
        since=2021,
    )
    yield Sheet(
        "Inferences_about_you.csv",
        "Category,Type of inference,Description,Inference",
        [["Demographics", "Age", "Based on your profile, we think", "35 to 54"]],
        since=2019,
    )


def _money_and_proof(net: Network) -> Iterator[Sheet]:
    one = net.owner.person
    name = [one.first_name, one.last_name]
    bills = [
        [*name, "de", "10115", utc(at), "CREDIT_CARD", "INV-1", "Recruiter Lite",
         "19.00", "100.00", "119.00", "EUR"]
        for at in _when(net, "bill")
    ]  # fmt: skip
    yield Sheet("Receipts.csv", _RECEIPTS, bills)
    yield Sheet("Receipts_v2.csv", _RECEIPTS, bills[:1], since=2023)
    yield Sheet(
        "Verifications/Verifications.csv",
        _VERIFICATIONS,
        [
            [
                one.first_name,
                "N/A",
                one.last_name,
                "WORKPLACE",
                one.company,
                one.email,
                *("N/A",) * 9,
            ]
        ],
        since=2023,
    )
    yield Sheet(
        "Private_identity_asset.csv",
        "Private Identity Asset Name,Private Identity Asset Raw Text",
        [["cv.pdf", f"{one.name}\n{one.headline}"]],
        since=2024,
    )


def _events(net: Network) -> Iterator[Sheet]:
    hours = "Jan 10, 2024 10:00 AM - Jan 10, 2024 11:00 AM"
    happened = net.until.year > _EVENT_YEAR
    yield Sheet(
        "Events.csv",
        "Event Name,Event Time,Status,External Url",
        [["Sourcing, Slowly", hours, "ATTENDING", ""]] if happened else [],
        since=2021,
    )


_EVENT_YEAR = 2023


def _coaches(net: Network) -> Iterator[Sheet | Document]:
    """Yield the conversations with machines, of which there were none."""
    # A table of the same columns as messages, but without a row.
    for name in _COACHES:
        yield Sheet(name, net.era.messages, since=2024)
    yield Document("LearningCoachMessages.csv", ["No conversations found"], since=2024)
