"""Every address: each room of adapters/web says its own in its urls.py, whole, from the root."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

_WEB = "detente.adapters.web"
ROOMS = (
    "today",
    "relationships",
    "matters",
    "concerns",
    "charters",
    "meetings",
    "goals",
    "record",
    "people",
    "notifications",
    "portfolio",
    "host",
    "demo",
    "accounts",
    "frame",
)

urlpatterns = [
    path("", include(f"{_WEB}.{room}.urls"))
    for room in ROOMS
    if find_spec(f"{_WEB}.{room}") and find_spec(f"{_WEB}.{room}.urls")
]
if settings.GALLERY:
    urlpatterns.append(path("", include(f"{_WEB}.frame.gallery")))

handler400 = f"{_WEB}.frame.errors.bad_request"
handler403 = f"{_WEB}.frame.errors.not_open"
handler404 = f"{_WEB}.frame.errors.nothing_here"
handler500 = f"{_WEB}.frame.errors.stopped"
