"""A yes that waits for the other side can be taken back until then; nobody of the others meets a trace of either."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from tests.promises.keeping import Kept
from tests.promises.test_first_yes import LAPSED, MATTER, PENDING, everything, known_chance, seat
from tests.promises.world import ARUN, ELIN, INES, NOOR, NOW, World

__all__ = ["known_chance"]


def says_yes(world: World, name: str = ELIN) -> Any:
    from detente import clerk

    return clerk.do_act(seat(world, name), MATTER, "accept package", {}).fact


def takes_it_back(world: World, name: str = ELIN) -> Any:
    from detente import clerk

    return clerk.take_back(seat(world, name), MATTER, "package", "accept-package").fact


@pytest.mark.parametrize("at", [PENDING, LAPSED], ids=["pending", "lapsed"])
@pytest.mark.parametrize("name", [ARUN, INES])
def test_nobody_of_the_others_meets_a_trace_of_it(built: Kept, name: str, at: dt.datetime) -> None:
    found, world = [], built.world
    for deeds in ([], [says_yes, takes_it_back]):
        with built.fresh():
            for minute, deed in enumerate(deeds, 12):
                with time_machine.travel(NOW + dt.timedelta(minutes=minute), tick=False):
                    deed(world)
            found.append(everything(world, name, at))
    without, beside = found
    assert [each for each in without if without[each] != beside[each]] == []


def test_it_meets_no_other_yes_and_may_be_said_again(world: World) -> None:
    from detente import clerk
    from detente.store import read

    elin = seat(world, ELIN)
    size = read.head(elin).size
    says_yes(world)
    assert takes_it_back(world).id.startswith("own customer/")
    theirs = says_yes(world, ARUN)
    assert theirs.id.startswith("own provider/")
    assert read.head(elin).size == size
    matter = read.matter(elin, MATTER, clerk.now())
    assert matter is not None
    assert not read.answered(elin, matter, "package", "accept-package")
    assert not matter.state.runs["package"].result
    says_yes(world)
    done = [one for one in read.facts(elin, matter=MATTER, kinds=("ActDone",)) if one.act == "accept-package"]
    assert [(one.seat, one.on) for one in done] == [("provider", theirs.at), ("customer", None)]


def test_what_was_not_said_or_binds_both_is_not_taken_back(world: World) -> None:
    refused(world, ELIN, "no yes of this side waits here")
    says_yes(world)
    refused(world, ARUN, "no yes of this side waits here")
    refused(world, INES, "no yes of this side waits here")
    takes_it_back(world)
    refused(world, ELIN, "no yes of this side waits here")
    says_yes(world)
    says_yes(world, ARUN)
    refused(world, ELIN, "no yes of this side waits here")


def test_who_could_not_say_it_does_not_take_it_back(world: World) -> None:
    says_yes(world)
    refused(world, NOOR, "is for both, not for customer")


def refused(world: World, name: str, says: str) -> None:
    from detente.core.vocabulary.errors import Refused
    from detente.store import read

    viewer = seat(world, name)
    sizes = [read.head(viewer, room).size for room in viewer.rooms]
    with pytest.raises(Refused, match=says):
        takes_it_back(world, name)
    assert [read.head(viewer, room).size for room in viewer.rooms] == sizes


def test_who_said_it_takes_it_back_on_the_page_of_the_matter(world: World, ask: Any) -> None:
    says_yes(world)
    at = f"/r/{world.key}/matters/{MATTER}/"
    back = f"{at}acts/accept-package/take-back/"
    client = ask(ELIN)
    assert f'action="{back}"' in client.get(at).content.decode()
    assert "take-back" not in ask(ARUN).get(at).content.decode()
    answer = client.post(back, {"run": "package"})
    assert (answer.status_code, answer["Location"]) == (302, at)
    page = client.get(at).content.decode()
    assert "Your side has said yes" not in page
    assert "take-back" not in page
    assert client.post(back, {"run": "package"}).status_code == 422
