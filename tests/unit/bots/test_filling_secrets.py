"""Secrets are given by name and shown by nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bots.secrets import Secrets
from casework.errors import Misconfigured
from dovtech.settings import load
from dovtech.wiring import Parts


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


def test_what_neither_has_the_vault_may_have(file: Path) -> None:
    """It is asked last."""
    secrets = Secrets({"USER": "clerk"}, file, lambda: {"USER": "vault", "TOKEN": "vault", "KEY": "of-the-vault"})
    assert [secrets.given(name) for name in ("USER", "TOKEN", "KEY", "NONE")] == [
        "clerk", "from-the-file=yes", "of-the-vault", "",
    ]  # fmt: skip


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of rpaframework that is a file."""
    path = tmp_path / "vault.json"
    path.write_text(json.dumps({"dovtech": {"BACKOFFICE_API_TOKEN": "of-the-vault"}}))
    path.chmod(0o600)
    monkeypatch.setenv("RPA_SECRET_MANAGER", "RPA.Robocorp.Vault.FileSecrets")
    monkeypatch.setenv("RPA_SECRET_FILE", str(path))
    return path


def installed(tmp_path: Path, **settings: str) -> Parts:
    """An installation with these settings."""
    return Parts(load({"DOVTECH_HOME": str(tmp_path / "home"), **settings}))


def test_an_installation_asks_its_vault(vault: Path, tmp_path: Path) -> None:
    """By the settings' word; what the vault does not hold is what the installation made for itself."""
    parts = installed(tmp_path, DOVTECH_VAULT_SECRET="dovtech", RPA_SECRET_FILE=str(vault))
    assert parts.secret("BACKOFFICE_API_TOKEN") == parts.secrets["BACKOFFICE_API_TOKEN"] == "of-the-vault"
    assert len(parts.secret("BACKOFFICE_ROBOT_PASSWORD")) > 20


def test_a_vault_that_is_open_to_others_is_refused(vault: Path, tmp_path: Path) -> None:
    """As any file of secrets."""
    vault.chmod(0o644)
    parts = installed(tmp_path, DOVTECH_VAULT_SECRET="dovtech", RPA_SECRET_FILE=str(vault))
    with pytest.raises(Misconfigured, match=r"can be read by others.*chmod 600"):
        parts.secret("TOKEN")


def test_a_vault_without_the_secret_is_told(vault: Path, tmp_path: Path) -> None:
    """With the settings to look at, and nothing of what the vault holds."""
    parts = installed(tmp_path, DOVTECH_VAULT_SECRET="another", RPA_SECRET_FILE=str(vault))
    with pytest.raises(Misconfigured, match="the vault does not give another") as told:
        parts.secret("TOKEN")
    assert "of-the-vault" not in str(told.value)


def test_an_installation_reads_its_file(file: Path, tmp_path: Path) -> None:
    """And refuses one that is open to others."""
    assert installed(tmp_path, DOVTECH_SECRETS_FILE=str(file)).secret("USER") == "robot"
    file.chmod(0o644)
    with pytest.raises(Misconfigured, match=r"can be read by others.*chmod 600"):
        installed(tmp_path, DOVTECH_SECRETS_FILE=str(file)).secret("USER")
