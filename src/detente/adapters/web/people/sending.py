"""An invitation on its way: to the address alone. Whoever sends it never sees the link."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from detente.clerk.accounts import inviting, people
from detente.core.vocabulary.errors import Refused


def send(request: HttpRequest, place: Any, email: str) -> None:
    """Invite somebody and send them the link.

    Raises:
        Refused: the clerk does not invite, or the mail server does not take the message; nothing is open then.
    """
    at = timezone.now()
    token = people.invite(request.viewer, place.person, email, by=request.user, at=at)
    about = {
        "place": place,
        "who": f"{request.user.name}, {request.user.organisation.name}",
        "relationship": request.viewer.title,
        "again": bool(inviting.address_of(place.relationship, place.person)),
        "link": f"{settings.SITE_URL}/accounts/invitation/{token}/",
        "until": at + inviting.VALID,
    }
    subject = " ".join(render_to_string("people/email/invitation_subject.txt", about).split())
    message = EmailMessage(subject, render_to_string("people/email/invitation.txt", about), to=[email])
    try:
        message.send()
    except OSError as error:  # of sockets and of SMTP
        inviting.withdraw(place.relationship, place.person, at=at)
        raise Refused(
            _("The mail server did not take the invitation, and its link opens nothing. It can be sent again.")
        ) from error
