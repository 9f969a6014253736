"""What the legal clock does when it looks: it reads the case, which is the journey's to change, and notes reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from temporalio import activity

from casework.asking import clock_of
from casework.case import Case, LetterKind
from casework.clock import RESOLVED, Clock
from casework.deadlines import Calendars
from casework.journey import Status
from casework.ports import Register, Reminder, Reminders
from workflows.activities import Procedures
from workflows.messages import ClockFace, Moment, Resolution

_INFORMED = frozenset({LetterKind.RECEIPT, LetterKind.NOTICE})
_NOTICES = frozenset({"NOTICE_NEAR", "NOTICE_LAST"})


@dataclass(frozen=True)
class ClockActivities:
    """Looks at a case's term, and moves the last day of a case whose journey is over.

    `official_time` is the zone of the electronic office (art. 31.1).
    """

    register: Register
    reminders: Reminders
    procedures: Procedures
    calendars: Calendars
    official_time: tzinfo

    @activity.defn
    def look(self, moment: Moment) -> ClockFace:
        """Note every reminder that is due, and tell when to look again; safe to repeat."""
        case, today = self.register.load(moment.number), moment.at.astimezone(self.official_time).date()
        if case.status.ended and case.status is not Status.FILED:
            return ClockFace(number=case.number)
        clock = clock_of(case, self.procedures.get(case.kind), self.calendars)
        if clock is None:  # a pre-entry, or of no known kind yet: a clerk's word may change either
            wake = None if case.status.ended else self._morning(today + timedelta(days=1))
            return ClockFace(number=case.number, wake=wake)
        if case.archived and case.due != clock.due:  # its journey, which would count anew, is over
            self.register.save(case.timed(clock))
        return self._told(case, clock, today)

    def _told(self, case: Case, clock: Clock, today: date) -> ClockFace:
        informed = any(letter.kind in _INFORMED for letter in case.letters)
        marks = [mark for mark in clock.marks() if not (informed and mark.code in _NOTICES)]
        now = [mark for mark in marks if mark.day <= today]
        for mark in now:
            self.reminders.remind(
                Reminder(
                    number=case.number, code=mark.code, day=mark.day, due=clock.due, silence=clock.term.silence,
                )
            )  # fmt: skip
        later = [mark.day for mark in marks if mark.day > today]
        return ClockFace(
            number=case.number,
            due=clock.due,
            suspended=clock.suspended(today),
            wake=self._morning(min(later)) if later else None,
            inform=any(mark.code in _NOTICES for mark in now),
        )

    @activity.defn
    def stop(self, resolution: Resolution) -> ClockFace:
        """Note that the case was resolved, by whom and when."""
        case = self.register.load(resolution.number)
        self.reminders.remind(
            Reminder(number=case.number, code=RESOLVED, day=resolution.day, due=case.due, by=resolution.by)
        )
        return ClockFace(number=case.number, due=case.due)

    def _morning(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.official_time)
