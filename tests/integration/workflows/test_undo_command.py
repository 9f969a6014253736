"""An entry undone from the command line, over a real Temporal server and the register."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import ports
from fakes.office import Office
from temporalio.client import Client
from typer.testing import CliRunner, Result

from casework.application import Channel
from casework.filing import Filing
from casework.journey import Status
from dovtech import temporal as service
from dovtech.settings import load
from dovtech.wiring import Parts

ENTRY = "municipal_rest/case_file"


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_register: Path, temporal: Client) -> Parts:
    """An installation of its own beside that server, which the command finds by its home."""
    from fakes.registers import give_register

    monkeypatch.setenv("DOVTECH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TEMPORAL_ADDRESS", temporal.service_client.config.target_host)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = Parts(load())
    give_register(made, empty_register)
    return made


def filed(parts: Parts, entry: str) -> str:
    """The number of a case whose journey is over and which has one filing."""
    application = parts.intake.take([("a.pdf", b"%PDF-1.7")], channel=Channel.COUNTER, received_at=ports.MOMENT)
    case = parts.register.load(application.number)
    system, _, name = entry.partition("/")
    filing = Filing(key="a" * 32, system=system, entry=name, entry_version="1", record="EXP-7", address="",
                    account="robot", filed_at=ports.MOMENT)  # fmt: skip
    parts.register.save(replace(case, status=Status.FILED, filings=(filing,), revision=case.revision + 1))
    return case.number


def undo(*words: str) -> Result:
    """The command in this process."""
    from dovtech.cli import app

    return CliRunner().invoke(app, ["backoffice", "undo", *words])


def office_of(parts: Parts, filler: ports.MemoryFiller) -> Office:
    """A worker's parts over the installation's own register."""
    return Office(register=parts.register, undoers={"municipal_rest": filler})  # type: ignore[arg-type]


async def test_an_entry_is_undone_with_who_and_why(parts: Parts) -> None:
    """Once, and the trace stands on the receipt."""
    number = await asyncio.to_thread(filed, parts, ENTRY)
    filler = ports.MemoryFiller(records={"a" * 32: ports.Record(id="EXP-7", values={})})
    async with office_of(parts, filler).open(await service.connect(parts.settings, parts.converter)):
        done = await asyncio.to_thread(undo, number, ENTRY, "--reason", "registrado dos veces", "--by", "anna")
        again = await asyncio.to_thread(undo, number, ENTRY, "--reason", "otra vez", "--by", "anna")
    assert done.exit_code == 0, done.exception
    assert done.output.splitlines()[0].startswith("undone")
    assert "undone already" in str(again.exception)
    assert filler.undone == [("EXP-7", "registrado dos veces")]
    [filing] = await asyncio.to_thread(lambda: parts.register.load(number).filings)
    assert (filing.undone_by, filing.undone_because) == ("anna", "registrado dos veces")


def test_what_cannot_be_undone_is_told_before_anybody_is_asked(parts: Parts) -> None:
    """An entry the case does not have, and one whose system has no way back."""
    number = filed(parts, "municipal_web/third_party")
    wrong = [undo(number, ENTRY, "--reason", "x"), undo(number, "municipal_web/third_party", "--reason", "x")]
    assert [str(one.exception) for one in wrong] == [
        f"{number} has no filing {ENTRY} — see `dovtech status {number}`",
        "municipal_web/third_party cannot be undone by a robot — undo it in that system by hand",
    ]
