"""What is done to send a letter: plan it, hand it over exactly once, and note what the other side says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from temporalio import activity

from casework.case import Case, Letter
from casework.delivery import Dispatch, Standing, Way, alert_of, begins_term, judged, planned
from casework.errors import MaybeSent, Refused, Unavailable
from casework.ports import Dispatches, DocumentStore, Notifier, Post, Register
from workflows.messages import LetterRef, LetterState, LetterWord


@dataclass(frozen=True)
class SendingActivities:
    """Sends letters; `post` and `notifier` are None where the council gave none, and a person sends those letters."""

    register: Register
    dispatches: Dispatches
    store: DocumentStore
    post: Post | None
    notifier: Notifier | None
    now: Callable[[], datetime]
    look_again: timedelta = timedelta(hours=6)

    @activity.defn
    def send(self, ref: LetterRef) -> LetterState:
        """Take a letter as far as it goes without a person.

        What is seen LEAVING was handed over by a process that died, or that heard no answer: the copy that came back
        says that it was sent, and without one a person decides, so that no citizen gets a letter twice.
        """
        case, letter = self._letter(ref)
        known = self.dispatches.plan(planned(case, letter, self.now()))
        if known.started:
            send = self._by_email if known.way is Way.EMAIL else self._by_office
            known = send(case, letter, known)
        return self._state(case, known)

    @activity.defn
    def hear(self, word: LetterWord) -> LetterState:
        """Note a person's word on a letter that is held."""
        case, letter = self._letter(LetterRef(number=word.number, csv=word.csv))
        known = self.dispatches.plan(planned(case, letter, self.now()))
        return self._state(case, self._moved(known, judged(known, word.verdict, word.by, self.now())))

    @activity.defn
    def follow(self, ref: LetterRef) -> LetterState:
        """See whether a notification was opened, or is taken for rejected by now."""
        case, letter = self._letter(ref)
        known = self.dispatches.plan(planned(case, letter, self.now()))
        if self.notifier is None or not _followed(known):
            return self._state(case, known)
        notice = self.notifier.look(letter.csv)
        if notice.day is None:
            return self._state(case, known)
        reason = "OPENED" if notice.opened else "TAKEN_FOR_REJECTED"
        received = known.then(Standing.RECEIVED, self.now(), reason=reason, proof=f"{notice.day}")
        return self._state(case, self._moved(known, received))

    def _by_email(self, case: Case, letter: Letter, known: Dispatch) -> Dispatch:
        if self.post is None:
            return self._held(known, "NO_MAIL_SERVER")
        if known.standing is Standing.LEAVING:
            if self.post.kept(case, letter):
                return self._moved(known, known.then(Standing.SENT, self.now(), reason="COPY_CAME_BACK"))
            return self._held(known, MaybeSent.code)
        leaving = known.then(Standing.LEAVING, self.now())

        def leave() -> None:
            if not self.dispatches.move(known, leaving):
                raise Unavailable("another process sends this letter", remedy="wait for it")

        try:
            answer = self.post.send(case, letter, self.store.get(letter.sha256), leave)
        except MaybeSent:
            raise
        except Unavailable:
            self.dispatches.move(leaving, known)
            raise
        except Refused as refused:
            return self._held(self._now_stands(known), refused.code)
        return self._moved(leaving, leaving.then(Standing.SENT, self.now(), proof=answer))

    def _by_office(self, case: Case, letter: Letter, known: Dispatch) -> Dispatch:
        if self.notifier is None:
            return self._held(known, "NO_NOTIFIER")
        try:
            notice = self.notifier.put(case, letter, self.store.get(letter.sha256))
        except Refused as refused:
            return self._held(known, refused.code)
        return self._moved(known, known.then(Standing.SENT, self.now(), proof=notice.receipt))

    def _held(self, known: Dispatch, reason: str) -> Dispatch:
        return self._moved(known, known.then(Standing.HELD, self.now(), reason=reason))

    def _moved(self, before: Dispatch, after: Dispatch) -> Dispatch:
        """What stands now: `after`, or what somebody else made of it meanwhile."""
        return after if before == after or self.dispatches.move(before, after) else self._now_stands(before)

    def _now_stands(self, known: Dispatch) -> Dispatch:
        return self.dispatches.plan(known)

    def _letter(self, ref: LetterRef) -> tuple[Case, Letter]:
        case = self.register.load(ref.number)
        return case, next(letter for letter in case.letters if letter.csv == ref.csv)

    def _state(self, case: Case, known: Dispatch) -> LetterState:
        received = known.standing is Standing.RECEIVED and begins_term(case, known.csv)
        return LetterState(
            csv=known.csv,
            standing=known.standing,
            reason=known.reason,
            followed=_followed(known),
            look_in=self.look_again,
            began=known.proof if received else "",
            alert=alert_of(case, known.csv) if _is_in_the_office(known) else "",
        )


def _is_in_the_office(known: Dispatch) -> bool:
    return known.way is Way.ELECTRONIC and known.standing is Standing.SENT


def _followed(known: Dispatch) -> bool:
    return _is_in_the_office(known) and bool(known.proof)
