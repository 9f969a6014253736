"""Everything on this machine: Temporal with its UI, worker, watcher, desk and the demo back-office."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, replace

from casework.errors import Unavailable
from dovtech import health, keys, mailboxes, temporal
from dovtech.settings import Ports, Settings
from dovtech.supervisor import Healthy, Service, Supervisor
from dovtech.wiring import Parts
from dovtech.worker import QUEUES


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where people find what is running."""

    desk: str
    temporal: str
    temporal_ui: str
    back_office: str


def addresses(settings: Settings) -> Addresses:
    """The addresses of an installation."""
    host, ports = settings.host, settings.ports
    return Addresses(
        desk=settings.desk_address,
        temporal=f"{host}:{ports.temporal}",
        temporal_ui=f"http://{host}:{ports.temporal_ui}",
        back_office=f"http://{host}:{ports.back_office}",
    )


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Supervisor]:
    """Run everything until the block ends; yields once all of it is healthy.

    Raises Unavailable where a port is taken or a program does not start, WrongKey where the key is not ours.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _only_one(settings), Parts(settings) as parts:
        keys.key_ring(settings)
        _require_ports(settings)
        supervisor = Supervisor(settings.logs)
        try:
            await _start(supervisor, settings, parts)
            settings.running_file.write_text(json.dumps(asdict(settings.ports)), encoding="utf-8")
            yield supervisor
        finally:
            await supervisor.stop()
            settings.running_file.unlink(missing_ok=True)


async def _start(supervisor: Supervisor, settings: Settings, parts: Parts) -> None:
    """Start what needs nobody, while the register is made ready; then what needs all that."""
    prepared = asyncio.create_task(asyncio.to_thread(parts.register.prepare))
    try:
        await supervisor.start(*_grounds(settings, parts))
    finally:
        await prepared
    cases = await parts.cases()
    await supervisor.start(*_workers(settings, health.polls(cases.client, QUEUES)))


def _grounds(settings: Settings, parts: Parts) -> Iterator[Service]:
    """What needs no other service."""
    if not settings.outside_cluster:
        yield Service(
            name="temporal",
            command=temporal.server_command(settings),
            healthy=health.temporal_ready(addresses(settings).temporal),
        )
    yield back_office(settings, parts)


def _workers(settings: Settings, polls: Healthy) -> Iterator[Service]:
    """What needs Temporal and a register with its tables; `polls` says whether every queue is served."""
    environment = child_environment(settings)
    yield Service(
        name="desk",
        command=[*ourselves(), "desk"],
        healthy=health.answers(f"http://{settings.host}:{settings.ports.desk}/salud"),
        environment=environment,
    )
    yield Service(name="worker", command=[*ourselves(), "worker"], healthy=polls, environment=environment)
    if mailboxes.names(settings) or settings.scan_folder:
        yield Service(name="watcher", command=[*ourselves(), "watch"], healthy=_always, environment=environment)


def first_administrator(settings: Settings) -> str | None:
    """The one-time link that sets the first administrator's password at the desk; None once that is done."""
    with Parts(settings) as parts:
        _ = parts.register
        from desk.accounts import ensure_administrator  # its models need a configured Django

        path = ensure_administrator()
    return f"{addresses(settings).desk}{path}" if path else None


def back_office(settings: Settings, parts: Parts) -> Service:
    """The demo back-office, a program of its own with accounts made for this installation."""
    names = ("BACKOFFICE_ROBOT_USER", "BACKOFFICE_ROBOT_PASSWORD", "BACKOFFICE_API_TOKEN")
    return Service(
        name="back-office",
        command=[
            sys.executable, str(settings.project / "samples" / "backoffice" / "serve.py"),
            "--host", settings.host, "--port", str(settings.ports.back_office),
            "--data", str(settings.home / "back-office"),
        ],
        healthy=health.answers(f"{addresses(settings).back_office}/salud/"),
        environment={name: parts.secret(name) for name in names},
    )  # fmt: skip


def ourselves() -> list[str]:
    """How this very program is started again."""
    return [sys.executable, "-m", "dovtech"]


def child_environment(settings: Settings) -> dict[str, str]:
    """What a child needs to find the same installation."""
    ports = settings.ports
    return {
        "DOVTECH_HOME": str(settings.home),
        "DOVTECH_TEMPORAL_PORT": str(ports.temporal),
        "DOVTECH_TEMPORAL_UI_PORT": str(ports.temporal_ui),
        "DOVTECH_DESK_PORT": str(ports.desk),
        "DOVTECH_BACK_OFFICE_PORT": str(ports.back_office),
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
    }


def with_free_ports(settings: Settings) -> Settings:
    """The same installation on ports that nobody uses."""
    temporal_port, ui, desk, office = health.free_ports(settings.host, 4)
    return replace(settings, ports=Ports(temporal=temporal_port, temporal_ui=ui, desk=desk, back_office=office))


def as_running(settings: Settings) -> Settings:
    """The settings with the ports of the installation that runs in the same home, where one does."""
    with contextlib.suppress(FileNotFoundError):
        return replace(settings, ports=Ports(**json.loads(settings.running_file.read_text(encoding="utf-8"))))
    return settings


def _require_ports(settings: Settings) -> None:
    ports = settings.ports
    needed = [
        (ports.desk, "the desk", "DOVTECH_DESK_PORT"),
        (ports.back_office, "the demo back-office", "DOVTECH_BACK_OFFICE_PORT"),
    ]
    if not settings.outside_cluster:
        needed += [
            (ports.temporal, "Temporal", "DOVTECH_TEMPORAL_PORT"),
            (ports.temporal_ui, "the Temporal UI", "DOVTECH_TEMPORAL_UI_PORT"),
        ]
    for port, what, variable in needed:
        health.require_free(settings.host, port, what=what, variable=variable)


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the home's lock: two installations in one home would fill everything twice."""
    with (settings.home / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unavailable(
                f"DovTech is already running in {settings.home}", remedy="stop it, or give another DOVTECH_HOME"
            ) from None
        yield


async def _always(_pid: int) -> bool:
    return True
