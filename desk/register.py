"""The register: numbers without gaps, cases as they stand, and those that look like another."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from casework.application import Application, application_number
from casework.case import Case, new_case
from casework.clock import RESOLVED
from casework.deadlines import Silence
from casework.errors import Unavailable, UnknownCase
from casework.fields import UNKNOWN
from casework.journey import Actor, Event, Stage, Status
from casework.modes import Mode, ModeChange
from casework.ports import Reminder, SetAside, Submission
from desk import audit, models, outbox, samples
from desk.mapping import TABLES, Columns, application_of, case_of, digest, head_of, parts_of, plain
from desk.setup import migrate

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
_KEY_LENGTH = 200
_AT_ONCE = 500  # keys in one question
_TWIN_DAYS = timedelta(days=30)
_NOTHING = digest([])
_OPEN = [status.value for status in Status if not status.ended]


@contextmanager
def _connected() -> Iterator[None]:
    """A connection that works now and is given back after; a database that is away can be asked again later.

    Called from the threads of activities, which no request ends: Django would keep their dead connections for ever.
    """
    close_old_connections()
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise Unavailable("the register's database does not answer", remedy="start it, or see DATABASE_URL") from error
    finally:
        close_old_connections()


def with_connection(method: Callable[P, R]) -> Callable[P, R]:
    """Let a method have a connection that works, and give it back after."""

    @functools.wraps(method)
    def connected(*args: P.args, **kwargs: P.kwargs) -> R:
        with _connected():
            return method(*args, **kwargs)

    return connected


def _as_received(received_at: datetime) -> datetime:
    return received_at


@dataclass(frozen=True)
class DjangoRegister:
    """The ports Register, Ledger, Reminders and Archivist over SQLite or PostgreSQL.

    `presented_at` gives the legal moment of presentation for a moment of arrival (art. 31.2); `now` is the official
    clock.
    """

    presented_at: Callable[[datetime], datetime] = _as_received
    now: Callable[[], datetime] = timezone.now

    def prepare(self) -> None:
        """Bring the tables up to date."""
        with _connected():
            migrate()

    @with_connection
    def admit(self, submission: Submission) -> Application:
        """Give the submission its number, gapless and ordered; the same key gives the same application."""
        key = _bounded(submission.key)
        known = _known(key)
        if known:
            return known
        try:
            with transaction.atomic():
                return self._admitted(submission, key)
        except IntegrityError:  # the same delivery was admitted under another year's lock; our number fell with us
            known = _known(key)
            if known is None:
                raise
            return known

    def _admitted(self, submission: Submission, key: str) -> Application:
        counter = _locked_counter(timezone.localtime(submission.received_at).year)
        known = _known(key)
        if known:
            return known
        at = max(self.now(), counter.at) if counter.at else self.now()  # a clock set back does not turn the order
        case = self._case(submission, application_number(counter.year, counter.last + 1))
        models.Counter.objects.filter(pk=counter.pk).update(last=counter.last + 1, at=at)
        row = models.Application(number=case.number, key=key, admitted_at=at, **head_of(case))
        _write(row, case, new=True)
        audit.record(audit.ROBOT, "admit", case.number, submission.channel)
        return case.application

    def _case(self, submission: Submission, number: str) -> Case:
        application = Application(
            number=number,
            received_at=submission.received_at,
            channel=submission.channel,
            documents=submission.documents,
            mailbox=submission.mailbox,
            mailbox_entry=submission.mailbox_entry,
        )
        event = Event(at=submission.received_at, stage=Stage.RECEIVE, actor=Actor.REGISTER, what="received")
        return new_case(application, self.presented_at(submission.received_at), event, *submission.findings)

    @with_connection
    def set_aside(self, message: SetAside) -> None:
        """Note a message that became no case; twice is once, and one that is a case already stays one."""
        key = _bounded(message.key)
        with transaction.atomic():
            if models.Application.objects.filter(key=key).exists():
                return
            facts = {name: getattr(message, name) for name in ("mailbox", "received_at", "sha256", "code")}
            _, new = models.SetAside.objects.get_or_create(key=key, defaults=facts)
            if new:
                audit.record(audit.ROBOT, "set_aside", "", f"{message.code} {key[:12]}")

    @with_connection
    def outcomes(self, keys: Collection[str]) -> Mapping[str, str]:
        """By key, the number of the case a message became, or the code it was set aside with."""
        found: dict[str, str] = {}
        asked = {_bounded(key): key for key in keys}
        for some in _batched(asked, _AT_ONCE):
            for model, fact in ((models.SetAside, "code"), (models.Application, "number")):  # a case outweighs a code
                rows = model.objects.filter(key__in=some).values_list("key", fact)
                found.update({asked[key]: outcome for key, outcome in rows})
        return found

    @with_connection
    def asked_of(self, tax_id: str) -> tuple[str, ...]:
        """Numbers of the cases in which that person was asked for something and has not answered."""
        asked = models.Application.objects.filter(applicant_id=tax_id, status=Status.ASKED)
        return tuple(asked.order_by("number").values_list("number", flat=True))

    @with_connection
    def case_of_letter(self, csv: str) -> str:
        """The number of the case that the letter of that code was written for; empty where there is none."""
        return models.Letter.objects.filter(csv=csv).values_list("case_id", flat=True).first() or ""

    @with_connection
    def remind(self, reminder: Reminder) -> None:
        """Note what the legal clock tells people; the same code for the same day of the same case is one."""
        facts = {"due": reminder.due, "silence": reminder.silence.value, "by": reminder.by}
        with transaction.atomic():
            case = models.Application.objects.filter(pk=reminder.number)
            list(case.select_for_update().values_list("pk"))
            _, new = models.Reminder.objects.get_or_create(
                number=reminder.number, code=reminder.code, day=reminder.day, defaults=facts
            )
            if new:
                resolved = models.Reminder.objects.filter(number=reminder.number, code=RESOLVED).exists()
                case.update(told=not resolved)
                who = reminder.by or audit.ROBOT
                audit.record(who, "remind", reminder.number, f"{reminder.code} {reminder.day.isoformat()}")

    @with_connection
    def reminders(self, number: str) -> tuple[Reminder, ...]:
        """What the legal clock told of a case, by day."""
        rows = models.Reminder.objects.filter(number=number).order_by("day", "code")
        return tuple(
            Reminder(
                number=number, code=row.code, day=row.day, due=row.due, silence=Silence(row.silence), by=row.by
            )
            for row in rows
        )  # fmt: skip

    @with_connection
    def load(self, number: str) -> Case:
        """The case as last saved, never half of two; raises UnknownCase."""
        row = _row(number)
        while True:
            parts = {name: _rows(table.model, number) for name, table in TABLES.items() if _holds(row, name)}
            again = _row(number)
            if again["digests"] == row["digests"]:
                return case_of(row, parts)
            row = again  # it was saved while we read: take the newer one, whole

    @with_connection
    def save(self, case: Case) -> None:
        """Keep the case; saving the same case again changes nothing, and an older revision never wins.

        An older one comes from a worker that was given up long ago: it is noted and left. Raises UnknownCase for a
        number that was never given.
        """
        with transaction.atomic():
            row = models.Application.objects.select_for_update().filter(pk=case.number).first()
            if row is None:
                raise _unknown(case.number)
            if case.revision < row.revision:
                log.warning("%s: revision %d came after %d, ignored", case.number, case.revision, row.revision)
                audit.record(audit.ROBOT, "save_ignored", case.number, f"r{case.revision} after r{row.revision}")
                return
            decided, before = models.Decision.objects.filter(case_id=case.number).count(), row.status
            if _write(row, case):
                outbox.note(case, before)
                samples.draw(case, before)
                _note(case, decided, digest(row.digests))

    @with_connection
    def mode(self, procedure: str, system: str) -> Mode:
        """How much of a procedure's filing in a system robots do: the last mode set, AUTO where none was."""
        row = models.ModeChange.objects.filter(procedure=procedure, system=system).order_by("-pk").first()
        return Mode(row.mode) if row else Mode.AUTO

    @with_connection
    def set_mode(self, change: ModeChange) -> None:
        """Set a mode and note in the audit who did so."""
        facts = {name: plain(getattr(change, name)) for name in ModeChange.__slots__}
        with transaction.atomic():
            models.ModeChange.objects.create(**facts)
            audit.record(change.by, f"mode_{change.mode}", "", f"{change.procedure}/{change.system}")

    @with_connection
    def mode_changes(self) -> tuple[ModeChange, ...]:
        """Every change ever made, newest first."""
        rows = models.ModeChange.objects.order_by("-pk").values(*ModeChange.__slots__)
        return tuple(
            ModeChange(**{**row, "mode": Mode(row["mode"]), "at": timezone.localtime(row["at"])}) for row in rows
        )

    @with_connection
    def compared(self, system: str) -> list[str]:
        """Numbers of the cases in which a robot rehearsed an entry of a system, oldest first."""
        found = models.Rehearsal.objects.filter(system=system).values_list("case_id", flat=True)
        return sorted(set(found))

    @with_connection
    def lowered(self) -> frozenset[tuple[str, str]]:
        """The fields, as kind and name, that go to a person whatever their confidence: their promise was broken."""
        return samples.lowered()

    @with_connection
    def open_numbers(self) -> Iterable[str]:
        """Numbers of the cases that have not ended, oldest first."""
        open_ones = models.Application.objects.filter(status__in=_OPEN)
        return list(open_ones.order_by("number").values_list("number", flat=True))

    @with_connection
    def latest(self, limit: int = 50, *, status: Status | None = None) -> list[str]:
        """Numbers of the latest cases, newest first; only those that stand so, where `status` is given."""
        cases = models.Application.objects.order_by("-number")
        chosen = cases.filter(status=status) if status else cases
        return list(chosen.values_list("number", flat=True)[:limit])

    @with_connection
    def twins(self, case: Case) -> tuple[str, ...]:
        """Numbers of earlier cases with the same bytes, or of the same person and kind within 30 days (trap 10)."""
        hashes = [document.sha256 for document in case.application.documents]
        same_bytes = models.Document.objects.filter(sha256__in=hashes).values("case_id")
        alike = Q(number__in=same_bytes)
        person = case.values.get("applicant_id", "")
        if person and case.kind != UNKNOWN:
            since = case.application.received_at - _TWIN_DAYS
            alike |= Q(applicant_id=person, kind=case.kind, received_at__gte=since)
        earlier = models.Application.objects.filter(alike, number__lt=case.number)
        found = earlier.exclude(status=Status.CANCELLED).order_by("number")
        return tuple(found.values_list("number", flat=True))


def _row(number: str) -> dict[str, Any]:
    row = models.Application.objects.filter(pk=number).values().first()
    if row is None:
        raise _unknown(number)
    return row


def _holds(row: Mapping[str, Any], name: str) -> bool:
    """Whether the case has any part of that sort: not asking for what is not there halves the time of a load."""
    return bool(row["digests"].get(name) != _NOTHING)


def _known(key: str) -> Application | None:
    row = models.Application.objects.filter(key=key).values().first()
    if row is None:
        return None
    documents = tuple(TABLES["documents"].part(columns) for columns in _rows(models.Document, row["number"]))
    return application_of(row, documents)


def _batched(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    """The keys in lists of at most `size`: databases take no question of any length."""
    rest = list(keys)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]


def _bounded(key: str) -> str:
    """The key as it is kept: message ids can be of any length."""
    return key if len(key) <= _KEY_LENGTH else hashlib.sha256(key.encode()).hexdigest()


def _locked_counter(year: int) -> models.Counter:
    models.Counter.objects.get_or_create(year=year)
    return models.Counter.objects.select_for_update().get(year=year)


def _rows(model: type[models.Part], number: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(case_id=number).order_by("position").values())


def _write(row: models.Application, case: Case, *, new: bool = False) -> bool:
    """Write the row and those parts that differ from what stands; whether anything did."""
    head, parts = head_of(case), parts_of(case)
    digests = {"head": digest(head), **{name: digest(columns) for name, columns in parts.items()}}
    changed = [name for name, value in digests.items() if row.digests.get(name) != value]
    if not changed:
        return False
    for name, value in head.items():
        setattr(row, name, value)
    row.digests = digests
    row.save(force_insert=new, force_update=not new)
    for name in changed:
        if name != "head" and not (new and not parts[name]):
            _replace(name, case.number, parts[name])
    return True


def _replace(name: str, number: str, parts: list[Columns]) -> None:
    """Put the parts in place of those that stand; what is only ever added is left and the new tail added."""
    table, standing = TABLES[name], 0
    rows = table.model.objects.filter(case_id=number)
    if table.append_only:
        standing = rows.count()
    else:
        rows.delete()
    tail = enumerate(parts[standing:], start=standing)
    table.model.objects.bulk_create(
        table.model(case_id=number, position=position, **columns) for position, columns in tail
    )


def _note(case: Case, decided: int, sealed: str) -> None:
    """Enter the save and each new decision in the audit, with a hash of the case as it stands now."""
    for decision in case.decisions[decided:]:
        audit.record(decision.by, f"decide_{decision.verdict}", case.number, f"r{decision.revision}")
    audit.record(audit.ROBOT, "save", case.number, f"{case.stage}/{case.status} r{case.revision} {sealed[:32]}")


def _unknown(number: str) -> UnknownCase:
    return UnknownCase(f"no application has the number {number}", remedy="see `dovtech status`")
