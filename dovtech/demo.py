"""The main job in one go: every shipped sample from paper to a filled, verified back-office."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table

from casework.application import Channel
from casework.case import Case
from casework.decision import Decision, Verdict
from casework.errors import DovTechError
from casework.journey import Stage, Status
from dovtech import up, wiring
from dovtech.commands.running import say_addresses, stop_event
from dovtech.settings import Settings
from dovtech.texts import say
from dovtech.wiring import Parts
from nlp.comparing import as_told
from workflows.gateway import Cases

CLERK = "demo-clerk"
WIDTH = 150  # columns of the table where nobody says how wide the terminal is
_ROUNDS = 3  # a person decides at most so often about one case of the demo
_COLUMNS = [
    ("Sample", "Muestra"),
    ("Number", "Número"),
    ("Kind", "Trámite"),
    ("Stage", "Fase"),
    ("Status", "Estado"),
    ("Read right", "Leídos bien"),
    ("By", "Por"),
    ("Record", "Registro"),
    ("s", "s"),
    ("Letter", "Carta"),
]
_ENDS = {
    "filed": Status.FILED,
    "restricted": Status.FILED,
    "returned": Status.RETURNED,
    "duplicate": Status.DUPLICATE,
    "refused": Status.REFUSED,
}


@dataclass
class Row:
    """One sample's way through the office, as the table shows it."""

    file: str
    truth: dict[str, Any]
    number: str = ""
    case: Case | None = None
    read_right: int = 0
    doubts: tuple[str, ...] = ()
    record: str = ""
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, str]:
        """The truth's values as text, as the register holds them."""
        return {name: as_told(value) for name, value in self.truth["fields"].items()}

    @property
    def ended(self) -> bool:
        return self.case is not None and self.case.stage is Stage.ARCHIVE


async def run(settings: Settings, *, keep: bool = False) -> int:
    """Run the demo in a temporary place on free ports; 0 only if each sample ended as its truth says."""
    home = Path(tempfile.mkdtemp(prefix="dovtech-demo-"))
    here = up.with_free_ports(replace(settings, home=home, database_url=""))
    console = Console() if sys.stdout.isatty() else Console(width=WIDTH)
    try:
        code = await _run(here, console, keep=keep)
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)
    return code


async def _run(here: Settings, console: Console, *, keep: bool) -> int:
    began = time.monotonic()
    console.print(say("starting Temporal, worker, desk and demo back-office…",
                      "arrancando Temporal, robots, mesa de trabajo y sistema municipal de prueba…"))  # fmt: skip
    async with up.running(here):
        ready = time.monotonic() - began
        console.print(say(f"all healthy after {ready:.1f} s", f"todo listo en {ready:.1f} s"))
        with Parts(here) as parts:
            rows = await process(parts, samples(here), console)
            _verify(parts, rows)
        console.print(_table(rows))
        failed = [row for row in rows if row.problems]
        for row in failed:
            console.print(f"[red]✗ {row.file}[/]: {'; '.join(row.problems)}")
        seconds = time.monotonic() - began
        console.print(_summary(rows, seconds))
        for name, address in say_addresses(here).items():
            console.print(f"  {name:<24} {address}", highlight=False)
        console.print(f"  {say('archive', 'archivo'):<24} {here.archive}", highlight=False)
        if keep:
            console.print(say("left running; Ctrl-C stops it", "sigue en marcha; Ctrl-C lo detiene"))
            await stop_event().wait()
        return 1 if failed else 0


def samples(settings: Settings) -> list[Row]:
    """The shipped samples with their truth."""
    lines = (settings.project / "samples" / "documents" / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [Row(file=truth["file"], truth=truth) for truth in map(json.loads, lines)]


async def process(parts: Parts, rows: list[Row], console: Console) -> list[Row]:
    """Submit every sample and decide what waits, as a clerk would; originals go in before their duplicates."""
    cases = await parts.cases()
    with Live(console=console, get_renderable=lambda: _table(rows), refresh_per_second=4):
        for wave in (False, True):
            members = [row for row in rows if bool(row.truth.get("duplicate_of")) is wave]
            await asyncio.gather(*(_accompany(parts, cases, row, rows) for row in members))
    return rows


async def _accompany(parts: Parts, cases: Cases, row: Row, rows: list[Row]) -> None:
    began = time.monotonic()
    path = parts.settings.project / "samples" / "documents" / row.file
    channel = Channel.EMAIL if row.truth["source"] == "email" else Channel.COUNTER
    row.number = (
        await asyncio.to_thread(
            parts.intake.take, [(row.file, path.read_bytes())], channel=channel, received_at=wiring.now()
        )
    ).number
    try:
        await cases.start(row.number)
        for _ in range(_ROUNDS):
            state = await cases.settled(row.number)
            row.case = await asyncio.to_thread(parts.register.load, row.number)
            if not row.doubts:
                _compare(row)
            if not state.waiting:
                break
            await cases.decide(row.number, _as_a_clerk(row, rows))
    except DovTechError as error:
        row.problems.append(str(error))
    row.case = await asyncio.to_thread(parts.register.load, row.number)
    row.seconds = time.monotonic() - began


def _compare(row: Row) -> None:
    """Count what the engine had right before any person touched it."""
    case = row.case
    if case is not None:
        row.doubts = tuple(dict.fromkeys(found.code for found in case.doubts))
        row.read_right = sum(case.values.get(name) == value for name, value in row.fields.items())


def _as_a_clerk(row: Row, rows: list[Row]) -> Decision:
    """What a careful clerk with the paper in hand decides: the truth is what stands on the paper."""
    case, expected = row.case, row.truth["expected"]
    if case is None:
        raise AssertionError(row.number)
    plain = Decision(by=CLERK, at=wiring.now(), verdict=Verdict.APPROVE, revision=case.revision)
    if expected == "duplicate":
        first = next(other for other in rows if other.file == row.truth["duplicate_of"])
        return replace(plain, verdict=Verdict.DUPLICATE, duplicate_of=first.number)
    if expected in {"returned", "refused"}:
        return replace(plain, verdict=Verdict.REJECT, reason=case.doubts[0].es)
    return replace(
        plain,
        kind=None if case.kind == row.truth["kind"] else row.truth["kind"],
        corrections=_corrections(case, row),
    )


def _corrections(case: Case, row: Row) -> dict[str, str | None]:
    wrong: dict[str, str | None] = {name: value for name, value in row.fields.items() if case.values.get(name) != value}
    if case.kind == row.truth["kind"]:
        wrong |= dict.fromkeys(name for name in case.values if name not in row.fields)
    return wrong


def _verify(parts: Parts, rows: list[Row]) -> None:
    """Compare each sample's end with its truth, and each record with what the back-office itself says."""
    for row in rows:
        case, expected = row.case, row.truth["expected"]
        if case is None or case.status is not _ENDS[expected]:
            row.problems.append(f"ended {case.status.value if case else 'nowhere'}, expected {_ENDS[expected].value}")
            continue
        if case.status is Status.FILED:
            _verify_filed(parts, row, case)
        if expected == "restricted" and not case.decisions:
            row.problems.append("a restricted case went through without a person")
        if not case.letters or not case.archived:
            row.problems.append("no letter or no archived file")


def _verify_filed(parts: Parts, row: Row, case: Case) -> None:
    if case.kind != row.truth["kind"]:
        row.problems.append(f"filed as {case.kind}")
    wrong = [name for name, value in row.fields.items() if case.values.get(name) != value]
    if wrong:
        row.problems.append(f"filed with wrong {', '.join(wrong)}")
    targets = parts.procedures[case.kind].targets
    if {(filing.system, filing.entry) for filing in case.filings} != {(t.system, t.entry) for t in targets}:
        row.problems.append("not every entry was filed")
    for filing in case.filings:
        found = records_of(parts, filing.key)
        row.record = " ".join(filter(None, (row.record, filing.record)))
        if found != 1:
            row.problems.append(f"{filing.system}/{filing.entry}: {found} records")


def records_of(parts: Parts, key: str) -> int:
    """How many records the demo back-office itself says it holds for a key, by its REST read."""
    return sum(
        _get(parts, f"/api/v1/{collection}/?external_key={key}")["count"]
        for collection in ("asientos", "terceros", "expedientes", "domiciliaciones", "padron")
    )


def _get(parts: Parts, path: str) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - our own http address
        up.addresses(parts.settings).back_office + path,
        headers={"Authorization": f"Token {parts.secret('BACKOFFICE_API_TOKEN')}"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        answer: dict[str, Any] = json.loads(response.read())
    return answer


def _table(rows: list[Row]) -> Table:
    table = Table(*(say(en, es) for en, es in _COLUMNS), title="DovTech")
    for row in rows:
        table.add_row(*_cells(row))
    return table


def _cells(row: Row) -> list[str]:
    case = row.case
    if case is None:
        return [row.file, row.number, "", "", "", "", "", "", "", ""]
    who = say("clerk", "persona") if case.decisions else say("robot", "robot")
    letters = " ".join(f"{letter.kind}/{letter.language}" for letter in case.letters)
    mark = "[red]✗[/] " if row.problems else ("[green]✓[/] " if row.ended else "")
    right = f"{row.read_right}/{len(row.fields)}" if row.fields else ""
    return [row.file, row.number, case.kind, case.stage.value, mark + case.status.value, right, who, row.record,
            f"{row.seconds:.1f}" if row.seconds else "", letters]  # fmt: skip


def _summary(rows: list[Row], seconds: float) -> str:
    right, total = sum(row.read_right for row in rows), sum(len(row.fields) for row in rows)
    straight = sum(1 for row in rows if row.case is not None and not row.case.decisions)
    good = sum(1 for row in rows if not row.problems)
    return say(
        f"{good}/{len(rows)} samples ended as their truth says; {right}/{total} fields read right before any person; "
        f"{straight} went straight through; {seconds:.0f} s",
        f"{good}/{len(rows)} muestras terminaron como debían; {right}/{total} campos bien leídos antes de ninguna "
        f"persona; {straight} sin intervención; {seconds:.0f} s",
    )
