"""Settings of the demonstration back-office, and the only place where it reads the environment."""

from __future__ import annotations

import os
import secrets
import warnings
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def _required(name: str, *, shortest: int = 1) -> str:
    """The value of a variable that has no default, so that no password ever stands in the code."""
    value = os.environ.get(name, "")
    if len(value) < shortest:
        raise ImproperlyConfigured(f"set {name} (at least {shortest} characters)")
    return value


def _kept_secret(path: Path) -> str:
    """A secret made once and kept beside the database, so that sessions outlive a restart."""
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass  # made by an earlier start
    return path.read_text()


DATA = Path(_required("BACKOFFICE_DATA")).resolve()
DATA.mkdir(parents=True, exist_ok=True)
SECRET_KEY = _kept_secret(DATA / "secret-key")
ROBOT_USER = _required("BACKOFFICE_ROBOT_USER")
ROBOT_PASSWORD = _required("BACKOFFICE_ROBOT_PASSWORD", shortest=8)
API_TOKEN = _required("BACKOFFICE_API_TOKEN", shortest=16)
FAULTS = os.environ.get("BACKOFFICE_FAULTS") == "1"

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *os.environ.get("BACKOFFICE_HOSTS", "").split()]
ROOT_URLCONF = "municipal.urls"
ASGI_APPLICATION = "municipal.asgi.application"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
if FAULTS:
    MIDDLEWARE.insert(0, "records.faults.FaultsMiddleware")

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# IMMEDIATE: a writer takes the lock before it reads the last number, so numbers have neither gaps nor twins.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "backoffice.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "es"
TIME_ZONE = "Europe/Madrid"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # the admin's files are served from the package: no collectstatic step
# Django says under ASGI that WhiteNoise's files are read synchronously; that is known and harmless here.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

# Browsers share cookies between the ports of a host: the clerks' desk on another port must not be logged out.
SESSION_COOKIE_NAME = "backoffice_session"
CSRF_COOKIE_NAME = "backoffice_csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
