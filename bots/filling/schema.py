"""The shapes of `templates/entries/SYSTEM/`: what `system.yaml` and an entry may hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, TypeAdapter

from bots.filling import verbs  # noqa: F401 - they enter the table of the step language
from bots.filling.naming import Capture, Target
from bots.filling.saving import every
from bots.filling.steps import Step, parsed

_MOST_REPEATED = 100


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


Steps = tuple[Annotated[Step, BeforeValidator(parsed), PlainSerializer(repr)], ...]
Texts = dict[str, str]


class Timeouts(_Shape):
    """Seconds to wait for a connection, for an answer or page, and for something to appear on a page."""

    connect: float = 3
    answer: float = 20
    appear: float = 5


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(_Shape):
    """When a system takes entries, in the council's own time: days, and from when to when as `HH:MM`."""

    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = _DAYS[:5]  # type: ignore[assignment]
    start: str = Field(default="00:00", alias="from", pattern=r"^\d\d:\d\d$")
    end: str = Field(default="24:00", alias="to", pattern=r"^\d\d:\d\d$")

    def open(self, moment: datetime) -> bool:
        """Whether it takes entries at that moment."""
        return _DAYS[moment.weekday()] in self.days and self.start <= moment.strftime("%H:%M") < self.end

    def __str__(self) -> str:
        return f"{', '.join(self.days)} {self.start}-{self.end}"


class _System(_Shape):
    """What all kinds share. `secrets` maps the names that templates use to the names of the secrets.

    With `one_session` the robots of all workers take turns at the account.
    """

    title: Texts
    address: str
    secrets: Texts = {}
    account: str = "user"
    timeouts: Timeouts = Timeouts()
    per_minute: int = Field(default=600, gt=0)
    one_session: bool = False
    hours: Hours | None = None


class RestFind(_Shape):
    """How a record is found by key: a GET of `path` with `query`; `results` is the dotted path of the list in it.

    `id` and `key` are the dotted paths, in a record, of its own id and of the key; `page` is its address for a person.
    """

    path: str
    query: Texts
    results: str = ""
    id: str
    key: str
    page: str = ""


class RestWrite(_Shape):
    """How a record is made: a POST of JSON to `path`, inside `wrap` where the system wants it wrapped.

    `refused` are the statuses of a refusal of substance, `present` those that say the key is there already.
    """

    path: str
    wrap: str = ""
    refused: tuple[int, ...] = (400, 409, 422)
    present: tuple[int, ...] = ()


class RestSystem(_System):
    """A system with a REST interface that speaks JSON."""

    kind: Literal["rest"]
    headers: Texts = {}
    certificates: str = ""
    find: RestFind
    write: RestWrite


class Browser(_Shape):
    """The programs: a Chromium and its driver."""

    program: str
    driver: str


class Login(_Shape):
    """`needed` is what only a page shows that asks to log in; `steps` do it, with the secrets as values."""

    needed: Target
    steps: Steps


class WebFind(_Shape):
    """The steps to a record's page, where `search` is what is searched, and where its id and its key stand there.

    Without `key` it must stand somewhere on the page.
    """

    steps: Steps
    id: Capture
    key: Capture | None = None


class Interruption(_Shape):
    """A page or box that may come between at any moment, and the steps past it."""

    seen: Target
    steps: Steps


class WebSystem(_System):
    """A system with web pages only.

    `refused` is the CSS of its error messages; one with `present` is no refusal. `expired` is what only a page shows
    that has forgotten the session or its form (CSRF): the robot logs in and looks again. `interruptions` may come at
    any time. `masked` is what pictures must not show: where other people's data stand.
    """

    kind: Literal["web"]
    browser: Browser = Browser(program="${CHROMIUM}", driver="${CHROMEDRIVER}")
    login: Login | None = None
    find: WebFind
    refused: str = "[role=alert]"
    present: str = ""
    expired: Target | None = None
    masked: tuple[Target, ...] = ()
    interruptions: tuple[Interruption, ...] = ()


class SqlSystem(_System):
    """A database: `address` is a file for SQLite, `host:port/name` for PostgreSQL."""

    kind: Literal["sql"]
    engine: Literal["sqlite", "postgresql"]


class SheetSystem(_System):
    """A workbook; `address` is its path."""

    kind: Literal["excel"]


System = Annotated[RestSystem | WebSystem | SqlSystem | SheetSystem, Field(discriminator="kind")]


class RestUndo(_Shape):
    """How a record is undone: `method` on `path` with the JSON of `body`, whose names are paths as in `values`.

    Templates may use `record`, `key` and `reason`. `done` gives, by path, what the record says once it is undone;
    left out, it must not be found any more.
    """

    method: Literal["post", "put", "patch", "delete"] = "post"
    path: str
    body: Texts = {}
    done: Texts = {}


class WebUndo(_Shape):
    """The steps from the record's page that undo it, with `reason`, `record`, `key` and what `values` makes of them.

    `done` is what only the page of an undone record shows; left out, the record must not be found any more.
    """

    values: Texts = {}
    steps: Steps
    done: Target | None = None


class TableUndo(_Shape):
    """What is written into the record's columns to undo it: templates of `reason`, `record` and `key`.

    Those that are plain words show that it is undone.
    """

    set: Texts

    def done(self) -> Texts:
        """The columns that tell."""
        return {name: text for name, text in self.set.items() if "{" not in text}


class Each(_Shape):
    """One more value for every field the application has, but those in `without`.

    The templates `name` and `value` may use `field` and `value`.
    """

    name: str
    value: str = "{{ value }}"
    without: tuple[str, ...] = ()


class _Entry(_Shape):
    """What all entries share: `names` for addresses, `tables` of words, and the `values` as templates of the case.

    `undone_by` names the entry whose record undoes one of this entry, in a system that takes nothing back. Its values
    are templates of `record`, `reason`, `undoes` (the key of the undone) and `was` (what was read back of it).
    """

    title: Texts
    names: Texts = {}
    tables: dict[str, Texts] = {}
    values: Texts
    each: Each | None = None
    shown: Texts = {}
    unread: tuple[str, ...] = ()
    undone_by: str = ""


class RestEntry(_Entry):
    """An entry sent as JSON: a dot in a value's name goes one level down; `types` are those that are not text.

    `read` gives the paths at which values are read back where they are others than those they are written to.
    """

    read: Texts = {}
    undo: RestUndo | None = None
    types: dict[str, Literal["number", "boolean"]] = {}


class SqlEntry(_Entry):
    """One row of a table: values by column. `key` is the column of the key, unique; `id` that of the row's own id."""

    table: str
    key: str
    id: str = "id"
    undo: TableUndo | None = None


class SheetEntry(_Entry):
    """One row of a sheet: values by heading, in the first row. `key` is the heading of the key."""

    sheet: str
    key: str
    undo: TableUndo | None = None


class KnownBy(_Shape):
    """Somebody else may have written the record: it is searched by one value, and is the one if all of `same` are."""

    search: str
    same: tuple[str, ...]


class WebEntry(_Entry):
    """An entry typed by steps. What the steps type is read back by the same labels.

    `read` names other places, `shown` says how the page writes a value back, and `unread` are those no page ever shows.
    Where the record's page shows a part at a time, `pages` are the steps from each part to the next.
    """

    steps: Steps
    pages: tuple[Steps, ...] = ()
    find: WebFind | None = None
    known_by: KnownBy | None = None
    undo: WebUndo | None = None
    read: dict[str, Capture] = {}

    def labels(self) -> dict[str, str]:
        """The value's name by the label it is typed into, but for the key; inside `repeat` both hold `{n}`."""
        pairs = (pair for step in self.steps for pair in step.types())
        return {label: name for label, name in pairs if name != "key"}

    def uploads(self) -> set[str]:
        """The names of the values that are documents."""
        return {name for step in every(self.steps) if step.verb == "upload" for name in step.given.values()}

    def places(self, values: Iterable[str]) -> dict[str, Capture]:
        """Where each of the values is read back: where `read` says, or by the label it is typed into."""
        places: dict[str, Capture] = {}
        for label, name in self.labels().items():
            for number in range(1, _MOST_REPEATED) if "{n}" in name else (0,):
                words, one = (text.replace("{n}", str(number)) for text in (label, name))
                places[one] = Capture(of=Target(label=words))
        return {name: self.read.get(name) or places[name] for name in values
                if name not in self.unread and (name in self.read or name in places)}  # fmt: skip


Entry = RestEntry | WebEntry | SqlEntry | SheetEntry
SYSTEM_SHAPE: TypeAdapter[System] = TypeAdapter(System)
ENTRY_SHAPES: dict[str, type[Entry]] = {"rest": RestEntry, "web": WebEntry, "sql": SqlEntry, "excel": SheetEntry}
