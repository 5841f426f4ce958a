"""The record of a relationship: entries, checkpoints, bundles to take along."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_POST

from detente import clerk
from detente.adapters.web.frame.forms import answer
from detente.adapters.web.frame.seat import seated
from detente.adapters.web.record import listing
from detente.adapters.web.record.forms import Countersigned, Filter, PublicKey, Take
from detente.adapters.web.record.picture import drawn
from detente.adapters.web.record.state import state_of
from detente.core.vocabulary.errors import BadInput, BrokenJournal
from detente.core.worktime import zone
from detente.store import read


@require_GET
@seated
def record(request: HttpRequest) -> HttpResponse:
    """Return the page of entries, with the state of the checkpoints."""
    viewer = _viewer(request)
    form = Filter(viewer, request.GET if request.GET else None)
    wanted = form.wanted()
    found = listing.page(viewer, wanted, _home(request))
    asked = request.GET.copy()
    asked["before"] = str(found.further or "")
    state = state_of(viewer)
    picture = drawn(state, viewer.ruled.letters, _home(request))
    about = {"page": found, "form": form, "wanted": wanted, "state": state, "further": asked.urlencode()}
    about["ribbon"] = picture
    return render(request, "record/record.html", about)


@require_POST
@seated
def bundle(request: HttpRequest) -> HttpResponse:
    """Return an evidence bundle as a download."""
    viewer, form = _viewer(request), Take(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    matter = chosen["matter"]
    if matter and read.matter(viewer, matter, clerk.now()) is None:
        raise Http404
    since, until = _instant(request, chosen["since"], 0), _instant(request, chosen["until"], 1)
    data = import_string(settings.EVIDENCE)(viewer, matter, since, until)
    name = f"{viewer.relationship}-{matter.lower() or 'record'}.zip"
    return _download(data, name, "application/zip")


@require_POST
@seated
def sign(request: HttpRequest) -> HttpResponse:
    """Sign where the record stands now."""
    viewer = _viewer(request)
    clerk.sign_checkpoint(viewer)
    return redirect("record", rel=viewer.relationship)


@require_GET
@seated
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """Return a checkpoint as a file, to be kept or countersigned elsewhere."""
    viewer = _viewer(request)
    for one in read.checkpoints(viewer):
        if one.note.checkpoint.size == size:
            return _download(one.note.text.encode(), f"{viewer.relationship}-{size}.txt", "text/plain; charset=utf-8")
    raise Http404


@require_GET
@seated
def keys(request: HttpRequest) -> HttpResponse:
    """Return the public keys of the host and the witnesses as a file."""
    viewer = _viewer(request)
    text = "".join(f"{key.text}\n" for key in read.keys_of(viewer))
    return _download(text.encode(), f"{viewer.relationship}-keys.txt", "text/plain; charset=utf-8")


@seated
def countersign(request: HttpRequest) -> HttpResponse:
    """Take a checkpoint that was countersigned elsewhere."""
    viewer = _viewer(request)
    form = Countersigned(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _taken(form, "note", clerk.take_countersigned, viewer):
        return redirect("record", rel=viewer.relationship)
    return _countersign_page(request, form, PublicKey())


@require_POST
@seated
def key(request: HttpRequest) -> HttpResponse:
    """Take a public key of the viewer's side."""
    viewer, form = _viewer(request), PublicKey(request.POST)
    if form.is_valid() and _taken(form, "key", clerk.add_witness, viewer):
        return redirect("record-countersign", rel=viewer.relationship)
    return _countersign_page(request, Countersigned(), form)


def _countersign_page(request: HttpRequest, form: Any, key_form: Any) -> HttpResponse:
    viewer = _viewer(request)
    own = [one for one in read.witnesses(viewer) if one.party == viewer.party]
    about = {
        "key_form": key_form,
        "own": own,
        "state": state_of(viewer),
        "failed": bool(form.errors or key_form.errors),
    }
    response = answer(request, "record/countersign.html", form, **about)
    response.status_code = 422 if form.errors or key_form.errors else 200
    return response


def _taken(form: Any, field: str, take: Any, viewer: read.Viewer) -> bool:
    try:
        take(viewer, form.cleaned_data[field])
    except (BadInput, BrokenJournal) as error:
        form.add_error(field, str(error))
        return False
    return True


def _viewer(request: HttpRequest) -> read.Viewer:
    found: read.Viewer = request.viewer
    return found


def _home(request: HttpRequest) -> str:
    """The zone of the reader's own side; a neutral reads days as the first party does."""
    sides = request.sides
    own = [side.zone for side in sides if side.key == _viewer(request).party]
    return str((own or [side.zone for side in sides] or ["UTC"])[0])


def _instant(request: HttpRequest, day: date | None, days: int) -> datetime | None:
    if day is None:
        return None
    local = datetime.combine(day + timedelta(days=days), time(), tzinfo=zone(_home(request)))
    return local.astimezone(UTC)


def _download(data: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
