"""Documents that cannot rot: what they list is what there is."""

import re
import runpy
from pathlib import Path

from api import access, batch, gate, once, paging, places, spool
from api.cli.import_options import Said
from api.settings import Settings
from api.wire import Bounds
from ledger.events import GLOSSARY
from ledger.imports.options import Options
from ledger.imports.tables.mappings import MAPPINGS
from ledger.imports.tables.meanings import WORDS

ROOT = Path(__file__).parent.parent


def test_the_glossary_page_is_what_the_glossary_says() -> None:
    written = (ROOT / "docs/events.md").read_text()

    assert written == runpy.run_path(str(ROOT / "docs/glossary.py"))["page"]()


def test_every_event_is_explained_in_one_sentence() -> None:
    for event in GLOSSARY.values():
        sentence = (event.__doc__ or "").strip()

        assert re.fullmatch(r"[A-Z][^.]*[.]", sentence), event.__name__


def test_every_setting_is_listed_with_its_name_in_the_environment() -> None:
    page = (ROOT / "docs/operating.md").read_text()

    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias if isinstance(alias, str) else f"RAPPORT_{name.upper()}"
        assert f"`{variable}`" in page, variable


def test_every_option_of_an_import_is_explained() -> None:
    page = (ROOT / "docs/importing.md").read_text()
    api = (ROOT / "docs/api.md").read_text()

    for name in Said.__dataclass_fields__:
        assert f"`--{name.rstrip('_')}" in page, name
    for name in Options.model_fields.keys() - {"remembered"}:
        assert f"| `{name}` |" in api, name


def test_every_meaning_of_a_column_is_listed() -> None:
    page = (ROOT / "docs/importing.md").read_text()

    for word, meaning in WORDS.items():
        assert f"| `{word}` | {meaning} |" in page, word


def test_every_program_with_a_mapping_has_its_export_button_shown() -> None:
    page = (ROOT / "docs/importing.md").read_text().replace(" ", "-").casefold()

    for mapping in MAPPINGS:
        assert f"|-{mapping.source}" in page, mapping.source


def test_every_page_that_is_linked_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")]

    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_limit_of_the_api_is_the_one_in_its_table() -> None:
    page = (ROOT / "docs/api.md").read_text()
    bounds = Bounds()

    for row in (
        f"| address | {bounds.url_bytes_max >> 10} KB | 414 |",
        f"| headers | {bounds.header_count_max}, and {bounds.head_bytes_max >> 10} KB with",
        f"| time for address and headers | {bounds.head_seconds_max:.0f} s | 408 |",
        f"| pace of a body | {bounds.body_seconds_grace:.0f} s, and 1 s more for each ",
        f"for each {bounds.body_bytes_per_second_min} bytes | 408 |",
        f"| body | {gate.BODY_BYTES_MAX >> 20} MiB | 413 |",
        f"| {batch.BYTES_MAX >> 20} MiB, {batch.LINES_MAX:,} lines | 413 |",
        f"| parts of a form | {spool.PARTS_MAX}, {spool.PART_HEAD_BYTES_MAX >> 10} KB of",
        f"| page | {paging.PAGE_MAX}; ",
        f"| time for an answer from the views | {access.READ_SECONDS_MAX} s | 503 |",
        f"| an answer that nobody reads | {bounds.unread_seconds_max:.0f} s |",
        f"| calls under way at once | {places.REQUESTS_MAX} a process | 503 |",
        f"| bodies held in memory at once | {places.ARRIVING_BYTES_MAX >> 20} MiB a process |",
        f"| connections | {bounds.connections_max} a process | 503 |",
        f"over {once.KEY_CHARACTERS_MAX} characters",
    ):
        assert row in page, row
