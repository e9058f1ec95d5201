"""Who is the owner of an export? The tables about whoever asked for it (FORMATS.md §1.3)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from api.demo.chance import chance
from api.demo.linkedin_dates import (
    american,
    month_day_year,
    month_year,
    padded_american,
    slashed,
)
from api.demo.linkedin_network import Member, Network
from api.demo.linkedin_sheets import LEGACY, OPEN_ENDED, Row, Sheet
from api.demo.people import EARLIEST
from api.demo.talk import moment, sentence, slots

_JOINED = EARLIEST
_PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers"
)
_PROFILE_2018 = _PROFILE.replace("Birth Date,", "Birth Date,Contact Instructions,").replace(
    "Industry,", "Industry,Country,"
)


def profile(net: Network) -> Iterator[Sheet]:
    """Yield the tables about the owner, of all eras."""
    yield from _about_me(net)
    yield from _how_to_reach_me(net)
    yield from _what_i_did()
    yield from _what_i_gave()
    yield from _what_others_say(net)


def _about_me(net: Network) -> Iterator[Sheet]:
    one = net.owner.person
    row = [
        one.first_name, one.last_name, "", "", "Jan 12", one.headline,
        "I bring people and work together.\tSince 2010.", "Human Resources", "",
        one.location, "[madeup,recruits]",
        "[PERSONAL:https://owner.example,BLOG:https://blog.example/a?b=1]", "",
    ]  # fmt: skip
    yield Sheet(
        "Profile.csv", _PROFILE_2018, [[*row[:5], "", *row[5:8], "de", *row[8:]]], last=2018
    )
    yield Sheet("Profile.csv", _PROFILE, [row], since=2019)
    yield Sheet(
        "Profile Summary.csv", "Profile Summary", [["I bring people and work together."]]
    )
    jobs = [job for job in reversed(one.jobs) if job.started_on <= net.until]
    yield Sheet(
        "Positions.csv",
        "Company Name,Title,Description,Location,Started On,Finished On",
        [
            [job.company, job.title, "Searches, advice, contracts", one.location,
             month_year(job.started_on), month_year(job.ended_on)]
            for job in jobs
        ],
    )  # fmt: skip
    yield Sheet(
        "Education.csv",
        "School Name,Start Date,End Date,Notes,Degree Name,Activities",
        [[one.school, "2001", "Jul 2005", "", one.degree, "Choir, rowing"]],
    )
    yield Sheet("Skills.csv", "Name", [[skill] for skill in one.skills])
    yield Sheet(
        "Languages.csv",
        "Name,Proficiency",
        [[name, "Native or bilingual proficiency"] for name in one.languages],
    )


def _how_to_reach_me(net: Network) -> Iterator[Sheet]:
    one = net.owner.person
    joined = moment(chance("joined", net.seed), _JOINED)
    yield Sheet(
        "Email Addresses.csv",
        "Email Address,Confirmed,Primary,Updated On",
        [[one.email, "Yes", "Yes", american(joined)]],
        OPEN_ENDED,
    )
    header = "Extension,Number,Type"
    rows = [["", " +49 30 23125000", "Mobile"], ["", "", ""]]
    yield Sheet("Phone Numbers.csv", header, rows, last=2018)
    yield Sheet("PhoneNumbers.csv", header, rows, since=2019)
    yield Sheet(
        "Whatsapp Phone Numbers.csv",
        "Number,Extension,Is_WhatsApp_Number",
        [["+49 30 23125000", "", "Yes"]],
        since=2023,
    )
    yield Sheet(
        "Registration.csv",
        "Registered At,Registration Ip,Subscription Types",
        [[american(joined), "192.0.2.7", "Recruiter Lite"]],
    )


def _what_i_did() -> Iterator[Sheet]:
    yield Sheet(
        "Certifications.csv",
        "Name,Url,Authority,Started On,Finished On,License Number",
        [["Certified Sourcer, Level 2", "https://certs.example/2", "Sourcers Guild", "Mar 2015",
          "", "S-4711"]],
    )  # fmt: skip
    yield Sheet("Courses.csv", "Name,Number", [["Labour Law I", "LL1"], ["Interviewing", ""]])
    honor = ["Recruiter of the Year", "A prize, and a lunch"]
    yield Sheet(
        "Honors.csv",
        "Title,Description,Issuer,Issue Date",
        [[*honor, "Guild", "May 2016"]],
        last=2018,
    )
    yield Sheet("Honors.csv", "Title,Description,Issued On", [[*honor, "May 2016"]], since=2019)
    yield Sheet(
        "Organizations.csv",
        "Name,Description,Position,Started On,Finished On",
        [["Sourcers Guild", "", "Treasurer", "Jan 2014", "Dec 2017"]],
    )


def _what_i_gave() -> Iterator[Sheet]:
    project = ["Fair Hiring", 'A study of "fit", and what it hides', "https://study.example"]
    dates = ["Jan 2015", "Jun 2015"]
    yield Sheet(
        "Projects.csv",
        "Title,Description,Url,Start Date,End Date",
        [[*project, *dates]],
        last=2018,
    )
    yield Sheet(
        "Projects.csv",
        "Title,Description,Url,Started On,Finished On",
        [[*project, *dates]],
        since=2019,
    )
    yield Sheet(
        "Publications.csv",
        "Name,Published On,Description,Publisher,Url",
        [["The Quiet Candidate", month_day_year(date(2014, 1, 3)), "", "Guild Press", ""]],
    )
    yield Sheet(
        "Volunteering.csv",
        "Company Name,Role,Cause,Started On,Finished On,Description",
        [["Second Start e.V.", "Mentor", "EDUCATION", "Sep 2013", "", ""]],
    )
    yield Sheet("Causes You Care About.csv", "Supported Cause", [["EDUCATION"]])


def _what_others_say(net: Network) -> Iterator[Sheet]:
    for way, role, step in (("Received", "Endorser", 7), ("Given", "Endorsee", 11)):
        spaced, underscored = (f"Endorsement{sign}{way}{sign}Info.csv" for sign in " _")
        names = f"Endorsement Date,Skill Name,{role} First Name,{role} Last Name"
        old, new = (
            f"{names},Endorsement Status",
            f"{names},{role} Public Url,Endorsement Status",
        )
        known = [one for one in net.members[::step] if _is_known(net, one)]
        rows = [
            _endorsement(net, one, net.owner if way == "Received" else one) for one in known
        ]
        short = [[*row[:4], row[5]] for row in rows]
        yield Sheet(spaced, old, short, last=2018)
        yield Sheet(underscored, old, short, since=2019, last=2022)
        yield Sheet(underscored, new, rows, since=2023)
        if way == "Received":
            shown = [[*row[:4], "Accepted", "Accepted"] for row in rows]
            header = f"{old},Display Status"
            yield Sheet(spaced, header, shown, LEGACY, since=2022, last=2022)
    header = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status"
    for name, step in (("Recommendations_Given.csv", 97), ("Recommendations_Received.csv", 89)):
        known = (one for one in net.members[::step] if _is_known(net, one))
        yield Sheet(name, header, (_recommendation(net, one) for one in known))


def _is_known(net: Network, one: Member) -> bool:
    """Tell whether a connection was made well before the export and still is one."""
    was_made = one.person.connected_on + timedelta(days=30) <= net.until
    return was_made and not one.is_closed(net.until)


def _soon_after(net: Network, one: Member, purpose: str) -> datetime:
    return moment(chance(purpose, net.seed, one.person.number), one.person.connected_on)


def _endorsement(net: Network, one: Member, skilled: Member) -> Row:
    at = _soon_after(net, one, "endorsement")
    address = one.url.removeprefix("https://")
    skill = skilled.person.skills[one.person.number % len(skilled.person.skills)]
    return [slashed(at), skill, one.first_name, one.last_name, address, "ACCEPTED"]


def _recommendation(net: Network, one: Member) -> Row:
    dice = chance("recommendation", net.seed, one.person.number)
    at = _soon_after(net, one, "recommendation")
    about = slots(dice, one.person, net.owner.first_name, at.date())
    job = one.person.job_on(net.until)
    text = sentence(dice, about, "opening")
    status = dice.pick(("VISIBLE", "VISIBLE", ""))
    names = [one.first_name, one.last_name, job.company, job.title]
    return [*names, text, padded_american(at), status]
