"""What a case says of other cases, for a reader who may not see all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import translation

from casework.application import NUMBER
from casework.case import Case
from desk.access import Sight
from desk.queries import visible
from desk.story import Moment
from desk.words import said_in


def without_unseen(case: Case, sight: Sight) -> Case:
    """The case without the numbers of cases that this person may not see; nothing else of it is changed.

    That there is another one is still said: a doubt without its sentence helps nobody.
    """
    unseen = _unseen((*(found.es for found in case.findings), case.duplicate_of), sight, own=case.number)
    if not unseen:
        return case
    findings = tuple(
        replace(found, es=_without(found.es, unseen, "es"), ca=_without(found.ca, unseen, "ca"))
        for found in case.findings
    )
    return replace(case, findings=findings, duplicate_of="" if case.duplicate_of in unseen else case.duplicate_of)


def story_without_unseen(story: Sequence[Moment], sight: Sight) -> list[Moment]:
    """What happened, without the numbers of cases that this person may not see."""
    unseen, language = _unseen((moment.sentence for moment in story), sight), translation.get_language() or "es"
    return [replace(moment, sentence=_without(moment.sentence, unseen, language)) for moment in story]


def _unseen(texts: Iterable[str], sight: Sight, *, own: str = "") -> frozenset[str]:
    """Numbers in these texts of cases that are not this person's to see."""
    named = {number for text in texts for number in NUMBER.findall(text)} - {own}
    if not named:
        return frozenset()
    return frozenset(named.difference(visible(sight).filter(pk__in=named).values_list("pk", flat=True)))


def _without(text: str, unseen: frozenset[str], language: str) -> str:
    hidden = said_in(language, "unseen_case")
    return NUMBER.sub(lambda found: hidden if found[0] in unseen else found[0], text)
