"""Teaching the judge on the candidates of papers, and calibrating what it says by papers of another author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from casework.procedure import Procedure
from casework.reading import Source
from nlp import judging
from nlp.candidates import READERS
from nlp.comparing import same_value
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import seeded
from nlp.evidence import Group
from nlp.extraction import Evidence, Extractor
from nlp.layout import sheets_of
from nlp.resolver import resolve
from nlp.teaching.live import as_live_form
from nlp.teaching.pipes import Progress
from nlp.trust import Outcome, folds_of, signs

_DEAF = 0.6  # the share of papers that the judge sees a second time with less evidence
_LIVE = 0.35  # the share of printed forms that it sees once more as live ones
_FORM = 8  # captions a page
_FOLDS = 4  # of the calibrating families
_CAPTIONS = frozenset({"inline", "right", "below", "cell", "joined"})


def evidence_of(extractor: Extractor, procedure: Procedure, specimen: Specimen) -> Evidence:
    """The candidates on the pages of a paper that are the application's own."""
    kinds = specimen.page_kinds
    pages = [t.page for i, t in enumerate(specimen.pages) if i >= len(kinds) or kinds[i] == procedure.id]
    return extractor.evidence(sheets_of((specimen.family, page) for page in pages), procedure)


def _is_right(group: Group, procedure: Procedure, truth: Mapping[str, str]) -> bool:
    want = truth.get(group.field)
    return want is not None and same_value(procedure.fields[group.field].type, group.value, want)


def _without_some(found: Evidence, chance: Random) -> Evidence:
    """The evidence as it would be on stranger papers: for some fields the text's reader, or the caption, says nothing.

    The tagger knows the wordings of its own corpus better than others', so its silence must be no surprise.
    """
    silent = {group.field: chance.choice([READERS, READERS, _CAPTIONS, frozenset()]) for group in found.groups}
    groups = []
    for group in found.groups:
        kept = tuple(member for member in group.members if member.source not in silent[group.field])
        if kept:
            groups.append(replace(group, members=kept))
    return replace(found, groups=tuple(groups))


def _paper(found: Evidence, procedure: Procedure, specimen: Specimen) -> judging.Paper:
    right = np.array([_is_right(group, procedure, specimen.fields) for group in found.groups], dtype="float32")
    return judging.Paper(found.groups, found.rows(procedure), right)


def _applications(
    extractor: Extractor, procedures: Mapping[str, Procedure], papers: Sequence[Specimen]
) -> Iterator[tuple[Procedure, Specimen]]:
    for specimen in papers:
        if specimen.kind in procedures and specimen.pages:
            yield extractor.procedure(procedures[specimen.kind]), specimen


def _is_printed(specimen: Specimen) -> bool:
    return all(tagged.page.source is Source.TEXT_LAYER for tagged in specimen.pages)


def taught(
    extractor: Extractor,
    procedures: Mapping[str, Procedure],
    papers: Sequence[Specimen],
    seed: int,
    progress: Progress,
) -> judging.Networks:
    """The judging networks; part of the papers is seen once more with less evidence, or as live forms."""
    seen: list[judging.Paper] = []
    chance = seeded(seed)
    for number, (procedure, specimen) in enumerate(_applications(extractor, procedures, papers)):
        found = evidence_of(extractor, procedure, specimen)
        seen.append(_paper(found, procedure, specimen))
        if chance.random() < _DEAF:
            seen.append(_paper(_without_some(found, chance), procedure, specimen))
        if found.captions >= _FORM and _is_printed(specimen) and chance.random() < _LIVE:
            live = as_live_form(specimen, procedure, chance)
            seen.append(_paper(evidence_of(extractor, procedure, live), procedure, live))
        if number % 20 == 0:
            progress("judge", number / len(papers))
    return judging.learn_networks(seen, seed=seed)


@dataclass(frozen=True)
class _Seen:
    """A calibrating paper with what was found on it."""

    procedure: Procedure
    family: str
    evidence: Evidence
    paper: judging.Paper


def weighed(
    extractor: Extractor,
    procedures: Mapping[str, Procedure],
    papers: Sequence[Specimen],
    networks: judging.Networks,
    seed: int,
    progress: Progress,
) -> tuple[judging.Networks, list[Outcome]]:
    """The networks with their last step learned on calibrating papers, and every value chosen on these.

    The values of a family, with their signs and whether they are right, are those that networks choose which learned
    their last step on the other families.
    """
    seen = []
    for number, (procedure, specimen) in enumerate(_applications(extractor, procedures, papers)):
        evidence = evidence_of(extractor, procedure, specimen)
        seen.append(_Seen(procedure, specimen.family, evidence, _paper(evidence, procedure, specimen)))
        if number % 20 == 0:
            progress("calibration", number / len(papers))
    folds = folds_of([one.family for one in seen], _FOLDS)
    outcomes: list[Outcome] = []
    for fold in range(_FOLDS):
        others = [one.paper for one, own in zip(seen, folds, strict=True) if own != fold]
        strangers = judging.weighed_anew(networks, others, seed=seed) if others else networks
        for paper, (one, own) in enumerate(zip(seen, folds, strict=True)):
            if own == fold:
                outcomes += _outcomes(paper, one, strangers)
        progress("last step", (fold + 1) / _FOLDS)
    return judging.weighed_anew(networks, [one.paper for one in seen], seed=seed), outcomes


def _outcomes(paper: int, seen: _Seen, networks: judging.Networks) -> Iterator[Outcome]:
    groups, rows = seen.evidence.groups, seen.paper.rows
    scores = [float(score) for score in networks.scores(groups, rows)]
    chosen = resolve(groups, scores)
    right = {id(group): bool(truth) for group, truth in zip(groups, seen.paper.right, strict=True)}
    told = signs(chosen, groups, rows, scores, seen.procedure, seen.evidence.captions)
    for choice, row in zip(chosen, told, strict=True):
        kind = seen.procedure.fields[choice.group.field].type.value
        yield Outcome(row, seen.family, kind, right[id(choice.group)], paper)
