"""Documents that cannot rot: what they list is what there is."""

import re
import runpy
from pathlib import Path

from api.settings import Settings
from ledger.events import GLOSSARY

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


def test_every_page_that_is_linked_is_there() -> None:
    pages = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").glob("*.md")]

    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
