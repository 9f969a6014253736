"""What the desk needs others to do; the program that starts it hands these in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from casework.application import Channel
from casework.case import Case
from casework.clock import Clock
from casework.decision import Decision
from casework.delivery import Dispatch, Verdict
from casework.fields import FieldReading
from casework.filing import Filing
from casework.procedure import FieldSpec, Procedure
from casework.reading import Page
from casework.requirement import Asking
from casework.undoing import Undoing

File = tuple[str, bytes]


def _nothing(*_: str) -> None:
    """What a desk without robots does with them."""


Decide = Callable[[str, Decision], None]
"""Hand a clerk's decision to the running case; raises DecisionRefused, UnknownCase or Unavailable."""
Submit = Callable[[Sequence[File], Channel], str]
"""Take in the files of one delivery and give the new case's number; raises Refused or Unavailable."""
Deliver = Callable[[Sequence[File], str], str]
"""Take in the files a program delivers under a key, the same key as the same case; raises Refused or Unavailable."""
DocumentBytes = Callable[[str], bytes]
"""The stored bytes of that SHA-256; raises UnreadableDocument."""
Pages = Callable[[str], Sequence[Page]]
"""The pages of the reading kept under that SHA-256; raises UnreadableDocument."""
PagePicture = Callable[[str, int, bool], bytes]
"""A PNG of the document's page (from 1), upright as it was read, finer where enlarged; raises UnreadableDocument."""
Normalise = Callable[[FieldSpec, str], str | None]
"""What was typed in the normal form of its field; None where it states no value of that type."""
Alternatives = Callable[[Sequence[str], FieldSpec, FieldReading | None, date], Sequence[str]]
"""Other values a field could have, from the kept readings of that SHA-256, valid on that day, the likeliest first."""
Export = Callable[[Case, str], Iterable[File]]
"""The case's files as a standard (`eni`, `sicres`) exchanges them, by name."""
AskCitizen = Callable[[str, Asking], None]
"""Have what is missing written to the citizen; raises DecisionRefused, UnknownCase or Unavailable."""
CitizenReceived = Callable[[str, date, str], None]
"""Note the day on which the letter reached the citizen, and who says so."""
ExtendAnswer = Callable[[str, str], None]
"""Give the citizen five working days more, by whom."""
Resolve = Callable[[str, date, str], None]
"""Note on which day a case was resolved and notified, and who says so: its term is watched no longer."""
TakeAnswer = Callable[[str, Sequence[File]], None]
"""Make what the citizen brought to the counter part of a case under way."""
Taken = tuple[str, int, int]
"""A page taken out: its document's SHA-256, its number from 1, the clockwise degrees it is turned by."""
Split = Callable[[Case, Sequence[Taken]], str]
"""Make a case of pages of another, presented when that one was, and give its number; raises UnreadableDocument."""
Arrange = Callable[[Case, Sequence[Sequence[Taken]], int, str], None]
"""Have a case read as these documents, each of pages of its own, on the revision that a person saw and by whom.

Raises DecisionRefused, UnreadableDocument, UnknownCase or Unavailable.
"""
Unlock = Callable[[Case, str, str, str], None]
"""Have a case's document of that SHA-256 opened with that password and read, and by whom.

Raises LockedDocument where it does not open it, DecisionRefused, UnknownCase or Unavailable.
"""
PrintLetters = Callable[[Sequence[Dispatch]], str]
"""Put these letters into one PDF for the printer and give its SHA-256 in the document store."""
SettleLetter = Callable[[str, str, Verdict, str], None]
"""Hand a person's word on a held letter (number, code, verdict, who) on; raises UnknownCase or Unavailable."""
ClockOf = Callable[[Case], Clock | None]
"""The legal clock of a case; None where no term runs."""
Tell = Callable[[str], None]
"""Tell a running case something; raises UnknownCase or Unavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """One back-office as its robots stand: `stopped` says why, empty where they go."""

    system: str
    kind: str
    stopped: str = ""


Erase = Callable[[str, str, str], int]
"""Suppress what was derived from a case's documents, with the reason and by whom; how many files are gone."""
Robots = Callable[[], Sequence[Robot]]
"""Every configured back-office."""
Stop = Callable[[str, str], None]
"""Stop a system's robots, with the reason; its entries wait."""
Undo = Callable[[str, Undoing], None]
"""Have a filing undone; raises DecisionRefused, UnknownCase or Unavailable. The answer may come later, on the case."""
Undoable = Callable[[Filing], bool]
"""Whether the entry of a filing says how it is undone."""


Called = Callable[[str, str], Mapping[str, str]]
"""What people call a system, or its entry of that name, in Spanish and Valencian; nothing for one that is not there."""


def _nameless(_system: str, _entry: str) -> Mapping[str, str]:
    """A desk without robots knows no name of any."""
    return {}


def _never(_: Filing) -> bool:
    """A desk without robots undoes nothing."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """Everything outside the desk that its pages touch; `temporal_ui_url` is empty where there is no such page.

    `model` is the released model by name and version, on which lessons are made.
    """

    decide: Decide
    submit: Submit
    deliver: Deliver
    document_bytes: DocumentBytes
    pages: Pages
    page_picture: PagePicture
    normalise: Normalise
    alternatives: Alternatives
    pause: Tell
    resume: Tell
    retry: Tell
    ask_citizen: AskCitizen
    citizen_received: CitizenReceived
    extend_answer: ExtendAnswer
    take_answer: TakeAnswer
    resolve: Resolve
    clock_of: ClockOf
    split: Split
    arrange: Arrange
    unlock: Unlock
    print_letters: PrintLetters
    settle_letter: SettleLetter
    export: Export
    undo: Undo
    erase: Erase
    robots: Robots = tuple
    stop: Stop = _nothing
    go: Tell = _nothing
    undoable: Undoable = _never
    called: Called = _nameless
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    temporal_ui_url: str = ""
    model: str = "none"
