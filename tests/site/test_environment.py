"""What the machine tells the site."""

from pathlib import Path

import pytest

from detente.core.vocabulary.errors import BadInput
from detente.site import environment


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DETENTE_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert len(first) >= 48
    assert environment.secret_key(tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_short_secret_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_SECRET_KEY", "short")
    with pytest.raises(BadInput, match="Write at least 32"):
        environment.secret_key(tmp_path)


def test_a_postgresql_address_is_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_DATABASE", "postgresql://keeper:p%40ss@db.example:5433/table?sslmode=require")
    told = environment.database(Path("data"))
    assert told["ENGINE"] == "django.db.backends.postgresql"
    assert (told["USER"], told["PASSWORD"], told["HOST"], told["PORT"]) == ("keeper", "p@ss", "db.example", "5433")
    assert (told["NAME"], told["OPTIONS"]) == ("table", {"sslmode": "require"})


def test_an_unknown_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_DATABASE", "mysql://x/y")
    with pytest.raises(BadInput, match=r"Write postgresql://"):
        environment.database(Path("data"))
