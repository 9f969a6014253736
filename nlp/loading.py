"""Trained pipelines from their folders, set to multiply as fast as this machine can."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from thinc.api import Model, NumpyOps


def pipe(folder: Path) -> Language:
    """The pipeline of that folder; raises OSError where there is none.

    Its matrices are multiplied by numpy's library, which takes less than half of the time of thinc's own.
    """
    nlp = spacy.load(folder, exclude=["tokenizer"])
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in cast("Model[object, object]", component.model).walk():  # type: ignore[attr-defined]
            node.ops = ops
    return nlp
