"""Every answer is kept by nobody, no form passes without its token, and no address sends anybody elsewhere."""

from collections.abc import Callable
from typing import Any

from tests.promises.routes import addresses, routes
from tests.promises.sending import forms_of, send
from tests.promises.world import ARUN, ELIN, World

ELSEWHERE = (
    "https://attacker.example/", "//attacker.example/", "/\\attacker.example/", "\\\\attacker.example",
    "javascript:alert(1)", "https:attacker.example", "/\t/attacker.example", "http:///attacker.example",
)  # fmt: skip


def test_no_answer_may_be_kept_or_shared(world: World, ask: Callable[[str], Any]) -> None:
    client, kept = ask(ELIN), []
    asked = [lambda each=each: client.get(each) for route in routes() for each in addresses(world, route)]
    asked.append(lambda: client.post(f"/r/{world.key}/record/bundle/", {"matter": "M-014"}))
    asked.append(lambda: client.post(f"/r/{world.key}/record/bundle/", {}))
    for answer in (one() for one in asked):
        held = {part.strip() for part in answer.get("Cache-Control", "").split(",")}
        safe = {"no-store", "private"} <= held and answer.get("X-Content-Type-Options") == "nosniff"
        kept += [] if safe and "Cookie" in answer.get("Vary", "") else [answer.request["PATH_INFO"]]
    assert kept == []


def test_no_form_passes_without_its_token(world: World, ask: Callable[[str], Any]) -> None:
    from django.test import Client

    signed = ask(ARUN)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"host": "localhost"})
    client.cookies = signed.cookies
    passed, sent = [], 0
    for route in routes():
        for address in addresses(world, route) if route.name != "digest-off" else []:  # its token is the address
            answer = client.post(address, {"text": "x"})
            sent += 1
            passed += [] if answer.status_code in (403, 404, 405) else [f"{address} answers {answer.status_code}"]
    assert passed == []
    assert sent > 50


def test_no_address_sends_anybody_elsewhere(world: World, ask: Callable[[str], Any]) -> None:
    for name in (ELIN, "nobody"):
        client, led = ask(name), []
        forms = list(forms_of(client, world))
        for next_ in ELSEWHERE:
            found = [client.get(each, {"next": next_}) for route in routes() for each in addresses(world, route)]
            fields = {"next": next_, "email": "x@x.example", "password": "x", "login": "x@x.example"}
            found += [send(client, one.action, {**one.fields, **fields}) for one in forms if "accounts" in one.action]
            found += [send(client, "/language/", {"language": "de", "next": next_}, referer=next_.replace("\t", ""))]
            led += [
                f"{one.request['PATH_INFO']} to {one['Location']}" for one in found if away(one.get("Location", ""))
            ]
        assert led == []


def away(address: str) -> bool:
    """Return whether a browser would leave the site for this."""
    plain = address.replace("\\", "/").replace("\t", "")
    return bool(plain) and (not plain.startswith("/") or plain.startswith("//"))
