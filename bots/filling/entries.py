"""What is typed into a back-office for a case: the entry's templates, rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from bots.filling import loading, schema, wording
from bots.filling.filters import Unfit
from casework.case import Case
from casework.errors import EntryRefused, Misconfigured
from casework.filing import Entry, filing_key
from casework.procedure import Procedure

_OFFICIAL_TIME = ZoneInfo("Europe/Madrid")  # art. 31.2 Ley 39/2015: what is typed is the council's own time


class _Values:
    """The case's values by field: one the citizen left blank is empty, one no procedure has is an error."""

    def __init__(self, case: Case, procedure: Procedure) -> None:
        self._values = {**dict.fromkeys(procedure.fields, ""), **case.values}

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def given(self) -> dict[str, str]:
        return {name: value for name, value in self._values.items() if value}


@dataclass(frozen=True)
class TemplateEntries:
    """Plays `Entries` with the templates of a folder, read once."""

    folder: Path

    @cached_property
    def _systems(self) -> Mapping[str, loading.SystemFolder]:
        return loading.load_systems(self.folder)

    def render(self, case: Case, procedure: Procedure, system: str, name: str) -> Entry:
        """The entry with its key and values; a value the application does not have is left out.

        Raises Misconfigured where the template is missing or wrong, EntryRefused naming the value that does not fit.
        """
        known = self._systems.get(system)
        if known is None or name not in known.entries:
            raise Misconfigured(
                f"there is no entry {system}/{name}", remedy=f"write {self.folder / system / name}.yaml"
            )
        given = _Values(case, procedure)
        key = filing_key(case.number, system, name)
        return Entry(
            key=key,
            system=system,
            name=name,
            version=known.versions[name],
            values=_rendered(known.entries[name], given, {**_context(case, procedure, given), "key": key}),
        )


def _context(case: Case, procedure: Procedure, values: _Values) -> dict[str, object]:
    """The names an entry's templates may use, listed in docs/adding-a-backoffice.md."""
    return {
        "number": case.number,
        "presented_at": case.presented_at.astimezone(_OFFICIAL_TIME),
        "received_at": case.application.received_at.astimezone(_OFFICIAL_TIME),
        "channel": case.application.channel.value,
        "kind": procedure.id,
        "slug": procedure.slug,
        "title": procedure.title["es"],
        "unit": procedure.unit,
        "unit_name": procedure.unit_name["es"],
        "language": case.language,
        "values": values,
        "documents": case.application.documents,
        "filed": lambda system, entry: _filed(case, system, entry),
    }


def _filed(case: Case, system: str, entry: str) -> str:
    """The id of the record an earlier entry of the same case made; empty where there is none."""
    return next((one.record for one in case.filings if (one.system, one.entry) == (system, entry)), "")


def _rendered(entry: schema.Entry, given: _Values, context: dict[str, object]) -> dict[str, str]:
    context = {**context, "tables": entry.tables}
    values = {name: _value(name, source, context) for name, source in entry.values.items()}
    if entry.each:
        for field, value in given.given().items():
            if field not in entry.each.without:
                one = {**context, "field": field, "value": value}
                values[wording.render(entry.each.name, one)] = _value(field, entry.each.value, one)
    return {name: value for name, value in values.items() if value}


def _value(name: str, source: str, context: Mapping[str, object]) -> str:
    try:
        return wording.render(source, context)
    except Unfit as unfit:
        raise EntryRefused(f"the value {name} {unfit}", remedy="correct it, or file the entry by hand") from None
