"""Documents that cannot rot: what they list is what there is."""

import re
import runpy
from pathlib import Path

from api.cli.import_options import Said
from api.settings import Settings
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
