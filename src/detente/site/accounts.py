"""Accounts in Django's and allauth's words: no sign-up, passkeys, codes, passwords for those who want them."""

from datetime import timedelta

from detente.site.environment import said, told

_TLS = told("URL", "http://localhost:8000").startswith("https://")
_ROOM = "detente.adapters.web.accounts"

INSTALLED_APPS = ["allauth", "allauth.account", "allauth.mfa"]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

SESSION_ENGINE = "detente.store.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())  # the row in the database says how long it really lasts

# Counted attempts and codes already used must be known to every process: one cache, in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "store_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email"), "max_similarity": 0.7},
    },
]
PASSWORD_RESET_TIMEOUT = 30 * 60
SILENCED_SYSTEM_CHECKS: list[str] = []

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if said("BEHIND_PROXY") else 0
ACCOUNT_ADAPTER = f"{_ROOM}.adapter.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation came to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the others end; this one stays, with a new key
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if _TLS else "http"
ACCOUNT_FORMS = {
    "set_password": f"{_ROOM}.forms.SetPassword",
    "change_password": f"{_ROOM}.forms.ChangePassword",
    "reset_password_from_key": f"{_ROOM}.forms.ResetPassword",
}
ACCOUNT_RATE_LIMITS = {
    # Per account and place: whoever guesses from afar locks nobody out (adapter: the key holds both).
    "login_failed": "10/m/ip,5/5m/key",
    "login": "30/m/ip",
    "links": "30/m/ip",
    "reset_password": "20/m/ip,5/m/key",
}

MFA_ADAPTER = f"{_ROOM}.adapter.Factors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": f"{_ROOM}.forms.AddPasskey"}
MFA_TOTP_ISSUER = "Detente"
MFA_TOTP_TOLERANCE = 0  # a used code is remembered for one period: with more it would work twice
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _TLS  # a browser itself allows that on localhost alone

TEMPLATES = [
    {  # allauth's own mails and messages; its pages are ours
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
