"""A citizen's name and number stand in the documents and the register, and nowhere else."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fakes import paper
from journeys.test_killed import see_through

from casework.application import Channel
from dovtech import wiring
from dovtech.settings import Settings
from dovtech.supervisor import Supervisor
from dovtech.wiring import Parts

SEEDED_ID = paper.tax_id(778)
SEEDED_NAME = "Zenobia Quintiliana Xirau"


async def test_seeded_data_is_found_nowhere_outside_the_register(
    parts: Parts, installation: Settings, office: Supervisor
) -> None:
    """Logs, Temporal's database, search attributes and file names hold neither the seeded NIF nor the name.

    What the robots sign in with stands in no file but its own.
    """
    data = paper.proposal(777, applicant=SEEDED_NAME, applicant_id=SEEDED_ID)
    taken = await asyncio.to_thread(
        parts.intake.take, [(f"{SEEDED_NAME} {SEEDED_ID}.pdf", data)], channel=Channel.COUNTER, received_at=wiring.now()
    )
    cases = await parts.cases()
    await cases.start(taken.number)
    typed = paper.truth(777, applicant=SEEDED_NAME, applicant_id=SEEDED_ID)
    await see_through(cases, taken.number, typed)
    case = await asyncio.to_thread(parts.register.load, taken.number)
    assert case.values["applicant_id"] == SEEDED_ID  # the seed did go through
    described = await cases.client.get_workflow_handle(taken.number).describe()
    attributes = str(described.typed_search_attributes)
    assert [path for path in installation.home.rglob("*") if _tells(path)] == []
    assert not _told(attributes)
    robots = [parts.secrets["BACKOFFICE_ROBOT_PASSWORD"].encode(), parts.secrets["BACKOFFICE_API_TOKEN"].encode()]
    ours = [path for path in installation.home.rglob("*") if path.is_file() and path != installation.secrets_file]
    assert [path for path in ours for secret in robots if secret in path.read_bytes()] == []


def _tells(path: Path) -> bool:
    """Whether a file's name, or the content of a log or of Temporal's database, tells who it was."""
    if _told(path.name):
        return True
    private = path.name.startswith("temporal.sqlite3") or path.suffix == ".log"
    return private and path.is_file() and _told(path.read_bytes().decode("latin-1"))


def _told(text: str) -> bool:
    return SEEDED_ID in text or "Zenobia" in text or "Quintiliana" in text
