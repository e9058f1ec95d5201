"""Take pictures of the screens: a real browser on a ledger of made-up people.

python docs/screens.py           # writes docs/screens/*.png
python docs/screens.py people    # that one alone

Names in Chinese, Japanese and Korean are drawn with the machine's own fonts, as in any browser:
`apt-get install fonts-noto-cjk` where there are none, else they are boxes in the pictures.
"""

import csv
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api.demo.fill import fill
from api.demo.people import person
from api.installation import Installation, installation
from api.principals import SESSION_COOKIE
from api.serve import config
from api.settings import Settings
from ledger.access import sessions, users
from ledger.imports.bringer import Bringer
from ledger.imports.funnel import bring_in
from projections import look_alikes

_OUT = Path(__file__).parent / "screens"
_PEOPLE = 240
_NARROW = 500
_MET_AGAIN = (12, 31, 57)


class _Picture(NamedTuple):
    """What is photographed: an address, after the first person in the list was opened or not."""

    name: str
    path: str
    scheme: str = "light"
    width: int = 1360
    height: int = 860
    does: str = ""
    """A key that is pressed before."""
    brings: str = ""
    """A table that is chosen before."""
    waits_for: str = "main"
    """What comes last, and is to be seen."""


_TABLE = """\
Vorname,Nachname,Firma,Position,E-Mail,Telefon,Geburtsdatum,Bewertung
Ana,Berg,Lumen,Data Engineer,ana@lumen.example,0171 2345678,1990-03-14,A
Ben,Costa,Ostwind,Designer,ben@ostwind.example,0171 2345679,,B
Chiara,Duval,Ostwind,Product Manager,chiara@ostwind.example,030 1234567,,A
Deniz,Eriksson,Lumen,Platform Engineer,deniz@lumen.example,,1987-11-02,C
Emil,,,,,,,
"""

_PICTURES = (
    _Picture("today", "/", waits_for=".spark"),
    _Picture("people", "/people"),
    _Picture("person", "PERSON"),
    _Picture("person-dark", "PERSON", scheme="dark"),
    _Picture("then", "PERSON?as_of={middle}"),
    _Picture("pools", "/pools", waits_for=".pool .spark"),
    _Picture("insights", "/insights", waits_for="svg.stack"),
    _Picture("palette", "/people", does="Control+k", waits_for="#palette [role=option]"),
    _Picture("telephone", "PERSON", width=390, height=780),
    _Picture("duplicates", "/duplicates", waits_for=".sides"),
    _Picture("import", "/import", brings=_TABLE, waits_for="table.columns", height=940),
)


def main() -> None:
    """Fill a ledger, serve it, and take every picture."""
    _OUT.mkdir(exist_ok=True)
    data = Path(tempfile.mkdtemp(prefix="rapport-screens-"))
    try:
        settings = Settings(data=data).model_copy(update={"database_url": None})
        with installation(settings, say=lambda _: None) as ready:
            fill(ready, _PEOPLE, lambda _done, _all: None)
            _meet_again(ready, data / "fair.csv")
            with _served(ready) as url, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"),
                    args=["--no-sandbox", "--disable-gpu", "--disable-sync"],
                )
                for picture in _PICTURES:
                    if picture.name in (sys.argv[1:] or [picture.name]):
                        _take(browser, url, _token(ready), picture)
                browser.close()
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _meet_again(ready: Installation, file: Path) -> None:
    """Bring in people who are known already, under addresses of which nobody told."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("Name", "Company", "Title", "Email"))
        for one in map(person, _MET_AGAIN):
            table.writerow((one.name, one.company, one.title, f"mail{one.number}@home.example"))
    bring_in(
        ready.ledger,
        ready.knowledge(),
        file,
        by=Bringer(ready.owner),
        is_dry_run=False,
        tell=lambda _: None,
    )
    look_alikes.renew(ready.database, ready.workspace)


@contextmanager
def _served(ready: Installation) -> Generator[str]:
    serving = config(ready)
    serving.port = 0
    server = uvicorn.Server(serving)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _token(ready: Installation) -> str:
    with ready.database.connection() as connection:
        users.describe(connection, ready.owner, name="Olive Owner", email="olive@desk.example")
        return sessions.begin(connection, ready.settings.pepper, ready.owner, ready.workspace)


def _take(browser: Browser, url: str, token: str, picture: _Picture) -> None:
    context = browser.new_context(
        base_url=url,
        viewport={"width": picture.width, "height": picture.height},
        is_mobile=picture.width < _NARROW,
        has_touch=picture.width < _NARROW,
        color_scheme="dark" if picture.scheme == "dark" else "light",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    shown = {SESSION_COOKIE: token, "rapport_zone": "Europe/Berlin"}
    context.add_cookies(
        [{"name": name, "value": value, "url": url} for name, value in shown.items()]
    )
    page = context.new_page()
    page.goto(_address(page, picture.path))
    if picture.brings:
        page.locator("#file").set_input_files(
            [{"name": "people.csv", "mimeType": "text/csv", "buffer": picture.brings.encode()}]
        )
    if picture.does:
        page.keyboard.press(picture.does)
    page.locator(picture.waits_for).first.wait_for()
    # Whatever else is on its way is there with the last of it.
    page.locator(".htmx-request:not([hx-sse\\:connect])").first.wait_for(state="detached")
    page.screenshot(path=str(_OUT / f"{picture.name}.png"))
    context.close()


def _address(page: Page, path: str) -> str:
    """Return a path whose person is the one who was engaged with last."""
    page.goto("/people")
    person = page.locator("#people-rows a[href^='/people/']").first.get_attribute("href") or ""
    head = int(page.request.get("/v1/timeline").headers["ledger-position"])
    return path.replace("PERSON", person).replace("{middle}", str(head * 19 // 20))


if __name__ == "__main__":
    main()
