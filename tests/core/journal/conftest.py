"""What the tests of this room share: the worked example of the format, and journals made from a seed."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"journal_{name}", HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make() -> ModuleType:
    return _load("making")


@pytest.fixture(scope="session")
def example() -> list[bytes]:
    return (HERE / "worked_example.jsonl").read_bytes().splitlines(keepends=True)
