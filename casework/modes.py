"""How much of the filing robots do, and what they would have written where a person still does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from casework.filing import plain


class Mode(StrEnum):
    """How much of one procedure's filing in one system robots do; each includes the one before."""

    OFF = "off"
    """Nothing: a clerk files by hand."""
    SHADOW = "shadow"
    """Everything but the write; a clerk files by hand, and both are compared."""
    ASSIST = "assist"
    """Everything but the write, which is done once a clerk has said so."""
    AUTO = "auto"
    """Everything."""

    @property
    def by_hand(self) -> bool:
        """Whether a person writes the record."""
        return self in {Mode.OFF, Mode.SHADOW}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeChange:
    """Who set the mode of a procedure in a system, when and why; the last one holds."""

    procedure: str
    system: str
    mode: Mode
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What a robot would have written into a back-office, and what a person then wrote there by hand.

    `picture` is the hash of the filled form before the last click, empty where the system has no pages. `by_hand` and
    `record` are filled once the person's record was found and read; `compared_at` says when it was looked for.
    """

    key: str
    system: str
    entry: str
    entry_version: str
    mode: Mode
    at: datetime
    written: Mapping[str, str] = field(default_factory=dict)
    picture: str = ""
    record: str = ""
    by_hand: Mapping[str, str] = field(default_factory=dict)
    compared_at: datetime | None = None

    @property
    def differences(self) -> tuple[str, ...]:
        """Names of the values that the person wrote otherwise than the robot would have; none before a comparison."""
        return tuple(
            name
            for name, value in self.written.items()
            if name in self.by_hand and plain(self.by_hand[name]) != plain(value)
        )
