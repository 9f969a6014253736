"""Keys are made once, kept private, rotated, and a wrong one is told at once."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from casework.errors import Misconfigured, WrongKey
from dovtech import keys
from dovtech.settings import load

ONE = base64.b64encode(b"1" * 32).decode()
TWO = base64.b64encode(b"2" * 32).decode()


def test_the_first_start_makes_a_key_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    """The key file has mode 600 and gives the same key at the next start."""
    settings = load({"DOVTECH_HOME": str(tmp_path)})
    ring = keys.key_ring(settings)
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert keys.key_ring(settings) == ring


def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The message names the command that mends it."""
    settings = load({"DOVTECH_HOME": str(tmp_path)})
    keys.key_ring(settings)
    settings.key_file.chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        keys.key_ring(settings)


def test_rotation_adds_a_current_key_and_keeps_the_old_ones(tmp_path: Path) -> None:
    """After rotation new payloads use the new key and old ones still open."""
    settings = load({"DOVTECH_HOME": str(tmp_path)})
    old = keys.key_ring(settings)
    assert keys.rotate(settings) == "k2"
    ring = keys.key_ring(settings)
    assert (ring.current, ring.keys["k1"]) == ("k2", old.keys["k1"])


def test_keys_of_the_environment_win(tmp_path: Path) -> None:
    """The first key of DOVTECH_KEYS is the current one."""
    ring = keys.key_ring(load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_KEYS": f"new:{TWO},old:{ONE}"}))
    assert (ring.current, sorted(ring.keys)) == ("new", ["new", "old"])


def test_a_wrong_key_is_told_at_start(tmp_path: Path) -> None:
    """An installation that was started with one key refuses to start with another."""
    keys.key_ring(load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_KEYS": f"k:{ONE}"}))
    with pytest.raises(WrongKey, match="not the one"):
        keys.key_ring(load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_KEYS": f"k:{TWO}"}))


@pytest.mark.parametrize("text", ["k:short", "k:!!!", "k"])
def test_a_malformed_key_is_refused_without_being_shown(tmp_path: Path, text: str) -> None:
    """The message tells how to make a key and quotes nothing of the given one."""
    with pytest.raises(Misconfigured) as caught:
        keys.key_ring(load({"DOVTECH_HOME": str(tmp_path), "DOVTECH_KEYS": text}))
    assert "openssl rand" in str(caught.value)
    assert "short" not in str(caught.value)


def test_a_private_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """Writing leaves no temporary file behind."""
    keys.private_write(tmp_path / "secrets.json", json.dumps({"a": 1}))
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]
