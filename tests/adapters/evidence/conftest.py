"""What the tests of this room share: bundles of the golden story, whole and of one matter."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def making() -> ModuleType:
    """Return the module that makes bundles."""
    spec = importlib.util.spec_from_file_location("evidence_making", Path(__file__).with_name("making.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session", params=["", "M-014"], ids=["whole", "matter"])
def bundle(request: pytest.FixtureRequest, making: ModuleType) -> bytes:
    """Return a bundle, once of the whole record and once of a matter."""
    made: bytes = making.bundle(making.contents(request.param))
    return made
