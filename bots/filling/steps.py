"""The step language: each step is one verb of a clerk, a small function in the table `VERBS`.

A new verb is a shape (what may stand behind it in the YAML) and a function with `@verb`; the linter follows the table,
and a test holds the reference in `docs/adding-a-backoffice.md` to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from bots.filling.browser import translated
from bots.filling.forms import Page, Ways
from casework.errors import EntryRefused, Misconfigured, PageChanged

_KINDS = ("label", "button", "link", "heading", "text", "placeholder", "row", "tab", "menu", "option", "dialog",
          "group", "css")  # fmt: skip


class Target(BaseModel):
    """One thing on the page, by the kind of name a person would give it; a bare text is the verb's usual kind.

    `in` says inside of what, where the same name stands twice: a row, a dialog, a group with its heading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str = ""
    button: str = ""
    link: str = ""
    heading: str = ""
    text: str = ""
    placeholder: str = ""
    row: str = ""
    tab: str = ""
    menu: str = ""
    option: str = ""
    dialog: str = ""
    group: str = ""
    css: str = ""
    any_of: tuple[str, ...] = ()
    around: Target | None = Field(default=None, alias="in")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"any_of": (given,)} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one(self) -> Target:
        if len(self.model_fields_set - {"around"}) != 1:
            raise ValueError(f"name one thing, by one of {', '.join(_KINDS)}")
        return self

    def ways(self, *usual: str) -> Ways:
        """What to look for, in order."""
        path: tuple[tuple[str, str], ...] = ()
        if self.around is not None:
            [(kind, name, outer)] = self.around.ways("group")
            path = (*outer, (kind, name))
        if self.any_of:
            return tuple((kind, self.any_of[0], path) for kind in usual)
        return tuple((kind, getattr(self, kind), path) for kind in self.model_fields_set - {"around"})


class Pick(BaseModel):
    """A choice from a list that searches while one types: what is typed, and the option it must then offer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    search: str = ""
    option: str = ""
    containing: str = ""

    @model_validator(mode="after")
    def _one(self) -> Pick:
        if bool(self.option) is bool(self.containing):
            raise ValueError("say the `option` exactly, or a text it is the only one `containing`")
        return self

    @property
    def value(self) -> str:
        return self.option or self.containing


class Shape(BaseModel):
    """The ground of what stands behind a verb."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


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
    go: Callable[[str], None]
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


def walk_through(steps: Iterable[Step], walk: Walk) -> None:
    """Do the steps in order; those that would type a value the case does not have are left out."""
    for number, step in enumerate(steps, 1):
        try:
            with translated():
                step.run(walk)
        except PageChanged as changed:
            words = str(changed.args[0])
            raise PageChanged(f"step {number} ({step.verb}): {words}", remedy=changed.remedy) from None


def _items(given: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return given.items()


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


def numbered(steps: Iterable[Step], number: int) -> tuple[Step, ...]:
    """The steps with `{n}` replaced by a number, everywhere."""
    return tuple(parsed(_with_number(step.raw, number)) for step in steps)


def _with_number(raw: Any, number: int) -> Any:
    if isinstance(raw, str):
        return raw.replace("{n}", str(number))
    if isinstance(raw, Mapping):
        return {_with_number(key, number): _with_number(value, number) for key, value in raw.items()}
    return [_with_number(one, number) for one in raw] if isinstance(raw, list | tuple) else raw


@verb("open", str)
def _open(walk: Walk, given: str) -> None:
    walk.go(walk.say(given))


def _fill(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            walk.page.type_into(walk.say(label), value, name)


for _name in ("fill", "rich_text"):  # one hand; the names say what a person sees
    verb(_name, dict[str, str], _items)(_fill)


@verb("date", dict[str, str], _items)
def _date(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            walk.page.date(walk.say(label), value, name)


@verb("choose", dict[str, str], _items)
def _choose(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            walk.page.choose(walk.say(label), value, name)


@verb("tick", dict[str, str], _items)
def _tick(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if name in walk.given:
            walk.page.tick(walk.say(label), wanted=walk.given[name] == "true")


@verb("autocomplete", dict[str, Pick], lambda given: ((label, pick.value) for label, pick in given.items()))
def _autocomplete(walk: Walk, given: Mapping[str, Pick]) -> None:
    for label, pick in given.items():
        if value := walk.given.get(pick.value):
            search = walk.given.get(pick.search, "" if pick.search else value)
            walk.page.pick(walk.say(label), search, value, pick.value, containing=bool(pick.containing))


@verb("upload", dict[str, str], _items)
def _upload(walk: Walk, given: Mapping[str, str]) -> None:
    for label, name in given.items():
        if value := walk.given.get(name):
            if walk.file is None:
                raise Misconfigured("no documents can be uploaded here")
            walk.page.upload(walk.say(label), walk.file(value))


def _touched(ways: Ways) -> Ways:
    """Where a text is clicked or pointed at, the thing that says just that is meant, not all that contains it."""
    return tuple(("words" if kind == "text" else kind, name, path) for kind, name, path in ways)


@verb("click", Target)
def _click(walk: Walk, given: Target) -> None:
    walk.page.click(_touched(walk.ways(given, "button", "link", "tab", "menu", "words")))


@verb("save", Target)
def _save(walk: Walk, given: Target) -> None:
    _click(walk, given)


@verb("hover", Target)
def _hover(walk: Walk, given: Target) -> None:
    walk.page.hover(_touched(walk.ways(given, "link", "button", "menu", "words")))


@verb("press", Literal["enter", "tab", "escape", "arrow_down", "arrow_up", "space"])
def _press(walk: Walk, given: str) -> None:
    walk.page.press(given)


class Prompt(Shape):
    """A box of the browser's own: what it must say, and the answer."""

    says: str = ""
    answer: Literal["accept", "dismiss"] = "accept"

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"answer": given} if isinstance(given, str) else given


@verb("dialog", Prompt)
def _dialog(walk: Walk, given: Prompt) -> None:
    told = walk.page.prompt(accept=given.answer == "accept", says=walk.say(given.says))
    if told:
        raise EntryRefused(told, remedy="correct the value, or file the entry by hand")


@verb("window", Literal["new", "close"])
def _window(walk: Walk, given: str) -> None:
    walk.page.window(new=given == "new")


@verb("gone", Target)
def _gone(walk: Walk, given: Target) -> None:
    walk.page.gone(walk.ways(given, "text"))


class Autosave(Shape):
    """What the page says once it has saved by itself, and while it is saving."""

    saved: Target
    saving: Target | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"saved": given} if isinstance(given, str) else given


@verb("autosave", Autosave)
def _autosave(walk: Walk, given: Autosave) -> None:
    saving = walk.ways(given.saving, "text") if given.saving else ()
    walk.page.autosaved(walk.ways(given.saved, "text"), saving)


class Capture(Shape):
    """A text of the page: the whole of what is named, or the part that `pattern` holds in brackets."""

    of: Target = Target(text="")
    address: bool = False
    pattern: str = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "of" not in given and (set(given) - {"pattern", "address"}):
            return {"of": {k: v for k, v in given.items() if k != "pattern"}, "pattern": given.get("pattern", "")}
        return {"of": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _sound(self) -> Capture:
        try:
            re.compile(self.pattern)
        except re.error as wrong:
            raise ValueError(f"the pattern is wrong: {wrong}") from None
        return self


def cut(text: str, pattern: str) -> str:
    """The part of a text that a pattern holds in brackets, or all it fits; the whole text without a pattern."""
    if not pattern:
        return text.strip()
    found = re.search(pattern, text)
    if found is None:
        raise PageChanged(f"no text on the page fits {pattern!r}", remedy="compare the pattern with the page")
    return str(found.group(found.lastindex or 0) or "").strip()


def captured(page: Page, what: Capture, ways: Ways) -> str:
    """The text that is named; raises PageChanged where the page does not have it."""
    if what.address:
        return cut(page.address, what.pattern)
    [text] = page.patiently(lambda: page.read(ways[:1]), lambda held: held[0] is not None)
    if text is None:
        raise PageChanged("the page does not show what is to be captured", remedy="compare the entry with the page")
    return cut(text, what.pattern)


@verb("capture", dict[str, Capture])
def _capture(walk: Walk, given: Mapping[str, Capture]) -> None:
    for name, what in given.items():
        walk.given[name] = captured(walk.page, what, walk.ways(what.of, "label"))


@verb("absent", Target)
def _absent(walk: Walk, given: Target) -> None:
    if walk.page.seen(walk.ways(given, "text")):
        raise Nothing


class Search(Shape):
    """What a search that has ended shows: a record, or that there is none.

    With `more`, the list goes on behind a button or link: it is clicked while it can be and the record is not there.
    """

    record: Target
    nothing: Target | None = None
    more: Target | None = None

    @model_validator(mode="after")
    def _one(self) -> Search:
        if self.nothing is None and self.more is None:
            raise ValueError("say what shows that there is `nothing`, or the button to `more` of the list")
        return self


@verb("found", Search)
def _search(walk: Walk, given: Search) -> None:
    record = walk.ways(given.record, "text")
    nothing = walk.ways(given.nothing, "text") if given.nothing else ()
    if given.more is None:
        found = walk.page.either(record, nothing) == 0
    else:
        found = walk.page.leafed(record, nothing, walk.ways(given.more, "button", "link"))
    if not found:
        raise Nothing


@verb("expect", Target)
def _expect(walk: Walk, given: Target) -> None:
    told = walk.page.await_either(walk.ways(given, "text"))
    if told and not (walk.present and any(walk.present in words for words in told)):
        raise EntryRefused(" ".join(told), remedy="correct the value, or file the entry by hand")


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
