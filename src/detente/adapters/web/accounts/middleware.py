"""Who asks: the account of the session, checked anew with every request."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject


class SignedIn:
    """Sets `request.user`. One query reads session and account together; an ended account is nobody from then on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: request.session.account() or AnonymousUser())
        return self.get_response(request)
