"""The public page that checks a bundle, a journal or a checkpoint. Nothing is kept, nobody is asked who they are."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from detente.adapters.web.record.forms import Check
from detente.core.journal import Key, Note, keys_of, lines_of, parse_note, verify_bundle, verify_journal
from detente.core.journal.breaks import telling
from detente.core.journal.verify import check_signatures
from detente.core.vocabulary.errors import BadInput, BrokenJournal


class Found(NamedTuple):
    """What a check found, in words."""

    ok: bool
    lines: Sequence[str]


def verify(request: HttpRequest) -> HttpResponse:
    """Return the page; a POST is answered with what was found."""
    form = Check(request.POST, request.FILES) if request.method == "POST" else Check()
    found = _check(form) if form.is_bound and form.is_valid() else None
    status = 422 if form.errors or (found and not found.ok) else 200
    return render(request, "record/verify.html", {"form": form, "found": found}, status=status)


def _check(form: Check) -> Found:
    given = form.cleaned_data
    try:
        keys = keys_of(given["keys"].replace("\r\n", "\n")) if given["keys"].strip() else []
        kept = [_note(given["kept"])] if given["kept"].strip() else []
        return _file(given["file"], keys, kept) if given["file"] else _alone(kept[0], keys)
    except (BrokenJournal, BadInput) as error:
        return Found(False, [str(error)])


def _note(text: str) -> Note:
    return parse_note(text.replace("\r\n", "\n").strip() + "\n")


def _file(file: Any, keys: list[Key], kept: list[Note]) -> Found:
    begins = file.read(2)
    file.seek(0)
    if begins == b"PK":
        bundle = verify_bundle(file.read(), keys=keys, kept=kept)
        return Found(bundle.ok, bundle.lines)
    journal = verify_journal(lines_of(file), keys=keys, kept=kept)
    return Found(journal.ok, journal.lines)


def _alone(note: Note, keys: list[Key]) -> Found:
    """What a checkpoint says by itself."""
    at = note.checkpoint
    lines = [
        _("'%(origin)s' had %(size)s entries, root %(root)s.")
        % {"origin": at.origin, "size": at.size, "root": at.root.hex()},
        _("It bears signatures of: %(names)s.") % {"names": ", ".join(one.name for one in note.signatures)},
    ]
    if not keys:
        return Found(True, [*lines, _("No signature was checked: paste the public keys that were kept.")])
    count = telling(check_signatures)(note, keys, all_known=False)
    return Found(True, [*lines, _("Signatures that hold: %(count)s.") % {"count": count}])
