"""What every test shares."""

from importlib import resources

import pytest
from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.browser"]

# A machine that is busy is no defect: no deadline. A failure prints what repeats it.
settings.register_profile("detente", deadline=None, print_blob=True)
settings.load_profile("detente")


@pytest.fixture(scope="session")
def golden() -> bytes:
    """The complete charter of the fictional pair that the demo tells of."""
    return resources.files("detente").joinpath("charters", "golden", "charter.yaml").read_bytes()
