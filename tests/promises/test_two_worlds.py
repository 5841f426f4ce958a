"""C3: what one side does in private leaves no trace for the other: its pages are the same to the byte."""

import datetime as dt
import hashlib
import os
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.databases import using
from tests.promises.drafting import draft
from tests.promises.keeping import Kept
from tests.promises.routes import addresses, routes
from tests.promises.test_existence_is_not_told import face
from tests.promises.world import ARUN, ELIN, NEXT_MEETING, NOW, World

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["note", "note in matter", "item", "caucus", "draft", "choice", "joint message", "statement"]),
        st.text(min_size=1, max_size=40),
    ),
    min_size=1,
    max_size=8,
)
SCENARIOS = 200 if os.environ.get("DETENTE_LONG") else 6
DRAWN_ANEW = ("mfa_activate_totp", "mfa_add_webauthn")  # a secret for the person who asks, another one every time
PHASES = (Phase.explicit, Phase.generate)  # a failing pair of worlds is told as it is: making it smaller takes minutes


@pytest.fixture(autouse=True)
def known_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance that hangs on what it is for, so that two worlds draw the same for the same entry."""
    from detente.clerk import chance

    for name, size in (("salt", 16), ("key", 32), ("nonce", 12)):
        monkeypatch.setattr(chance, name, lambda *what, size=size: hashlib.sha256(repr(what).encode()).digest()[:size])


def written(text: str) -> str:
    """The text as a form hands it on: composed, without what nobody can see."""
    return unicodedata.normalize("NFC", "".join(ch for ch in text if ch.isprintable())) or "x"


def act(key: str, world: World, actions: list[tuple[str, str]], *, private: bool) -> None:
    from detente import clerk
    from detente.clerk.notifications import choose
    from detente.clerk.policy import Position
    from detente.store import read

    elin = read.viewer(world.principals[ELIN].user.pk, key)
    assert elin is not None
    secret: dict[str, Callable[[str], Any]] = {
        "note": lambda text: clerk.write_note(elin, text),
        "note in matter": lambda text: clerk.write_note(elin, text, matter="M-009"),
        "item": lambda text: clerk.add_agenda_item(elin, "S-001", NEXT_MEETING, text),
        "caucus": lambda text: clerk.send_message(elin, "M-009", text, room="caucus customer"),
        "draft": lambda text: draft(signed_in_as(world, ELIN), key, [text, text]),
        "choice": lambda text: choose(elin, list(Position)[len(text) % len(Position)]),
    }
    for what, text in actions:
        if what in secret and private:
            secret[what](text)
        elif what == "joint message":
            clerk.send_message(elin, "M-009", text)
        elif what == "statement":
            clerk.make_statement(elin, "M-009", text)


def signed_in_as(world: World, name: str) -> Any:
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(world.principals[name].user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="session")
def signed_in(built: Kept) -> tuple[Kept, dict[str, str]]:
    """The world in which the other side has signed in, and the cookies of that session: the same for both worlds."""
    kept = Kept(built.copy(), built.world)
    with using(kept.database.url), time_machine.travel(NOW + dt.timedelta(minutes=30), tick=False):
        client = signed_in_as(kept.world, ARUN)
        client.get("/")
    return kept, {name: morsel.value for name, morsel in client.cookies.items()}


def seen_by_the_other_side(world: World, cookies: dict[str, str]) -> dict[str, Any]:
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    for name, value in cookies.items():
        client.cookies[name] = value
    asked = [route for route in routes() if route.name not in DRAWN_ANEW]
    found = {address: face(client.get(address)) for route in asked for address in addresses(world, route)}
    assert found["/"][0] == 200
    return found


@settings(max_examples=SCENARIOS, suppress_health_check=list(HealthCheck), deadline=None, phases=PHASES)
@given(actions=ACTIONS)
def test_private_work_leaves_the_other_sides_pages_as_they_are(
    signed_in: tuple[Kept, dict[str, str]], actions: list[tuple[str, str]]
) -> None:
    actions = [(what, written(text)) for what, text in actions]
    kept, cookies = signed_in
    world, views = kept.world, []
    for private in (False, True):
        with kept.fresh(), time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
            act(world.key, world, actions, private=private)
            views.append(seen_by_the_other_side(world, cookies))
    without, beside = views
    assert [address for address in without if without[address] != beside[address]] == []
