"""A person becomes known."""

from ledger.events.event import Event
from ledger.words import Handle, HandleStatus, Line, Origin, Profile, Tag, Text


class CandidateAdded(Event):
    """Somebody the recruiter knows, or wants to know, was entered in the ledger."""

    profile: Profile = Profile()
    source: Line | None = None
    """Where the facts come from: `linkedin`, `greenhouse`, `conference` …"""
    origin: Origin | None = None


class HandleAdded(Event):
    """A way to reach or recognise the candidate became known."""

    handle: Handle
    key: Line
    """The handle as Rapport compares it: two spellings of one address have one key."""
    label: Line | None = None
    is_primary: bool = False
    source: Line | None = None
    is_shared: bool | None = None
    """Whether several people have it, so that it recognises nobody: a switchboard, `info@…`."""


class CandidateUpdated(Event):
    """Facts about the candidate changed: each fact named here replaces what was known."""

    profile: Profile
    source: Line | None = None


class HandleCorrected(Event):
    """What is known of a handle changed: whether it works, its label, which is preferred."""

    key: Line
    status: HandleStatus | None = None
    label: Line | None = None
    is_primary: bool | None = None
    is_shared: bool | None = None


class HandleRemoved(Event):
    """A handle turned out not to be the candidate's, or is no longer theirs."""

    key: Line
    reason: Text | None = None


class TagAdded(Event):
    """The candidate was given a tag."""

    tag: Tag
    key: Line
    """The tag as tags are compared: in small letters, spaces once."""


class TagRemoved(Event):
    """A tag was taken off the candidate."""

    tag: Tag
    key: Line
