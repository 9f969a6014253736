"""A database's address as Django wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from casework.errors import Misconfigured

_KEPT_OPEN = 600  # seconds; opening a connection costs more than a save
_PATIENCE = 30  # seconds a writer waits for the one before it
# WAL lets readers go on beside the one writer. FULL makes a number that was given survive a power cut as well as a
# killed process: NORMAL would be safe against the second only, and a number must never be given twice (art. 16).
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"


def parse(url: str) -> dict[str, Any]:
    """Django's settings for `sqlite:///path` or `postgresql://user:password@host:port/name?option=value`.

    Raises Misconfigured, without repeating the address: it holds a password.
    """
    scheme = url.partition("://")[0]
    if scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite:///"))
    if scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    raise Misconfigured(
        "DATABASE_URL names no known database", remedy="write sqlite:///path or postgresql://user:password@host/name"
    )


def _sqlite(path: str) -> dict[str, Any]:
    if not path:
        raise Misconfigured("DATABASE_URL names no file", remedy="write sqlite:////absolute/path")
    Path(path).absolute().parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": _KEPT_OPEN,
        # A transaction takes the write lock at once: one that only takes it when it writes cannot wait, it fails.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": _PATIENCE, "init_command": _PRAGMAS},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": _KEPT_OPEN,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
