"""What corrections are worth: a council whose forms ask in words of its own, before and after four clerks' decisions.

Run with `.venv/bin/python -P tests/bench/learning.py [PAPERS]`; some minutes. The captions of half of the fields of
four procedures are invented words that no model knows; families are those of the published figures.
"""

from __future__ import annotations

import itertools
import json
import sys
from dataclasses import replace

from casework.procedure import Procedure
from dovtech import settings
from dovtech.wiring import Parts
from nlp.accuracy import UNSEEN
from nlp.corpus.build import Families, specimens
from nlp.labels import role_of
from nlp.learning.examples import Example, see
from nlp.learning.learn import School, challenged
from nlp.learning.trials import frozen
from nlp.pipeline import load

_PROCEDURES = ("P01", "P04", "P06", "P12")
_CLERKS = ("ana", "pere", "rosa", "vicent")
_SOUNDS = ("tra", "belo", "nure", "dico", "fasi", "gomi", "lupe", "varo")


def own_words(procedure: Procedure) -> Procedure:
    """The procedure as a council prints it that calls every second field of its own by a word of its own."""
    names = [name for name in procedure.fields if role_of(name) is None and not name.startswith("sign")]
    words = itertools.permutations(_SOUNDS, 2)
    fields = dict(procedure.fields)
    for name, (first, second) in zip(names[::2], words, strict=False):
        caption = (f"{first}{second} {second}{first}".capitalize(),)
        fields[name] = replace(fields[name], labels={"es": caption, "ca": caption})
    return replace(procedure, fields=fields)


def main(count: int) -> None:
    """Train on simulated decisions and print the comparison."""
    procedures = Parts(settings.load()).procedures
    printed = {key: own_words(procedures[key]) for key in _PROCEDURES}
    model = load(procedures)
    papers = []
    made = specimens(printed, Families(UNSEEN.forms, UNSEEN.letters), count, 909, others=0.0)
    for number, one in enumerate(paper for paper in made if paper.fields and paper.family.startswith("form")):
        example = Example(
            case=f"2026-{number}", by=_CLERKS[number % 4], kind=one.kind, readings=(one.reading,), said=dict(one.fields)
        )
        seen = see(model, procedures[one.kind], example)
        said = {**dict.fromkeys(seen.told), **one.fields}
        papers.append(replace(seen, example=replace(example, said=said)))
    found = challenged(School(procedures, model, model, list(frozen())), papers)
    print(json.dumps({"lessons": found.lessons.as_json(), **found.as_json()}, indent=1, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 160)
