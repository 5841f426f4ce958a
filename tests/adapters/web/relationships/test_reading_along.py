"""Who acts for nobody (counsel, an observer) finds no control that would be refused, and reads who may."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

R = "/r/aldgate-meridian/"
PAGES = [
    "/", R, f"{R}matters/", f"{R}matters/M-014/", f"{R}matters/M-009/", f"{R}meetings/", f"{R}meetings/S-001/58/",
    f"{R}meetings/S-001/57/", f"{R}goals/", f"{R}people/", f"{R}charter/", f"{R}record/",
]  # fmt: skip
OPEN_TO_ANYBODY = re.compile(r"/(notes|leave|logout|language|bundle|record/sign|demo/\w+|verify|change)/$")
LINE = "For Aldgate this is in the hands of "


@pytest.fixture
def noor(demo: Any) -> Iterator[Any]:
    """Counsel of one side, who holds no role."""
    from django.test import Client

    client = Client(raise_request_exception=True, headers={"host": "localhost"})
    client.force_login(demo._account("Noor de Graaf", "customer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("place", PAGES)
def test_who_acts_for_nobody_finds_no_control_that_would_be_refused(noor: Any, place: str) -> None:
    page = noor.get(place).content.decode()
    forms = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', page)
    assert [one for one in forms if not OPEN_TO_ANYBODY.search(one)] == []
    for link in ("/state/", "/version/", "/raise/", "?from="):
        assert f'{link}"' not in page


@pytest.mark.parametrize("place", [f"{R}matters/M-014/", f"{R}meetings/S-001/58/", f"{R}goals/", f"{R}raise/"])
def test_one_line_says_who_may(noor: Any, signed_in: Any, place: str) -> None:
    answer = noor.get(place)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert LINE in text
    assert "Elin Marsh" in text.split(LINE)[1].split("</p>")[0]
    assert LINE not in signed_in("Elin Marsh").get(place).content.decode()


def test_a_page_of_the_other_readers_is_not_kept_for_one_who_reads_along(noor: Any, signed_in: Any) -> None:
    place = f"{R}matters/M-014/"
    assert "/cause/" in signed_in("Elin Marsh").get(place).content.decode()
    assert "/cause/" not in noor.get(place).content.decode()
    assert "/cause/" in signed_in("Elin Marsh").get(place).content.decode()


def test_the_addresses_say_the_same_line(noor: Any) -> None:
    for path in ("matters/M-014/state/", "matters/M-014/facts/F4/version/"):
        answer = noor.get(R + path)
        assert answer.status_code == 422
        assert LINE in answer.content.decode()
    assert noor.post(f"{R}raise/", {"open": "concern"}).status_code == 422
