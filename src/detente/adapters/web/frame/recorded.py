"""A calm line after something was put on record: what is so now, and who sees it. The address says which."""

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from detente.adapters.web.frame import asking


def line(*keys: str) -> Markup:
    """Return the line for what was just recorded, if it is one of these; else nothing."""
    asked = asking.request()
    key = asked.GET.get("recorded", "") if asked is not None else ""
    words = _words(key) if key in keys else ""
    if not words:
        return Markup()
    return Markup('<p class="strip recorded" role="status"><span>{}</span></p>').format(escape(words))


def _words(key: str) -> str:
    return {
        "fact": _("The fact is on record. Both sides see it."),
        "confirmed": _("Your side has confirmed it. Both sides see that."),
        "version": _("Your version is on record beside the other. Both sides see it."),
        "message": _("The message is on record. Both sides read it."),
        "caucus": _("The message is on record. It stays in this caucus."),
        "note": _("The note is kept. Only your side reads it."),
        "cause": _("It is on record how your side sees it. Both sides see that."),
        "item": _("It is on the agenda. The other side sees it when the agenda is shared."),
        "taken back": _("It is taken back. The other side never saw it."),
        "closed": _("It is on record what became of it. Both sides see that."),
        "action": _("The action is on record with its clock. Both sides see it."),
        "held": _("It is on record that your side says so. It counts when both have."),
        "minutes": _("The minutes are on record. The other side is asked to accept them."),
        "accepted": _("It is on record that your side accepts the minutes."),
        "offered": _("The offer is on record. It counts when the other side agrees."),
        "agreed": _("It is on record that your side agrees."),
        "report": _("The report is on record. Both sides see it."),
    }.get(key, "")
