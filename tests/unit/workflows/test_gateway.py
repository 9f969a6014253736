"""What Temporal says is told in our words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from fakes.ports import MOMENT, document
from fakes.temporal import DeadTemporal
from temporalio.service import RPCStatusCode

from casework.application import Channel
from casework.arranging import Arranging
from casework.decision import Decision, Verdict
from casework.delivery import Verdict as LetterVerdict
from casework.errors import Unavailable, UnknownCase
from casework.requirement import Answer, Asking, Defect
from casework.undoing import Undoing
from casework.unlocking import Unlocking
from workflows.gateway import Cases
from workflows.messages import LetterRef, LetterWord

NUMBER = "DOV-2026-000001"
ASKING = Asking(by="clerk", at=MOMENT, revision=0, defects=(Defect(es="Falta el plano.", ca="Falta el plànol."),))
ARRANGING = Arranging(by="clerk", at=MOMENT, revision=0, documents=())
UNLOCKING = Unlocking(by="clerk", at=MOMENT, locked="a" * 64, document=document())
ANSWER = Answer(key="k", received_at=MOMENT, channel=Channel.EMAIL, documents=())
CALLS: dict[str, Callable[[Cases], Awaitable[object]]] = {
    "start": lambda cases: cases.start(NUMBER),
    "decide": lambda cases: cases.decide(NUMBER, Decision(by="clerk", at=MOMENT, verdict=Verdict.APPROVE, revision=0)),
    "arrange": lambda cases: cases.arrange(NUMBER, ARRANGING),
    "unlock": lambda cases: cases.unlock(NUMBER, UNLOCKING),
    "ask_citizen": lambda cases: cases.ask_citizen(NUMBER, ASKING),
    "citizen_received": lambda cases: cases.citizen_received(NUMBER, MOMENT.date(), "clerk"),
    "extend_answer": lambda cases: cases.extend_answer(NUMBER, "clerk"),
    "take_answer": lambda cases: cases.take_answer(NUMBER, ANSWER),
    "undo": lambda cases: cases.undo(NUMBER, Undoing(key="k", by="clerk", at=MOMENT, reason="twice")),
    "recount": lambda cases: cases.recount(NUMBER),
    "watched": lambda cases: cases.watched(),
    "resolve": lambda cases: cases.resolve(NUMBER, MOMENT.date(), "clerk"),
    "clock": lambda cases: cases.clock(NUMBER),
    "state": lambda cases: cases.state(NUMBER),
    "settled": lambda cases: cases.settled(NUMBER),
    "result": lambda cases: cases.result(NUMBER),
    "running": lambda cases: cases.running(NUMBER),
    "pause": lambda cases: cases.pause(NUMBER, "note"),
    "resume": lambda cases: cases.resume(NUMBER),
    "retry": lambda cases: cases.retry(NUMBER),
    "watch_mailbox": lambda cases: cases.watch_mailbox("general"),
    "account_nightly": lambda cases: cases.account_nightly(),
    "hold_letter": lambda cases: cases.hold_letter(LetterRef(number=NUMBER, csv="CSV")),
    "say_of_letter": lambda cases: cases.say_of_letter(
        LetterWord(number=NUMBER, csv="CSV", verdict=LetterVerdict.SENT, by="clerk")
    ),
    "cancel": lambda cases: cases.cancel(NUMBER),
}


def cases(status: RPCStatusCode) -> Cases:
    """A gateway to a server that answers so."""
    return Cases(DeadTemporal(status))  # type: ignore[arg-type]


def test_every_call_is_listed() -> None:
    """A new call of the gateway needs a line above."""
    assert set(CALLS) == {name for name in vars(Cases) if not name.startswith("_") and callable(getattr(Cases, name))}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_a_server_that_is_away_is_unavailable(call: Callable[[Cases], Awaitable[object]]) -> None:
    """With the command that starts it."""
    with pytest.raises(Unavailable, match=r"does not answer \(UNAVAILABLE\) — start it with `dovtech up`") as failed:
        await call(cases(RPCStatusCode.UNAVAILABLE))
    assert type(failed.value) is Unavailable


@pytest.mark.parametrize(
    "name",
    sorted(set(CALLS) - {"start", "running", "recount", "watched", "watch_mailbox", "account_nightly", "hold_letter"}),
)
async def test_a_number_that_no_workflow_has_is_unknown(name: str) -> None:
    """With where to look it up."""
    with pytest.raises(UnknownCase, match=f"no running case has the number {NUMBER} — see `dovtech status`"):
        await CALLS[name](cases(RPCStatusCode.NOT_FOUND))


async def test_what_no_workflow_runs_is_not_running() -> None:
    """That is an answer, not a failure; and no calendar changes what is over."""
    await cases(RPCStatusCode.NOT_FOUND).recount(NUMBER)
    assert await cases(RPCStatusCode.NOT_FOUND).running(NUMBER) is False
