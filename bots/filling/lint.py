"""What is wrong in a system's folder, told without running anything: file, line, and what to mend."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bots.filling import wording
from bots.filling.loading import faults, load_system, read
from bots.filling.schema import ENTRY_SHAPES, Entry, RestEntry, RestUndo, TableUndo, WebEntry, WebSystem
from bots.filling.steps import Step
from bots.filling.yaml_lines import line_of

_CASE_NAMES = frozenset({"key", "search"})
_UNDO_NAMES = frozenset({"key", "record", "reason"})
_COUNTER_NAMES = _UNDO_NAMES | {"was", "undoes"}


def lint(folder: Path, fields: Collection[str] = ()) -> list[str]:
    """Everything wrong in one system's folder, as `FILE:LINE: what; mend`; an empty list means it can run.

    `fields` are the names of the applications' fields; where they are given, templates that use others are told.
    """
    system = folder / "system.yaml"
    if not system.is_file():
        return [f"{system}:1: there is no such file; write one, see docs/adding-a-backoffice.md"]
    found = [_line(system, place, message) for place, message in faults(system)]
    if found:
        return found  # the entries depend on the system's kind
    kind = read(system)["kind"]
    for path in sorted(folder.glob("*.yaml")):
        if path != system:
            found += _entry_faults(path, kind, fields)
    return found or _system_faults(folder)


def _entry_faults(path: Path, kind: str, fields: Collection[str]) -> list[str]:
    wrong = faults(path, kind)
    if not wrong:
        entry = ENTRY_SHAPES[kind].model_validate(read(path))
        wrong = [*_template_faults(entry, fields), *_name_faults(entry)]
    return [_line(path, place, message) for place, message in wrong]


Fault = tuple[tuple[str | int, ...], str]


def _template_faults(entry: Entry, fields: Collection[str]) -> Iterator[Fault]:
    templates: dict[tuple[str | int, ...], str] = {("values", name): source for name, source in entry.values.items()}
    if entry.each:
        templates |= {("each", "name"): entry.each.name, ("each", "value"): entry.each.value}
    for place, source in templates.items():
        if fault := wording.fault(source):
            yield place, f"{fault}; mend the template"
            continue
        for name in sorted(wording.attributes(source, "values") - set(fields)) if fields else ():
            yield place, f"no application has a field {name!r}; use one of the catalogue"
        for table in sorted(wording.tables(source) - entry.tables.keys()):
            yield place, f"there is no table {table!r}; write it under `tables`"


def _name_faults(entry: Entry) -> Iterator[Fault]:
    """Values that are named and not there, and values that are there and never typed."""
    known = {*entry.values, *_CASE_NAMES, *(re.sub(r"(?<=_)\d+(?=_|$)", "{n}", name) for name in entry.values)}
    yield from _undo_faults(entry)
    if isinstance(entry, RestEntry):
        for name in sorted(entry.types.keys() - entry.values.keys()):
            yield ("types", name), f"there is no value {name!r}; write it under `values`"
    if not isinstance(entry, WebEntry):
        return
    for index, step in enumerate(entry.steps):
        for label, name in step.types():
            if name not in known:
                yield ("steps", index), f"«{label}» is given {name!r}, which is no value; write it under `values`"
    for number, steps in enumerate(entry.pages):
        yield from _misnamed(("pages", str(number)), steps, known)
    yield from _never_typed(entry)


def _counter_faults(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Fault]]:
    """Entries undone by one that is not there, or that could not be written: nobody's application stands behind it."""
    for name, entry in entries.items():
        if not entry.undone_by:
            continue
        if entry.undo:
            yield name, (("undone_by",), "an entry is undone by steps of its own (`undo`) or by another; drop one")
        if entry.undone_by not in entries:
            yield name, (("undone_by",), f"there is no entry {entry.undone_by!r} in this folder; write it")
            continue
        for value, source in entries[entry.undone_by].values.items():
            known = _COUNTER_NAMES | entries[entry.undone_by].names.keys()
            if wrong := sorted(wording.variables(source) - known):
                usable = ", ".join(sorted(_COUNTER_NAMES))
                told = f"{wrong[0]!r} is not known where an entry undoes another; use {usable}"
                yield entry.undone_by, (("values", value), told)


def _undo_faults(entry: Entry) -> Iterator[Fault]:
    """An undo that could never be proven, or that says what nobody tells it."""
    undo = entry.undo
    texts: dict[tuple[str | int, ...], str]
    if isinstance(undo, TableUndo):
        texts = {("undo", "set", name): text for name, text in undo.set.items()}
        if not undo.done():
            yield ("undo", "set"), "nothing in it shows that it is undone; write one column with plain words"
    elif isinstance(undo, RestUndo):
        texts = {("undo", "path"): undo.path, **{("undo", "body", name): text for name, text in undo.body.items()}}
    elif undo is not None:
        texts = {("undo", "values", name): text for name, text in undo.values.items()}
        yield from _misnamed(("undo", "steps"), undo.steps, _UNDO_NAMES | undo.values.keys())
        if undo.done is None and isinstance(entry, WebEntry) and entry.known_by:
            yield ("undo",), "others may have written the record: say what is `done` on the page of an undone one"
    else:
        return
    for place, text in texts.items():
        if fault := wording.fault(text):
            yield place, f"{fault}; mend the template"


def _never_typed(entry: WebEntry) -> Iterator[Fault]:
    typed = {name for step in entry.steps for _, name in step.types()}
    typed |= {name.replace("{n}", str(n)) for name in typed if "{n}" in name for n in range(1, 100)}
    for name in sorted(entry.values.keys() - typed - set(entry.read)):
        yield ("values", name), f"{name!r} is typed by no step and could never be read back; add a step or drop it"
    if "key" not in typed:
        yield ("steps",), "no step types the key, so the record could not be found again; fill it into a field"
    for part, names in (("read", entry.read), ("shown", entry.shown), ("unread", entry.unread)):
        for name in sorted(set(names) - entry.values.keys()):
            yield (part, name), f"there is no value {name!r}; write it under `values`"
    for name in [entry.known_by.search, *entry.known_by.same] if entry.known_by else []:
        if name not in entry.values:
            yield ("known_by",), f"there is no value {name!r}; write it under `values`"


def _system_faults(folder: Path) -> list[str]:
    """What only shows when all is read: a system without entries, and steps that type what is not there."""
    loaded = load_system(folder)
    wrong: list[Fault] = [] if loaded.entries else [((), "has no entries; write one beside it")]
    if isinstance(loaded.system, WebSystem):
        if loaded.system.login:
            wrong += _misnamed(("login", "steps"), loaded.system.login.steps, loaded.system.secrets)
        wrong += _misnamed(("find", "steps"), loaded.system.find.steps, _CASE_NAMES)
        for number, coming in enumerate(loaded.system.interruptions):
            wrong += _misnamed(("interruptions", str(number), "steps"), coming.steps, loaded.system.secrets)
    if loaded.system.secrets and loaded.system.account not in loaded.system.secrets:
        wrong.append((("account",), f"{loaded.system.account!r} is none of `secrets`; name the one that is"))
    found = [_line(folder / "system.yaml", place, message) for place, message in wrong]
    found += [_line(folder / f"{name}.yaml", *fault) for name, fault in _counter_faults(loaded.entries)]
    return found


def _misnamed(place: tuple[str, ...], steps: Sequence[Step], known: Collection[str]) -> Iterator[Fault]:
    for index, step in enumerate(steps):
        for label, name in step.types():
            if name not in known:
                yield (*place, index), f"«{label}» is given {name!r}; here it can only be {', '.join(sorted(known))}"


def _line(path: Path, place: tuple[Any, ...], message: str) -> str:
    where = ".".join(str(part) for part in place)
    return f"{path}:{line_of(path, place)}: {where}{': ' if where else ''}{message}"
