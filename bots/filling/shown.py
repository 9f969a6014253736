"""Values as a system shows them, where it shows them otherwise than they were written."""

from __future__ import annotations

from bots.filling import wording
from bots.filling.schema import Entry as Configured
from casework.filing import Entry


def unshown(configured: Configured, entry: Entry, name: str, held: str) -> str:
    """The value as it was written, where the system shows it in the way that `shown` says; else what it shows."""
    typed = entry.values[name]
    if name not in configured.shown:
        return held
    told = wording.render(configured.shown[name], {"value": typed, "values": entry.values, "tables": configured.tables})
    return typed if told.split() == held.split() else held
