"""The schema for editors: read by validators of both drafts, and as strict about keys as the reader."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from detente.core.charter.model import Charter, Library, Part
from detente.core.charter.schema import charter_schema
from detente.core.charter.source import plain, read_source

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(
    file
    for file in ROOT.joinpath("src/detente/charters").rglob("*.yaml")
    if file.name != "timeline.yaml" and file.parent.name != "story"
)
TEXTS = sorted(
    [
        *ROOT.joinpath("tests/cases/language/examples").glob("*.yaml"),
        *SHIPPED,
    ]
)
VALIDATORS = [jsonschema.Draft7Validator, jsonschema.Draft202012Validator]


@pytest.fixture(scope="module")
def schema():
    return charter_schema()


@pytest.mark.parametrize("validator", VALIDATORS)
def test_the_schema_is_itself_valid_in_both_drafts(schema, validator):
    validator.check_schema(schema)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("validator", VALIDATORS)
def test_a_charter_that_parses_satisfies_the_schema(schema, validator, path):
    assert list(validator(schema).iter_errors(as_an_editor_reads(path))) == []


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize(
    "where",
    [("colour",), ("parties", "customer", "colour"), ("procedures", "escalation", "terms", "managers", "colour")],
)
def test_an_unknown_key_is_refused_wherever_it_stands(schema, validator, where):
    data = copy.deepcopy(as_an_editor_reads(ROOT / "src/detente/charters/golden/charter.yaml"))
    here = data
    for key in where[:-1]:
        here = here[key]
    here[where[-1]] = "red"

    assert list(validator(schema).iter_errors(data)) != []


def test_every_key_of_every_record_is_in_the_schema(schema):
    text = json.dumps(schema)
    for kind in (Charter, Library, Part):
        for name, field in kind.model_fields.items():
            assert f'"{field.alias or name}"' in text


def as_an_editor_reads(path):
    """Plain whole numbers as numbers, everything else as text, as YAML 1.2 readers do."""
    return _typed(plain(read_source(path.read_bytes()).root))


def _typed(value):
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if value.isdigit():
        return int(value)
    return float(value) if value.replace(".", "", 1).isdigit() else value
