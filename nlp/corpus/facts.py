"""What one invented application says: the truth before it is put on paper."""

from __future__ import annotations

from collections.abc import Mapping

from casework.procedure import FieldType, Procedure
from nlp.corpus.values import Inventor

_ALWAYS = frozenset({"applicant_name", "applicant_id"})
_APPLICANT = "applicant_"
_GENERAL = "general_request"
_PLAIN = 0.7  # the share of general requests about something that people do ask for


def facts(procedure: Procedure, inventor: Inventor) -> dict[str, str]:
    """Values for the fields a citizen filled in; what is left blank is not there."""
    chance = inventor.chance
    keep = chance.uniform(0.6, 0.98)
    made = {
        name: inventor.value(spec)
        for name, spec in procedure.fields.items()
        if name in _ALWAYS or chance.random() < (0.97 if spec.required else keep)
    }
    if procedure.slug == _GENERAL and chance.random() < _PLAIN:
        matter = dict(zip(("statement", "petition"), inventor.matter(), strict=True))
        made.update({name: text for name, text in matter.items() if name in made})
    _represented(made, chance.random())
    _same_people(made, inventor)
    if chance.random() < 0.08:
        made["applicant_name"], made["applicant_id"] = inventor.company(), inventor.tax_id(company=True)
    made["signed"] = "true" if chance.random() < 0.85 else "false"
    return made


def _represented(made: dict[str, str], chance: float) -> None:
    if chance < 0.65:
        made.pop("representative_name", None)
        made.pop("representative_id", None)


def _same_people(made: dict[str, str], inventor: Inventor) -> None:
    """Debtor, account holder and places are often the applicant's own."""
    for role in ("debtor", "account_holder"):
        if f"{role}_name" in made and inventor.chance.random() < 0.5:
            made[f"{role}_name"] = made["applicant_name"]
            if f"{role}_id" in made:
                made[f"{role}_id"] = made["applicant_id"]
    for place in ("supply_address", "works_address", "dwelling_address"):
        if place in made and "applicant_address" in made and inventor.chance.random() < 0.25:
            made[place] = made["applicant_address"]


def boxed(procedure: Procedure) -> Mapping[str, str]:
    """The fields that are answered by ticking."""
    ticked = {FieldType.CHECKBOX, FieldType.CHOICE}
    return {
        name: spec.type.value for name, spec in procedure.fields.items() if spec.type in ticked and name != "signed"
    }
