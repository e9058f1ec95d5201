"""What a browser calls itself, told shortly: `Firefox on Linux`."""

from collections.abc import Sequence

# In this order: most browsers name others, too, to be taken for them.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_SHOWN_MAX = 60


def browser_of(agent: str) -> str:
    """Return which browser on which system this is; what is unknown is shown as it is told."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if not browser:
        return agent[:_SHOWN_MAX] or "An unknown browser"
    return f"{browser} on {system}" if system else browser


def _first(names: Sequence[tuple[str, str]], agent: str) -> str:
    return next((name for mark, name in names if mark in agent), "")
