"""What clerks decided becomes a labelled set that is nowhere twice, and commands bring models into force and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from casework.application import Channel
from casework.decision import Decision, Verdict
from casework.errors import Refused
from casework.fields import Classification, FieldReading
from casework.journey import Status
from casework.reading import Page, Reading, Source
from dovtech.learning import Following, examples
from dovtech.readings import to_bytes
from dovtech.settings import load
from dovtech.wiring import Parts
from nlp.bars import MODEL

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_register: Path) -> Iterator[Parts]:
    """An installation of its own with an empty register, which the commands find by its home."""
    from django.db import connections
    from fakes.registers import give_register

    monkeypatch.setenv("DOVTECH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOVTECH_LANGUAGE", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with Parts(load()) as made:
        give_register(made, empty_register)
        yield made
    connections.close_all()


def decided(parts: Parts, kind: str, content: bytes) -> str:
    """A filed case of one page in which a clerk corrected a doubtful value; its number."""
    sent = parts.intake.take([("instancia.pdf", content)], channel=Channel.COUNTER, received_at=AT)
    document = sent.documents[0].sha256
    page = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER)
    kept = parts.store.put(to_bytes(Reading(document=document, recipe=kind, pages=(page,))))
    read = FieldReading(name="applicant_id", value="48576231R", raw="x", confidence=0.4, method="pattern")
    decision = Decision(
        by="pere", at=AT, verdict=Verdict.APPROVE, revision=0, corrections={"applicant_id": "12345678Z"}
    )
    case = parts.register.load(sent.number)
    parts.register.save(
        replace(
            case, classification=Classification(kind=kind, confidence=0.9, language="es"), readings={document: kept},
            fields=(replace(read, value="12345678Z", method="clerk"),), decisions=(decision,), status=Status.FILED,
            revision=case.revision + 1,
        )
    )  # fmt: skip
    return sent.number


def test_labels_are_read_from_the_register_and_go_with_the_case(parts: Parts) -> None:
    """A corrected value is a label until its case is erased; a restricted procedure's never is."""
    restricted = next(key for key, one in parts.procedures.items() if one.restricted)
    number = decided(parts, "P08", b"%PDF-1.7 one")
    decided(parts, restricted, b"%PDF-1.7 two")
    [example] = examples(parts)
    assert (example.case, example.by, example.said) == (number, "pere", {"applicant_id": "12345678Z"})
    assert "12345678Z" not in repr(example)
    parts.eraser.erase(number, reason="asked by the person", by="dpo")
    assert list(examples(parts)) == []


def run(*arguments: str) -> Result:
    from dovtech.cli import app

    return CliRunner().invoke(app, list(arguments))


def test_one_command_brings_a_model_into_force_and_one_goes_back(parts: Parts) -> None:
    """The list marks the one in force and tells who chose it; a refused one stays out."""
    from desk import champions

    told = {"cases": 9, "clerks": 2, "quarantined": {}, "comparison": None, "champion": MODEL}
    good = champions.keep(MODEL, {"labels": {}, "titles": {}, "shifts": {}}, {**told, "reasons": []}, by="ana").version
    bad = champions.keep(MODEL, {}, {**told, "reasons": ["not_better"]}, by="ana").version
    assert isinstance(run("model", "accept", bad, "--by", "ana", "--reason", "x").exception, Refused)
    assert run("model", "accept", good, "--by", "ana", "--reason", "new form").exit_code == 0
    listed = run("model", "list").output
    assert f"* {good}" in listed
    assert "not_better" in listed
    assert "ana, new form" in listed
    assert '"cases": 9' in run("model", "show", good).output
    assert run("model", "rollback", "--by", "ana", "--reason", "complaints").exit_code == 0
    assert champions.champion(MODEL).version == MODEL


@dataclass(frozen=True)
class Named:
    """A model that tells its own version as the kind."""

    version: str

    def classify(self, readings: tuple[Reading, ...]) -> Classification:
        return Classification(kind=self.version, confidence=1.0, language="es")

    def extract(self, readings: object, classification: object, procedure: object) -> tuple[FieldReading, ...]:
        return (FieldReading(name=self.version, value="", raw="", confidence=1.0, method=""),)


def test_workers_follow_the_model_in_force() -> None:
    """After half a minute the new champion understands; each is built once."""
    from desk.champions import Model

    now, inforce, built = [0.0], ["m"], list[str]()

    def build(model: Model) -> Named:
        built.append(model.version)
        return Named(model.version)

    following = Following(lambda: Model(inforce[0]), build, clock=lambda: now[0])
    assert following.classify(()).kind == "m"
    inforce[0], now[0] = "m+1", 20.0
    assert (following.classify(()).kind, following.version) == ("m", "m+1")
    now[0] = 31.0
    [read] = following.extract((), Classification(kind="m", confidence=1.0, language="es"), None)  # type: ignore[arg-type]
    assert (read.name, built) == ("m+1", ["m", "m+1"])
