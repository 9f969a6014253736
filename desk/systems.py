"""Back-offices and their entries by the names that people give them: a code says nothing to a clerk."""

from __future__ import annotations

import re

from casework.findings import Finding
from desk.refusals import told
from desk.setup import given_ports
from desk.words import in_language, said_in

_ENTRY = re.compile(r"\b([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)\b")  # as events and findings write one: system/entry


def called(system: str, entry: str = "") -> str:
    """The system, or its entry of that name, as people call it; its code where the council gave it no name."""
    return in_language(given_ports().called(system, entry)) or entry or system


def with_names(text: str) -> str:
    """The text with each entry that is known by its own name and its system's."""
    return _ENTRY.sub(_named, text)


def _named(found: re.Match[str]) -> str:
    system, entry = found.groups()
    return f"{called(system, entry)} ({called(system)})" if given_ports().called(system, entry) else found[0]


def sentence_of(found: Finding, language: str) -> str:
    """A finding as a clerk reads it; what stopped the robots is told by its meaning."""
    stop = said_in(language, f"stop_{found.code}", "")
    return f"{said_in(language, 'event_blocked')}: {stop}." if stop else with_names(found.sentence(language))


def grounds_of(found: Finding, language: str) -> str:
    """The norm that a finding rests on, or, where something stopped the robots, what the system said."""
    return with_names(told(found.law, language))
