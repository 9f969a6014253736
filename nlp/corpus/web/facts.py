"""What a citizen says, tied together where life ties it."""

from __future__ import annotations

from datetime import date, timedelta

from casework.procedure import FieldType, Procedure
from nlp.corpus.web.values import Hand

_ALWAYS = frozenset({"applicant_name", "applicant_id"})
_ORDERED = (
    ("period_start", "period_end"),
    ("leak_date", "repair_date"),
    ("offence_date", "notification_date"),
    ("acquisition_date", "transfer_date"),
)


def facts_of(procedure: Procedure, hand: Hand, *, boxes: bool) -> dict[str, str]:
    """What the citizen says; on a form (`boxes`) every tick box says yes or no."""
    chance = hand.chance
    keep = chance.uniform(0.6, 0.97)
    facts = {
        name: hand.value(procedure.id, spec)
        for name, spec in procedure.fields.items()
        if name in _ALWAYS
        or (boxes and spec.type is FieldType.CHECKBOX)
        or chance.random() < (0.97 if spec.required else keep)
    }
    if chance.random() < 0.6:
        facts.pop("representative_name", None)
        facts.pop("representative_id", None)
    if chance.random() < 0.08:
        facts["applicant_name"], facts["applicant_id"] = hand.company(), hand.tax_id(company=True)
    facts["signed"] = "true" if chance.random() < 0.85 else "false"
    _tie(facts, hand)
    return facts


def _tie(facts: dict[str, str], hand: Hand) -> None:
    chance = hand.chance
    if "applicant_municipality" in facts:
        _set(facts, _home(facts["applicant_municipality"], hand))
        if chance.random() < 0.6:
            _set(facts, {"signature_place": facts["applicant_municipality"]})
    for role, other, share in (("debtor", "applicant", 0.65), ("account_holder", "debtor", 0.7)):
        if f"{role}_name" in facts and f"{other}_name" in facts and chance.random() < share:
            _set(facts, {f"{role}_{part}": facts.get(f"{other}_{part}", "") for part in ("name", "id")})
    for first, last in _ORDERED:
        if first in facts and last in facts and facts[last] < facts[first]:
            later = date.fromisoformat(facts[first]) + timedelta(days=chance.randint(0, 300))
            facts[last] = later.isoformat()


def _home(town: str, hand: Hand) -> dict[str, str]:
    """The code and the province of a town."""
    here = "Alicante" if hand.language == "es" else "Alacant"
    start = hand.words["codes"].get(town, "030" if town in {"Alicante", "Alacant"} else "03")
    code = f"030{hand.chance.randint(1, 16):02d}" if start == "030" else start + hand.digits(5 - len(start))
    return {"applicant_postal_code": code, "applicant_province": hand.words["provinces"].get(town, here)}


def _set(facts: dict[str, str], new: dict[str, str]) -> None:
    """New values for fields that are said at all."""
    facts.update({name: value for name, value in new.items() if name in facts and value})
