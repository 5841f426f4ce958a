"""What the page of a matter costs, against django-helpdesk's ticket page with as many rows.

CPU time in one process, medians, through Django's test client on both sides: middleware, queries, template. Then the
same page where the journal holds a hundred times as many facts; and with --serve the page under granian with two
workers on SQLite: pages a second, and the 99th percentile at 60 % of that.

--json prints one JSON object. --peer PYTHON names an interpreter that has django-helpdesk (default: this one).
SIZE as the first argument is the number of facts of the large journal (default 1,000,000).
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
RATIO, GROWTH, QUERIES, PER_SECOND, P99_MS = 8.0, 1.5, 12, 250, 50
SMALL, ROWS, RUNS = 10_000, 10, 60
WORKERS, LANES, SECONDS = 2, 32, 6.0  # many lanes, so that both workers get as many


def median_ms(do: Any, runs: int = RUNS) -> float:
    """Return the median CPU time of a call in milliseconds."""
    for _ in range(5):
        do()
    taken = []
    for _ in range(runs):
        before = time.process_time()
        do()
        taken.append(time.process_time() - before)
    return statistics.median(taken) * 1e3


# ---- the peer


def as_peer(rows: int) -> None:
    """Print what django-helpdesk's ticket page costs with so many follow-ups, among 2,000 tickets."""
    import importlib.util as there

    import django
    from django.conf import settings

    extra = [one for one in ("bootstrap4form", "account", "pinax.invitations", "pinax.teams", "reversion")
             if there.find_spec(one.split(".")[0])]  # fmt: skip
    apps = ["admin", "auth", "contenttypes", "sessions", "messages", "staticfiles", "sites", "humanize"]
    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF="matter_page_peer", SITE_ID=1, USE_TZ=True,
        STATIC_URL="/s/", MEDIA_URL="/m/", LOGIN_URL="/login/", DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        HELPDESK_TEAMS_MODE_ENABLED=False,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{tempfile.mkdtemp()}/peer.sqlite3"}},
        INSTALLED_APPS=[*(f"django.contrib.{one}" for one in apps), *extra, "rest_framework", "helpdesk"],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
            "OPTIONS": {"context_processors": [
                "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]},
        }],
    )  # fmt: skip
    django.setup()
    import types

    from django.contrib import admin
    from django.core.management import call_command
    from django.urls import include, path

    urls: Any = types.ModuleType("matter_page_peer")
    urls.urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls", namespace="helpdesk"))]
    sys.modules["matter_page_peer"] = urls
    call_command("migrate", verbosity=0)
    from django.contrib.auth.models import User
    from django.test import Client
    from helpdesk.models import FollowUp, Queue, Ticket

    user = User.objects.create_superuser("ann", "ann@example.org", "password")
    queue = Queue.objects.create(title="Queue", slug="queue")
    for number in range(2000):
        Ticket.objects.create(title=f"Ticket {number}", queue=queue, description="text " * 20)
    ticket = Ticket.objects.first()
    for _ in range(rows):
        FollowUp.objects.create(ticket=ticket, title="note", comment="text " * 30, user=user, public=True)
    client = Client()
    client.force_login(user)
    address = f"/tickets/{ticket.id}/"
    assert client.get(address).status_code == 200
    print(json.dumps({"ms": median_ms(lambda: client.get(address)), "queries": queries(client, address)}))


def queries(client: Any, address: str) -> int:
    """Return how many queries an answer takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# ---- ours


def story(folder: str) -> tuple[Any, str, str]:
    """Return a client that is signed in, the address of a matter with its rows, and the cookie of its session."""
    os.environ.update(DETENTE_DATA=folder, DETENTE_DATABASE="", DJANGO_SETTINGS_MODULE="detente.site.settings")
    from detente.site.commands import migrated, set_up

    set_up()
    migrated()
    from django.test import Client

    from detente import clerk
    from detente.adapters.web.frame.statics import collect
    from tests.adapters.web.seeding import MIDWAY, Seeded

    collect()
    charter = (ROOT / "src/detente/charters/golden/charter.yaml").read_bytes()
    seeded = Seeded(charter, until=min(MIDWAY, datetime.now(UTC)))
    for number in range(ROWS):
        clerk.send_message(seeded.viewer("Elin Marsh"), "M-014", f"text {number} " * 30)
    client = Client(headers={"host": "localhost"})
    client.force_login(seeded.users["Elin Marsh"])
    address = f"/r/{seeded.key}/matters/M-014/"
    assert client.get(address).status_code == 200
    return client, address, client.cookies["session"].value


def rows_shown(client: Any, address: str) -> int:
    """Return how many facts and messages the page shows."""
    text = client.get(address).content.decode()
    return int(text.count('<li class="fact"') + text.count('<li class="entry"'))


def fill(relationship: str, size: int) -> None:
    """Let the joint journal hold `size` facts: statements in other matters, written as the clerk writes them."""
    import secrets

    from django.db import transaction

    from detente.core.journal import JournalWriter, append
    from detente.core.simulation.appointments import unsealed
    from detente.core.vocabulary.facts import StatementMade
    from detente.store import write
    from detente.store.instants import from_us, to_us
    from detente.store.read import ruled

    charter = next(iter(ruled(relationship).charters.values()))
    with transaction.atomic():
        tree, last_us = write.lock(relationship, "joint")
        at = from_us(last_us)
        writer, rows = JournalWriter("joint", tree, at), []
        for number in range(tree.size, size):
            matter, fact = f"M-{100000 + number // 20}", f"joint/{number}"
            made = StatementMade(
                id=fact, at=at, charter=charter, matter=matter, statement=f"F{number % 20 + 1}", party="customer",
                person="p-1", text=unsealed("", fact, "text", matter),
            )  # fmt: skip
            done = append(writer, made, salt=secrets.token_bytes(16))
            line = done.line.decode().rstrip("\n")
            rows.append(write.EntryRow(number, "StatementMade", matter, to_us(at), line))
            writer = done.writer
            if len(rows) == 5000 or number == size - 1:
                write.append(relationship, "joint", rows)
                rows = []
        write.move_head(relationship, "joint", writer.tree, to_us(at))


def cold(client: Any, address: str) -> float:
    """Return what the page costs when nothing of it is kept in the process."""
    from detente.adapters.web.matters import answers, page, timeline

    def ask() -> None:
        for kept in (answers._standings, timeline._pasts, page._drawn, page._ladders, page._told):
            kept.clear()
        client.get(address)

    return median_ms(ask, 20)


# ---- served


async def ask_for(
    port: int, address: str, cookie: str, until: float, *, pace: float = 0, later: float = 0
) -> list[float]:
    """Return how long each answer took on one connection; `pace` seconds between the beginnings, 0 for none.

    It begins `later` seconds from now, so that many connections do not all ask at one instant.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    request = f"GET {address} HTTP/1.1\r\nHost: localhost\r\nCookie: session={cookie}\r\n\r\n".encode()
    taken, due = [], time.perf_counter() + later
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        began = due if pace else time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head[:20], head[:200]
        sized = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: ")]
        await (reader.readexactly(int(sized[0][16:])) if sized else reader.readuntil(b"\r\n0\r\n\r\n"))
        taken.append(time.perf_counter() - began)
        due = due + pace if pace else time.perf_counter()
    writer.close()
    return taken


async def load(port: int, address: str, cookie: str, per_second: float = 0) -> list[float]:
    """Return how long answers took on all connections together."""
    until = time.perf_counter() + SECONDS
    pace = LANES / per_second if per_second else 0.0
    lanes = (ask_for(port, address, cookie, until, pace=pace, later=pace * n / LANES) for n in range(LANES))
    found = await asyncio.gather(*lanes)
    return [one for taken in found for one in taken]


def served(address: str, cookie: str) -> dict[str, float]:
    """Return pages a second under granian, and the 99th percentile at 60 % of that."""
    port = 58_321
    server = subprocess.Popen(
        [sys.executable, "-m", "detente", "serve", "--no-worker", "--workers", str(WORKERS), "--port", str(port)],
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}"}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                asyncio.run(ask_for(port, address, cookie, time.perf_counter() + 0.01))
                break
            except OSError:
                time.sleep(0.1)
        asyncio.run(load(port, address, cookie))
        most = len(asyncio.run(load(port, address, cookie))) / SECONDS
        taken = sorted(asyncio.run(load(port, address, cookie, 0.6 * most)))
    finally:
        server.terminate()
        server.wait()
    p99 = taken[int(len(taken) * 0.99)] * 1e3
    return {"per_second": most, "p99_ms": p99, "median_ms": statistics.median(taken) * 1e3}


def main() -> None:
    """Print the costs and their ratios."""
    size = next((int(one) for one in sys.argv[1:] if one.isdigit()), 1_000_000)
    python = sys.argv[sys.argv.index("--peer") + 1] if "--peer" in sys.argv else sys.executable
    with tempfile.TemporaryDirectory() as folder:
        client, address, cookie = story(folder)
        relationship = address.split("/")[2]
        shown = rows_shown(client, address)
        told = subprocess.run([python, __file__, "--as-peer", str(shown)], capture_output=True, text=True, check=True)
        peer = json.loads(told.stdout.splitlines()[-1])
        fill(relationship, SMALL)
        found: dict[str, float] = {"page_ms": median_ms(lambda: client.get(address)), "cold_ms": cold(client, address)}
        found |= {
            "queries": queries(client, address),
            "rows": shown,
            "peer_ms": peer["ms"],
            "peer_queries": peer["queries"],
        }
        fill(relationship, size)
        found |= {"large_ms": median_ms(lambda: client.get(address)), "large_cold_ms": cold(client, address)}
        if "--serve" in sys.argv:
            found |= served(address, cookie)
        from django.db import connection

        connection.close()
    found |= {"ratio": found["peer_ms"] / found["page_ms"], "growth": found["large_ms"] / found["page_ms"]}
    tell(found, size)


def tell(found: dict[str, float], size: int) -> None:
    """Print what was found."""
    if "--json" in sys.argv:
        rounded = {name: round(value, 2) for name, value in found.items()}
        goals = {"goal_ratio_at_least": RATIO, "goal_growth_at_most": GROWTH, "goal_queries_at_most": QUERIES}
        print(json.dumps({"name": "matter_page", **rounded, **goals}))
        return
    page, growth = found["page_ms"], found["growth"]
    print(f"one page, CPU ms, medians of {RUNS}; {found['rows']:.0f} rows of facts and messages")
    print(f"  django-helpdesk, ticket  {found['peer_ms']:8.2f}   {found['peer_queries']:4.0f} queries")
    print(f"  a matter                 {page:8.2f}   {found['queries']:4.0f} queries   goal: at most {QUERIES}")
    print(f"  with nothing kept        {found['cold_ms']:8.2f}")
    print(f"  ratio                    {found['ratio']:8.2f}x   goal: at least {RATIO:.0f}x")
    print(f"  at {size:9,} facts      {found['large_ms']:8.2f}   {growth:.2f}x of {SMALL:,}   goal: at most {GROWTH}x")
    print(f"  with nothing kept        {found['large_cold_ms']:8.2f}")
    if "per_second" in found:
        most, middle, p99 = found["per_second"], found["median_ms"], found["p99_ms"]
        print(f"  granian, {WORKERS} workers       {most:8.0f} pages a second   goal: at least {PER_SECOND}")
        print(f"  at 60 % of that          {middle:8.1f} ms, p99 {p99:.1f} ms   goal: p99 at most {P99_MS} ms")


if __name__ == "__main__":
    if "--as-peer" in sys.argv:
        as_peer(int(sys.argv[sys.argv.index("--as-peer") + 1]))
    else:
        main()
