"""The host's page. For anybody else there is nothing at its address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from detente import clerk
from detente.adapters.web.frame import mail
from detente.adapters.web.frame.seat import signed_in
from detente.store.read import accounts, host


@require_safe
@signed_in
def installation(request: HttpRequest) -> HttpResponse:
    """Show relationships, whether clocks and mails keep up, how many people are signed in."""
    if not request.user.hosts:
        raise Http404
    about = {
        "tables": host.tables(),
        "health": host.health(clerk.now()),
        "mail_waits": mail.waits(clerk.now()),
        "last_sent": host.last_sent(),
        "counts": accounts.counts(timezone.now()),
    }
    return render(request, "host/installation.html", about)
