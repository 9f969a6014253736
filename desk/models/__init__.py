"""The register's tables: one row a case, its parts in order, who works on it, and what proves it all."""

from __future__ import annotations

from desk.models.cases import Application, Counter, SetAside
from desk.models.clock import Answered, Dispatch, Reminder
from desk.models.parts import (
    Decision,
    Document,
    Event,
    FieldValue,
    Filing,
    Finding,
    Letter,
    Part,
    Pause,
    Rehearsal,
    Reply,
    Requirement,
)
from desk.models.people import SavedSearch, Seat, Work, WorkNote
from desk.models.programs import Delivery, Notice, Token
from desk.models.robots import RobotPace, RobotSeat
from desk.models.trust import AuditEntry, AuditHead, Lowered, ModeChange, ModelChange, ModelVersion, Sample

__all__ = [
    "Answered",
    "Application",
    "AuditEntry",
    "AuditHead",
    "Counter",
    "Decision",
    "Delivery",
    "Dispatch",
    "Document",
    "Event",
    "FieldValue",
    "Filing",
    "Finding",
    "Letter",
    "Lowered",
    "ModeChange",
    "ModelChange",
    "ModelVersion",
    "Notice",
    "Part",
    "Pause",
    "Rehearsal",
    "Reminder",
    "Reply",
    "Requirement",
    "RobotPace",
    "RobotSeat",
    "Sample",
    "SavedSearch",
    "Seat",
    "SetAside",
    "Token",
    "Work",
    "WorkNote",
]
