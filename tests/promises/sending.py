"""Forms as a browser would send them, found on the pages themselves: what can be sent, by whom, to which address."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import quote_from_bytes, urljoin

from tests.promises.routes import addresses, routes
from tests.promises.world import World

ENCODED = "application/x-www-form-urlencoded"
_TYPED = {"text", "search", "email", "url", "tel", "password", "number", "date", "hidden", "textarea", ""}


class Form(NamedTuple):
    """A form that posts: where it goes, its fields with what they begin with, and which of them a person types."""

    action: str
    fields: dict[str, str]
    typed: tuple[str, ...]


class _Reader(HTMLParser):
    """Collects the forms of a page that post."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.forms, self._open = at, list[Form](), list[Form]()
        self._typed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form" and said.get("method", "").lower() == "post":
            self._open = [Form(urljoin(self.at, said.get("action") or self.at), {}, ())]
            self._typed = []
        elif self._open and tag in {"input", "textarea", "select", "button"} and said.get("name"):
            self._field(tag, said)
        elif self._open and tag == "option":
            name = next(reversed(self._open[0].fields), "")
            if name and (not self._open[0].fields[name] or "selected" in said):
                self._open[0].fields[name] = said.get("value", "")

    def _field(self, tag: str, said: dict[str, str]) -> None:
        self._open[0].fields.setdefault(said["name"], said.get("value", ""))
        if said.get("type", tag if tag == "textarea" else "") in _TYPED and tag != "button":
            self._typed.append(said["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open:
            self.forms.append(self._open.pop()._replace(typed=tuple(dict.fromkeys(self._typed))))


def forms_of(client: Any, world: World) -> Iterator[Form]:
    """Yield every form a person meets on the pages of every route, each once."""
    seen = set()
    for address in (address for route in routes() for address in addresses(world, route)):
        answer = client.get(address)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        for form in read_forms(address, answer.content.decode()):
            key = (form.action, tuple(form.fields))
            if key not in seen and form.action.startswith("/"):
                seen.add(key)
                yield form


def read_forms(address: str, page: str) -> list[Form]:
    """Return the forms of a page that post."""
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def encoded(fields: dict[str, str]) -> bytes:
    """Return a form's body as bytes; a lone surrogate goes as the bytes that stand for it."""
    pairs = ((name, value.encode("utf-8", "surrogatepass")) for name, value in fields.items())
    return "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs).encode()


def send(client: Any, address: str, fields: dict[str, str], **headers: str) -> Any:
    """Return the answer to a form."""
    return client.post(address, data=encoded(fields), content_type=ENCODED, headers=headers)
