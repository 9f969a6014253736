"""A database's address becomes Django's settings, or is refused without being repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.errors import Misconfigured
from desk.database import parse


def test_sqlite_waits_for_its_turn_and_survives_a_power_cut(tmp_path: Path) -> None:
    """A file is opened in WAL with full synchronisation, and a transaction locks at once."""
    made = parse(f"sqlite:///{tmp_path}/inner/register.sqlite3")
    assert made["NAME"] == f"{tmp_path}/inner/register.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert made["OPTIONS"]["init_command"].startswith("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    assert (tmp_path / "inner").is_dir()


def test_postgresql_keeps_every_part_of_the_address() -> None:
    """Escaped characters, port and options arrive as they were meant."""
    made = parse("postgresql://desk:p%40ss@db.example:5433/registro?sslmode=require&application_name=desk")
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == ("desk", "p@ss", "db.example", "5433")
    assert made["NAME"] == "registro"
    assert made["OPTIONS"] == {"sslmode": "require", "application_name": "desk"}


@pytest.mark.parametrize("url", ["", "mysql://root:secret@host/name", "sqlite:///", "register.sqlite3"])
def test_an_address_that_is_none_is_refused_without_being_repeated(url: str) -> None:
    """The address may hold a password, so the message does not hold the address."""
    with pytest.raises(Misconfigured) as refused:
        parse(url)
    assert "secret" not in str(refused.value)
