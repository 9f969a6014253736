"""Builds a robot for every system of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bots.filling.loading import load_systems
from bots.filling.rest import RestBackOffice
from bots.filling.robot import no_document
from bots.filling.schema import Hours
from bots.filling.sheets import SheetBackOffice
from bots.filling.tables import SqlBackOffice
from bots.filling.web import WebBackOffice
from casework.ports import BackOffice

Robot = RestBackOffice | WebBackOffice | SqlBackOffice | SheetBackOffice
_ROBOTS: dict[str, Callable[..., Robot]] = {
    "rest": RestBackOffice,
    "web": WebBackOffice,
    "sql": SqlBackOffice,
    "excel": SheetBackOffice,
}


class BackOffices(Mapping[str, BackOffice]):
    """The robots by system; to be closed, which ends their browsers."""

    def __init__(
        self, robots: Mapping[str, Robot], hours: Mapping[str, Hours | None], one_session: frozenset[str] = frozenset()
    ) -> None:
        self._robots = dict(robots)
        self.hours = dict(hours)
        self.one_session = one_session

    def __getitem__(self, name: str) -> Robot:
        return self._robots[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._robots)

    def __len__(self) -> int:
        return len(self._robots)

    def warm(self) -> None:
        """Load libraries, start browsers and log in before the first case comes."""
        for robot in self._robots.values():
            robot.warm()

    def close(self) -> None:
        for robot in self._robots.values():
            robot.close()


def build_backoffices(
    folder: Path,
    settings: Mapping[str, str],
    secrets: Callable[[str], str],
    documents: Callable[[str], bytes] = no_document,
) -> BackOffices:
    """A robot for each system of the folder; nothing is started or connected yet.

    `settings` gives what the systems' files name as `${NAME}`; `secrets` gives a secret by name when it is needed.
    `documents` gives the bytes of a document that is uploaded, by its SHA-256.
    Raises Misconfigured naming the file and line, or the setting that is not there.
    """
    systems = load_systems(folder)
    return BackOffices(
        {name: _ROBOTS[system.kind](system, settings, secrets, documents) for name, system in systems.items()},
        hours={name: system.system.hours for name, system in systems.items()},
        one_session=frozenset(name for name, system in systems.items() if system.system.one_session),
    )
