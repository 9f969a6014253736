"""Reads a system's folder: checked files become shapes, and each entry gets the version its files give it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bots.filling.schema import ENTRY_SHAPES, SYSTEM_SHAPE, Entry, System
from bots.filling.yaml_lines import line_of
from casework.errors import Misconfigured

_SETTING = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFolder:
    """One system with its entries; `versions` change with every change of the files an entry is made of."""

    name: str
    system: System
    entries: Mapping[str, Entry]
    versions: Mapping[str, str]

    @property
    def kind(self) -> str:
        return self.system.kind


def load_systems(folder: Path) -> dict[str, SystemFolder]:
    """All systems of a folder by name; raises Misconfigured with the first thing that is wrong."""
    return {path.parent.name: load_system(path.parent) for path in sorted(folder.glob("*/system.yaml"))}


def load_system(folder: Path) -> SystemFolder:
    """One system; raises Misconfigured with the first thing that is wrong, with its file and line."""
    path = folder / "system.yaml"
    _check(path)
    system = SYSTEM_SHAPE.validate_python(read(path))
    shape = ENTRY_SHAPES[system.kind]
    files = {file.stem: file for file in sorted(folder.glob("*.yaml")) if file != path}
    for file in files.values():
        _check(file, system.kind)
    return SystemFolder(
        name=folder.name,
        system=system,
        entries={name: shape.model_validate(read(file)) for name, file in files.items()},
        versions={name: _hash(path, file) for name, file in files.items()},
    )


def resolved(text: str, settings: Mapping[str, str]) -> str:
    """The text with each `${NAME}` replaced by that setting; raises Misconfigured naming one that is not there."""

    def setting(found: re.Match[str]) -> str:
        value = settings.get(found[1], "")
        if not value:
            raise Misconfigured(f"the setting {found[1]} is not set", remedy=f"set {found[1]}")
        return value

    return _SETTING.sub(setting, text)


def faults(path: Path, kind: str = "") -> list[tuple[tuple[str | int, ...], str]]:
    """What the schema says against a file: places and sentences."""
    try:
        data = read(path)
        if kind:
            ENTRY_SHAPES[kind].model_validate(data)
        else:
            SYSTEM_SHAPE.validate_python(data)
    except yaml.MarkedYAMLError as wrong:
        return [((), f"is no YAML: {wrong.problem}")]
    except ValidationError as wrong:
        return [(_place(error["loc"], data), error["msg"]) for error in wrong.errors()]
    return []


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def _place(place: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """The place in the file: the schema puts the kind before it where there is a choice of kinds."""
    return place[1:] if isinstance(data, dict) and place[:1] == (data.get("kind"),) else place


def _check(path: Path, kind: str = "") -> None:
    for place, message in faults(path, kind):
        raise Misconfigured(
            f"{path}:{line_of(path, place)}: {'.'.join(map(str, place))}: {message}",
            remedy=f"see `dovtech backoffice check {path.parent.name}`",
        )


def _hash(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:16]
