"""A message is never lost, and sent twice only under one Message-ID."""

import datetime as dt

import pytest
import time_machine

from tests.adapters.mail.conftest import MONDAY, Sink
from tests.adapters.mail.doing import concern, quiet, send


@pytest.fixture
def waiting(rel: str, sink: Sink) -> str:
    """A concern whose notices wait."""
    quiet(rel, MONDAY)
    sink.got.clear()
    with time_machine.travel(MONDAY, tick=False):
        concern(rel)
    return rel


def states(template: str = "notice") -> list[str]:
    from detente.store.models import Outbox

    return list(Outbox.objects.filter(template=template).order_by("id").values_list("state", flat=True))


def test_a_server_that_is_away_keeps_everything_waiting_and_counts_no_try(
    waiting: str, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from detente.adapters.mail.server import Away
    from detente.clerk import posting
    from detente.store.models import Outbox

    port = settings.EMAIL_PORT
    monkeypatch.setattr(settings, "EMAIL_PORT", 1)
    with pytest.raises(Away):
        send(MONDAY)
    assert states() == ["waiting", "waiting"]
    assert posting.waiting(MONDAY).due >= 2
    assert set(Outbox.objects.filter(template="notice").values_list("tries", flat=True)) == {0}
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    send(MONDAY)
    assert states() == ["sent", "sent"]
    assert posting.waiting(MONDAY).due == 0


def test_a_server_that_says_later_is_asked_again_after_growing_pauses(waiting: str, sink: Sink) -> None:
    from detente.store.models import Outbox

    sink.answer = "451 later"
    send(MONDAY)
    assert states() == ["waiting", "waiting"]
    assert send(MONDAY + dt.timedelta(seconds=59)) == 0
    send(MONDAY + dt.timedelta(seconds=61))
    row = Outbox.objects.filter(template="notice").first()
    assert (row.tries, row.says[:3]) == (2, "451")
    sink.answer = ""
    send(MONDAY + dt.timedelta(minutes=7))
    assert states() == ["sent", "sent"]


def test_a_server_that_says_never_is_not_asked_again(waiting: str, sink: Sink) -> None:
    from detente.clerk import posting

    sink.answer = "550 no such person"
    send(MONDAY)
    assert states() == ["failed", "failed"]
    assert posting.waiting(MONDAY).failed >= 2


def test_a_sender_that_dies_between_server_and_mark_sends_once_more_under_the_same_id(waiting: str, sink: Sink) -> None:
    from detente.adapters.mail.render import render
    from detente.adapters.mail.server import Server
    from detente.clerk import posting

    with time_machine.travel(MONDAY, tick=False), Server() as server:
        post = next(posting.take())
        server.send(render(post, MONDAY), post.to.addresses)
    send(MONDAY)
    assert states().count("sending") == 1
    send(MONDAY + posting.LEASE + dt.timedelta(seconds=1))
    assert states() == ["sent", "sent"]
    first, *rest = [message["Message-ID"] for _, message, _ in sink.got]
    assert rest.count(first) == 1


def test_nothing_leaves_where_no_server_is_named(waiting: str, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "EMAIL_HOST", "")
    assert send(MONDAY) == 0
    assert states() == ["waiting", "waiting"]
