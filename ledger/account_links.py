"""Does a link lead to somebody's account? On the sites where people have one, not every page.

A company's page lies beside people's, and so do a site's own pages: whoever takes one of these
for an account reads everybody who links to it as one person.
"""

import re
from urllib.parse import unquote, urlsplit

from ledger.linkedin_links import profile_key
from ledger.words import HandleType

_HOST = re.compile(r"(?:[a-z]+://)?((?:[\w-]+\.)+[a-z]{2,})(?:[:/?#]|$)", re.IGNORECASE)
_SITES = {
    "github.com": HandleType.GITHUB,
    "twitter.com": HandleType.TWITTER,
    "x.com": HandleType.TWITTER,
    "xing.com": HandleType.XING,
    "stackoverflow.com": HandleType.STACKOVERFLOW,
    "bsky.app": HandleType.BLUESKY,
}
WITH_ACCOUNTS = frozenset(_SITES.values())
# Before the site's name without making it another site, as docs.github.com and
# pt.stackoverflow.com are.
_SAME_SITE = re.compile(r"^(?:www|m|mobile|gist)\.")
_PAGES_OF_GITHUB = """
about account apps codespaces collections contact customer-stories enterprise events explore
features issues join login marketplace new notifications orgs pricing pulls readme search
security settings site sponsors stars team teams topics trending
"""
_PAGES_OF_X = """
about account compose download explore hashtag home i intent jobs login logout messages
notifications oauth privacy search settings share signup tos who_to_follow widgets
"""
# What stands before the account in a path: xing.com/profile/…, stackoverflow.com/users/….
_BEFORE_ACCOUNT = {"profile", "users", "in", "people"}
# A page of Mastodon's: https://host/@account.
_FEDIVERSE_PAGE = re.compile(r"(?:https?://)?([\w-]+(?:\.[\w-]+)+)/@([\w.]+)/?", re.IGNORECASE)
_FEDIVERSE = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
# Sites whose pages look like Mastodon's. Channels and magazines are there as well as people.
_NOT_OF_FEDIVERSE = re.compile(
    r"(?:.+\.)?(?:youtube\.com|medium\.com|tiktok\.com|threads\.(?:net|com)|substack\.com"
    r"|producthunt\.com|unsplash\.com|hashnode\.com)",
    re.IGNORECASE,
)


def _but_for(pages: str) -> re.Pattern[str]:
    names = "|".join(pages.split())
    return re.compile(rf"/+(?!(?:{names})(?:/|$))@?[^/@]", re.IGNORECASE)


# How the path of an account begins.
_ACCOUNTS = {
    HandleType.GITHUB: _but_for(_PAGES_OF_GITHUB),
    HandleType.TWITTER: _but_for(_PAGES_OF_X),
    HandleType.XING: re.compile(r"/+profile/+[^/]+", re.IGNORECASE),
    HandleType.STACKOVERFLOW: re.compile(r"/+users/+\d+(?:/|$)", re.IGNORECASE),
    HandleType.BLUESKY: re.compile(r"/+profile/+[^/]+", re.IGNORECASE),
}


def has_host(text: str) -> bool:
    """Say whether a text begins with a host's name, a scheme before it or not."""
    return _HOST.match(text) is not None


def site_of_account(link: str) -> HandleType | None:
    """Return the site on which a link leads to somebody's account; None for other pages."""
    host = _HOST.match(link)
    if host is None:
        return None
    if profile_key(link):
        return HandleType.LINKEDIN
    site = _SITES.get(_SAME_SITE.sub("", host[1].lower()))
    if site is not None:
        return site if _begins_account(site, link) else None
    page = _FEDIVERSE_PAGE.fullmatch(link)
    is_account = page is not None and _NOT_OF_FEDIVERSE.fullmatch(page[1]) is None
    return HandleType.MASTODON if is_account else None


def is_nobodys(type_: HandleType, text: str) -> bool:
    """Say whether what is told as an account is a link that leads to none of the site."""
    if type_ is HandleType.LINKEDIN:
        return profile_key(text) is None and _is_link(text)
    if type_ is HandleType.MASTODON:
        page = _FEDIVERSE_PAGE.fullmatch(text)
        return page is not None and _NOT_OF_FEDIVERSE.fullmatch(page[1]) is not None
    return type_ in WITH_ACCOUNTS and _is_page(text) and site_of_account(text) is not type_


def account(text: str) -> str:
    """Return the account of a link or a bare name as it is compared; empty for none."""
    is_page = _is_page(text)
    told = _path(text) if is_page else text
    parts = [part for part in unquote(told).strip("@ /").split("/") if part]
    if is_page and len(parts) > 1 and parts[0].casefold() in _BEFORE_ACCOUNT:
        parts = parts[1:]
    return parts[0].lstrip("@").casefold() if parts else ""


def is_fediverse_address(text: str) -> bool:
    """Say whether a text has the form of an address there: @account@host."""
    return text.startswith("@") and _FEDIVERSE.fullmatch(text) is not None


def fediverse_account(text: str) -> str:
    """Return an account of the fediverse, told as its page or its address, as compared."""
    page = _FEDIVERSE_PAGE.fullmatch(text)
    if page:
        return f"{page[2]}@{page[1]}".casefold()
    address = _FEDIVERSE.fullmatch(text)
    return f"{address[1]}@{address[2]}".casefold() if address else text.casefold()


def _is_link(text: str) -> bool:
    return "//" in text or has_host(text)


def _is_page(text: str) -> bool:
    # A host alone is a name, as everybody has on Bluesky.
    return "/" in text and _is_link(text)


def _begins_account(site: HandleType, link: str) -> bool:
    try:
        return _ACCOUNTS[site].match(_path(link)) is not None
    except ValueError:
        # No address at all, such as https://github.com:[.
        return False


def _path(link: str) -> str:
    return urlsplit(link if "//" in link else f"//{link}").path
