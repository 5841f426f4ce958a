"""Drafts of concerns: every field of the form that raises one is written in, kept, looked ahead from; none is filed."""

from typing import Any

from tests.promises.sending import send


def draft(client: Any, key: str, texts: list[str]) -> None:
    """Keep the first text as a draft of what may be opened first, and look ahead from the second of something else."""
    from django.urls import reverse

    address = reverse("raise", kwargs={"rel": key})
    first, *others = openings(client, address)
    fields = written(client, address, first, texts[0])
    assert send(client, address, fields).status_code == 302  # the form's button among them: keep
    for slug in others:
        fields = {name: text for name, text in written(client, address, slug, texts[1]).items() if name != "keep"}
        assert send(client, address, fields).status_code in (200, 422)


def openings(client: Any, address: str) -> list[str]:
    """Return what a person may open."""
    from re import findall

    page = client.get(address).content.decode()
    return [findall(r'name="open" value="([^"]+)"', page)[0], *findall(r'href="\?open=([^"]+)"', page)]


def written(client: Any, address: str, slug: str, text: str) -> dict[str, str]:
    """Return the form of an opening with a text in every field that is typed and takes one."""
    from tests.promises.sending import read_forms

    page = client.get(f"{address}?open={slug}").content.decode()
    form = next(form for form in read_forms(address, page) if "open" in form.fields)
    typed = {name: text for name in form.typed if name not in ("open", "csrfmiddlewaretoken")}
    return {**form.fields, **typed}
