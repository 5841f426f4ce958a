"""What belongs to every page: the reader's language."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST


@require_POST
def speak(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen in a cookie and return to the page the reader came from."""
    asked, back = request.POST.get("language", ""), request.POST.get("next", "/")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(back, hosts, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    if asked in dict(settings.LANGUAGES) and check_for_language(asked):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            asked,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return answer
