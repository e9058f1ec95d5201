"""What the command line may say about a file that is brought in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter
from pydantic import ValidationError

from api.cli.refusals import TooLittleSaid
from ledger.imports.options import Options

_Many = tuple[str, ...]


@Parameter(name="*")
@dataclass(frozen=True)
class Said:
    """The options of `rapport import`, as they are typed."""

    as_: Annotated[
        str | None,
        Parameter(name="--as", help="The source to read it as: linkedin, vcard, table …"),
    ] = None
    map_: Annotated[
        _Many,
        Parameter(
            name="--map",
            negative="",
            help="What a column means, as 'Vorname=first_name'; 'Column=' leaves it out.",
        ),
    ] = ()
    who: Annotated[
        _Many,
        Parameter(
            negative="",
            help="Whom a chat means by a name, as 'Ana Berg=ana@example.com'.",
        ),
    ] = ()
    me: Annotated[
        _Many,
        Parameter(negative="", help="An address or number of yours; may be said again."),
    ] = ()
    meet: Annotated[
        bool,
        Parameter(
            negative="", help="Add the people you wrote with, met or called, if unknown."
        ),
    ] = False
    region: Annotated[
        str | None,
        Parameter(help="Whose phone numbers are written without a country code, as DE."),
    ] = None
    timezone: Annotated[
        str | None, Parameter(help="The zone of times that name none, as Europe/Prague.")
    ] = None
    keep: Annotated[
        _Many,
        Parameter(negative="", help="A column of a special category to bring in all the same."),
    ] = ()
    encoding: Annotated[
        str | None, Parameter(help="How the text is encoded, as cp1252 or shift_jis.")
    ] = None
    horizon: Annotated[
        int | None, Parameter(help="How many days ahead a repeating meeting is followed.")
    ] = None

    def options(self) -> Options:
        """Return what was said; raise `TooLittleSaid` where it cannot be understood."""
        told = {
            "source": self.as_,
            "columns": {
                column: meaning or None for column, meaning in _pairs("--map", self.map_)
            },
            "people": dict(_pairs("--who", self.who)),
            "me": self.me,
            "adds_correspondents": self.meet,
            "region": self.region and self.region.upper(),
            "timezone": self.timezone,
            "keeps": self.keep,
            "encoding": self.encoding,
            "horizon_days": self.horizon,
        }
        try:
            return Options.model_validate(
                {name: value for name, value in told.items() if value is not None}
            )
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(map(str, problem["loc"]))
            raise TooLittleSaid(f"{place}: {problem['msg']}.") from error


def _pairs(option: str, told: Sequence[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for each in told:
        # A header may hold an equals sign; a meaning and an address do not.
        name, sign, value = each.rpartition("=")
        if not sign or not name.strip():
            raise TooLittleSaid(f"{option} says NAME=VALUE, and not {each!r}.")
        pairs.append((name.strip(), value.strip()))
    return pairs
