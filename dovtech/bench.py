"""How fast the main path is: submit to filed, one after another, and what Temporal's share of it is."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from casework.application import Channel
from casework.case import Case
from casework.decision import Decision, Verdict
from dovtech import up, wiring
from dovtech.settings import Settings
from dovtech.wiring import Parts
from workflows.gateway import Cases

WARM_UP = 5
COUNTED = 30
AT_ONCE = 8
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


@dataclass(frozen=True, slots=True)
class Measured:
    """One application's times in seconds."""

    filed: float
    ended: float
    temporal: float
    reviewed: bool


async def run(settings: Settings) -> None:
    """Start an office in a temporary place, measure, print ratios of this one run."""
    home = Path(tempfile.mkdtemp(prefix="dovtech-bench-"))
    here = up.with_free_ports(replace(settings, home=home, database_url=""))
    try:
        async with up.running(here):
            with Parts(here) as parts:
                await _measure(parts)
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def _measure(parts: Parts) -> None:
    cases = await parts.cases()
    papers = [await asyncio.to_thread(proposal, index) for index in range(WARM_UP + 2 * COUNTED)]
    for paper in papers[:WARM_UP]:
        await one(parts, cases, paper)
    single = [await one(parts, cases, paper) for paper in papers[WARM_UP : WARM_UP + COUNTED]]
    began = time.monotonic()
    limit = asyncio.Semaphore(AT_ONCE)

    async def within_limit(paper: Paper) -> Measured:
        async with limit:
            return await one(parts, cases, paper)

    await asyncio.gather(*(within_limit(paper) for paper in papers[WARM_UP + COUNTED :]))
    rate = COUNTED / (time.monotonic() - began)
    _report(single, rate)


async def one(parts: Parts, cases: Cases, paper: Paper) -> Measured:
    """Submit one application and see it filed; a doubt is approved at once and counted as reviewed."""
    began, wall = time.monotonic(), wiring.now()
    taken = await asyncio.to_thread(
        parts.intake.take, [("propuesta.pdf", paper.data)], channel=Channel.API, received_at=wall
    )
    await cases.start(taken.number)
    state, reviewed = await cases.settled(taken.number), False
    if state.waiting:
        reviewed = True
        approval = Decision(
            by="bench",
            at=wiring.now(),
            verdict=Verdict.APPROVE,
            revision=state.revision,
            kind="P08",
            corrections=paper.truth,
        )
        await cases.decide(taken.number, approval)
        await cases.settled(taken.number)
    ended = time.monotonic() - began
    case = await asyncio.to_thread(parts.register.load, taken.number)
    history = await cases.client.get_workflow_handle(taken.number).fetch_history()
    return Measured(_filed_at(case, wall), ended, temporal_share(history), reviewed)


def _filed_at(case: Case, began: datetime) -> float:
    filed = next(event.at for event in case.events if event.what == "filed")
    return (filed - began).total_seconds()


def temporal_share(history: WorkflowHistory) -> float:
    """The part of a run's time that no activity of ours was at work, 0..1."""
    started, ours = {}, 0.0
    for event in history.events:
        moment = event.event_time.ToDatetime().timestamp()
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            started[event.event_id] = moment
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            ours += moment - started[event.activity_task_completed_event_attributes.started_event_id]
    first, last = history.events[0].event_time.ToDatetime(), history.events[-1].event_time.ToDatetime()
    whole = (last - first).total_seconds()
    return 1 - ours / whole if whole else 0.0


def _report(single: list[Measured], rate: float) -> None:
    table = Table("one page, digital, filed by REST, warm", "p50", "p95", "max")
    for name, values in (("submit to filed, s", [m.filed for m in single]),
                         ("submit to archived, s", [m.ended for m in single]),
                         ("Temporal's share of the run", [m.temporal for m in single])):  # fmt: skip
        quantiles = statistics.quantiles(values, n=20)
        table.add_row(name, f"{quantiles[9]:.2f}", f"{quantiles[18]:.2f}", f"{max(values):.2f}")
    console = Console()
    console.print(table)
    doubts = sum(measured.reviewed for measured in single)
    console.print(f"{len(single)} applications one after another; {doubts} had a doubt that was approved at once")
    console.print(f"{AT_ONCE} at a time: {rate:.1f} applications a second to the archive")


@dataclass(frozen=True, slots=True)
class Paper:
    """An application and what stands on it."""

    data: bytes
    truth: dict[str, str | None]


def proposal(index: int) -> Paper:
    """A citizen proposal of an invented person, as a digital one-page form."""
    from weasyprint import HTML

    number = 30_100_000 + index * 10_007
    name = f"Elvira {_WORDS[index % 7]} {_WORDS[(index // 7) % 7]}"
    truth: dict[str, str | None] = {
        "applicant_name": name,
        "applicant_id": f"{number}{_LETTERS[number % 23]}",
        "proposal_title": f"Fuente de agua en la plaza {index}",
        "proposal_text": f"Poner una fuente y {index + 2} árboles en la plaza.",
        "signature_place": "Alicante",
        "signature_date": f"2026-11-{1 + index % 20:02d}",
        "signed": "true",
    }
    captions = ("Nombre y apellidos", "NIF", "Título de la propuesta", "Descripción de la propuesta", "Lugar")
    values = (*list(truth.values())[:5], f"{1 + index % 20:02d}/11/2026", name)
    rows = zip((*captions, "Fecha", "Firmado"), values, strict=True)
    body = "".join(f"<tr><td><b>{caption}:</b></td><td>{value}</td></tr>" for caption, value in rows)
    page = f"<h1>Propuesta ciudadana</h1><p>Ayuntamiento de Alicante</p><table cellpadding=6>{body}</table>"
    html = HTML(string=f"<html lang=es><body style='font-family:Liberation Sans'>{page}</body></html>")
    return Paper(data=html.write_pdf(), truth=truth)


_WORDS = ("Sempere", "Llorca", "Brotons", "Gisbert", "Asensi", "Picó", "Verdú")
