"""Registers on SQLite for the commands of an installation: made once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connections

from desk import setup
from dovtech.settings import load
from dovtech.wiring import Parts


def made_register(home: Path) -> Path:
    """The file of a register with all its tables and nothing in them."""
    with Parts(load({"DOVTECH_HOME": str(home)})) as parts:
        _serve(parts)
        parts.register.prepare()
        connections.close_all()
        return parts.settings.default_register


def give_register(parts: Parts, empty: Path) -> None:
    """Let this process serve the installation's own register, which is as empty as that one: a copy takes no time."""
    file = parts.settings.default_register
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copy(empty, file)
    _serve(parts)


def _serve(parts: Parts) -> None:
    if settings.configured:  # by another test of this process
        setup.repoint(parts.settings.database)
    _ = parts.register
