"""The stage that changes other systems: filed by a robot, prepared for a person, or compared with what one did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from temporalio import activity

from casework.case import Case
from casework.errors import ConfirmFiling, FileByHand, Misconfigured
from casework.filing import Entry, Filing, Proof, Record
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, Rehearsal
from casework.ports import DocumentStore, Entries, Modes, Register
from casework.procedure import Procedure
from workflows.judgement import answered, first_receipt
from workflows.messages import CaseState, FillRef, state_of


class Filler(Protocol):
    """Writes an entry into a back-office exactly once, or does everything but the write."""

    @property
    def account(self) -> str:
        """The robot's own account there."""
        ...

    def fill(self, entry: Entry) -> Proof:
        """The proven record and its pictures."""
        ...

    def look(self, entry: Entry) -> Record | None:
        """The record with the entry's key, whoever wrote it."""
        ...

    def rehearse(self, entry: Entry) -> bytes | None:
        """Type the entry and save nothing; a PNG of the filled form where the system has pages."""
        ...


@dataclass(frozen=True)
class FillingActivities:
    """Files an entry as the mode in force says; `model` is the version of the model that reads values."""

    register: Register
    modes: Modes
    procedures: Mapping[str, Procedure]
    entries: Entries
    fillers: Mapping[str, Filler]
    store: DocumentStore
    model: Callable[[], str]
    now: Callable[[], datetime]
    beating: Callable[[], AbstractContextManager[object]]

    @activity.defn
    def fill(self, ref: FillRef) -> CaseState:
        """Write one entry, or find it written, and keep its proof; where people file, ask and compare."""
        case = self.register.load(ref.number)
        procedure = self._procedure(case.kind)
        entry = self.entries.render(case, procedure, ref.target.system, ref.target.entry)
        filler = self._filler(ref.target.system)
        asked = case.rehearsal_of(entry.key)
        # What a clerk was told holds for the case, also where the mode was changed since.
        mode = asked.mode if asked else self.modes.mode(case.kind, entry.system)
        with self.beating():
            if mode is Mode.AUTO:
                filed = self._filed(case, entry, filler)
            elif asked is None or not answered(case, _name(entry)):
                raise self._asking(case, entry, filler, mode, asked)
            elif mode.by_hand:
                filed = self._compared(case, asked, entry, filler)
            else:
                filed = self._filed(case, entry, filler)
        self.register.save(filed)
        return state_of(filed, procedure)

    def _filed(self, case: Case, entry: Entry, filler: Filler) -> Case:
        proof = filler.fill(entry)
        filing = Filing(
            key=entry.key,
            system=entry.system,
            entry=entry.name,
            entry_version=entry.version,
            record=proof.record.id,
            address=proof.record.address,
            account=filler.account,
            filed_at=self.now(),
            found=proof.found,
            read_back=proof.record.values,
            screenshot=self._kept(proof.after),
            before=self._kept(proof.before),
            model=self.model(),
        )
        return self._entered(case.filed(first_receipt(case, filing)), f"{_name(entry)} {proof.record.id}")

    def _asking(
        self, case: Case, entry: Entry, filler: Filler, mode: Mode, asked: Rehearsal | None
    ) -> FileByHand | ConfirmFiling:
        """Keep what would be written, once, and say what the clerk is asked for."""
        if asked is None:
            picture = None if mode is Mode.OFF else filler.rehearse(entry)
            rehearsal = Rehearsal(
                key=entry.key,
                system=entry.system,
                entry=entry.name,
                entry_version=entry.version,
                mode=mode,
                at=self.now(),
                written={} if mode is Mode.OFF else entry.values,
                picture=self._kept(picture),
            )
            event = Event(at=self.now(), stage=Stage.FILL, actor=Actor.ROBOT, what="rehearsed", detail=_name(entry))
            self.register.save(case.rehearsed(rehearsal).at(Stage.FILL, event))
        return (FileByHand if mode.by_hand else ConfirmFiling)(_name(entry))

    def _compared(self, case: Case, asked: Rehearsal, entry: Entry, filler: Filler) -> Case:
        """The case with what the clerk wrote by hand, where the record shows the key or is known by what it says."""
        record = None if asked.mode is Mode.OFF else filler.look(replace(entry, values=asked.written))
        compared = replace(
            asked,
            record=record.id if record else "",
            by_hand=record.values if record else {},
            compared_at=self.now(),
        )
        return self._entered(case.rehearsed(compared), _name(entry), what="filed_by_hand")

    def _entered(self, case: Case, detail: str, *, what: str = "entered") -> Case:
        event = Event(at=self.now(), stage=Stage.FILL, actor=Actor.ROBOT, what=what, detail=detail)
        return case.at(Stage.FILL, event, status=Status.RUNNING)

    def _kept(self, picture: bytes | None) -> str:
        return self.store.put(picture) if picture else ""

    def _procedure(self, kind: str) -> Procedure:
        if kind not in self.procedures:
            raise Misconfigured(f"there is no procedure {kind!r}", remedy="see `dovtech procedures list`")
        return self.procedures[kind]

    def _filler(self, system: str) -> Filler:
        if system not in self.fillers:
            raise Misconfigured(f"there is no back-office {system!r}", remedy="see `dovtech backoffice list`")
        return self.fillers[system]


def _name(entry: Entry) -> str:
    return f"{entry.system}/{entry.name}"
