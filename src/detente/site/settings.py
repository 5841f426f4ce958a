"""Django's settings, all told by environment variables (site/environment.py says how each is read).

DETENTE_DATA       directory of database, secret and caches        detente-data
DETENTE_DATABASE   postgresql://... or sqlite:///path              SQLite in the data directory
DETENTE_URL        the address people open                         http://localhost:8000
DETENTE_HOSTS      further host names, with commas between
DETENTE_SECRET_KEY at least 32 characters                          a file in the data directory
DETENTE_LANGUAGE   of a reader whose browser asks for none of ours en
DETENTE_BANNER     a line above every page, such as 'Demonstration'
DETENTE_DEMO       1 serves a demonstration: its clock can be moved, anybody may look as anybody
DETENTE_GALLERY    1 shows every part of the look at /gallery/
DETENTE_SMTP       the mail server: smtp://, smtps:// (site/mail.py)   no mail leaves
DETENTE_MAIL_FROM  the address mail comes from                     detente@ the host of DETENTE_URL
DETENTE_BEHIND_PROXY 1 trusts X-Forwarded-Proto of the one in front
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from detente.site.environment import data_directory, database, file_headers, said, secret_key, told
from detente.site.mail import mail
from detente.site.sqlite import use_bundled

use_bundled()  # before anything of Django opens a database

from csp.constants import NONCE, NONE, SELF  # noqa: E402

_PACKAGE = Path(__file__).resolve().parents[1]
_WEB = _PACKAGE / "adapters" / "web"

DATA = data_directory()
SITE_URL = told("URL", "http://localhost:8000").rstrip("/")
TLS = SITE_URL.startswith("https://")
BANNER = told("BANNER")
GALLERY = said("GALLERY")
DEMO = said("DEMO")
SECRET_KEY = secret_key(DATA)
DEBUG = False
_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS = list(dict.fromkeys([_HOST, *filter(None, told("HOSTS").split(","))]))
if _HOST in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

ROOT_URLCONF = "detente.site.urls"
WSGI_APPLICATION = "detente.site.wsgi.application"
APPEND_SLASH = False  # its redirect would answer addresses that stand otherwise than those that do not
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
]
DATABASES: dict[str, dict[str, Any]] = {"default": database(DATA)}
if (_PACKAGE / "store" / "models" / "__init__.py").exists():
    INSTALLED_APPS.append("detente.store.apps.StoreConfig")
    AUTH_USER_MODEL = "store.User"

globals().update(mail(told("SMTP"), told("MAIL_FROM"), _HOST))

# Few, and in this order: files first, then what every answer carries.
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "detente.adapters.web.frame.middleware.Guard",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "detente.adapters.web.accounts.middleware.SignedIn",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_WEB, _WEB / "accounts"],
        "OPTIONS": {"environment": "detente.adapters.web.frame.environment.environment", "context_processors": []},
    },
]
EVIDENCE = "detente.adapters.evidence.live.bundle_of"  # adapters do not know each other
FORM_RENDERER = "django.forms.renderers.Jinja2"

# Sessions and cookies
_PREFIX = "__Host-" if TLS else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_FAILURE_VIEW = "detente.adapters.web.frame.errors.stale_form"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if TLS else []
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
if said("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# Language and time: instants are UTC inside, and written in both parties' zones.
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = told("LANGUAGE", "en")
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("ar", "العربية")]
LOCALE_PATHS = [_WEB / "locale", _PACKAGE / "adapters" / "mail" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [*(_WEB / room / "static" for room in ("frame", "accounts", "demo")), ("look", _PACKAGE / "look")]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "detente.adapters.web.frame.statics.Hashed"},
}
WHITENOISE_ADD_HEADERS_FUNCTION = file_headers

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {
            "handlers": ["stderr"],
            "level": "ERROR",
            "propagate": False,
        },  # no addresses of what is not there
    },
}

if find_spec("detente.site.accounts"):  # what it says stands; its apps and middleware come after these
    from detente.site import accounts

    _said = {name: value for name, value in vars(accounts).items() if name.isupper()}
    for _added in ("INSTALLED_APPS", "MIDDLEWARE", "TEMPLATES"):
        _said[_added] = [*globals()[_added], *_said.get(_added, [])]
    globals().update(_said)
