"""Exports and erasure by command: what is written, what goes, what stays, what the audit says."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bots.archive import verify
from casework.application import Channel
from casework.case import Case, Letter
from casework.errors import Refused, UnreadableDocument, WrongUse
from casework.fields import Classification, FieldReading
from casework.filing import Filing
from casework.journey import Status
from dovtech.settings import load
from dovtech.wiring import Parts

AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
ORIGINAL, READING, OLD_READING, PICTURE, RECEIPT = b"%PDF-1.7 form", b"reading", b"older", b"PNG", b"%PDF-1.7 letter"


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_register: Path) -> Iterator[Parts]:
    """An installation of its own with an empty register, which the commands find by its home."""
    from django.db import connections
    from fakes.registers import give_register

    monkeypatch.setenv("DOVTECH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with Parts(load()) as made:
        give_register(made, empty_register)
        yield made
    connections.close_all()


def admitted(parts: Parts, *, status: Status = Status.FILED) -> Case:
    """A case with one original that was read twice, a picture, a letter and an archive folder."""
    later = AT + timedelta(minutes=len(parts.register.latest()))  # the same bytes at the same moment are one delivery
    application = parts.intake.take([("instancia.pdf", ORIGINAL)], channel=Channel.COUNTER, received_at=later)
    form = application.documents[0].sha256
    for recipe, reading in (("new", READING), ("old", OLD_READING)):
        index = parts.reading_index / recipe / form
        index.parent.mkdir(parents=True, exist_ok=True)
        index.write_text(parts.store.put(reading), encoding="ascii")
    case = worked(parts, parts.register.load(application.number), form)
    case = replace(case, status=status, archived=parts.archive.keep(case), revision=case.revision + 1)
    parts.register.save(case)
    return parts.register.load(application.number)


def worked(parts: Parts, case: Case, form: str) -> Case:
    """The case with everything that robots add to it."""
    number = FieldReading(
        name="applicant_id", value="48576231R", raw="48576231-R", confidence=0.99, method="form", accepted=True
    )
    filing = Filing(
        key=f"key of {case.number}", system="town", entry="case_file", entry_version="1", record="77", address="",
        account="robot", filed_at=AT, screenshot=parts.store.put(PICTURE + case.number.encode()),
    )  # fmt: skip
    letter = Letter(
        kind="L1", language="es", csv="DOV7Q2M9XKD44TBHA3FF", sha256=parts.store.put(RECEIPT), written_at=AT
    )
    return replace(
        case,
        readings={form: parts.store.put(READING)},
        classification=Classification(kind="P08", confidence=0.9, language="es", because=("propuesta",)),
        fields=(number,),
        filings=(filing,),
        letters=(letter,),
    )


def run(*words: str) -> Result:
    """A command in this process."""
    from dovtech.cli import app

    return CliRunner().invoke(app, list(words))


def erase(number: str) -> Result:
    return run("erase", number, "--reason", "request 12/2026", "--by", "dpo")


def kept(parts: Parts, data: bytes) -> bool:
    """Whether the store still has the bytes."""
    import hashlib

    try:
        parts.store.get(hashlib.sha256(data).hexdigest())
    except UnreadableDocument:
        return False
    return True


def audited(number: str) -> list[tuple[str, str, str]]:
    """Who did what to the case, without the saves."""
    from desk.models import AuditEntry

    entries = AuditEntry.objects.filter(number=number).exclude(what="save").order_by("sequence")
    return [(entry.who, entry.what, entry.detail) for entry in entries]


# Erase ----------------------------------------------------------------------------------------------------------------


def test_erasing_removes_what_was_derived_and_leaves_the_record(parts: Parts) -> None:
    """Readings of every recipe, their index and the pictures go; original, letter, values and filing stay."""
    case = admitted(parts)
    assert erase(case.number).exit_code == 0
    picture = PICTURE + case.number.encode()
    assert [kept(parts, data) for data in (READING, OLD_READING, picture)] == [False, False, False]
    assert [kept(parts, data) for data in (ORIGINAL, RECEIPT)] == [True, True]
    assert [path for path in parts.reading_index.rglob("*") if path.is_file()] == []
    after = parts.register.load(case.number)
    assert (after.readings, after.filings[0].screenshot, after.fields[0].raw) == ({}, "", "")
    assert after.classification.because == ()
    assert (after.application, after.letters, after.values) == (case.application, case.letters, case.values)
    assert (after.filings[0].record, after.status, after.presented_at) == ("77", Status.FILED, case.presented_at)


def test_the_archive_loses_the_same(parts: Parts) -> None:
    """The archive folder is kept anew without readings and pictures, and still checks."""
    case = admitted(parts)
    folder = parts.settings.archive / case.archived
    assert {path.name for path in folder.iterdir()} >= {"readings", "filings"}
    erase(case.number)
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"originals", "letters"}
    assert verify(folder) == []


def test_erasing_is_in_the_audit_and_on_the_timeline(parts: Parts) -> None:
    """Who ordered it and why, in a chain that holds."""
    from desk.audit import verify as verify_chain

    case = admitted(parts)
    erase(case.number)
    assert audited(case.number)[-1] == ("dpo", "erase", "request 12/2026")
    last = parts.register.load(case.number).events[-1]
    assert (last.what, last.by, last.actor) == ("erased", "dpo", "clerk")
    assert verify_chain() is None


def test_erasing_again_changes_nothing(parts: Parts) -> None:
    """A second order finds nothing more to remove, and is audited like the first."""
    case = admitted(parts)
    first, second = erase(case.number).output, erase(case.number).output
    after = parts.register.load(case.number)
    assert [output.split(": ")[1].split()[0] for output in (first, second)] == ["3", "0"]
    assert [event.what for event in after.events].count("erased") == 1
    assert [what for _, what, _ in audited(case.number)].count("erase") == 2


@pytest.mark.parametrize("status", [status for status in Status if not status.ended])
def test_a_case_under_way_is_not_erased(parts: Parts, status: Status) -> None:
    """What the work still needs stays, and nothing is noted."""
    case = admitted(parts, status=status)
    refused = erase(case.number).exception
    assert isinstance(refused, Refused)
    assert f"{case.number} has not ended" in str(refused)
    assert kept(parts, READING)
    assert [what for _, what, _ in audited(case.number)] == ["admit"]


def test_what_another_case_holds_stays_until_it_is_erased_too(parts: Parts) -> None:
    """Two cases with the same bytes share one reading: it goes with the second."""
    first, second = admitted(parts), admitted(parts)
    erase(first.number)
    assert parts.register.load(first.number).readings == {}
    assert [kept(parts, READING), kept(parts, PICTURE + first.number.encode())] == [True, False]
    erase(second.number)
    assert [kept(parts, READING), kept(parts, ORIGINAL)] == [False, True]


def test_a_document_that_is_being_read_again_keeps_all_its_readings(parts: Parts) -> None:
    """While another case with the same bytes is under way, not even an older recipe's reading goes."""
    first, _ = admitted(parts), admitted(parts, status=Status.RUNNING)
    assert erase(first.number).exit_code == 0
    assert [kept(parts, READING), kept(parts, OLD_READING)] == [True, True]


@pytest.mark.parametrize(("reason", "by"), [(" ", "dpo"), ("asked", ""), ("asked", "x" * 151)])
def test_an_order_without_reason_or_name_is_wrong_use(parts: Parts, reason: str, by: str) -> None:
    """Nothing is erased that nobody answers for."""
    case = admitted(parts)
    assert isinstance(run("erase", case.number, "--reason", reason, "--by", by).exception, WrongUse)
    assert kept(parts, READING)


# Export ---------------------------------------------------------------------------------------------------------------


def test_an_eni_export_is_one_file_a_document_and_one_for_the_file(parts: Parts, tmp_path: Path) -> None:
    """Named by identifier, printed, open to their owner alone, and audited."""
    case, out = admitted(parts), tmp_path / "out"
    result = run("export", case.number, "--format", "eni", "--out", str(out))
    written = sorted(out.iterdir())
    assert (result.exit_code, sorted(result.output.split())) == (0, [str(path) for path in written])
    assert [path.name[:22] for path in written].count("ES_L01030149_2026_EXP_") == 1
    assert [len(path.stem) for path in written] == [52 if "_EXP_" in path.stem else 48 for path in written]
    assert len(written) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert audited(case.number)[-1][:2] == ("dovtech", "export")


def test_an_eni_export_proves_itself(parts: Parts, tmp_path: Path) -> None:
    """The index agrees with every document by the installation's own key; a second export writes the same bytes."""
    import hashlib

    from bots.exporting.eni import broken

    case, out = admitted(parts), tmp_path / "out"
    run("export", case.number, "--format", "eni", "--out", str(out))
    first = {path.stem: path.read_bytes() for path in out.iterdir()}
    run("export", case.number, "--format", "eni", "--out", str(out))
    assert {path.stem: path.read_bytes() for path in out.iterdir()} == first
    index = first.pop(next(name for name in first if "_EXP_" in name))
    assert broken(index, first, lambda c: parts.letter_code(case.number, hashlib.sha256(c).hexdigest())) == []
    assert broken(index, first, lambda _: "DOV0") == ["the index has changed since it was signed"]


def test_a_case_can_be_exported_after_it_was_erased(parts: Parts, tmp_path: Path) -> None:
    """Erasing leaves everything that an export needs."""
    case = admitted(parts)
    erase(case.number)
    assert run("export", case.number, "--format", "eni", "--out", str(tmp_path / "out")).exit_code == 0


def test_a_sicres_export_is_one_file(parts: Parts, tmp_path: Path) -> None:
    """The entry under the case's number."""
    case = admitted(parts)
    assert run("export", case.number, "--format", "sicres", "--out", str(tmp_path / "out")).exit_code == 0
    path = tmp_path / "out" / f"SICRES4_{case.number}.xml"
    assert f"<Numero_Registro_Entrada>{case.number}<" in path.read_text("utf-8")


def test_another_format_is_wrong_use(parts: Parts) -> None:
    """Exit 2, with the formats there are."""
    assert run("export", "DOV-2026-000001", "--format", "pdf").exit_code == 2


def test_the_letters_of_a_day_are_one_pdf(parts: Parts) -> None:
    """With whom each goes to, by what somebody vouches for."""
    import io

    import pikepdf
    import pypdfium2

    from bots.letters import LetterWriter
    from casework.delivery import Dispatch, Standing, Step, Way
    from dovtech.outgoing import print_letters

    case = admitted(parts)
    name, address = (
        FieldReading(name=name, value=value, raw="", confidence=1, method="form", accepted=True)
        for name, value in (("applicant_name", "Ana Sanz"), ("applicant_address", "C/ Mayor, 1, 03002 Alicante"))
    )
    case = replace(case, fields=(*case.fields, name, address))
    pdf = LetterWriter(parts.settings.templates / "letters", "https://x.example").write("L1", case, None, "CSV")
    letter = replace(case.letters[0], sha256=parts.store.put(pdf))
    parts.register.save(replace(case, letters=(letter,), revision=case.revision + 1))
    step = Step(at=AT, standing=Standing.QUEUED)
    dispatch = Dispatch(csv=letter.csv, number=case.number, kind="L1", way=Way.PAPER, steps=(step,))
    made = parts.store.get(print_letters(parts, [dispatch]))
    with pypdfium2.PdfDocument(made) as document:
        cover = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert [word for word in (case.number, "Ana Sanz", "C/ Mayor, 1") if word not in cover] == []
    with pikepdf.open(io.BytesIO(made)) as together:
        assert len(together.pages) == 3
