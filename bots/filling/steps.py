"""The step language: each step is one verb of a clerk, a small function in the table `VERBS`.

A new verb is a shape (what may stand behind it in the YAML) and a function with `@verb`, in `verbs/`; the linter
follows the table, and a test holds the reference in `docs/adding-a-backoffice.md` to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bots.filling.browser import translated
from bots.filling.naming import Target
from bots.filling.page import Page
from bots.filling.ways import Ways
from casework.errors import PageChanged


class Nothing(Exception):  # not a failure: it ends a search
    """The page says that there is no such record."""


class Stopped(Exception):  # not a failure: a rehearsal ends before anything is saved
    """Everything is typed and nothing is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a step works with.

    `given` is what the names of values stand for, `names` what else templates may say, `go` opens an address, logged
    in; `render` renders a template, `file` puts a document where a browser can take it; `present` is the message that
    is no refusal. `at_saving` is called before each of the steps `saving`.
    """

    page: Page
    given: dict[str, str]
    names: Mapping[str, str]
    render: Callable[[str, Mapping[str, object]], str]
    go: Callable[[str], object]
    file: Callable[[str], Path] | None = None
    present: str = ""
    saving: tuple[Step, ...] = ()
    at_saving: Callable[[], None] = lambda: None

    def say(self, source: str) -> str:
        """A template in a name or an address, with the names and values of this walk."""
        return self.render(source, {**self.names, **self.given}) if "{" in source else source

    def ways(self, target: Target, *usual: str) -> Ways:
        """How to find a target, in order."""
        return tuple(
            (kind, self.say(name), tuple((outer, self.say(called)) for outer, called in path))
            for kind, name, path in target.ways(*usual)
        )


Runner = Callable[[Walk, Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb: the shape of what stands behind it, what it does, and the (label, value name) pairs it types."""

    shape: TypeAdapter[Any]
    run: Runner
    types: Callable[[Any], Iterable[tuple[str, str]]]


VERBS: dict[str, Verb] = {}


def verb(
    name: str, shape: Any, types: Callable[[Any], Iterable[tuple[str, str]]] = lambda _: ()
) -> Callable[[Runner], Runner]:
    """Add a verb to the step language."""

    def register(run: Runner) -> Runner:
        VERBS[name] = Verb(shape=TypeAdapter(shape), run=run, types=types)
        return run

    return register


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an entry, checked."""

    verb: str
    given: Any
    raw: Any = None

    def run(self, walk: Walk) -> None:
        if any(one is self for one in walk.saving):
            walk.at_saving()
        VERBS[self.verb].run(walk, self.given)

    def inner(self) -> tuple[Step, ...]:
        """The steps that stand inside this one."""
        return tuple(
            step
            for part in ("steps", "then", "otherwise")
            for step in getattr(self.given, part, ())
            if step is not None
        )

    def types(self) -> tuple[tuple[str, str], ...]:
        """The (label, value name) pairs that it and its inner steps type."""
        return (*VERBS[self.verb].types(self.given), *(pair for step in self.inner() for pair in step.types()))


def parsed(raw: object) -> Step:
    """The step that stands in the YAML; raises ValueError saying what is wrong with it."""
    if isinstance(raw, Step):
        return raw
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ValueError("a step is one verb and what it needs, as in `click: Guardar`")
    name, given = next(iter(raw.items()))
    if name not in VERBS:
        raise ValueError(f"there is no step {name!r}: use one of {', '.join(sorted(VERBS))}")
    try:
        return Step(name, VERBS[name].shape.validate_python(given), raw)
    except ValidationError as wrong:
        raise ValueError(f"{name}: " + "; ".join(error["msg"] for error in wrong.errors())) from None


def walk_through(steps: Iterable[Step], walk: Walk, where: str = "") -> None:
    """Do the steps in order; those that would type a value the case does not have are left out.

    A failure names the step by its number, and `where` the steps stand.
    """
    for number, step in enumerate(steps, 1):
        try:
            with translated():
                step.run(walk)
        except PageChanged as changed:
            words = str(changed.args[0])
            raise PageChanged(f"{where}step {number} ({step.verb}): {words}", remedy=changed.remedy) from None
