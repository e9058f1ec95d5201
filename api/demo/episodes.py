"""Which stories does a recruiter live with a candidate? Each moves the clock on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from api.demo.chance import Dice
from api.demo.diary import NOTES
from api.demo.happenings import (
    MadeUpApplication,
    MadeUpApplicationClosed,
    MadeUpApplicationMoved,
    MadeUpEngagement,
    MadeUpHappening,
    MadeUpPoolJoined,
    MadeUpPoolLeft,
    MadeUpPromise,
    MadeUpPromiseDropped,
    MadeUpPromiseKept,
    MadeUpTagGiven,
    MadeUpTagTaken,
)
from api.demo.people import LATEST, MadeUpPerson
from api.demo.talk import conversation, later, letter, moment, note, reply, sentence, slots

_WEEKEND = (5, 6)
# What was due before that is done: nobody is reminded of a promise that is years late.
_LATE_SINCE = LATEST - timedelta(days=12)
_TALKED_SINCE = LATEST - timedelta(days=45)


class Story:
    """What has happened with one person so far, and the time it is."""

    def __init__(self, dice: Dice, person: MadeUpPerson, me: str) -> None:
        self.dice = dice
        self.person = person
        self.me = me
        self.happened: list[MadeUpHappening] = []
        self.engagement_count = 0
        self.chapter = 0
        self.labels: set[str] = set()
        self.at = moment(dice, person.connected_on)
        self.about = slots(dice, person, me, person.connected_on)

    def begin(self, day: date) -> None:
        """Start a chapter on a day: a new matter, a new thread of conversation."""
        self.chapter += 1
        self.at = max(moment(self.dice, day), self.at + timedelta(minutes=5))
        self.about = slots(self.dice, self.person, self.me, day)

    def wait(self, hours: float) -> datetime:
        """Let time pass until a working day; return the instant."""
        then = later(self.dice, self.at, hours=hours)
        self.at = then + timedelta(days=2 if then.weekday() in _WEEKEND else 0)
        return self.at

    @property
    def thread(self) -> str:
        """The name of this chapter's conversation."""
        return f"made-up-{self.person.number}-{self.chapter}"

    def tell(self, *happenings: MadeUpHappening) -> None:
        """Add what happened."""
        self.happened += happenings
        self.engagement_count += sum(isinstance(one, MadeUpEngagement) for one in happenings)


def writing(story: Story) -> None:
    """Tell of a conversation on LinkedIn, with an answer or without."""
    dice = story.dice
    is_inmail = dice.happens(0.2)
    subject = sentence(dice, story.about, "subject") if is_inmail else ""
    for said in conversation(dice, story.about, story.at):
        story.at = said.at
        story.tell(
            MadeUpEngagement(
                said.at,
                "inmail" if is_inmail else "message",
                "outbound" if said.is_mine else "inbound",
                channel="linkedin",
                subject=subject,
                body=said.text,
                conversation_id=story.thread,
            )
        )


def call(story: Story) -> None:
    """Tell of one or more attempts on the phone, and what came of them."""
    dice = story.dice
    for _ in range(dice.number(0, 2)):
        missed = "missed" if dice.happens(0.6) else "left_voicemail"
        body = note(dice, story.about, missed)
        story.tell(MadeUpEngagement(story.at, "call", "outbound", "phone", "", body, missed))
        story.wait(20)
    story.tell(
        MadeUpEngagement(
            story.at,
            "call",
            "outbound" if dice.happens(0.75) else "inbound",
            channel=dice.pick(("phone", "phone", "video")),
            body=note(dice, story.about, "talked", count=dice.number(1, 5)),
            outcome="talked",
            duration_minutes=4 + dice.around(18),
        )
    )
    if dice.happens(0.3):
        promise(story)


def promise(story: Story) -> None:
    """Tell of a promise to come back: kept by mail, dropped, or, if recent, still open."""
    dice = story.dice
    due_on = story.at.date() + timedelta(days=dice.number(2, 45))
    number = story.chapter
    about = note(dice, story.about, "promise")
    story.tell(MadeUpPromise(story.at, number, due_on, about))
    last = moment(dice, due_on)
    if dice.happens(0.1):
        reason = note(dice, story.about, "dropped")
        story.at = min(story.wait(150), last)
        story.tell(MadeUpPromiseDropped(story.at, number, reason))
    elif due_on < _LATE_SINCE or dice.happens(0.5):
        story.at = min(story.wait(24.0 * max(1, (due_on - story.at.date()).days - 1)), last)
        mail(story)
        story.tell(MadeUpPromiseKept(story.at + timedelta(minutes=1), number))


def outlook(story: Story) -> None:
    """Tell what is promised to somebody talked with of late, due around the last day."""
    dice = story.dice
    told = [one.occurred_at for one in story.happened if one.occurred_at.date() < LATEST]
    if told and max(told).date() >= _TALKED_SINCE and dice.happens(0.85):
        at = max(told) + timedelta(minutes=3)
        soon = LATEST + timedelta(days=dice.number(-6, 16))
        due_on = max(at.date() + timedelta(days=1), soon)
        story.chapter += 1
        story.tell(MadeUpPromise(at, story.chapter, due_on, note(dice, story.about, "promise")))


def mail(story: Story) -> None:
    """Tell of a mail, now and then with an answer."""
    dice = story.dice
    subject = sentence(dice, story.about, "subject")
    body = letter(dice, story.about, "process", "ask")
    story.tell(
        MadeUpEngagement(
            story.at, "email", "outbound", "email", subject, body, conversation_id=story.thread
        )
    )
    if dice.happens(0.45):
        body = reply(dice, story.about, dice.pick(("yes", "thanks", "not_now")))
        story.tell(
            MadeUpEngagement(
                story.wait(22),
                "email",
                "inbound",
                "email",
                f"Re: {subject}",
                body,
                conversation_id=story.thread,
            )
        )


def meeting(story: Story) -> None:
    """Tell that the two met, planned or by chance."""
    dice = story.dice
    if dice.happens(0.25):
        story.tell(MadeUpEngagement(story.at, "event", body=note(dice, story.about, "event")))
        return
    body = note(dice, story.about, "meeting", count=dice.number(1, 3))
    minutes = 15 * dice.number(1, 8)
    channel = dice.pick(("in person", "in person", "video"))
    story.tell(
        MadeUpEngagement(story.at, "meeting", "", channel, body=body, duration_minutes=minutes)
    )


def jotting(story: Story) -> None:
    """Tell what is worth remembering."""
    body = note(story.dice, story.about, "note", count=story.dice.number(1, 3))
    story.tell(MadeUpEngagement(story.at, "note", body=body))


def process(story: Story) -> None:
    """Tell of an application from the first mail to its end, an interview at each stage."""
    dice = story.dice
    number = story.chapter
    stages = NOTES["stage"][: dice.number(1, len(NOTES["stage"]))]
    opportunity = f"{story.about['role']}, {story.about['client']}"
    mail(story)
    story.tell(MadeUpApplication(story.wait(20), number, opportunity, "New"))
    for stage in stages:
        story.tell(MadeUpApplicationMoved(story.wait(90), number, stage))
        if stage != "Offer":
            body = note(dice, story.about, "interview", count=dice.number(1, 3))
            minutes = 15 * dice.number(2, 6)
            story.tell(
                MadeUpEngagement(
                    story.wait(70), "interview", body=body, duration_minutes=minutes
                )
            )
    if dice.happens(0.9):
        story.wait(60)
        mail(story)
        is_hired = stages[-1] == "Offer" and dice.happens(0.8)
        outcome = "hired" if is_hired else dice.pick(("rejected", "rejected", "withdrawn"))
        reason = note(dice, story.about, "rejection") if outcome == "rejected" else ""
        story.tell(MadeUpApplicationClosed(story.wait(5), number, outcome, reason))


def sorting(story: Story) -> None:
    """Tell of a tag or a pool, for good or for a while; none is told of twice."""
    dice = story.dice
    is_tag = dice.happens(0.6)
    label = note(dice, story.about, "tag" if is_tag else "pool")
    if label in story.labels:
        return
    story.labels.add(label)
    given, taken = (
        (MadeUpTagGiven, MadeUpTagTaken) if is_tag else (MadeUpPoolJoined, MadeUpPoolLeft)
    )
    story.tell(given(story.at, label))
    if dice.happens(0.2):
        story.tell(taken(story.at + timedelta(days=30 + dice.around(200)), label))


SHORT: tuple[Callable[[Story], None], ...] = (writing, writing, jotting, meeting, mail)
"""Stories of few engagements."""
ALL: tuple[Callable[[Story], None], ...] = (*SHORT, writing, call, call, promise, process)
