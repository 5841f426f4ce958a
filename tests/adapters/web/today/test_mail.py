"""While the mail server is away a calm line says so, and it is gone when mail flows again."""

from typing import Any

import pytest

from tests.adapters.mail.conftest import Sink, settings_of_mail, sink
from tests.adapters.web.seeding import Seeded

__all__ = ["settings_of_mail", "sink"]
LINE = "Mail waits for its server."


def sent() -> int:
    from detente.adapters.mail.send import Sender

    return Sender().send_due()


@pytest.fixture
def host(seeded: Seeded) -> Any:
    from django.test import Client

    from detente.clerk.accounts import seats

    client = Client(headers={"host": "localhost"})
    client.force_login(seats.host("ada@host.example", "Ada Berg", at=seeded.now))
    return client


def test_people_and_the_host_read_that_mail_waits_until_it_flows_again(
    seeded: Seeded, signed_in: Any, host: Any, sink: Sink
) -> None:
    from django.conf import settings

    from detente import clerk
    from detente.adapters.mail.server import Away

    elin = signed_in("Elin Marsh")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "EMAIL_PORT", 1)
        while True:
            try:
                if not sent():
                    break
            except Away:
                break
        assert LINE in elin.get("/").content.decode()
        assert LINE in host.get("/host/").content.decode()
        assert "Nothing is lost" in elin.get("/").content.decode()
    while sent():
        pass
    assert LINE not in elin.get("/").content.decode()
    assert LINE not in host.get("/host/").content.decode()
    assert clerk.now() == seeded.now


def test_where_no_mail_is_to_leave_nothing_is_said_of_a_server(seeded: Seeded, signed_in: Any) -> None:
    assert LINE not in signed_in("Elin Marsh").get("/").content.decode()
