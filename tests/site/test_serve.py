"""`detente serve` in a process of its own: pages, a worker beside them, mail; all of it ends together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def children(of: int) -> set[int]:
    """Return the processes that a process began and that still run."""
    found = set()
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == of and fields[0] != "Z":
            found.add(int(place.parent.name))
    return found


def answers(url: str, within_s: float) -> int:
    """Return the status of a page, once the server listens."""
    until = time.monotonic() + within_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_makes_the_tables_answers_and_ends_with_everything_it_began(tmp_path: Path, number: int) -> None:
    port = free_port()
    environment = {**os.environ, "DETENTE_DATA": str(tmp_path), "DETENTE_URL": f"http://127.0.0.1:{port}",
                   "PYTHONPATH": str(ROOT / "src")}  # fmt: skip
    environment.pop("DETENTE_DATABASE", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", "--port", str(port), "--workers", "1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert answers(f"http://127.0.0.1:{port}/accounts/login/", 90) == 200
        begun = children(server.pid)
        assert len(begun) >= 2  # a process for pages, one for the worker
        server.send_signal(number)
        said, _ = server.communicate(timeout=60)
        assert server.returncode == 0, said
        assert f"Detente listens on http://127.0.0.1:{port}" in said
        assert "DETENTE_SMTP is not set" in said
        assert not [pid for pid in begun if Path(f"/proc/{pid}").exists()]
    finally:
        server.kill()
        server.wait()


def test_a_worker_leaves_when_the_process_that_began_it_is_gone(tmp_path: Path) -> None:
    environment = {**os.environ, "DETENTE_DATA": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DETENTE_DATABASE", None)
    done = subprocess.run(
        [sys.executable, "-m", "detente", "worker", "--parent", "1"],
        env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
