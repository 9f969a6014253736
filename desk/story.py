"""A case's timeline in plain words: what robots did, what people decided and why, what they told each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casework.case import Case
from casework.decision import Decision
from casework.delivery import Dispatch, Standing
from casework.journey import Actor, Event
from casework.procedure import Procedure
from desk import dispatches
from desk.lines import title_of
from desk.models import WorkNote
from desk.systems import with_names
from desk.words import in_language, word
from desk.written import written


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened: when, by which sort of hand, by whom, in one sentence, with what was said or changed.

    `changed` gives labels and values of corrected fields, an empty value where the paper holds none.
    """

    at: datetime
    actor: str
    by: str
    sentence: str
    said: str = ""
    changed: tuple[tuple[str, str], ...] = ()


def story_of(case: Case, procedure: Procedure | None) -> list[Moment]:
    """Everything that happened to the case, oldest first."""
    decisions = iter(case.decisions)
    told = [_of_event(event, decisions, procedure) for event in case.events]
    notes = [_of_note(note) for note in WorkNote.objects.filter(case_id=case.number).order_by("at")]
    sent = [moment for dispatch in dispatches.of_case(case.number) for moment in _of_letter(dispatch)]
    return sorted([*told, *notes, *sent], key=lambda moment: moment.at)


def _of_letter(dispatch: Dispatch) -> Iterator[Moment]:
    """What became of one letter, step by step; what lasts a breath is left out."""
    for step in dispatch.steps:
        if step.standing in {Standing.READY, Standing.LEAVING} and not step.by:
            continue
        told = [word(f"letter_{dispatch.kind}"), word(f"post_{step.standing}")]
        if step.standing in {Standing.SENT, Standing.RECEIVED}:
            told.append(word(f"post_by_{dispatch.way}"))
        reason = word(f"post_why_{step.reason}") if step.reason else ""
        yield Moment(
            at=step.at, actor=Actor.CLERK if step.by else Actor.ROBOT, by=step.by,
            sentence=f"{told[0]}: {', '.join(told[1:])}{f' ({reason})' if reason else ''}",
        )  # fmt: skip


def _of_event(event: Event, decisions: Iterator[Decision], procedure: Procedure | None) -> Moment:
    decision = next(decisions, None) if event.what.startswith("decided_") else None
    return Moment(
        at=event.at,
        actor=event.actor,
        by=event.by,
        sentence=": ".join(filter(None, (_sentence(event), decision.destination if decision else ""))),
        said=decision.reason if decision else "",
        changed=tuple(_changes(decision, procedure)) if decision else (),
    )


def _sentence(event: Event) -> str:
    """What happened, with the number or name that makes it concrete."""
    plain = word(f"event_{event.what}", event.what)
    if event.what == "classified":
        return f"{plain}: {title_of(event.detail)}"
    if event.what in {"read", "extracted", "validated", "asked", "opened", "arranged"}:
        return word(f"told_{event.what}").format(detail=event.detail)
    if event.what in {"entered", "rehearsed", "filed_by_hand", "undo_asked", "undone", "undo_failed"}:
        return f"{plain}: {with_names(event.detail)}"
    if event.what == "blocked":
        return f"{plain}: {word(f'stop_{event.detail}', event.detail)}"
    return plain


def _changes(decision: Decision, procedure: Procedure | None) -> Iterator[tuple[str, str]]:
    for name, value in decision.corrections.items():
        spec = procedure.fields.get(name) if procedure else None
        label = in_language(spec.label()) if spec else name
        if name in decision.illegible:
            yield label, word("illegible_on_paper")
        else:
            yield label, written(spec, value) if spec and value else value or ""


def _of_note(note: WorkNote) -> Moment:
    sentence = word(f"work_{note.what}")
    return Moment(
        at=note.at,
        actor=Actor.CLERK,
        by=note.by,
        sentence=f"{sentence} {note.to}".strip(),
        said=note.text,
    )
