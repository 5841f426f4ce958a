"""A first version whose day is still to come: nothing is said of signatures that nobody gave."""

from datetime import UTC, datetime, timedelta
from typing import Any

from detente.adapters.cli.files import library_file
from detente.core.charter.starting import started


def test_a_first_version_that_starts_next_week_is_not_said_to_be_signed(application: Any, sqlite: Any) -> None:
    from detente import clerk
    from detente.adapters.web.charters.waiting import versions
    from detente.store import read

    now = datetime.now(UTC)
    template = library_file("charters", "bpo.yaml").read_text(encoding="utf-8")
    key = clerk.begin(started(template, (now + timedelta(days=7)).date()), host="detente.example")
    rules = read.ruled(key)
    anna = rules.number("Alex Customer")
    viewer = read.seated(rules, "bpo", person=anna, name="Alex Customer", party="customer")

    assert versions(viewer, now).coming == ()
