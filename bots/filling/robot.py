"""What the robots of all kinds have in common: their files, their secrets and their pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Generic, TypeVar, cast

from bots.filling import wording
from bots.filling.filters import Unfit
from bots.filling.loading import SystemFolder, resolved
from bots.filling.pace import Pace
from bots.filling.schema import Entry as Configured
from bots.filling.schema import System
from casework.errors import EntryRefused, Misconfigured, ReadBackDiffers
from casework.filing import Entry, Filing, Record, undoing_key

S = TypeVar("S", bound=System)
E = TypeVar("E", bound=Configured)


def no_document(sha256: str) -> bytes:
    """Where no document store is at hand."""
    raise Misconfigured(f"there is no document {sha256[:12]} at hand")


class Robot(Generic[S, E]):
    """The ground of a robot; systems without pages have nothing to show and nothing to rehearse."""

    def __init__(
        self,
        folder: SystemFolder,
        settings: Mapping[str, str],
        secrets: Callable[[str], str],
        documents: Callable[[str], bytes] = no_document,
    ) -> None:
        self._system = cast("S", folder.system)
        self._entries = cast("Mapping[str, E]", folder.entries)
        self._versions = folder.versions
        self._name = folder.name
        self._settings = settings
        self._secrets = secrets
        self._documents = documents
        self._address = resolved(self._system.address, settings)
        self._pace = Pace(self._system.per_minute)

    def share_pace(self, reserve: Callable[[float], float]) -> None:
        """Write no faster than `per_minute` together with the robots of all workers."""
        self._pace = Pace(self._system.per_minute, reserve)

    @property
    def account(self) -> str:
        """The robot's own account there; where nobody logs in, the system's name."""
        return self._secret(self._system.account) if self._system.secrets else self._name

    @property
    def address(self) -> str:
        """Where the system is; the addresses of entries are below it."""
        return self._address

    def picture(self, record: Record) -> bytes | None:  # noqa: ARG002 - the port's signature
        """Nothing: there are no pages."""
        return None

    def rehearse(self, entry: Entry) -> bytes | None:
        """Nothing is typed; raises Misconfigured where there is no such entry."""
        self._entry(entry)
        return None

    def _entry(self, entry: Entry) -> E:
        return self._named(entry.name)

    def _named(self, entry: str) -> E:
        if entry not in self._entries:
            raise Misconfigured(f"there is no entry {self._name}/{entry}")
        return self._entries[entry]

    def _undoable(self, filing: Filing) -> Entry:
        """The filing as an entry to be looked for, without values; raises EntryRefused where it cannot be undone."""
        own = self._named(filing.entry)
        if not (own.undo or own.undone_by):
            raise EntryRefused(
                f"{self._name}/{filing.entry} cannot be undone by a robot", remedy="undo it there by hand"
            )
        return Entry(key=filing.key, system=filing.system, name=filing.entry, version=filing.entry_version, values={})

    def counter(self, filing: Filing, reason: str) -> Entry | None:
        """The entry whose record undoes a filing, where its entry says so; it has a key of its own.

        Raises EntryRefused where it cannot be undone or a value does not fit, ReadBackDiffers where the filed record is
        not there.
        """
        asked = self._undoable(filing)
        name = self._named(filing.entry).undone_by
        if not name:
            return None
        standing = self.look(asked)
        self._same(filing, standing.id if standing else None)
        own, key = self._named(name), undoing_key(filing.key)
        names = {**own.names, "tables": own.tables, "was": filing.read_back, "undoes": filing.key}
        values = self._said(own.values, replace(filing, key=key), reason, **names)
        typed = {one: value for one, value in values.items() if value}
        return Entry(key=key, system=filing.system, name=name, version=self._versions[name], values=typed)

    def look(self, entry: Entry) -> Record | None:
        """The record with the entry's key."""
        raise NotImplementedError

    def _said(self, texts: Mapping[str, str], filing: Filing, reason: str, **more: object) -> dict[str, str]:
        """What is told while undoing: templates of the reason and of what was filed."""
        names = {**more, "key": filing.key, "record": filing.record, "reason": reason}
        try:
            return {name: wording.render(text, names) for name, text in texts.items()}
        except Unfit as unfit:
            raise EntryRefused(f"the reason {unfit}", remedy="write a shorter one") from None

    def _same(self, filing: Filing, record: str | None) -> None:
        """Raise ReadBackDiffers unless the record found is the one that was filed."""
        if record != filing.record:
            what = "no record" if record is None else f"the record {record}"
            raise ReadBackDiffers(
                f"{self._name} shows {what} with the key of {filing.record}", remedy="look it up there by hand"
            )

    def _secret(self, name: str) -> str:
        secret = self._system.secrets[name]
        value = self._secrets(secret)
        if not value:
            raise Misconfigured(
                f"{self._name}: the secret {secret} is not set", remedy=f"set {secret}, or see docs/settings.md"
            )
        return value
