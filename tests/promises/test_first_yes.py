"""A first yes shows with the other side's alone: until then, and when it lapsed, nothing anybody else meets has it."""

import datetime as dt
import hashlib
import io
import re
import zipfile
from typing import Any

import pytest
import time_machine

from tests.promises.keeping import Kept
from tests.promises.routes import addresses, routes
from tests.promises.test_existence_is_not_told import face
from tests.promises.test_two_worlds import DRAWN_ANEW
from tests.promises.world import ARUN, ELIN, INES, NOW, RAVI, World

MATTER = "M-014"  # a package is before both sides, open until 48 hours after Monday 10:30
PENDING, LAPSED = NOW + dt.timedelta(minutes=30), NOW + dt.timedelta(days=3)


@pytest.fixture(autouse=True)
def known_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.clerk import chance

    for name, size in (("salt", 16), ("key", 32), ("nonce", 12)):
        monkeypatch.setattr(chance, name, lambda *what, size=size: hashlib.sha256(repr(what).encode()).digest()[:size])


def seat(world: World, name: str) -> Any:
    from detente.store import read

    return read.viewer(world.principals[name].user.pk, world.key)


def shown(answer: Any) -> tuple[int, dict[str, bytes], bytes]:
    """Return an answer without the typed code, which hangs on the session."""
    status, headers, body = face(answer)
    return status, headers, re.sub(rb"\d{3} \d{3}<", b"<", body)


def in_bundle(data: bytes) -> dict[str, Any]:
    """Return what a bundle says, without the host's signatures: its key is drawn anew in each world."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = sorted(packed.namelist())
        journal = [
            line for line in packed.read("journal.jsonl").splitlines() if b'"kind":"checkpoint"' not in line[:40]
        ]
        facts = [line for line in journal if line.startswith(b'{"fact"')]
        return {"names": names, "facts": facts, "lines": len(journal), "table": packed.read("facts.csv")}


def everything(world: World, name: str, at: dt.datetime) -> dict[str, Any]:
    """Return whatever a person can fetch, the bundle's files and the messages on their way to them among it."""
    from django.test import Client

    from detente.clerk import watching
    from detente.store.models import Outbox

    with time_machine.travel(at, tick=False):
        watching.file_due(world.key)
        client = Client(raise_request_exception=False, headers={"host": "localhost"})
        client.force_login(world.principals[name].user, backend="django.contrib.auth.backends.ModelBackend")
        asked = [route for route in routes() if route.name not in (*DRAWN_ANEW, "account_ways")]
        found: dict[str, Any] = {each: shown(client.get(each)) for route in asked for each in addresses(world, route)}
        for matter in ("", MATTER):
            answer = client.post(f"/r/{world.key}/record/bundle/", {"matter": matter})
            found[f"bundle {matter}"] = in_bundle(answer.content) if answer.status_code == 200 else answer.status_code
        person = seat(world, name).person
        letters = Outbox.objects.filter(relationship=world.key, person=person).order_by("message_id")
        found["letters"] = list(letters.values_list("message_id", "template", "values", "hold_until_us", "state"))
    return found


@pytest.mark.parametrize("at", [PENDING, LAPSED], ids=["pending", "lapsed"])
@pytest.mark.parametrize("name", [ARUN, RAVI, INES])
def test_nobody_of_the_others_meets_a_trace_of_it(built: Kept, name: str, at: dt.datetime) -> None:
    from detente import clerk

    found, world = [], built.world
    for yes in (False, True):
        with built.fresh():
            if yes:
                with time_machine.travel(NOW + dt.timedelta(minutes=12), tick=False):
                    clerk.do_act(seat(world, ELIN), MATTER, "accept package", {})
            found.append(everything(world, name, at))
    without, beside = found
    assert [each for each in without if without[each] != beside[each]] == []


def test_with_the_last_yes_both_are_on_the_joint_record_in_their_order(world: World) -> None:
    from detente import clerk
    from detente.core.vocabulary.errors import Refused
    from detente.store import read

    elin, arun = seat(world, ELIN), seat(world, ARUN)
    size = read.head(elin).size
    first = clerk.do_act(elin, MATTER, "accept package", {})
    assert first.fact.id.startswith("own customer/")
    assert read.head(elin).size == size
    with pytest.raises(Refused, match="has said yes already"):
        clerk.do_act(elin, MATTER, "accept package", {})
    clerk.do_act(arun, MATTER, "accept package", {})
    done = [one for one in read.facts(elin, matter=MATTER, kinds=("ActDone",)) if one.act == "accept-package"]
    assert [(one.seat, one.on) for one in done] == [("customer", first.fact.at), ("provider", None)]
    state = read.matter(elin, MATTER, clerk.now())
    assert state is not None
    assert state.state.runs["package"].result == "accepted"


def test_who_said_it_reads_that_it_is_kept(world: World, ask: Any) -> None:
    from detente import clerk

    clerk.do_act(seat(world, ELIN), MATTER, "accept package", {})
    page = ask(ELIN).get(f"/r/{world.key}/matters/{MATTER}/").content.decode()
    assert re.search("Your side has said yes", page)


@pytest.mark.parametrize("later", [dt.timedelta(minutes=20), dt.timedelta(days=3)], ids=["pending", "lapsed"])
def test_one_that_stands_in_the_joint_journal_is_masked_also_when_its_time_ran_out(
    world: World, later: dt.timedelta
) -> None:
    """A journal that was written elsewhere may hold it."""
    from detente import clerk
    from detente.clerk import watching
    from detente.clerk.record import filing
    from detente.core.vocabulary.facts import ActDone
    from detente.store import read

    elin = seat(world, ELIN)
    with filing(world.key) as desk:
        stamp = desk.stamp(MATTER)
        fields = {"run": "package", "act": "accept-package", "seat": "customer", "person": elin.person}
        desk.file(ActDone(**stamp, **fields, matter=MATTER, values={}, on=None, term=None))
    with time_machine.travel(NOW + later, tick=False):
        watching.file_due(world.key)
        assert read.hidden(seat(world, ARUN), clerk.now()) == {stamp["id"]}
        assert read.hidden(seat(world, ELIN), clerk.now()) == frozenset()
