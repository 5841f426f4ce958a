"""C1: whoever may not read a room meets nothing of it, on any page, in any form."""

import base64
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from tests.promises.routes import addresses, routes
from tests.promises.world import World

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")


def readings(answer: Any) -> Iterator[bytes]:
    """Yield everything an answer says: headers, body, and what is packed in it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    yield b"\n".join(f"{name}: {value}".encode() for name, value in answer.items())
    yield str(answer.cookies).encode()
    yield from unpacked(body)


def unpacked(body: bytes) -> Iterator[bytes]:
    """Yield a body and what is packed in it: gzip, zip, base64."""
    yield body
    if body[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(body))
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


def test_every_canary_is_met_by_who_may_read_it_and_by_nobody_else(world: World, ask: Callable[[str], Any]) -> None:
    """That it is met at all shows that the crawl would see it."""
    met, seen, asked = [], set(), 0
    for name, who in world.principals.items():
        foreign = {text.encode(): room for text, room in world.foreign(who).items()}
        own = {text.encode(): room for room in who.rooms for text in world.canaries.get(room, [])}
        client = ask(name)
        for address in (address for route in routes() for address in addresses(world, route)):
            for headers in ({}, {"HX-Request": "true"}):
                asked += 1
                for said in readings(client.get(address, headers=headers)):
                    met += [f"{name} reads '{room}' at {address}" for text, room in foreign.items() if text in said]
                    seen |= {room for text, room in own.items() if text in said}
    assert met == []
    assert seen == set(world.canaries)
    assert len(world.principals) >= 12
    assert asked > 1000
