"""The generator's one door: e-mails written from whole templates, with what each of them truly states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from nlp.corpus.made import Made
from nlp.corpus.office.facts import PROCEDURES, Case, case
from nlp.corpus.office.values import Datum, Inventor

_HERE = Path(__file__).parent
_SLOT = re.compile(r"\{([\w.]+)\}")
_MARK = re.compile(r"\[\[(?P<name>\w+)(?:=(?P<value>[^|\]]*))?\|(?P<text>.*?)\]\]", re.DOTALL)
_SENDER = re.compile(r"^(?:(?P<name>.*?) )?<(?P<address>[^<>]+)>$")
_TRIES = 400  # invented cases until one has all that a template tells


@cache
def _templates(name: str) -> Sequence[Mapping[str, Any]]:
    loaded: Sequence[Mapping[str, Any]] = yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def messages(name: str, seed: int, *, rounds: int = 1) -> Iterator[Made]:
    """`rounds` e-mails of each template of the set `name`; the same seed gives the same ones."""
    chance = Random(f"mail {name} {seed}")  # noqa: S311 - papers to learn from
    templates = _templates(name)
    for number in range(rounds * len(templates)):
        template = templates[number % len(templates)]
        one = Random(chance.getrandbits(64))  # noqa: S311 - papers to learn from
        yield _message(template, name, number, one)


@dataclass
class _Writing:
    """One message while it is written: whom it is about, and what it has stated so far."""

    facts: Mapping[str, Datum]
    truth: dict[str, str]

    def plain(self, text: str) -> str:
        """The text with its values, which state nothing."""
        return _SLOT.sub(lambda slot: self.facts[slot[1]].written, text)

    def told(self, text: str) -> str:
        """The text with its values, all of them stated."""
        return _SLOT.sub(self._slot, _MARK.sub(self._marked, text))

    def _slot(self, slot: re.Match[str]) -> str:
        datum = self.facts[slot[1]]
        if "." not in slot[1] and slot[1] != "given":
            self.truth[slot[1]] = datum.value
        return datum.written

    def _marked(self, mark: re.Match[str]) -> str:
        text = self.plain(mark["text"])
        value = mark["value"]
        self.truth[mark["name"]] = " ".join((text if value is None else self._values(value)).split())
        return text

    def _values(self, text: str) -> str:
        return _SLOT.sub(lambda slot: self.facts[slot[1]].value, text)


def _message(template: Mapping[str, Any], name: str, number: int, chance: Random) -> Made:
    facts = _facts(template, chance)
    writing = _Writing(facts, {})
    message = EmailMessage()
    message["From"] = _address(writing.told(template["from"]))
    message["To"] = "registro@ayto.example"
    message["Subject"] = writing.told(template["subject"])
    message["Date"] = "Tue, 03 Nov 2026 10:12:00 +0100"
    message.set_content(writing.told(template["body"]))
    kind = template["kind"]
    return Made(
        name=f"{name}-{number:03d}-{kind}.eml",
        data=message.as_bytes(),
        kind=kind,
        language=template["language"],
        family=f"mail-{name}-{number % len(_templates(name)):02d}",
        source="email",
        page_kinds=(kind,),
        fields=writing.truth if kind in PROCEDURES else {},
    )


def _address(told: str) -> str:
    match = _SENDER.match(told)
    return told if match is None else formataddr((match["name"] or "", match["address"]))


def _facts(template: Mapping[str, Any], chance: Random) -> dict[str, Datum]:
    """A case in which everything is known that the template tells, with a stranger's values beside it."""
    text = f"{template['from']} {template['subject']} {template['body']}"
    wanted = {slot for slot in _SLOT.findall(text) if "." not in slot and slot != "given"}
    procedure = template["kind"] if template["kind"] in PROCEDURES else "P00"
    for _ in range(_TRIES):
        own = Random(chance.getrandbits(64))  # noqa: S311 - papers to learn from
        inventor = Inventor(own, template["language"])
        made = case(procedure, inventor)
        if made.legal_person == template.get("legal", False) and wanted <= made.facts.keys():
            return {**made.facts, **_beside(made, inventor)}
    raise ValueError(f"no case has all of {sorted(wanted)}")


def _beside(made: Case, inventor: Inventor) -> dict[str, Datum]:
    other = inventor.person()
    given = made.facts["applicant_name"].value.split()[0]
    return {
        "given": Datum(given, given),
        "other.name": Datum(other.value, other.value),
        "other.id": inventor.tax_id(),
        "other.email": inventor.email(other.value),
        "other.phone": inventor.phone(),
        "other.office": Datum("Biblioteca Municipal", "Biblioteca Municipal"),
        "other.office_email": Datum("biblioteca@alicante.es", "biblioteca@alicante.es"),
    }
