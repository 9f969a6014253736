"""Secrets are given by name and shown by nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.secrets import Secrets
from casework.errors import Misconfigured


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secrets"
    path.write_text("# robots\n\nTOKEN = from-the-file=yes\nUSER=robot\n")
    path.chmod(0o600)
    return path


def test_the_environment_comes_before_the_file(file: Path) -> None:
    """Each name is looked up in both."""
    secrets = Secrets({"USER": "clerk"}, file)
    assert (secrets("USER"), secrets("TOKEN")) == ("clerk", "from-the-file=yes")


def test_a_secret_nobody_gave_is_named() -> None:
    """The message says which name to set."""
    with pytest.raises(Misconfigured, match="the secret TOKEN is not set"):
        Secrets({})("TOKEN")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_open_to_others_is_refused(file: Path, mode: int) -> None:
    """The remedy closes it."""
    file.chmod(mode)
    with pytest.raises(Misconfigured, match=r"can be read by others.*chmod 600"):
        Secrets({}, file)("TOKEN")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong path is no empty file."""
    with pytest.raises(Misconfigured, match="cannot be read"):
        Secrets({}, tmp_path / "none")("TOKEN")


def test_no_secret_is_ever_printed(file: Path) -> None:
    """Neither the values of the environment nor those of the file show."""
    secrets = Secrets({"USER": "clerk-secret"}, file)
    assert "clerk-secret" not in repr(secrets)
    assert "from-the-file" not in repr(secrets)
