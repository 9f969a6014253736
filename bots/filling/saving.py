"""Which steps of an entry save what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bots.filling.steps import Step


def every(steps: Iterable[Step]) -> Iterator[Step]:
    """All steps, also those inside others."""
    for step in steps:
        yield step
        yield from every(step.inner())


def saves_itself(steps: Iterable[Step]) -> bool:
    """Whether what these steps type is saved without a click."""
    return any(step.verb == "autosave" for step in every(steps))


def saving(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps that save: those with `save`; where there is none, the last click of each way through the steps."""
    told = tuple(step for step in every(steps) if step.verb == "save")
    return told or _last_clicks(tuple(steps))[0]


def _last_clicks(steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], bool]:
    """The last clicks, and whether every way has one; a loop is one click, since its steps are made anew."""
    found: tuple[Step, ...] = ()
    for step in reversed(steps):
        if step.verb == "click" or (step.verb, step.given) == ("press", "enter"):
            return (*found, step), True
        if step.verb == "repeat" and _last_clicks(step.inner())[0]:
            return (*found, step), True
        if step.verb == "when":
            ways = [_last_clicks(way) for way in (step.given.then, step.given.otherwise)]
        else:
            ways = [_last_clicks(step.inner())]
        found = (*found, *(click for clicks, _ in ways for click in clicks))
        if all(whole for _, whole in ways):
            return found, True
    return found, False
