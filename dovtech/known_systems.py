"""The configured back-offices as people see them: what they are called, and what can be undone there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from casework.filing import Filing

if TYPE_CHECKING:  # its shapes are slow to import
    from bots.filling.loading import SystemFolder


@dataclass
class KnownSystems:
    """The configured systems as their files say now: read again where one was changed, not for each filing shown."""

    folder: Path
    _read: tuple[object, dict[str, SystemFolder]] = (None, {})

    def systems(self) -> dict[str, SystemFolder]:
        """Every system by name; raises Misconfigured with the first thing that is wrong."""
        from bots.filling.config import load_systems

        stamp = [(path, path.stat().st_mtime_ns) for path in sorted(self.folder.glob("*/*.yaml"))]
        if self._read[0] != stamp:
            self._read = stamp, load_systems(self.folder)
        return self._read[1]

    def called(self, system: str, entry: str) -> Mapping[str, str]:
        """What people call the system, or its entry of that name; nothing for one that is not there."""
        known = self.systems().get(system)
        if known is None or (entry and entry not in known.entries):
            return {}
        return known.entries[entry].title if entry else known.system.title

    def undoable(self, filing: Filing) -> bool:
        """Whether the entry as it stands today says how it is undone."""
        known = self.systems().get(filing.system)
        entry = known.entries.get(filing.entry) if known else None
        return entry is not None and bool(entry.undo or entry.undone_by)
