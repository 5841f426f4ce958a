"""C1: whoever may not read a room meets nothing of it, on any page, in any form."""

import base64
import gzip
import io
import logging
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from pypdf import PdfReader

from tests.promises.drafting import draft
from tests.promises.logs import everything_logged
from tests.promises.routes import addresses, routes
from tests.promises.world import ARUN, DRAFTING, ELIN, EXPERT, INES, NOOR, Principal, World, draft_of

LONG = bool(os.environ.get("DETENTE_LONG"))
TAKING = (ELIN, ARUN, INES, NOOR, EXPERT) if LONG else (ARUN, INES)  # a bundle takes seconds to print and to read
BUNDLES = ("M-009", "") if LONG else ("M-009",)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def readings(answer: Any) -> Iterator[bytes]:
    """Yield everything an answer says: headers, body, and what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield b"\n".join(f"{name}: {value}".encode() for name, value in answer.items())
    yield str(answer.cookies).encode()
    yield from unpacked(body)


def unpacked(body: bytes) -> Iterator[bytes]:
    """Yield a body and what is packed in it: gzip, zip, PDF, base64."""
    yield body
    if body[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(body))
    if body[:5] == b"%PDF-":
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages).replace("\n", "").encode()
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))
    for found in _BASE64.findall(body):
        try:
            yield base64.b64decode(found + b"=" * (-len(found) % 4))
        except ValueError:
            continue


def asked_for(client: Any, world: World, who: Principal) -> Iterator[tuple[str, Any]]:
    """Yield whatever a principal can ask for: every address as a page and as a part, and bundles of the record."""
    for address in (address for route in routes() for address in addresses(world, route)):
        for headers in ({}, {"HX-Request": "true"}):
            yield address, client.get(address, headers=headers)
    if who.name in TAKING:
        for matter in BUNDLES:
            yield f"bundle {matter}", client.post(f"/r/{world.key}/record/bundle/", {"matter": matter})


def test_every_canary_is_met_by_who_may_read_it_and_by_nobody_else(world: World, ask: Callable[[str], Any]) -> None:
    """That it is met at all shows that the crawl would see it. What was asked for and written stands in no log."""
    met, seen, asked, bundles = [], set(), 0, 0
    with everything_logged() as log:
        drafting = {name: ask(name) for name in DRAFTING}
        for name, client in drafting.items():
            draft(client, world.key, world.canaries[draft_of(name)])
        for name, who in world.principals.items():
            foreign = {text.encode(): room for text, room in world.foreign(who).items()}
            own = {text.encode(): room for text, room in world.own(who).items()}
            for address, answer in asked_for(drafting.get(name) or ask(name), world, who):
                asked += 1
                bundles += address.startswith("bundle") and answer.status_code == 200
                for said in readings(answer):
                    met += [f"{name} reads '{room}' at {address}" for text, room in foreign.items() if text in said]
                    seen |= {room for text, room in own.items() if text in said}
        logging.getLogger("detente.clock").warning("the last line")
    assert met == []
    assert seen == set(world.canaries)
    assert len(world.principals) >= 12
    assert asked > 1000
    assert bundles >= 2 * len(BUNDLES)
    written = log.getvalue()
    assert written.endswith("the last line\n")
    assert [room for room, texts in world.canaries.items() if any(text in written for text in texts)] == []
