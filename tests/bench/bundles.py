"""How often an application of several pages is taken for two, and how often the second of two is found.

    python -P tests/bench/bundles.py [APPLICATIONS [BUNDLES]]

Papers of two authors: the printed forms and letters of the office as the real reader sees them, and the forms of the
first author, a third of them scanned. A bundle is two applications of different people in one file, half of one kind,
now and then with an empty page between. Prints one line a set.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from random import Random

from casework.fields import ANOTHER_APPLICATION
from casework.reading import Page, Reading, Source
from dovtech import settings
from dovtech.corpora import Corpus, Readings
from dovtech.wiring import Parts
from nlp.corpus.build import HELD_OUT, specimens
from nlp.corpus.specimen import Specimen
from nlp.pipeline import Understander, load

_PRINTED = ("acroform", "flattened", "digital", "digital", "letter")
_EMPTY = Page(number=1, width=595, height=842, source=Source.OCR, notes=("blank",))


def applications(parts: Parts, office: int, drawn: int) -> Iterator[Specimen]:
    """Whole applications of families that nothing was tuned to, the longer part of them of several pages."""
    corpus = Corpus("office", range(36, 54), office, 8101, _PRINTED, range(12, 24))
    for paper in chain(
        Readings(parts).specimens(corpus), specimens(parts.procedures, HELD_OUT, drawn, 8102, others=0.0)
    ):
        if paper.pages and paper.kind in parts.procedures and paper.fields.get("applicant_id"):
            yield paper


def second_begins(understander: Understander, pages: Sequence[Page]) -> int:
    """The number of the page where another application is said to begin; 0 for none. Every page must have its part."""
    numbered = tuple(replace(page, number=number) for number, page in enumerate(pages, start=1))
    told = understander.classify((Reading(document="0" * 64, recipe="bench", pages=numbered),))
    if told.parts and [number for part in told.parts for number in part.pages] != [page.number for page in numbered]:
        message = "a page was lost"
        raise AssertionError(message)
    return next((part.pages[0] for part in told.parts if part.kind == ANOTHER_APPLICATION), 0)


def bundles(papers: Sequence[Specimen], *, alike: bool, seed: int) -> Iterator[tuple[list[Page], int]]:
    """Pages of two applications, and the number of the page where the second begins."""
    chance = Random(seed)  # noqa: S311 - papers to judge by
    while True:
        first, second = chance.sample(papers, 2)
        if (first.kind == second.kind) is not alike or first.fields["applicant_id"] == second.fields["applicant_id"]:
            continue
        pages = [one.page for one in first.pages]
        if chance.random() < 1 / 6:
            pages.append(_EMPTY)
        start = len(pages) + 1
        yield [*pages, *(one.page for one in second.pages)], start


def main(single: int = 240, double: int = 100) -> None:
    with Parts(settings.load()) as parts:
        papers = list(applications(parts, 400, 700))
        understander = load(parts.procedures)
    counted: Counter[str] = Counter()
    for paper in islice((one for one in papers if len(one.pages) > 1), single):
        counted["applications of several pages"] += 1
        counted["of these taken for two"] += bool(second_begins(understander, [one.page for one in paper.pages]))
    for alike in (False, True):
        name = "one kind" if alike else "two kinds"
        for pages, start in islice(bundles(papers, alike=alike, seed=8103), double // 2):
            said = second_begins(understander, pages)
            counted[f"bundles of {name}"] += 1
            counted[f"bundles of {name}, found"] += said == start
            counted[f"bundles of {name}, wrong page"] += said not in {0, start}
    for name, count in counted.items():
        print(f"{name:36} {count:5}")  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
