"""The step language: each step is one verb of a clerk, a small function in the table `VERBS`.

A new verb is a shape (what may stand behind it in the YAML) and a function with `@verb`; the linter follows the table,
and a test holds the reference in `docs/adding-a-backoffice.md` to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from bots.filling.forms import Page
from casework.errors import EntryRefused

_KINDS = ("label", "button", "link", "heading", "text", "placeholder", "row", "css")


class Target(BaseModel):
    """One thing on the page, by the kind of name a person would give it; a bare text is the verb's usual kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = ""
    button: str = ""
    link: str = ""
    heading: str = ""
    text: str = ""
    placeholder: str = ""
    row: str = ""
    css: str = ""
    any_of: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"any_of": (given,)} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one(self) -> Target:
        if len(self.model_fields_set) != 1:
            raise ValueError(f"name one thing, by one of {', '.join(_KINDS)}")
        return self

    def ways(self, *usual: str) -> tuple[tuple[str, str], ...]:
        """The (kind, name) pairs to look for, in order."""
        if self.any_of:
            return tuple((kind, self.any_of[0]) for kind in usual)
        return tuple((kind, getattr(self, kind)) for kind in self.model_fields_set)


class Pick(BaseModel):
    """A choice from a list that searches while one types: what is typed, and the option it must then offer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str
    option: str


class Nothing(Exception):  # not a failure: it ends a search
    """The page says that there is no such record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What a step works with.

    `given` is what the names of values stand for, `say` renders the templates in names and addresses, `go` opens an
    address, logged in; `refused` is the CSS of the page's error messages and `present` the one that is no refusal.
    """

    page: Page
    given: Mapping[str, str]
    say: Callable[[str], str]
    go: Callable[[str], None]
    refused: str = ""
    present: str = ""

    def ways(self, target: Target, *usual: str) -> tuple[tuple[str, str], ...]:
        """How to find a target: (kind, name) pairs, in order."""
        return tuple((kind, self.say(name)) for kind, name in target.ways(*usual))


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

    def run(self, walk: Walk) -> None:
        VERBS[self.verb].run(walk, self.given)

    def types(self) -> tuple[tuple[str, str], ...]:
        return tuple(VERBS[self.verb].types(self.given))


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
        return Step(name, VERBS[name].shape.validate_python(given))
    except ValidationError as wrong:
        raise ValueError(f"{name}: " + "; ".join(error["msg"] for error in wrong.errors())) from None


def walk_through(steps: Iterable[Step], walk: Walk) -> None:
    """Do the steps in order; those that would type a value the case does not have are left out."""
    for step in steps:
        step.run(walk)


def _items(given: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return given.items()


@verb("open", str)
def _open(walk: Walk, given: str) -> None:
    walk.go(walk.say(given))


@verb("fill", dict[str, str], _items)
def _fill(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            walk.page.type_into(label, value, name)


@verb("choose", dict[str, str], _items)
def _choose(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            walk.page.choose(label, value, name)


@verb("tick", dict[str, str], _items)
def _tick(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if name in walk.given:
            walk.page.tick(label, wanted=walk.given[name] == "true")


@verb("autocomplete", dict[str, Pick], lambda given: ((label, pick.option) for label, pick in given.items()))
def _autocomplete(walk: Walk, given: Mapping[str, Pick]) -> None:
    for label, pick in given.items():
        if value := walk.given.get(pick.option):
            walk.page.pick(label, walk.given.get(pick.search, value), value, pick.option)


@verb("click", Target)
def _click(walk: Walk, given: Target) -> None:
    walk.page.click(walk.ways(given, "button", "link"))


@verb("absent", Target)
def _absent(walk: Walk, given: Target) -> None:
    if walk.page.seen(walk.ways(given, "text")):
        raise Nothing


@verb("expect", Target)
def _expect(walk: Walk, given: Target) -> None:
    told = walk.page.await_either(walk.ways(given, "text"), walk.refused)
    if told and not (walk.present and any(walk.present in words for words in told)):
        raise EntryRefused(" ".join(told), remedy="correct the value, or file the entry by hand")
