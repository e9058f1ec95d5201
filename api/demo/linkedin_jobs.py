"""Which work did the owner of an export seek or offer? Job tables, notes and address books."""

from collections.abc import Iterator
from datetime import datetime

from api.demo.chance import chance
from api.demo.linkedin_dates import american, minute, utc
from api.demo.linkedin_network import Member, Network
from api.demo.linkedin_sheets import OPEN_ENDED, Row, Sheet
from api.demo.talk import moment, note, slots

_POSTINGS = (
    "Company Name,Title,Employment Status,Company Description,Job Description,"
    "Location Description,Job Functions,Company Industries,Seniority Level,"
    "Required Skills,Education Levels,Onsite Apply,Contact Email,Company Apply Url,"
    "Base Salary,Additional Compensation,Job State,Create Date,List Date,Close Date,"
    "Expiration Date"
)
_CONTACTS = (
    "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
    "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles"
)
_CONTACTS_2018 = (
    "First Name,Last Name,Companies,Title,Email Address,Phone Numbers,Created At,"
    "Instant Message Handles,Addresses,Sites,Full Name,Birthday,Location,Bookmarked At,Profiles"
)
_QUESTIONS = 230
_PER_FILE = 95


def jobs(net: Network) -> Iterator[Sheet]:
    """Yield what the export says about work, of all eras."""
    yield from _seeking(net)
    yield from _answering(net)
    yield from _offering(net)
    yield from _learning()
    yield from _address_book(net)


def _seeking(net: Network) -> Iterator[Sheet]:
    one = net.owner.person
    job = one.jobs[-1]
    asked = moment(chance("application", net.seed), one.connected_on)
    yield Sheet(
        "Jobs/Job Applications.csv",
        "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,"
        "Resume Name,Question And Answers",
        [[american(asked), one.email, "+49 30 23125000", job.company, job.title,
          "https://www.linkedin.com/jobs/view/4711", "cv.pdf",
          "Notice period?:3 months | Visa?:No"]],
    )  # fmt: skip
    yield Sheet(
        "Jobs/Saved Jobs.csv",
        "Saved Date,Job Url,Job Title,Company Name",
        [[american(asked), "https://www.linkedin.com/jobs/view/4712", job.title, job.company]],
    )
    yield Sheet(
        "Jobs/Job Applicant Saved Answers.csv",
        "Question,Answer",
        [["Do you drive?", "Yes, class B"]],
    )


def _answering(net: Network) -> Iterator[Sheet]:
    asked = moment(chance("application", net.seed), net.owner.person.connected_on)
    answers = [[f"Question {number}?", "Yes"] for number in range(_QUESTIONS)]
    for part, start in enumerate(range(0, _QUESTIONS, _PER_FILE)):
        suffix = f"_{part}" if part else ""
        name = f"Jobs/Job Applicant Saved Screening Question Responses{suffix}.csv"
        yield Sheet(name, "Question,Answer", answers[start : start + _PER_FILE])
    url = "https://www.linkedin.com/jobs/search?keywords=talent"
    yield Sheet(
        "SavedJobAlerts.csv",
        "Saved Search Date,Jobs Search Url",
        [[american(asked), url]],
        last=2024,
    )
    yield Sheet(
        "SavedJobAlerts.csv",
        "ALERT_PARAMETERS,QUERY_CONTEXT,SAVED_SEARCH_ID",
        [
            [
                "{frequency=DAILY, channel=EMAIL}",
                "{keywords=talent, geo=[101282230]}",
                "9007199254740993",
            ]
        ],
        since=2025,
    )


def _offering(net: Network) -> Iterator[Sheet]:
    one = net.owner.person
    day = american(moment(chance("posting", net.seed), one.connected_on))
    text = "<p>We are looking for somebody <strong>curious</strong>,&nbsp;kind.</p>"
    row = [
        one.company, "Java Developer", "Full-time", "<p>A company.</p>", text, one.location,
        "Engineering", "Software", "Associate", "Java", "", "true", one.email, "", "", "",
        "CLOSED", day, day, day, day,
    ]  # fmt: skip
    yield Sheet("Online Job Postings.csv", _POSTINGS, [row], since=2021)


def _learning() -> Iterator[Sheet]:
    watched = minute(datetime(2020, 1, 5, 10, 0))  # noqa: DTZ001 - written with its own UTC
    # The header ends in a comma: an eighth column without a name.
    yield Sheet(
        "Learning.csv",
        "Content Title,Content Description,Content Type,Content Last Watched Date (if viewed),"
        "Content Completed At (if completed),Content Saved,Notes taken on videos (if taken),",
        [["Asking Better Questions", "", "Course", watched, "N/A", "false", "", ""]],
    )


def _address_book(net: Network) -> Iterator[Sheet]:
    known = [one for one in net.members[::13] if one.person.connected_on <= net.until]
    rows = [_contact(net, one) for one in known]
    yield Sheet(
        "Imported Contacts.csv", _CONTACTS_2018, [_contact_2018(row) for row in rows], last=2018
    )
    yield Sheet("Contacts.csv", _CONTACTS, rows, OPEN_ENDED, since=2022, last=2023)
    yield Sheet(
        "Notes.csv",
        "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,"
        "Edited On",
        (_note(net, one) for one in known if not one.is_closed(net.until)),
        since=2026,
    )


def _contact(net: Network, one: Member) -> Row:
    """Return an entry of the owner's telephone; several numbers share one field."""
    dice = chance("contact", net.seed, one.person.number)
    person = one.person
    at = utc(moment(dice, person.connected_on))
    numbers = f"{person.phone},{person.phone}" if dice.happens(0.6) else person.phone
    source = dice.pick(("GOOGLE_CONTACTS", "MOBILE_CONTACTS"))
    return [
        source, person.first_name, person.last_name, person.job_on(net.until).company, "",
        person.email, numbers.strip(","), at, "", "", "", person.name, "", "", "", "",
    ]  # fmt: skip


def _contact_2018(row: Row) -> Row:
    """Return the same entry in the older order of columns, which names no source."""
    return [*row[1:8], row[10], row[8], row[9], *row[11:]]


def _note(net: Network, one: Member) -> Row:
    dice = chance("private note", net.seed, one.person.number)
    at = moment(dice, one.person.connected_on)
    about = slots(dice, one.person, net.owner.first_name, at.date())
    text = note(dice, about, "note", count=2)
    return [one.first_name, one.last_name, one.url, text, utc(at), utc(at)]
