"""Settings. What differs between installations comes from the environment (`environment.py`), nothing else does."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from django.utils.translation import gettext_lazy as _
from pythonjsonlogger.core import RESERVED_ATTRS

from mithaq import __version__
from mithaq.site import environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.folder("MITHAQ_HOME", Path.home() / ".mithaq")

DEBUG = environment.switch("MITHAQ_DEBUG")
DEMONSTRATION = environment.switch("MITHAQ_DEMONSTRATION")
MITHAQ_CLOCK_OFFSET = environment.clock_offset("MITHAQ_CLOCK", set_at="MITHAQ_CLOCK_SET_AT")
RELEASE = __version__

# A demonstration and the tests may run without a secret of their own; `mithaq doctor` refuses a real site without one.
SECRET_KEY = environment.text("MITHAQ_SECRET_KEY") or hashlib.sha256(str(HOME).encode()).hexdigest()
SECRET_KEY_IS_SET = bool(environment.text("MITHAQ_SECRET_KEY"))
ALLOWED_HOSTS = environment.words("MITHAQ_HOSTS", "localhost 127.0.0.1 [::1]")
SECURE = environment.switch("MITHAQ_HTTPS")

FOUNDATION = [
    "mithaq.foundation.languages",
    "mithaq.foundation.actors",
    "mithaq.foundation.chronicle",
    "mithaq.foundation.accounts",
    "mithaq.foundation.thread",
    "mithaq.foundation.uploads",
    "mithaq.foundation.search",
    "mithaq.foundation.mail",
    "mithaq.foundation.live",
    "mithaq.foundation.writing",
    "mithaq.foundation.ui",
]
ROOMS = [
    "mithaq.cycle",
    "mithaq.members",
    "mithaq.correspondence",
    "mithaq.taskforces",
    "mithaq.library",
    "mithaq.recommendations",
    "mithaq.communique",
    "mithaq.endorsements",
    "mithaq.press",
    "mithaq.desk",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    *FOUNDATION,
    *ROOMS,
]

MIDDLEWARE = [
    "mithaq.site.middleware.strict_headers",
    "mithaq.site.middleware.logged",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mithaq.site.middleware.language_of_the_reader",
    "django.middleware.gzip.GZipMiddleware",
    "mithaq.site.cached.pages_for_everyone",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mithaq.foundation.accounts.seated.Seated",
    "mithaq.desk.web.reader.in_the_readers_zone",
    "mithaq.site.bodies.too_large_in_words",
    "mithaq.foundation.permissions.pages.EveryPageHasARule",
    "mithaq.foundation.accounts.proof.ProofForGraveActs",
    "mithaq.site.beginning.TheWayToBegin",
    "mithaq.foundation.ui.answers.RefusalsInWords",
]

ROOT_URLCONF = "mithaq.site.urls"
ASGI_APPLICATION = "mithaq.site.asgi.application"
_LOADERS = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials", "mithaq.foundation.ui.templatetags.ui"],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [_LOADERS[1]] if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "mithaq.desk.web.shell.shell",
            ],
        },
    }
]

_SQLITE = {
    # IMMEDIATE: a transaction that writes takes the lock at its start, so it never fails half way.
    # FULL: an endorsement that was acknowledged survives a power cut.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;PRAGMA journal_size_limit=27103364;",
}
EMPTY_DATABASES = environment.text("MITHAQ_EMPTY_DATABASES")
_OWN_FILE = f"sqlite:///{quote(str(HOME / 'mithaq.sqlite3'))}"  # a folder's name may hold # and %
DATABASES = {"default": dj_database_url.parse(environment.text("DATABASE_URL", _OWN_FILE))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
# Limits on sign-in must hold for all processes together and must not begin anew with a restart, so they stand in the
# database. It is written a few times for each attempt to sign in and by the worker's sign of life, and by nothing else.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_memory",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "uploads"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["mithaq.foundation.accounts.backend.Doorkeeping"]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = environment.words("MITHAQ_ORIGINS")
CSRF_FAILURE_VIEW = "mithaq.site.faults.form_expired"
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # a proxy beside the server asks without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
# All that the forms let people paste at once, in any letters, so that a form itself says what is too long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16_000_000

ACCOUNT_FORMS = {
    "request_login_code": "mithaq.foundation.accounts.web.forms.Address",
    "confirm_login_code": "mithaq.foundation.accounts.web.forms.Code",
}
# How many of our own proxies stand in front: a sign-in limit counts by the address that the last of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.count("MITHAQ_PROXIES")
ACCOUNT_ADAPTER = "mithaq.foundation.mail.codes.CodeBearer"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "desk:home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

DEFAULT_FROM_EMAIL = environment.text("MITHAQ_FROM", "secretariat@localhost")
globals().update(environment.mail("MITHAQ_MAIL"))
# What stands before the addresses in letters, and where replies go: `returns@…` takes `returns+anything@…` too.
ADDRESS = environment.text("MITHAQ_ADDRESS", "http://localhost:8000").rstrip("/")
# What the group signs its declaration with (PKCS #12), and a timestamp service with the certificates it is judged by.
SEAL = environment.text("MITHAQ_SEAL")
SEAL_PASSPHRASE = environment.text("MITHAQ_SEAL_PASSPHRASE")
TIMESTAMPS = environment.text("MITHAQ_TIMESTAMPS")
TIMESTAMP_ROOTS = environment.text("MITHAQ_TIMESTAMP_ROOTS")
# The transparency log: its name, without a scheme, and the secret half of its key unless that stands in HOME/log.key.
LOG_ORIGIN = environment.text("MITHAQ_LOG_ORIGIN", ADDRESS.partition("://")[2] + "/log")
LOG_KEY = environment.text("MITHAQ_LOG_KEY")
RETURNS_ADDRESS = environment.text("MITHAQ_RETURNS")
RETURNS_MAILBOX = environment.text("MITHAQ_RETURNS_MAILBOX")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(levelname)s %(name)s %(message)s",
            "timestamp": True,
            # Django hands the request along, whose address may hold what somebody searched for.
            "reserved_attrs": [*RESERVED_ATTRS, "request"],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": environment.text("MITHAQ_LOG", "WARNING")},
    "loggers": {
        "mithaq": {"level": environment.text("MITHAQ_LOG", "INFO")},
        "django.request": {"level": "ERROR"},
    },
}
# The address is unique whatever its case, by a constraint of the model, which these checks do not see.
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]
