"""What may be asked about signing in."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import StringConstraints, model_validator

from api.asked.values import shown
from ledger.access.passwords import LENGTH_MAX
from ledger.words import Line, Value

Token = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\w-]+$")]
Code = Annotated[str, StringConstraints(min_length=6, max_length=40, pattern=r"^[\w -]+$")]
Address = Annotated[
    str, StringConstraints(min_length=3, max_length=320, pattern=r"^[^\s\x00@]+@[^\s\x00@]+$")
]
# How short is too short is for the rule to say; what is longer is none.
Password = Annotated[str, StringConstraints(min_length=1, max_length=LENGTH_MAX)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00]*$")]
# What a browser makes of a passkey: `PublicKeyCredential.toJSON()`.
Credential = dict[str, Any]

_LINK = "Zy1rXc0c4m8nM7bq0o1v2w3x4y5z6A7B8C9D0E1F2G3"
_EMAIL = "olive@example.org"
_WORDS = "quarry plum nine lantern"


class SignIn(Value):
    """A link, by what stands after its last slash; or an address and a password."""

    model_config = shown({"email": _EMAIL, "password": _WORDS}, {"link": _LINK})
    link: Token | None = None
    email: Address | None = None
    password: Password | None = None

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        has_both = self.email is not None and self.password is not None
        has_neither = self.email is None and self.password is None
        if (self.link is None) is has_both and (has_both or has_neither):
            return self
        raise ValueError("needs a link, or an email and a password")


class SecondFactor(Value):
    """A code of the telephone, or a recovery code, after the first proof was right."""

    model_config = shown({"token": _LINK, "code": "492 039"})
    token: Token
    code: Code


class Proof(Value):
    """The password once more, and a code for whoever has them."""

    model_config = shown({"password": _WORDS})
    password: Password
    code: Code | None = None


class Joiner(Value):
    """Who accepts an invitation: somebody new, or somebody whose address is known here."""

    model_config = shown({"link": _LINK, "name": "Olive", "email": _EMAIL, "password": _WORDS})
    link: Token
    name: Line
    email: Address
    password: Password


class LookAt(Value):
    """A workspace to look at."""

    model_config = shown({"workspace_id": "0198c2f0-0000-7000-8000-000000000000"})
    workspace_id: UUID


class NewPassword(Value):
    """A password to sign in with from now on."""

    model_config = shown({"password": _WORDS, "old": "before it another of mine"})
    password: Password
    old: Password | None = None
    """The one before; not needed within ten minutes of signing in."""


class Described(Value):
    """What you are called here, and the address you sign in with."""

    model_config = shown({"name": "Olive Owner", "email": _EMAIL})
    name: Line
    email: Address


class GivenCode(Value):
    """A code that the telephone shows."""

    model_config = shown({"code": "492039"})
    code: Code


class NewPasskey(Value):
    """A passkey that the browser made, and what to call it."""

    model_config = shown({"name": "Telephone", "credential": {"id": "…", "type": "public-key"}})
    name: Label
    credential: Credential


class ShownPasskey(Value):
    """A passkey that the browser signed with."""

    model_config = shown({"credential": {"id": "…", "type": "public-key"}})
    credential: Credential


class PasskeyName(Value):
    """What to call a passkey."""

    model_config = shown({"name": "Old telephone"})
    name: Label
