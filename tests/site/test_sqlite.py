"""Which SQLite the site uses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.site import sqlite


@pytest.mark.parametrize("found", ["3.40.1", "3.51.2"])
def test_an_older_library_is_refused_for_two_processes_and_says_what_is_open(found: str) -> None:
    says = sqlite.refusal(found, processes=2)
    assert found in says
    assert "Open now: one process, install pysqlite3, or use PostgreSQL." in says


@pytest.mark.parametrize(("found", "processes"), [("3.40.1", 1), ("3.51.3", 2), ("3.53.4", 8), ("4.0.0", 8)])
def test_one_process_or_a_whole_library_is_not_refused(found: str, processes: int) -> None:
    assert sqlite.refusal(found, processes) == ""


def test_the_site_takes_the_bundled_library_and_its_strict_settings(tmp_path: Path) -> None:
    asked = """
import detente.site.settings
import django
django.setup()
from django.db import connection
cursor = connection.cursor()
ask = lambda what: cursor.execute("PRAGMA " + what).fetchone()[0]
version = cursor.execute("select sqlite_version()").fetchone()[0]
print(version, ask("journal_mode"), ask("synchronous"), ask("foreign_keys"))
"""
    environment = {**os.environ, "DETENTE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "detente.site.settings"}
    environment.pop("DETENTE_DATABASE", None)
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    version, *settings = done.stdout.split()
    assert sqlite.refusal(version, processes=2) == ""
    assert settings == ["wal", "2", "1"]
