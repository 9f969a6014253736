"""The linter of the letters: every part that the law wants is there, in both languages, with the words it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from bots.letter_facts import LANGUAGES
from bots.letter_samples import CODE, NO_ENTRY, PROCEDURE, sample
from bots.letters import LetterWriter
from casework.case import LetterKind
from casework.errors import Misconfigured
from casework.verification import grouped

_EVERY = "every"
_LETTERS = (NO_ENTRY, *LetterKind)
_VOID = frozenset({"meta", "img", "br", "wbr", "hr", "link"})
_NORMS = re.compile(r"\b\d+/\d{4}\b")


@dataclass(frozen=True, slots=True)
class Gap:
    """What a template lacks: the file, what is missing, and what to write."""

    file: Path
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message} — {self.mend}"


def lint(templates: Path) -> list[Gap]:
    """What the letters of a folder lack of what its `legal.yaml` asks; each is written for an invented case."""
    path = templates / "legal.yaml"
    try:
        legal: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError):
        return [Gap(path, "what the law wants cannot be read", "mend the file")]
    unknown = set(_LETTERS) ^ (set(legal) - {_EVERY})
    if unknown:
        return [Gap(path, f"the letters {', '.join(sorted(unknown))} do not match", "name each letter once")]
    writer = LetterWriter(templates, "https://sede.example/csv")
    return [gap for letter in _LETTERS for gap in _of_letter(letter, {**legal[_EVERY], **legal[letter]}, writer)]


def _of_letter(letter: str, wanted: Mapping[str, Any], writer: LetterWriter) -> Iterator[Gap]:
    kind = LetterKind.RECEIPT if letter == NO_ENTRY else letter
    shown: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        file = writer.templates / f"{letter}.{language}.html"
        try:
            html = writer.html(kind, sample(letter, language), PROCEDURE, CODE)
        except Misconfigured as error:
            yield Gap(file, error.args[0], error.remedy)
            continue
        shown[language] = _parts(html)
        yield from _missing(file, language, wanted, shown[language])
        yield from _of_every_page(file, language, html)
    yield from _unlike(writer.templates / f"{letter}.ca.html", shown)


def _missing(file: Path, language: str, wanted: Mapping[str, Any], shown: Mapping[str, str]) -> Iterator[Gap]:
    for part, asked in wanted.items():
        if part not in shown:
            yield Gap(file, f"the part '{part}' is missing ({asked['law']})", f'add it with data-part="{part}"')
            continue
        for words in asked[language]:
            if words.casefold() not in shown[part].casefold():
                yield Gap(file, f"the part '{part}' does not say '{words}' ({asked['law']})", "add what the law wants")


def _of_every_page(file: Path, language: str, html: str) -> Iterator[Gap]:
    for mark, what in (
        (f'<html lang="{LANGUAGES[language]}">', "its language"),
        (grouped(CODE), "the verification code (art. 27.3.c Ley 39/2015)"),
        ('<div class="picture">', "the QR code"),
        ("<h1>", "a heading"),
        ("data-of=", "the count of pages"),
    ):
        if mark not in html:
            yield Gap(file, f"the page has no place for {what}", "extend the frame of its language")


def _unlike(file: Path, shown: Mapping[str, Mapping[str, str]]) -> Iterator[Gap]:
    """Parts that one language has and the other has not, and norms that only one of them cites."""
    if set(shown) != set(LANGUAGES):
        return
    spanish, valencian = shown["es"], shown["ca"]
    for part in sorted(set(spanish) ^ set(valencian)):
        yield Gap(file, f"the part '{part}' stands in one language only", "write it in both")
    for part in sorted(set(spanish) & set(valencian)):
        cited = set(_NORMS.findall(spanish[part])) ^ set(_NORMS.findall(valencian[part]))
        if cited:
            yield Gap(file, f"the part '{part}' cites {', '.join(sorted(cited))} in one language only", "cite in both")


class _Parts(HTMLParser):
    """Collects the words below each `data-part`."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, list[str]] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(dict(attrs).get("data-part") or "")
            if self._open[-1]:
                self.words.setdefault(self._open[-1], [])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for part in filter(None, self._open):
            self.words[part].append(data)


def _parts(html: str) -> dict[str, str]:
    reader = _Parts()
    reader.feed(html)
    return {part: " ".join(unescape("".join(words)).split()) for part, words in reader.words.items()}
