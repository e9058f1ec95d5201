"""The screens over a long history: how long the server takes, and what a person waits for.

    python -m bench.screens [--events 1000000]

The server is asked over HTTP as in bench.reads. What a person waits for is seen in a real
browser, by its own clock: it starts cold, with nothing kept, for the first visit.
"""

import http.client
import shutil
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import Figure, ceiling, p95
from bench.history import History, measured_alone
from bench.reads import asked
from bench.servers import served, signed_in
from bench.stage import Stage
from projections import look_alikes

_ASKED = 200
_SERVER_MS = 50
_PAINT_MS = 500
_TRANSFER_KB = 150
_TYPED_MS = 200
_LOGGED_MS = 100
_ROWS = 5_000
# An interaction up to which a page counts as responsive (Interaction to Next Paint: of every
# fifty, one is passed over).
_KEY_MS = 200
_PASSED_OVER = 50
_ROUNDS = 9
_KEYSTROKE_MS = 120
_SETTLED_MS = 1_000
_SETTLED_MAX = 10
_PAINTED = """() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"""
_MOVED = """() => performance.getEntriesByType('navigation')
  .concat(performance.getEntriesByType('resource'))
  .reduce((sum, each) => sum + each.transferSize, 0)"""
# When the last key of a kind was pressed, and when what changed by it last was painted: by the
# page's own clock, kept in the page, since an answer that is a promise would be waited for.
_WATCH = """([place, kind]) => {
  window.pressed = 0; window.painted = 0;
  document.addEventListener(kind, (event) => { window.pressed = event.timeStamp; }, true);
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(
    () => { window.painted = performance.now(); })))
    .observe(document.querySelector(place), { childList: true, subtree: true });
}"""
_WAITED = "() => window.painted - window.pressed"
_WATCH_KEYS = """() => {
  window.waits = []; window.taken = 0; window.longest = 0; let last = performance.now();
  const frame = (now) => { window.longest = Math.max(window.longest, now - last); last = now;
    requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  document.addEventListener('click', () => { window.taken += 1; }, true);
  new PerformanceObserver((told) => {
    for (const each of told.getEntries())
      if (each.name === 'keydown') window.waits.push(each.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
}"""
_SCREENS = {
    "Today": "/",
    "People": "/people",
    "a person": "/people/{somebody}",
    "the timeline": "/timeline",
    "Pools": "/pools",
    "Duplicates": "/duplicates",
    "Import": "/import",
    "Export": "/export",
    "Insights": "/insights",
    "Settings": "/settings/members",
    "the palette": "/palette?q=an",
}


def measure(on: Stage, history: History) -> Iterator[Figure]:
    """Yield the server's time of each screen, then what a person waits for."""
    # Compared once, after so many came in: a server that does that has something else to do.
    look_alikes.renew(on.database, on.workspace)
    shown = signed_in(on)
    with served(on.data, "api.cli", "serve") as (port, _):
        yield from _server_times(port, shown, history)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(),
                args=["--no-sandbox", "--disable-gpu", "--disable-sync"],
            )
            yield from _waits(browser, f"http://127.0.0.1:{port}", shown, history)
            browser.close()


def chromium() -> str:
    """Return where the browser is; say so where there is none, before much is measured."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise SystemExit("The screens are measured in Chromium: run `apt-get install chromium`.")


def _server_times(port: int, shown: Mapping[str, str], history: History) -> Iterator[Figure]:
    dice = Random(3)  # noqa: S311 - the same questions every time
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {**shown, "Accept-Encoding": "gzip"}
    for name, path in _SCREENS.items():
        paths = [path.format(somebody=dice.choice(history.candidates)) for _ in range(_ASKED)]
        asked(connection, paths[0], headers)
        taken = [asked(connection, each, headers) for each in paths]
        middle = sorted(taken)[_ASKED // 2] * 1_000
        told = f"median {middle:.1f} ms, slowest {max(taken) * 1_000:.0f} ms"
        yield ceiling(f"screen of {name}, p95", p95(taken), _SERVER_MS, unit="ms", told=told)


def _waits(
    browser: Browser, url: str, shown: Mapping[str, str], history: History
) -> Iterator[Figure]:
    paints: list[float] = []
    moved: list[float] = []
    for path in ("/", "/people", f"/people/{history.candidates[0]}"):
        context = _context(browser, url, shown)
        page = context.new_page()
        page.goto(path, wait_until="load")
        # The browser tells of its first paint a moment after it.
        page.wait_for_timeout(500)
        paints.append(page.evaluate(_PAINTED))
        moved.append(page.evaluate(_MOVED) / 1_000)
        context.close()
    told = "Today, People and a person, nothing kept"
    yield ceiling("first paint of a screen", max(paints), _PAINT_MS, unit="ms", told=told)
    yield ceiling("first visit of a screen", max(moved), _TRANSFER_KB, unit="kB", told=told)
    context = _context(browser, url, shown)
    page = context.new_page()
    yield _typing(page, history)
    yield _logging(page, history)
    yield _scrolling(page)
    context.close()


def _context(browser: Browser, url: str, shown: Mapping[str, str]) -> BrowserContext:
    name, _, value = shown["Cookie"].partition("=")
    context = browser.new_context(base_url=url, timezone_id="Europe/Berlin")
    cookies: list[Any] = [
        {"name": name, "value": value, "url": url},
        {"name": "rapport_zone", "value": "Europe/Berlin", "url": url},
    ]
    context.add_cookies(cookies)
    return context


def _typing(page: Page, history: History) -> Figure:
    page.goto("/people", wait_until="networkidle")
    field = page.locator(".filters input[type=search]").first
    page.evaluate(_WATCH, ["#people-list", "input"])
    taken: list[float] = []
    for name in history.names[:_ROUNDS]:
        field.press_sequentially(name.split()[0][:4], delay=_KEYSTROKE_MS)
        taken.append(_waited(page))
        field.fill("")
        page.wait_for_timeout(_SETTLED_MS)
    return ceiling(
        "filter as one types", sorted(taken)[_ROUNDS // 2], _TYPED_MS, unit="ms",
        told=f"from the last of four letters until its rows are painted; {_told(taken)}",
    )  # fmt: skip


def _logging(page: Page, history: History) -> Figure:
    page.goto(f"/people/{history.candidates[0]}", wait_until="load")
    # Other than the network, the page listens to what is recorded elsewhere: it never rests.
    page.wait_for_timeout(_SETTLED_MS)
    page.evaluate(_WATCH, ["#lines", "keydown"])
    taken: list[float] = []
    for number in range(_ROUNDS):
        page.keyboard.press("l")
        page.keyboard.type(f"Spoke about {number}")
        page.keyboard.press("Control+Enter")
        taken.append(_waited(page))
        page.keyboard.press("Escape")
    return ceiling(
        "logging by keyboard", sorted(taken)[_ROUNDS // 2], _LOGGED_MS, unit="ms",
        told=f"from Ctrl and Enter until the entry is painted; {_told(taken)}",
    )  # fmt: skip


def _waited(page: Page) -> float:
    """Return the milliseconds from the last key to the last paint, once all is settled."""
    for _ in range(_SETTLED_MAX):
        page.wait_for_timeout(_SETTLED_MS)
        waited: float = page.evaluate(_WAITED)
        if waited > 0:
            return waited
    raise SystemExit("What was pressed changed nothing: look at the page by hand.")


def _told(taken: list[float]) -> str:
    return f"median of {len(taken)}, longest {max(taken):.0f} ms"


def _scrolling(page: Page) -> Figure:
    """Return how long a key waits for a paint while thousands of rows are scrolled in."""
    page.goto("/people?sort=name", wait_until="load")
    page.keyboard.press("j")
    page.evaluate(_WATCH_KEYS)
    rows = page.locator("#people-rows [data-row]")
    pressed_count = 0
    while rows.count() < _ROWS and page.locator("#more").count():
        page.mouse.wheel(0, 20_000)
        # Selects the first row, or takes that back.
        page.keyboard.press("x")
        pressed_count += 1
        page.wait_for_timeout(60)
    page.wait_for_timeout(_SETTLED_MS)
    waits, taken_count, longest = page.evaluate("[window.waits, window.taken, window.longest]")
    if taken_count != pressed_count:
        raise SystemExit(f"Of {pressed_count} keys {taken_count} took effect: look by hand.")
    slow = sorted(waits)[-max(1, pressed_count // _PASSED_OVER) :]
    told = (
        f"p98 of {pressed_count} keys, each of which took effect; {rows.count():,} rows,"
        f" longest frame {longest:.0f} ms"
    )
    name = f"key to paint while {_ROWS:,} rows are scrolled in"
    return ceiling(name, slow[0], _KEY_MS, unit="ms", told=told)


if __name__ == "__main__":
    measured_alone(measure)
