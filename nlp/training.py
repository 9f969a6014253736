"""From the invented corpora to a model: page kinds, tagger, judge, trust; each part on families of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import spacy

from casework.procedure import Procedure
from nlp import judging
from nlp.asking import Asking
from nlp.corpus import whole
from nlp.corpus.build import HELD_OUT, JUDGE, LEARN, specimens
from nlp.corpus.paper import Tagged
from nlp.corpus.specimen import Specimen
from nlp.deciding import Decider
from nlp.extraction import Extractor
from nlp.kinds import PageClassifier
from nlp.tagging import FieldTagger
from nlp.teaching import judge as judges
from nlp.teaching import kinds, tagger
from nlp.teaching.pipes import Progress, config

VERSION = "1.2.0"
_TWICE = 2  # papers that were drawn and read weigh more than those that were only written down


@dataclass(frozen=True)
class Sizes:
    """How many documents of the own generators each step learns from."""

    learn: int = 3000
    kinds: int = 4000
    judge: int = 500
    held_out: int = 150
    whole: int = 3  # times that each letter of a hand is learned from
    weighed: int = 2  # times that it is judged, and calibrates


@dataclass(frozen=True)
class Rendered:
    """Papers of the other generators as the real reader sees them.

    `web` is learned from, `weighed` by the judge alone, in families that the tagger never saw. `office` is never
    learned from: half of its families calibrates; the other half is only measured, and is not here.
    """

    web: Sequence[Specimen] = ()
    weighed: Sequence[Specimen] = ()
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
    """Train everything into `out` and return the figures that are also written to its meta.json.

    A pipeline that lies in `out` and was taught on the same papers by the same configuration is taken as it is, so
    that a training that was broken off goes on where it was.
    """
    sizes, rendered = sizes or Sizes(), rendered or Rendered()
    out.mkdir(parents=True, exist_ok=True)
    learn = list(specimens(procedures, LEARN, max(sizes.learn, sizes.kinds), seed))
    letters = list(whole.papers(procedures, "learn", sizes.whole, seed))
    held_out = list(specimens(procedures, HELD_OUT, sizes.held_out, seed + 2))
    calibrating = [*(rendered.office or held_out), *whole.papers(procedures, "calibrate", sizes.weighed, seed)]
    steps = _Steps(out)

    pages = [*learn[: sizes.kinds], *letters, *rendered.web, *rendered.weighed, *rendered.web]
    sorter = steps.pipe("kinds", pages, lambda: kinds.taught(pages, progress))
    weights = kinds.fitted(sorter, procedures, calibrating)
    pages_of = PageClassifier(sorter, Asking(procedures), weights)
    kind_line = kinds.line(Decider(pages_of, procedures), calibrating)

    told = [one for one in (*learn[: sizes.learn], *letters, *_TWICE * tuple(rendered.web)) if one.fields]
    reader = steps.pipe("tagger", told, lambda: tagger.taught(procedures, told, progress))

    extractor = Extractor(procedures, FieldTagger(reader))
    judged = [*specimens(procedures, JUDGE, sizes.judge, seed + 1), *rendered.weighed]
    judged += whole.papers(procedures, "judge", sizes.weighed, seed)
    networks = judges.taught(extractor, procedures, judged, seed, progress)
    networks, outcomes = judges.weighed(extractor, procedures, calibrating, networks, seed, progress)
    trust, bars = judging.calibrated(outcomes, seed=seed)
    judging.save(judging.LearnedJudge(networks, trust), bars, out)
    meta = {
        "name": "papers",
        "version": VERSION,
        "seed": seed,
        "weights": asdict(weights),
        "kind_line": [[round(x, 4), round(y, 6)] for x, y in kind_line],
        "documents": sizes.learn + sizes.judge,
        "rendered": len(rendered.web) + len(rendered.weighed),
        "calibrated_by": len(calibrating),
        "steps": steps.told,
    }
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
    return meta


def _pages(paper: Specimen) -> Iterable[tuple[str, Tagged]]:
    return zip(paper.page_kinds, paper.pages, strict=True)


class _Steps:
    """The pipelines of a model's folder, with the papers and configuration that each was taught by."""

    def __init__(self, out: Path) -> None:
        self._out, self._file = out, out / "meta.json"
        known = json.loads(self._file.read_text(encoding="utf-8")) if self._file.exists() else {}
        self.told: dict[str, str] = dict(known.get("steps", {}))

    def pipe(self, name: str, papers: Sequence[Specimen], teach: Callable[[], Any]) -> Any:
        """The pipeline of that name: as it lies there, or taught anew and put there."""
        digest = hashlib.sha256(config(name).encode())
        for paper in papers:
            told = [(kind, tagged.page.text, sorted(tagged.tags.items())) for kind, tagged in _pages(paper)]
            digest.update(repr(told).encode())
        if self.told.get(name) != digest.hexdigest():
            nlp = teach()
            nlp.to_disk(self._out / name, exclude=["tokenizer"])
            self.told[name] = digest.hexdigest()
            self._file.write_text(json.dumps({"steps": self.told}) + "\n", encoding="utf-8")
        return spacy.load(self._out / name, exclude=["tokenizer"])
