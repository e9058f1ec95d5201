"""What did the owner of an export do on LinkedIn? Posts, likes, follows (FORMATS.md §1.3)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from api.demo.chance import Dice, chance
from api.demo.linkedin_dates import american, java, plain, spoken
from api.demo.linkedin_network import Network
from api.demo.linkedin_sheets import (
    LEGACY,
    OPEN_ENDED,
    SNAPSHOT,
    STREAM,
    Dialect,
    Document,
    Row,
    Sheet,
    plain_row,
)
from api.demo.people import EARLIEST
from api.demo.talk import moment, sentence, slots
from api.demo.trades import FIELDS, company

_STREAM_UNTIL = 2024
_RENAMED_SINCE = 2026
# The digits at the end of a name are some number of LinkedIn's own.
_NUMBERED = "_9007199254740993"

Maker = Callable[[Dice, datetime], Row]


def activity(net: Network) -> Iterator[Sheet | Document]:
    """Yield what the owner did, of all eras."""
    stream = STREAM if net.era.year <= _STREAM_UNTIL else SNAPSHOT
    yield from _posts(net, stream)
    yield from _opinions(net, stream)
    yield from _follows(net, stream)


def _times(net: Network, purpose: str, count: int) -> Iterator[tuple[Dice, datetime]]:
    """Yield up to so many instants before the export, the newest first, with their dice."""
    days = 6_000 // count
    for number in range(count, 0, -1):
        dice = chance(purpose, net.seed, number)
        at = moment(dice, EARLIEST + timedelta(days=days * number - dice.number(0, days)))
        if at.date() <= net.until:
            yield dice, at


def _rows(net: Network, purpose: str, count: int, maker: Maker) -> Iterator[Row]:
    return (maker(dice, at) for dice, at in _times(net, purpose, count))


def _link(dice: Dice) -> str:
    """Return the address of a post; its number is beyond what a JSON number can hold."""
    number = 6_400_000_000_000_000_000 + int(dice.random() * 1e9) * 999_999_937
    return f"https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A{number}"


def _posts(net: Network, stream: Dialect) -> Iterator[Sheet | Document]:
    def text(dice: Dice, at: datetime) -> str:
        about = slots(dice, net.owner.person, net.owner.first_name, at.date())
        return "\n".join(sentence(dice, about, key) for key in ("opening", "pitch"))

    def share(dice: Dice, at: datetime) -> Row:
        # Each line break stands between quotation marks of its own.
        commentary = text(dice, at).replace("\n", '"\r\n"')
        return [plain(at), _link(dice), commentary, "", "", "MEMBER_NETWORK"]

    def legacy(dice: Dice, at: datetime) -> Row:
        return [plain(at), "A share", "", _link(dice), text(dice, at), "", "", "TEXT", "PUBLIC"]

    rows = list(_rows(net, "share", 40, share))
    yield Sheet(
        "Shares.csv",
        "Date,Share Title,Share Description,Share Link,Share Commentary,Shared URL,Media URL,"
        "Type,Visibility",
        _rows(net, "share", 40, legacy),
        LEGACY,
        last=2018,
    )
    header = "Date,ShareLink,ShareCommentary,SharedURL,MediaURL,Visibility"
    newer = header.replace("URL", "Url")
    yield Sheet("Shares.csv", header, rows, stream, since=2019, last=2023)
    yield Sheet("Shares.csv", newer, rows, stream, since=2024, last=_RENAMED_SINCE - 1)
    yield Sheet(f"Shares{_NUMBERED}.csv", newer, rows, stream, since=_RENAMED_SINCE)

    def comment(dice: Dice, at: datetime) -> Row:
        return [plain(at), _link(dice), text(dice, at)]

    lines = list(_comments(_rows(net, "comment", 60, comment), stream.line_end))
    yield Document("Comments.csv", lines, last=_RENAMED_SINCE - 1)
    yield Document(f"Comments{_NUMBERED}.csv", lines, since=_RENAMED_SINCE)
    page = "<html><head><title>On waiting</title></head><body><p>Patience.</p></body></html>\n"
    yield Document("Articles/2017-12-09 04:54:08.html", [page], last=2018)
    yield Document("Articles/Articles/on-waiting.html", [page], since=2019)


def _comments(rows: Iterator[Row], line_end: str) -> Iterator[str]:
    """Yield comments as LinkedIn does: a line break alone is no reason for quotation marks."""
    yield f"Date,Link,Message{line_end}"
    for day, link, message in rows:
        needs_quotes = "," in message or '"' in message
        text = plain_row([message]) if needs_quotes else message
        yield f"{day},{link},{text}{line_end}"


def _opinions(net: Network, stream: Dialect) -> Iterator[Sheet]:
    kinds = ("LIKE", "LIKE", "LIKE", "EMPATHY", "PRAISE", "APPRECIATION", "INTEREST",
             "ENTERTAINMENT", "MAYBE")  # fmt: skip

    def reaction(dice: Dice, at: datetime) -> Row:
        return [plain(at), dice.pick(kinds), _link(dice)]

    def vote(dice: Dice, at: datetime) -> Row:
        return [plain(at), _link(dice), dice.pick(("Yes", "No", "It depends, mostly"))]

    def saved(dice: Dice, at: datetime) -> Row:
        return [_link(dice), plain(at)]

    def picture(_: Dice, at: datetime) -> Row:
        return [spoken(at), "You uploaded a feed photo", "https://media.example/1"]

    yield Sheet(
        "Reactions.csv", "Date,Type,Link", _rows(net, "like", 200, reaction), stream, since=2019
    )
    yield Sheet(
        "Votes.csv", "Date,Link,OptionText", _rows(net, "vote", 12, vote), stream, since=2021
    )
    items = list(_rows(net, "saved", 20, saved))
    yield Sheet(
        "Saved_Items.csv", "savedItem,createdTime", items, stream, since=2021, last=2024
    )
    yield Sheet("Saved_Items.csv", "savedItem,CreatedTime", items, stream, since=2025)
    yield Sheet(
        "Rich Media.csv", "Type,Link", [["PHOTO", "https://media.example/1"]], last=2018
    )
    yield Sheet(
        "Rich_Media.csv",
        "Date/Time,Media Description,Media Link",
        [
            [f"You uploaded a feed photo on {row[0]}", *row[1:]]
            for row in _rows(net, "photo", 9, picture)
        ],
        since=2019,
    )


def _follows(net: Network, stream: Dialect) -> Iterator[Sheet]:
    def organisation(dice: Dice, at: datetime) -> Row:
        return [company(dice.pick(FIELDS).sector, dice.number(0, 200)), java(at)]

    def member(dice: Dice, at: datetime) -> Row:
        one = dice.pick(net.members or (net.owner,))
        return [plain(at), dice.pick(("Active", "Active", "Unfollow")), one.name]

    def hashtag(dice: Dice, at: datetime) -> Row:
        return [dice.pick(FIELDS).name, plain(at), plain(at), "FOLLOW"]

    def search(dice: Dice, at: datetime) -> Row:
        return [american(at), dice.pick(dice.pick(FIELDS).skills)]

    yield Sheet(
        "Company Follows.csv",
        "Organization,Followed On",
        _rows(net, "org", 50, organisation),
        OPEN_ENDED,
    )
    yield Sheet(
        "Member_Follows.csv",
        "Date,Status,FullName",
        _rows(net, "follow", 30, member),
        stream,
        since=2019,
    )
    yield Sheet(
        "Hashtag_Follows.csv",
        "HashTag,CreatedTime,LastModifiedTime,State",
        _rows(net, "hashtag", 8, hashtag),
        stream,
        since=2019,
    )
    yield Sheet("Member Hashtags.csv", "Member Posts About Hashtags", [["#hiring"]], since=2021)
    header = "Time,Search Query"
    rows = list(_rows(net, "search", 80, search))
    yield Sheet("Search Queries.csv", header, rows, LEGACY, last=2018)
    yield Sheet("SearchQueries.csv", header, rows, since=2019)
