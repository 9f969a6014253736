"""One write into one back-office, with its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is to be typed into a back-office: the rendered template of one procedure for one application."""

    key: str
    system: str
    name: str
    version: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as a back-office shows it: its own id, its address where it has one, and its values by field.

    `proves` names the values that must agree where somebody else wrote the record (a person known for years may have
    moved since); empty means all of them.
    """

    id: str
    values: Mapping[str, str]
    address: str = ""
    proves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a filling ends with: the record as it was read back, whether it was there before, and pictures as PNG.

    `before` shows the filled form and `after` the record; None where a system has no pages.
    """

    record: Record
    found: bool
    before: bytes | None = None
    after: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """The receipt of a filing: who wrote what where, what was read back, and the pictures' hashes.

    `found` says that the record was there already when the robot looked: an earlier try had written it. `before` is
    the picture of the filled form before it was saved, `screenshot` that of the record; `model` is the version of the
    model that read the values. Where the entry was undone, `undone_at`, `undone_by` and `undone_because` are its trace,
    and `undone_record` the record that undoes it in a system that takes nothing back.
    """

    key: str
    system: str
    entry: str
    entry_version: str
    record: str
    address: str
    account: str
    filed_at: datetime
    found: bool = False
    read_back: Mapping[str, str] = field(default_factory=dict)
    screenshot: str = ""
    before: str = ""
    model: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_because: str = ""
    undone_record: str = ""


def filing_key(number: str, system: str, entry: str) -> str:
    """The business key that makes a filing happen once: 32 hexadecimal characters, the same for ever.

    It is written into the record itself, so that a retry finds it whatever happened before.
    """
    return hashlib.sha256(f"{number}\0{system}\0{entry}".encode()).hexdigest()[:32]


def undoing_key(key: str) -> str:
    """The business key of the record that undoes the filing with this key: as long, and the same for ever."""
    return hashlib.sha256(f"{key}\0undo".encode()).hexdigest()[:32]


def differences(entry: Entry, record: Record) -> tuple[str, ...]:
    """Names of the values that the record does not hold as they were written; empty means it is proven."""
    return tuple(
        name
        for name, value in entry.values.items()
        if (not record.proves or name in record.proves) and plain(record.values.get(name, "")) != plain(value)
    )


def plain(value: str) -> str:
    """A value without differences of spaces, which no comparison counts."""
    return " ".join(value.split())
