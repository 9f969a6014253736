"""Letters and mails: an application told in sentences, each piece of them tagged with the field it states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from nlp.corpus.office.facts import Case
from nlp.corpus.office.sheet import Segment
from nlp.corpus.office.values import Inventor

_PROSE = Path(__file__).parent / "prose.yaml"
_SLOT = re.compile(r"\{(\w+)\}")
STYLES = range(24)
Paragraph = list[Segment]


@cache
def prose() -> Mapping[str, Any]:
    """The sentences of letters."""
    loaded: Mapping[str, Any] = yaml.safe_load(_PROSE.read_text(encoding="utf-8"))
    return loaded


def told(case: Case, style: int, inventor: Inventor) -> tuple[list[Paragraph], dict[str, str]]:
    """The letter's paragraphs and what it truly states; `style` sets tone, order and shape."""
    chance, lang, which = Random(f"office letter {style}"), case.language, int(case.language == "ca")
    truth: dict[str, str] = {}
    book = prose()

    def say(sentence: str) -> Paragraph:
        return _filled(sentence, case, which, truth)

    who = say(chance.choice(book["identity"][lang]))
    opening = [(chance.choice(book["openings"][lang]), "")]
    agent = say(book["agent"][lang]) if "representative_name" in case.facts else []
    sentences = [said for line in book["requests"][case.procedure][which] if (said := say(line))]
    formal, late = style % 4 == 0, style % 3 == 1
    if style % 5 == 2:
        sentences.insert(min(1, len(sentences)), [(inventor.chance.choice(book["chatter"][lang]), "")])
    body = _formal(sentences, lang) if formal else [_joined(sentences)] if style % 2 else sentences
    closing = [(chance.choice(book["closings"][lang]), "")]
    order = [opening, *body, who, agent, closing] if late and not formal else [opening, who, agent, *body, closing]
    return [paragraph for paragraph in order if paragraph], truth


def _formal(sentences: list[Paragraph], lang: str) -> list[Paragraph]:
    heads = ("EXPOSA:", "SOL·LICITA:") if lang == "ca" else ("EXPONE:", "SOLICITA:")
    if len(sentences) < 2:
        return [[(heads[1], "")], *sentences]
    return [[(heads[0], "")], _joined(sentences[:-1]), [(heads[1], "")], sentences[-1]]


def _joined(sentences: list[Paragraph]) -> Paragraph:
    joined: Paragraph = []
    for sentence in sentences:
        joined += [*([(" ", "")] if joined else []), *sentence]
    return joined


def _filled(sentence: str, case: Case, which: int, truth: dict[str, str]) -> Paragraph:
    """The sentence with its values, or nothing where the case lacks one of them."""
    names = _SLOT.findall(sentence)
    if any(name not in case.facts for name in names):
        return []
    pieces: Paragraph = []
    at = 0
    for slot in _SLOT.finditer(sentence):
        name = slot[1]
        datum = case.facts[name]
        wordings = prose()["choices"].get(name)
        text = wordings[datum.value][which] if wordings else datum.written
        truth[name] = datum.value
        pieces += [(sentence[at : slot.start()], ""), (text, name)]
        at = slot.end()
    return [piece for piece in [*pieces, (sentence[at:], "")] if piece[0]]
