"""What an administrator reads about a case in the Temporal UI: Markdown without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from casework.journey import Stage, Status
from workflows.messages import CaseState


class Caption(str):
    """Words for the administrator's screens: fixed ones and codes, never personal data."""

    __slots__ = ()


def attention(state: CaseState, paused: str) -> str:
    """In one word, what the case waits for: nothing, a person, or someone to resume it."""
    if state.ended:
        return "none"
    if paused:
        return "paused"
    return "person" if state.status is Status.WAITING else "none"


def line(now: datetime, state: CaseState) -> str:
    """One line of the timeline."""
    return f"- {now:%H:%M:%S} **{state.stage}** {state.summary}"


def page(state: CaseState, attention_: str, story: Sequence[str]) -> str:
    """The nine stages with the present one in bold, what is doubtful, and the timeline."""
    stages = " → ".join(_stage(stage, state) for stage in Stage)
    waits = {"person": "waiting for a clerk's decision", "paused": "paused"}.get(attention_, state.status.value)
    doubts = f"\n\nDoubts: {', '.join(state.doubts)}" if state.doubts and not state.ended else ""
    due = f" · due {state.due:%d/%m/%Y}" if state.due else ""
    return f"{stages}\n\n**{state.kind}** · {waits}{due}{doubts}\n\n" + "\n".join(story)


def _stage(stage: Stage, state: CaseState) -> str:
    order = list(Stage)
    if stage is state.stage:
        return f"**{stage}**"
    return f"{stage} ✓" if order.index(stage) < order.index(state.stage) else f"{stage}"
