"""What may stand in the files of `procedures/`, as pydantic models: an unknown key is an error, never ignored."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from casework.deadlines import Silence, TermUnit
from casework.findings import Severity
from casework.procedure import FieldType, RuleKind

Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[list[Text], Field(min_length=1)]
When = dict[Text, Texts]


class Shape(BaseModel):
    """A part of a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Shape):
    """A name in both languages."""

    es: Text
    ca: Text


class Synonyms(Shape):
    """Names on paper in both languages; the first of each is the one shown."""

    es: Texts
    ca: Texts


class FieldShape(Shape):
    """One field of a form."""

    type: FieldType
    labels: Synonyms
    required: bool = False
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    choices: dict[Text, Synonyms] = {}
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None


class RuleShape(Names):
    """One check across fields; `es` and `ca` are the sentences of its finding."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]+$")]
    kind: RuleKind
    severity: Severity
    fields: list[Text] = []
    value: str = ""
    when: When = {}
    law: str = ""


class PaperShape(Names):
    """One paper that must come with the application, or be looked up."""

    kinds: Texts
    lookup: bool = False
    when: When = {}


class TermShape(Shape):
    """The legal term of the resolution and what silence means."""

    amount: Annotated[int, Field(gt=0)]
    unit: TermUnit
    silence: Silence
    law: Text


class Retention(Shape):
    """How long the file is kept, and its documentary series."""

    years: Annotated[int, Field(gt=0)]
    series: Text


class TargetShape(Shape):
    """One entry in one back-office."""

    system: Text
    entry: Text


class CommonShape(Shape):
    """`common.yaml`: what every procedure has."""

    fields: dict[Text, FieldShape]
    rules: list[RuleShape] = []
    papers: list[PaperShape] = []


class ProcedureShape(Shape):
    """One procedure's file. `also_required` names common fields that this procedure cannot do without."""

    id: Annotated[str, Field(pattern=r"^P\d{2}$")]
    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Names
    titles_on_paper: Synonyms
    unit: Text
    term: TermShape
    retention: Retention
    fields: dict[Text, FieldShape]
    back_offices: Annotated[list[TargetShape], Field(min_length=1)]
    restricted: bool = False
    mailbox_entry: bool = False
    competitive: bool = False
    also_required: list[Text] = []
    rules: list[RuleShape] = []
    papers: list[PaperShape] = []
    letters: list[Text] = ["L1"]
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None


class Scope(StrEnum):
    """For whom a day is a holiday."""

    NATIONAL = "national"
    REGION = "region"
    LOCAL = "local"


class Holiday(Names):
    """One day on which nothing falls due, with where it was read and who approved it."""

    date: date
    scope: Scope
    source: Text
    approved_by: Text


class TownShape(Shape):
    """Another municipality's own days: they count for its people too (art. 30.6). `names` as people write it."""

    names: Annotated[list[Text], Field(min_length=1)]
    holidays: Annotated[list[Holiday], Field(min_length=1)]


class CalendarShape(Shape):
    """`calendar.yaml`."""

    holidays: Annotated[list[Holiday], Field(min_length=1)]
    towns: list[TownShape] = []


class KindsShape(Shape):
    """`kinds.yaml`."""

    other_kinds: dict[Text, Names]
    attachment_kinds: dict[Text, Names]
