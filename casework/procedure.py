"""What the council knows about a procedure: its fields, papers, rules, terms, letters and back-offices.

The values come from `procedures/*.yaml`, edited by the council; these are only their shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from casework.deadlines import Term
from casework.findings import Severity


class FieldType(StrEnum):
    """The types of the catalogue; each says how a value is normalised and when it is valid."""

    PERSON = "person"
    TAX_ID = "tax_id"
    ADDRESS = "address"
    POSTAL_CODE = "postal_code"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    PLATE = "plate"
    CADASTRAL_REFERENCE = "cadastral_reference"
    SOCIAL_SECURITY = "social_security"
    VIN = "vin"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    CODE = "code"
    TEXT = "text"
    CHECKBOX = "checkbox"
    CHOICE = "choice"


WHOLE_PAPER = "whole paper"
"""Among bars the one for all values of a paper together; no field has a name with a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field: its type, its names on paper in both languages (the first is the one shown), what makes it valid.

    `minimum` and `maximum` bound numbers and amounts as decimal text, or dates as ISO dates or `today`; `pattern` is a
    regular expression for codes; `choices` gives each value's names on paper, by language. `threshold` is the
    confidence from which the value is filed without a clerk; `whole` the chance that all of its paper is right from
    which it is filed with the rest although it alone is less sure.
    """

    name: str
    type: FieldType
    labels: Mapping[str, tuple[str, ...]]
    required: bool = False
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    choices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    threshold: float | None = None
    whole: float | None = None

    def label(self) -> dict[str, str]:
        """The name shown for the field, by language."""
        return {language: names[0] for language, names in self.labels.items()}


class RuleKind(StrEnum):
    """The checks across fields that a procedure may declare."""

    ORDER = "order"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    NEEDS = "needs"
    ANY_OF = "any_of"
    DIFFERENT = "different"
    RATIO = "ratio"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One check across fields, with its code and sentences.

    `order`: the values of `fields` (dates, numbers) do not fall. `at_least`, `at_most`: the first field and `value`.
    `needs`: every one of `fields` has a value. `any_of`: at least one has. `different`: the values differ.
    `ratio`: the first is at most `value` times the second. `notice`: always found where `when` holds.
    `when` limits the rule to cases whose named fields have one of the given values (`*`: any value).
    """

    code: str
    kind: RuleKind
    fields: tuple[str, ...]
    severity: Severity
    es: str
    ca: str
    value: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    law: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document that must come with the application; `kinds` are attachment kinds, any of which will do.

    `lookup` says that an administration holds it and the council may ask there unless the citizen opposes (art. 28.2).
    """

    kinds: tuple[str, ...]
    es: str
    ca: str
    lookup: bool = False
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One entry in one back-office that the procedure is filed by."""

    system: str
    entry: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One procedure (trámite), whole.

    `competitive` says that applicants compete, so that no term to mend is extended (art. 68.2).
    """

    id: str
    slug: str
    title: Mapping[str, str]
    unit: str
    unit_name: Mapping[str, str]
    term: Term
    retention_years: int
    series: str
    fields: Mapping[str, FieldSpec]
    restricted: bool = False
    mailbox_entry: bool = False
    competitive: bool = False
    rules: tuple[Rule, ...] = ()
    papers: tuple[Paper, ...] = ()
    letters: tuple[str, ...] = ("L1",)
    targets: tuple[Target, ...] = ()
    titles_on_paper: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threshold: float = 0.98

    def threshold_of(self, name: str) -> float:
        """The confidence from which a field is filed without a clerk."""
        spec = self.fields.get(name)
        return self.threshold if spec is None or spec.threshold is None else spec.threshold

    def with_bars(self, bars: Mapping[str, float]) -> Procedure:
        """The procedure with the thresholds that the council left open taken from `bars`, by field or else by type.

        That of `WHOLE_PAPER` is for the values of a paper together; one whose own the council set does not follow it.
        """
        return replace(self, fields={name: _with_bar(spec, bars) for name, spec in self.fields.items()})

    def labels_of(self, name: str) -> dict[str, str]:
        spec = self.fields.get(name)
        return spec.label() if spec else {"es": name, "ca": name}


# Kinds that are no procedure's, and that somebody sends who is to be answered.
_OF_SOMEBODY = frozenset({"supplement", "complaint", "data_protection_right", "other_administration"})


def asked_by(kind: str, procedures: Mapping[str, Procedure]) -> Procedure | None:
    """The procedure whose fields a paper of this kind holds; None where it holds nobody's.

    A complaint, say, holds what all procedures ask for: who sends it, for whom, and how to be reached.
    """
    if kind not in _OF_SOMEBODY or not procedures:
        return procedures.get(kind)
    first = next(iter(procedures.values()))
    shared = set(first.fields).intersection(*(procedure.fields for procedure in procedures.values()))
    return replace(first, id="common", fields={name: spec for name, spec in first.fields.items() if name in shared})


def _with_bar(spec: FieldSpec, bars: Mapping[str, float]) -> FieldSpec:
    if spec.threshold is not None:
        return spec
    own = bars.get(spec.name, bars.get(spec.type.value, bars.get("*")))
    return replace(spec, threshold=own, whole=bars.get(WHOLE_PAPER))
