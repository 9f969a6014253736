"""The settings of one installation; the environment is read here and nowhere else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from casework.errors import Misconfigured

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """TCP ports on this machine; 0 is never kept: a free one is chosen before anything starts."""

    temporal: int = 7233
    temporal_ui: int = 8233
    desk: int = 8000
    back_office: int = 8200


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where things are and how they are reached; `home` holds everything that must be backed up."""

    home: Path
    project: Path = PROJECT
    database_url: str = ""
    ports: Ports = field(default_factory=Ports)
    host: str = "127.0.0.1"
    temporal_bin: str = ""
    language: str = "es"
    reading_profile: str = "accurate"
    reader_processes: int = 2
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def database(self) -> str:
        """The register's database as a URL."""
        return self.database_url or f"sqlite:///{self.default_register}"

    @property
    def default_register(self) -> Path:
        return self.home / "register.sqlite3"

    @property
    def store(self) -> Path:
        return self.home / "documents"

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def key_file(self) -> Path:
        return self.home / "keys.json"

    @property
    def secrets_file(self) -> Path:
        return self.home / "secrets.json"

    @property
    def temporal_database(self) -> Path:
        return self.home / "temporal.sqlite3"

    @property
    def running_file(self) -> Path:
        return self.home / "running.json"

    @property
    def procedures(self) -> Path:
        return self.project / "procedures"

    @property
    def templates(self) -> Path:
        return self.project / "templates"

    @property
    def chromium(self) -> str:
        return self.environment.get("DOVTECH_CHROMIUM", "/usr/bin/chromium")

    @property
    def chromedriver(self) -> str:
        return self.environment.get("DOVTECH_CHROMEDRIVER", "/usr/bin/chromedriver")

    @property
    def desk_address(self) -> str:
        """The address by which people reach the desk."""
        return self.value("DOVTECH_DESK_ADDRESS").rstrip("/") or f"http://{self.host}:{self.ports.desk}"

    @property
    def desk_processes(self) -> int:
        """How many processes draw the desk's pages: one a core, and no more than four unless it is said."""
        return int(self.value("DOVTECH_DESK_PROCESSES", "0")) or max(1, min(os.cpu_count() or 1, 4))

    @property
    def sample(self) -> float:
        """The share of the cases filed unseen of which a second person is asked.

        Raises Misconfigured where it is no share.
        """
        text = self.value("DOVTECH_SAMPLE", "0.03")
        try:
            share = float(text)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise Misconfigured("DOVTECH_SAMPLE is no share", remedy="write a number between 0 and 1, as 0.03")
        return share

    @property
    def answers_a_day(self) -> int:
        """How many automatic answers one address gets in a day; raises Misconfigured where it is no number."""
        text = self.value("DOVTECH_ANSWERS_A_DAY", "5")
        if not (text.isascii() and text.isdigit()):
            raise Misconfigured("DOVTECH_ANSWERS_A_DAY is no number", remedy="write how many, as 5; 0 is none")
        return int(text)

    @property
    def outside_cluster(self) -> bool:
        """Whether the environment or a profile names a Temporal cluster that is not ours to start."""
        names = ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
        return any(self.environment.get(name) for name in names)

    @property
    def scan_folder(self) -> Path | None:
        """The folder that the office scanner writes into, where there is one."""
        named = self.environment.get("DOVTECH_SCAN_FOLDER")
        return Path(named) if named else None

    def path(self, name: str) -> Path | None:
        """A setting that names a file, where it is set."""
        return Path(self.environment[name]) if self.environment.get(name) else None

    def value(self, name: str, default: str = "") -> str:
        """A setting by its environment name."""
        return self.environment.get(name, default)


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process, from its environment and the defaults."""
    env = dict(os.environ if environment is None else environment)
    return Settings(
        home=Path(env.get("DOVTECH_HOME") or PROJECT / "var").resolve(),
        database_url=env.get("DATABASE_URL", ""),
        ports=Ports(
            temporal=int(env.get("DOVTECH_TEMPORAL_PORT", "7233")),
            temporal_ui=int(env.get("DOVTECH_TEMPORAL_UI_PORT", "8233")),
            desk=int(env.get("DOVTECH_DESK_PORT", "8000")),
            back_office=int(env.get("DOVTECH_BACK_OFFICE_PORT", "8200")),
        ),
        host=env.get("DOVTECH_HOST", "127.0.0.1"),
        temporal_bin=env.get("DOVTECH_TEMPORAL_BIN") or _beside_python("temporal"),
        language=_language(env),
        reading_profile=env.get("DOVTECH_READING_PROFILE", "accurate"),
        reader_processes=int(env.get("DOVTECH_READERS", "0")) or max(1, min(os.cpu_count() or 1, 8)),
        environment=env,
    )


def _beside_python(program: str) -> str:
    """A program that came with our virtual environment, else one on PATH, else its bare name."""
    beside = PROJECT / ".venv" / "bin" / program
    return str(beside) if beside.exists() else shutil.which(program) or program


def _language(env: Mapping[str, str]) -> str:
    named = env.get("DOVTECH_LANG") or env.get("LC_ALL") or env.get("LC_MESSAGES") or env.get("LANG") or "es"
    return "en" if named.lower().startswith(("en", "c.", "posix")) or named == "C" else "es"
