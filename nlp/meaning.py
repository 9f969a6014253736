"""Which fields a caption means, by its words, its own role and the section it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from casework.procedure import Procedure
from nlp.labels import CONCEPTS, Caption, role_of
from nlp.sections import OTHERS, PEOPLE, PLACES

_WHERE_ONE_LIVES = "dwelling"  # where a form asks for no other home, it is the applicant's
_EVENTS = frozenset({"acquisition", "transfer"})  # sections of what happened on a day, and for how much
_OF_EVENTS = {"value": "value", "signature_date": "date"}  # "Fecha" is the signature's where nothing else is said


def fields_of(procedure: Procedure, caption: Caption, section: str) -> Iterator[tuple[str, float, float]]:
    """The fields a caption may mean in its section: name, likeness, agreement of roles."""
    best: dict[str, tuple[float, float]] = {}
    for target, likeness in caption.targets.items():
        for name, role in _meant(procedure, target.sort, target.name, caption.role, section):
            if name in procedure.fields:
                best[name] = max(best.get(name, (0.0, -9.0)), (likeness, role))
    yield from ((name, likeness, role) for name, (likeness, role) in best.items())


def _meant(procedure: Procedure, sort: str, name: str, caption_role: str, section: str) -> Iterator[tuple[str, float]]:
    if section in _EVENTS and name in _OF_EVENTS:
        yield f"{section}_{_OF_EVENTS[name]}", 1.0
    elif sort == "field":
        own = role_of(name)
        said = caption_role or (section if section in PEOPLE | PLACES else "")
        if section == OTHERS and not caption_role:
            yield name, -1.0
            return
        yield name, 0.0 if not own or not said else (1.0 if own[0] == said else -1.0)
    elif sort == "concept" and name in CONCEPTS:
        yield from by_role(procedure, name, caption_role or section, named=bool(caption_role))
    elif sort == "role":
        yield f"{name}_name", 0.5


def by_role(procedure: Procedure, concept: str, role: str, *, named: bool) -> Iterator[tuple[str, float]]:
    if role == _WHERE_ONE_LIVES and f"{role}_address" not in procedure.fields:
        role = "applicant"
    own = f"{role}_{concept}"
    if own in procedure.fields:
        yield own, 1.0
        return
    elsewhere = role in (PEOPLE | {OTHERS}) - {"applicant"} or (
        role in PLACES and concept in {"address", "postal_code", "municipality", "province"}
    )
    if not elsewhere:
        yield f"applicant_{concept}", 1.0 if role in {"applicant", "notification"} else 0.0
    elif not named:
        # The heading may have been taken for a section it does not open: possible, but to be doubted.
        yield f"applicant_{concept}", -1.0


def of_role(procedure: Procedure, concept: str, role: str) -> Iterator[tuple[str, float]]:
    return by_role(procedure, concept, role, named=False)
