"""What happened with a made-up person over the years, as a recruiter would have noted it."""

from datetime import date, timedelta

from api.demo.chance import Dice, chance
from api.demo.episodes import ALL, SHORT, Story, outlook, sorting
from api.demo.happenings import MadeUpHappening
from api.demo.people import LATEST, MadeUpPerson

# Shares of people, and how many engagements they come to: nine on average.
_LENGTHS = (
    (54, 1, 3),
    (78, 4, 9),
    (93, 10, 21),
    (98, 25, 48),
    (100, 60, 110),
)
_SHORT_LEFT = 4
_ENGAGEMENTS_PER_CHAPTER = 2


def history(
    person: MadeUpPerson, *, until: date = LATEST, seed: int = 2026, me: str = "Nora"
) -> list[MadeUpHappening]:
    """Return what had happened by the end of a day, in the order of time.

    An earlier day gives the beginning of the same story. The recruiter signs as `me`.
    """
    dice = chance("history", seed, person.number)
    story = Story(dice, person, me)
    wanted = _length(dice)
    days = (LATEST - person.connected_on).days
    gap = days / (wanted / _ENGAGEMENTS_PER_CHAPTER + 1)
    day = person.connected_on
    while story.engagement_count < wanted and day <= LATEST:
        story.begin(day)
        left = wanted - story.engagement_count
        dice.pick(SHORT if left <= _SHORT_LEFT else ALL)(story)
        if dice.happens(0.2):
            sorting(story)
        day = story.at.date() + timedelta(days=1 + dice.around(gap))
    outlook(story)
    known = [one for one in story.happened if one.occurred_at.date() <= until]
    return sorted(known, key=lambda one: one.occurred_at)


def _length(dice: Dice) -> int:
    place = dice.number(1, 100)
    _, fewest, most = next(row for row in _LENGTHS if place <= row[0])
    return dice.number(fewest, most)
