"""The documentation is what the product does: every command it shows is run, every key it lists exists."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def script(name):
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", [DOCS / "CHARTER.md", DOCS.parent / "README.md"], ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print_today(page):
    text = page.read_text(encoding="utf-8")

    assert script("console").rewritten(text) == text, "run 'make docs'"


def test_the_reference_is_the_models():
    text = (DOCS / "CHARTER.md").read_text(encoding="utf-8")

    assert script("reference").written(text) == text, "run 'make docs'"
