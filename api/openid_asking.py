"""What is asked of another site that knows people, and why its answer may not be taken."""

from dataclasses import dataclass

from ledger import errors


class NotBelieved(errors.NotSignedIn):
    """The other site's word was not believed."""


class ProviderSilent(errors.SetupNeeded):
    """The other site does not answer as it should."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of the other site, which only its answer to this browser may hold."""

    state: str
    nonce: str
    verifier: str
    invitation: str = ""
    """The invitation that is to be accepted; empty for signing in."""
