"""From the invented corpus to a model: page kinds, tagger, resolver, calibration; each part on families of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, cast

import numpy as np
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import load_config_from_str, load_model_from_config, registry
from thinc.api import fix_random_seed

from casework.procedure import Procedure
from casework.reading import Page
from nlp import judging
from nlp.asking import Asking
from nlp.channels import Place
from nlp.comparing import same_value
from nlp.corpus.build import HELD_OUT, JUDGE, LEARN, specimens
from nlp.corpus.specimen import Specimen
from nlp.corpus.values import seeded
from nlp.evidence import Group
from nlp.extraction import Evidence, Extractor
from nlp.kinds import PageClassifier, Weights, features_of, weighed
from nlp.layout import lay_out, sheets_of
from nlp.resolver import resolve
from nlp.tagging import FieldTagger, Tokens, doc_of, gold_tags, tokens_of

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is (0..1)."""

VERSION = "1.1.0"
_DEAF = 0.6  # the share of papers that the judge sees a second time with less evidence
_READERS, _CAPTIONS = frozenset({"tagger", "prose"}), frozenset({"inline", "right", "below", "cell", "joined"})
_SPOKEN = 8  # words
_HIDDEN = 0.35  # the share of pages that the tagger learns without their words' places


@dataclass(frozen=True)
class Sizes:
    """How many documents each step learns from."""

    learn: int = 7000
    kinds: int = 4500
    judge: int = 600
    held_out: int = 200


@dataclass(frozen=True)
class Rendered:
    """Papers of the other generators as the real reader sees them: `web` to learn from, `office` to calibrate by.

    The office's families are never learned from; those that calibrate are others than those that are measured.
    """

    web: Sequence[Specimen] = ()
    office: Sequence[Specimen] = ()


def _quiet(_: str, __: float) -> None:
    """Nobody is watching."""


def train(
    procedures: Mapping[str, Procedure],
    out: Path,
    *,
    seed: int = 7,
    progress: Progress = _quiet,
    sizes: Sizes | None = None,
    rendered: Rendered | None = None,
) -> dict[str, Any]:
    """Train everything into `out` and return the figures that are also written to its meta.json."""
    sizes, rendered = sizes or Sizes(), rendered or Rendered()
    out.mkdir(parents=True, exist_ok=True)
    learn = list(specimens(procedures, LEARN, sizes.learn, seed))
    judge_set = list(specimens(procedures, JUDGE, sizes.judge, seed + 1))
    held_out = list(specimens(procedures, HELD_OUT, sizes.held_out, seed + 2))
    kinds = _train_kinds([*learn[: sizes.kinds], *rendered.web, *rendered.web], progress)
    weights = fitted(kinds, procedures, [*judge_set[: len(rendered.office) or None], *rendered.office])
    kinds.to_disk(out / "kinds", exclude=["tokenizer"])
    tagger = _train_tagger(procedures, [s for s in learn if s.fields], progress)
    tagger.to_disk(out / "tagger", exclude=["tokenizer"])
    extractor = Extractor(procedures, FieldTagger(tagger))
    judged = [*judge_set, *rendered.web]
    judge = _train_judge(extractor, procedures, judged, [*held_out, *rendered.office], seed, progress)
    judging.save(judge, out)
    meta = {
        "name": "papers",
        "version": VERSION,
        "seed": seed,
        "weights": asdict(weights),
        "documents": sizes.learn + sizes.judge + sizes.held_out,
        "rendered": len(rendered.web) + len(rendered.office),
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return meta


def _config(name: str) -> Any:
    return load_config_from_str((files("nlp") / "configs" / f"{name}.cfg").read_text(encoding="utf-8"))


def _started(
    name: str, examples: Callable[[Any], list[Example]], labels: Iterable[str]
) -> tuple[Any, Any, list[Example]]:
    config = _config(name)
    settings = config["training"]
    fix_random_seed(settings["seed"])
    nlp = load_model_from_config(
        {"nlp": config["nlp"], "components": config["components"]}, auto_fill=True, validate=False
    )
    pipe = cast("Any", nlp.get_pipe(nlp.pipe_names[0]))
    for label in sorted(set(labels)):
        pipe.add_label(label)
    made = examples(nlp)
    nlp.initialize(lambda: made[:200])
    optimizer = registry.resolve({"optimizer": settings["optimizer"]})["optimizer"]
    return nlp, (settings, optimizer), made


def page_label(specimen: Specimen, place: int) -> str:
    """What the page classifier is to say: a blank form looks like its procedure, only its emptiness tells."""
    return specimen.page_kinds[place]


def _train_kinds(learn: Sequence[Specimen], progress: Progress) -> Any:
    pages: list[tuple[Page, str]] = [(t.page, page_label(s, i)) for s in learn for i, t in enumerate(s.pages)]
    labels = {label for _, label in pages}

    def examples(nlp: Any) -> list[Example]:
        return [
            Example.from_dict(
                Doc(nlp.vocab, words=features_of(page)), {"cats": {each: float(each == label) for each in labels}}
            )
            for page, label in pages
        ]

    nlp, (settings, optimizer), made = _started("kinds", examples, labels)
    chance = seeded(settings["seed"])
    for epoch in range(settings["epochs"]):
        chance.shuffle(made)
        for start in range(0, len(made), settings["batch_size"]):
            nlp.update(made[start : start + settings["batch_size"]], sgd=optimizer, drop=settings["dropout"])
        progress("kinds", (epoch + 1) / settings["epochs"])
    return nlp


def fitted(nlp: Any, procedures: Mapping[str, Procedure], papers: Sequence[Specimen]) -> Weights:
    """The weights of words, title and captions under which the kinds of these papers' pages are least surprising."""
    asking = Asking(procedures)
    classifier = PageClassifier(nlp, asking, Weights())
    pages = [(t.page, page_label(s, i)) for s in papers for i, t in enumerate(s.pages)]
    # A toy corpus has not every kind, and a page without words tells nothing.
    pages = [(page, label) for page, label in pages if label in classifier.labels and len(page.words) > _SPOKEN]
    seen, truth = [page for page, _ in pages], np.array([classifier.labels.index(label) for _, label in pages])
    logits, (titles, captions) = classifier.logits(seen), asking.signs(seen, classifier.labels)

    def surprise(weights: Weights) -> float:
        raised = weighed(logits, titles, captions, weights)
        raised = raised - raised.max(axis=1, keepdims=True)
        return float(-(raised[np.arange(len(truth)), truth] - np.log(np.exp(raised).sum(axis=1))).mean())

    # Never sharper than it was learned: papers by other authors are harder than these.
    tried = product((1.0, 1.25, 1.5, 2.0, 2.5, 3.0), (0.0, 2.0, 4.0, 6.0, 8.0), (0.0, 0.3, 0.6, 1.0, 1.5, 2.0))
    return min((Weights(*each) for each in tried), key=surprise)


def _train_tagger(procedures: Mapping[str, Procedure], learn: Sequence[Specimen], progress: Progress) -> Any:
    extractor, pages = Extractor(procedures), list[tuple[Tokens, dict[int, Place], list[str]]]()
    hidden = seeded("places")
    for number, specimen in enumerate(learn):
        for tagged, kind in zip(specimen.pages, specimen.page_kinds, strict=True):
            sheet = lay_out(tagged.page, 0, "")
            fields = {
                id(word): tagged.tags[place] for place, word in enumerate(tagged.page.words) if place in tagged.tags
            }
            tokens = tokens_of(sheet)
            if tokens.texts and fields:
                shown = kind in procedures and hidden.random() > _HIDDEN
                places = extractor.places(sheet, procedures[kind]) if shown else {}
                pages.append((tokens, places, gold_tags(tokens, fields)))
        if number % 100 == 0:
            progress("pages for the tagger", number / len(learn))
    labels = {tag for _, _, tags in pages for tag in tags}

    def examples(nlp: Any) -> list[Example]:
        return [Example.from_dict(doc_of(nlp.vocab, tokens, places), {"tags": tags}) for tokens, places, tags in pages]

    nlp, (settings, optimizer), made = _started("tagger", examples, labels)
    chance = seeded(settings["seed"])
    for epoch in range(settings["epochs"]):
        chance.shuffle(made)
        optimizer.learn_rate = 0.002 * (1 - 0.85 * epoch / settings["epochs"])
        for number, batch in enumerate(_batches(made, settings["batch_words"])):
            nlp.update(batch, sgd=optimizer, drop=settings["dropout"])
            if number % 50 == 0:
                progress("tagger", epoch / settings["epochs"])
        progress("tagger", (epoch + 1) / settings["epochs"])
    return nlp


def _batches(examples: Sequence[Example], words: int) -> Iterable[list[Example]]:
    batch: list[Example] = []
    size = 0
    for example in examples:
        batch.append(example)
        size += len(example)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _evidence(extractor: Extractor, procedure: Procedure, specimen: Specimen) -> Evidence:
    pages = [t.page for i, t in enumerate(specimen.pages) if specimen.page_kinds[i] == procedure.id]
    return extractor.evidence(sheets_of((specimen.family, page) for page in pages), procedure)


def _is_right(group: Group, procedure: Procedure, truth: Mapping[str, str]) -> bool:
    want = truth.get(group.field)
    return want is not None and same_value(procedure.fields[group.field].type, group.value, want)


def _without_some(found: Evidence, chance: Random) -> Evidence:
    """The evidence as it would be on stranger papers: for some fields the text's reader, or the caption, says nothing.

    The tagger knows the wordings of its own corpus better than others', so its silence must be no surprise.
    """
    silent = {group.field: chance.choice([_READERS, _READERS, _CAPTIONS, frozenset()]) for group in found.groups}
    groups = []
    for group in found.groups:
        kept = tuple(member for member in group.members if member.source not in silent[group.field])
        if kept:
            groups.append(replace(group, members=kept))
    return replace(found, groups=tuple(groups))


def _paper(found: Evidence, procedure: Procedure, specimen: Specimen) -> judging.Paper:
    right = np.array([_is_right(group, procedure, specimen.fields) for group in found.groups], dtype="float32")
    return judging.Paper(found.groups, found.rows(procedure), right)


def _train_judge(
    extractor: Extractor,
    procedures: Mapping[str, Procedure],
    papers: Sequence[Specimen],
    held_out: Sequence[Specimen],
    seed: int,
    progress: Progress,
) -> judging.LearnedJudge:
    seen: list[judging.Paper] = []
    applications = [s for s in papers if s.page_kinds[0] in procedures]
    chance = seeded(seed)
    for number, specimen in enumerate(applications):
        procedure = extractor.procedure(procedures[specimen.page_kinds[0]])
        found = _evidence(extractor, procedure, specimen)
        seen.append(_paper(found, procedure, specimen))
        if chance.random() < _DEAF:
            seen.append(_paper(_without_some(found, chance), procedure, specimen))
        if number % 50 == 0:
            progress("judge", 0.6 * number / len(applications))
    network = judging.learn_networks(seen, seed=seed)
    outcomes = _outcomes(extractor, procedures, held_out, network)
    progress("judge", 1.0)
    return judging.calibrated(network, outcomes)


def _outcomes(
    extractor: Extractor, procedures: Mapping[str, Procedure], papers: Sequence[Specimen], network: judging.Networks
) -> list[tuple[str, float, bool]]:
    outcomes, chance = [], seeded("deaf")
    for specimen in papers:
        if specimen.page_kinds[0] not in procedures:
            continue
        procedure = extractor.procedure(procedures[specimen.page_kinds[0]])
        whole = _evidence(extractor, procedure, specimen)
        versions = [whole, _without_some(whole, chance)] if chance.random() < _DEAF / 2 else [whole]
        for found in versions:
            scores = network.scores(found.groups, found.rows(procedure))
            for chosen in resolve(found.groups, [float(score) for score in scores]):
                kind = procedure.fields[chosen.group.field].type.value
                outcomes.append((kind, chosen.score, _is_right(chosen.group, procedure, specimen.fields)))
    return outcomes
