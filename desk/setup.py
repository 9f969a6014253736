"""Django, set up by a call: nothing is read from the environment and no settings module is imported."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
from asgiref.local import Local
from django.conf import settings

from casework.errors import Misconfigured
from desk.database import parse
from desk.doors import Doors, settings_of
from desk.ports import DeskPorts

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "desk"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_SESSION = timedelta(hours=10)  # a working day; a lost cookie is worth no more
_LINK = timedelta(hours=24)
_MIGRATION_LOCK = 20_261_123


def configure(
    *,
    database_url: str,
    secret_key: str,
    debug: bool = False,
    allowed_hosts: Sequence[str] = LOCAL_HOSTS,
    doors: Doors | None = None,
    sample: float = 0.0,
    ports: DeskPorts | None = None,
) -> None:
    """Set Django up for this process; a second call may only add the ports.

    `sample` is the share of the cases filed unseen of which a second person is asked. Raises Misconfigured where the
    process already serves another register.
    """
    database, doors = parse(database_url), doors or Doors()
    if not settings.configured:
        settings.configure(
            **_settings(database, secret_key, doors),
            DEBUG=debug,
            DESK_SAMPLE=sample,
            ALLOWED_HOSTS=[*allowed_hosts, *([doors.host] if doors.host else [])],
            CSRF_TRUSTED_ORIGINS=[doors.origin] if doors.origin else [],
        )
        django.setup()
    elif settings.DATABASES["default"]["NAME"] != database["NAME"]:
        raise Misconfigured("this process already serves another register", remedy="start a process for each")
    if ports is not None:
        settings.DESK_PORTS = ports


def repoint(database_url: str) -> None:
    """Let a configured process serve another register from now on; for tools and tests, with no request under way."""
    from django.db import connections  # noqa: PLC0415 - only usable once Django is configured

    connections.close_all()
    settings.DATABASES["default"] = parse(database_url)
    connections.settings = connections.configure_settings(settings.DATABASES)
    vars(connections)["_connections"] = Local(connections.thread_critical)  # every thread's, not this one's alone


def given_ports() -> DeskPorts:
    """The ports that the desk was configured with; raises Misconfigured where a page asks and there are none."""
    ports: DeskPorts | None = settings.DESK_PORTS
    if ports is None:
        raise Misconfigured("the desk was started without its ports", remedy="start it with `dovtech up`")
    return ports


def migrate() -> None:
    """Bring the register's tables up to date; safe to call at every start and from several processes at once."""
    from django.core.management import call_command  # noqa: PLC0415 - as above

    from desk import searching  # noqa: PLC0415 - as above
    from desk.accounts import ensure_groups  # noqa: PLC0415 - as above

    with _alone():
        call_command("migrate", interactive=False, verbosity=0)
        ensure_groups()
        searching.prepare()


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the one lock under which tables are changed."""
    from django.db import connection  # noqa: PLC0415 - as above

    if connection.vendor == "sqlite":
        with Path(f"{settings.DATABASES['default']['NAME']}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def _settings(database: dict[str, Any], secret_key: str, doors: Doors) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret_key,
        "DATABASES": {"default": database},
        "DESK_PORTS": None,
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "django_htmx",
            "desk.apps.DeskConfig",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.socialaccount",
            "allauth.socialaccount.providers.openid_connect",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "desk.middleware.StaticFiles",
            "desk.middleware.content_security",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "desk.middleware.second_factor",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "desk.middleware.plain_errors",
        ],
        "ROOT_URLCONF": "desk.urls",
        "TEMPLATES": _templates(),
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("UserAttributeSimilarityValidator", {}),
                ("MinimumLengthValidator", {"min_length": 12}),
                ("CommonPasswordValidator", {}),
            )
        ],
        "LOGIN_URL": "login",
        "LOGIN_REDIRECT_URL": "tray",
        "LOGOUT_REDIRECT_URL": "login",
        "PASSWORD_RESET_TIMEOUT": int(_LINK.total_seconds()),
        **settings_of(doors),
        **_languages(),
        **_web(secure=doors.secure),
    }


def _languages() -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "es",
        "LANGUAGES": [("es", "Castellano"), ("ca", "Valencià"), ("en", "English")],
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "USE_I18N": True,
        "USE_TZ": True,
        "TIME_ZONE": "Europe/Madrid",  # the official time of the council (art. 31.2)
    }


def _web(*, secure: bool) -> dict[str, Any]:
    return {
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "SESSION_COOKIE_AGE": int(_SESSION.total_seconds()),
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if secure else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if secure else 0,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2_000_000,  # of form fields; files are counted by the page that takes them
        "DATA_UPLOAD_MAX_NUMBER_FILES": 400,  # the counter takes piles of two hundred; Django stops at one
        "LOGGING_CONFIG": None,  # the program that starts the desk owns the logs
    }


def _templates() -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [TEMPLATES],
            "OPTIONS": {
                "environment": "desk.rendering.environment",
                "context_processors": ["desk.rendering.in_the_readers_language"],
            },
        },
        {  # none of our pages is written in Django's language, but allauth has little texts that are
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                ]
            },
        },
    ]
