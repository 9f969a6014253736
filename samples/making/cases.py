"""The data of the samples: one `Case` per file, read from `cases.yaml`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).with_name("cases.yaml")
Truth = dict[str, "str | bool"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One sample: what stands on the paper (`fields`, `also`) and how it must end in the demo (`expected`)."""

    file: str
    form: str
    kind: str
    language: str
    source: str
    expected: str
    letter: bool
    fields: Truth = field(default_factory=dict)
    also: dict[str, Any] = field(default_factory=dict)
    duplicate_of: str = ""

    def __getitem__(self, name: str) -> str:
        """The value of a field as text; empty where the citizen left it blank."""
        value = self.fields.get(name, "")
        assert isinstance(value, str), f"{name} is a checkbox: ask `ticked`"
        return value

    def ticked(self, name: str) -> bool:
        return self.fields[name] is True

    def chose(self, name: str, choice: str) -> bool:
        """Whether the citizen ticked this one of the choices of a field."""
        return self.fields.get(name) == choice

    def truth(self) -> dict[str, Any]:
        """The line of `truth.jsonl`."""
        line: dict[str, Any] = {
            "file": self.file,
            "kind": self.kind,
            "language": self.language,
            "source": self.source,
            "fields": self.fields,
            "expected": self.expected,
            "letter": self.letter,
        }
        if "parts" in self.also:
            line["parts"] = self.also["parts"]
        if self.duplicate_of:
            line["duplicate_of"] = self.duplicate_of
        return line


def load() -> list[Case]:
    """All samples in the order of the file; a duplicate has the fields of what it repeats."""
    entries: dict[str, dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    for entry in entries.values():
        if "duplicate_of" in entry:
            entry["fields"] = entries[entry["duplicate_of"]]["fields"]
    return [Case(file=name, **entry) for name, entry in entries.items()]
