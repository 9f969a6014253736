"""What both spaCy pipelines are started and fed with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any, cast

from spacy.training import Example
from spacy.util import load_config_from_str, load_model_from_config, registry
from thinc.api import fix_random_seed

Progress = Callable[[str, float], None]
"""Told what is being done and how far it is (0..1)."""


def config(name: str) -> str:
    """The text of a pipeline's declared configuration."""
    return (files("nlp") / "configs" / f"{name}.cfg").read_text(encoding="utf-8")


def started(
    name: str, examples: Callable[[Any], list[Example]], labels: Iterable[str]
) -> tuple[Any, Any, list[Example]]:
    """A fresh pipeline of that configuration, its settings with the optimizer, and the examples made with it."""
    whole = load_config_from_str(config(name))
    settings = whole["training"]
    fix_random_seed(settings["seed"])
    nlp = load_model_from_config(
        {"nlp": whole["nlp"], "components": whole["components"]}, auto_fill=True, validate=False
    )
    pipe = cast("Any", nlp.get_pipe(nlp.pipe_names[0]))
    for label in sorted(set(labels)):
        pipe.add_label(label)
    made = examples(nlp)
    nlp.initialize(lambda: made[:200])
    optimizer = registry.resolve({"optimizer": settings["optimizer"]})["optimizer"]
    return nlp, (settings, optimizer), made


def batches(examples: Sequence[Example], words: int) -> Iterator[list[Example]]:
    """Examples in batches of about so many words."""
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
