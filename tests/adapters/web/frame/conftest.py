"""What the frame's tests share."""

import types
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest


@pytest.fixture
def settings_urls(application: Any) -> Callable[..., AbstractContextManager[None]]:
    """The site with one more view, at /hidden/ or the address given."""
    from django.test import override_settings
    from django.urls import include, path

    from detente.site import urls

    @contextmanager
    def with_view(view: Any, address: str = "hidden/") -> Iterator[None]:
        module = types.ModuleType("urls_of_one_test")
        module.urlpatterns = [path(address, view), path("", include(urls))]  # type: ignore[attr-defined]
        for name in ("handler400", "handler403", "handler404", "handler500"):
            setattr(module, name, getattr(urls, name))
        with override_settings(ROOT_URLCONF=module):
            yield

    return with_view
