"""What other cases hold of the same bytes: nothing that one of them still needs may be erased with another."""

from __future__ import annotations

from collections.abc import Collection

from casework.journey import Status
from desk.models import Application, Document, Filing, Letter, Rehearsal

_OPEN = [status.value for status in Status if not status.ended]


def in_work(number: str, documents: Collection[str]) -> frozenset[str]:
    """Those of `documents` that another case, which has not ended, holds too: its readings may be under way."""
    same = Document.objects.exclude(case_id=number).filter(sha256__in=documents, case__status__in=_OPEN)
    return frozenset(same.values_list("sha256", flat=True))


def held_elsewhere(number: str, documents: Collection[str], hashes: Collection[str]) -> frozenset[str]:
    """Those of `hashes` that another case names as its original, letter, picture or reading.

    `documents` are the originals of case `number`: a reading is of one document, so that only cases with the same
    document can name it.
    """
    others = (
        Document.objects.exclude(case_id=number).filter(sha256__in=hashes).values_list("sha256", flat=True),
        Letter.objects.exclude(case_id=number).filter(sha256__in=hashes).values_list("sha256", flat=True),
        Filing.objects.exclude(case_id=number).filter(screenshot__in=hashes).values_list("screenshot", flat=True),
        Filing.objects.exclude(case_id=number).filter(before__in=hashes).values_list("before", flat=True),
        Rehearsal.objects.exclude(case_id=number).filter(picture__in=hashes).values_list("picture", flat=True),
    )
    same = Document.objects.exclude(case_id=number).filter(sha256__in=documents).values("case_id")
    readings = Application.objects.filter(pk__in=same).values_list("readings", flat=True)
    named = {sha256 for found in others for sha256 in found} | {kept for kinds in readings for kept in kinds.values()}
    return frozenset(named.intersection(hashes))
