"""The Jinja2 environment of every page: where templates stand, and the few names each may use."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import get_urlconf, reverse
from django.utils import translation
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from markupsafe import Markup, escape

from detente.adapters.web.frame import amounts, asking, forms, navigation, recorded, sides, speaking, times


def environment(**options: Any) -> Environment:
    """Return the environment: strict about unknown names, escaping, with gettext and a cache of compiled templates."""
    options.update(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=-1)
    options.setdefault("extensions", []).append("jinja2.ext.i18n")
    made = Environment(bytecode_cache=_compiled(), **options)  # noqa: S701 (autoescape is set just above)
    _speak(made)
    made.globals.update(
        url=url,
        static=lru_cache(256)(static),
        nonce=asking.nonce,
        hx=hx,
        csrf=csrf,
        asked=asking.request,
        viewer=asking.viewer,
        person=asking.person,
        language=translation.get_language,
        right_to_left=translation.get_language_bidi,
        languages=settings.LANGUAGES,
        banner=settings.BANNER,
        demonstration=_demonstration(),
        navigation=navigation.rooms,
        side=sides.side,
        amounts=amounts.amounts,
        plainly=amounts.plainly,
        speaks=speaking.speaks,
        writes=speaking.writes,
        opens=speaking.opens,
        reads_along=speaking.reads_along,
        attributes=forms.attributes,
        keeps=forms.keeps,
        recorded=recorded.line,
        sides=sides.both,
        relationship_title=sides.title,
    )
    made.globals.update(times.FOR_TEMPLATES)
    return made


def _demonstration() -> Any:
    """What the strip of a demonstration shows; nothing on a real site."""
    if not settings.DEMO:
        return None
    from detente.adapters.web.demo.strip import strip

    return strip


def _compiled() -> FileSystemBytecodeCache:
    place = Path(settings.DATA) / "templates"
    place.mkdir(mode=0o700, exist_ok=True)
    return FileSystemBytecodeCache(str(place))


def _speak(made: Environment) -> None:
    """Give templates `_()`, `ngettext`, `pgettext`, `npgettext` of the reader's language."""
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of the view of that name."""
    return _address(
        get_urlconf(), name, tuple(map(str, args)), tuple((key, str(value)) for key, value in kwargs.items())
    )


@lru_cache(4096)
def _address(urlconf: str | None, name: str, args: tuple[str, ...], kwargs: tuple[tuple[str, str], ...]) -> str:
    return reverse(name, urlconf, args or None, dict(kwargs) or None)


def hx(**attributes: str) -> Markup:
    """Return htmx attributes with this answer's nonce: `hx(post=url("say"), target="#talk")`.

    In a name `_` stands for `-`, and `__` for `:` (`target__inherited`).
    """
    pairs = {f"hx-{name.replace('__', ':').replace('_', '-')}": value for name, value in attributes.items()}
    pairs["hx-nonce"] = asking.nonce()
    return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in pairs.items())


def csrf() -> Markup:
    """Return the hidden field that every form with method post carries."""
    asked = asking.request()
    token = get_token(asked) if asked is not None else ""
    return Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(escape(token))
