"""Verbs around other steps: branches, repeated groups, and steps inside one thing only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from bots.filling.naming import Shape, Target
from bots.filling.steps import Step, Walk, parsed, verb, walk_through

InnerSteps = tuple[Annotated[Any, BeforeValidator(parsed)], ...]


class When(Shape):
    """A branch: where `seen` is on the page, or `value` has something, `then`; else `otherwise`.

    With `or` it first waits until one of the two is there.
    """

    seen: Target | None = None
    other: Target | None = Field(default=None, alias="or")
    value: str = ""
    equals: str = ""
    then: InnerSteps = ()
    otherwise: InnerSteps = Field(default=(), alias="else")

    @model_validator(mode="after")
    def _one(self) -> When:
        if (self.seen is None) is not bool(self.value) or not (self.then or self.otherwise):
            raise ValueError("name what is `seen` or which `value`, and the steps `then`")
        return self


@verb("when", When)
def _when(walk: Walk, given: When) -> None:
    if given.seen is None:
        held = walk.given.get(given.value, "")
        holds = held == walk.say(given.equals) if given.equals else bool(held)
    elif given.other is not None:
        holds = walk.page.either(walk.ways(given.seen, "text"), walk.ways(given.other, "text")) == 0
    else:
        holds = walk.page.seen(walk.ways(given.seen, "text"))
    walk_through(given.then if holds else given.otherwise, walk)


class Repeat(Shape):
    """Steps done for every number n from 1 for which a value with `{n}` in its name is there."""

    over: str
    steps: InnerSteps

    @model_validator(mode="after")
    def _one(self) -> Repeat:
        if "{n}" not in self.over:
            raise ValueError("`over` names a value with {n} in its name, as in member_{n}_name")
        return self


@verb("repeat", Repeat)
def _repeat(walk: Walk, given: Repeat) -> None:
    number = 1
    while walk.given.get(given.over.replace("{n}", str(number))):
        walk_through(numbered(given.steps, number), walk)
        number += 1


class Inside(Shape):
    """Steps whose names are looked for inside one thing only."""

    of: Target
    steps: InnerSteps


@verb("inside", Inside)
def _inside(walk: Walk, given: Inside) -> None:
    [(kind, name, path)] = walk.ways(given.of, "group")
    before = walk.page.within
    walk.page.find(((kind, name, path),))
    walk.page.within = (*before, *path, (kind, name))
    try:
        walk_through(given.steps, walk)
    finally:
        walk.page.within = before


def numbered(steps: Iterable[Step], number: int) -> tuple[Step, ...]:
    """The steps with `{n}` replaced by a number, everywhere."""
    return tuple(parsed(_with_number(step.raw, number)) for step in steps)


def _with_number(raw: Any, number: int) -> Any:
    if isinstance(raw, str):
        return raw.replace("{n}", str(number))
    if isinstance(raw, Mapping):
        return {_with_number(key, number): _with_number(value, number) for key, value in raw.items()}
    return [_with_number(one, number) for one in raw] if isinstance(raw, list | tuple) else raw
