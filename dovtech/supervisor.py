"""Keeps a set of programs running on this machine: starts them, waits for health, restarts, stops."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casework.errors import Unavailable

Healthy = Callable[[int], Awaitable[bool]]

HEALTH_LIMIT = 180.0  # seconds until a program must be healthy on a busy machine; one that died is told at once
STOP_LIMIT = 10.0  # seconds a program may take to end by itself
_LOOK_EVERY = 0.05
_SETTLED = 20.0  # seconds after which a program that ends is taken as newly failed
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A program to keep running; `healthy` is asked with its process id until it says yes."""

    name: str
    command: Sequence[str]
    healthy: Healthy
    environment: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Runs services as children that die with this process, even when it is killed."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False

    def process_id(self, name: str) -> int:
        """The process id a service runs under now."""
        return self._running[name].pid

    async def start(self, *services: Service) -> None:
        """Start services beside each other, wait until all are healthy, and keep them running from then on.

        Raises Unavailable with the end of its log where one does not become healthy in time.
        """
        starting = [asyncio.create_task(self._start(service)) for service in services]
        try:
            await asyncio.gather(*starting)
        finally:
            for one in starting:
                one.cancel()
            await asyncio.gather(*starting, return_exceptions=True)

    async def _start(self, service: Service) -> None:
        await self._launch(service)
        self._keepers.append(asyncio.create_task(self._keep(service)))

    async def stop(self) -> None:
        """End all services, the last started first; whoever does not end in time is killed."""
        self._stopping = True
        for keeper in self._keepers:
            keeper.cancel()
        for name in reversed(self._running):
            await _end(self._running[name])

    async def _launch(self, service: Service) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        with (self._logs / f"{service.name}.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *service.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **service.environment},
                preexec_fn=die_with_parent,
            )
        self._running[service.name] = process
        await self._wait_healthy(service, process)

    async def _wait_healthy(self, service: Service, process: asyncio.subprocess.Process) -> None:
        limit = time.monotonic() + HEALTH_LIMIT
        while not await service.healthy(process.pid):
            if process.returncode is not None or time.monotonic() > limit:
                raise Unavailable(f"{service.name} did not start: {self._last_words(service)}",
                                  remedy=f"see {self._logs / service.name}.log")  # fmt: skip
            await asyncio.sleep(_LOOK_EVERY)

    def _last_words(self, service: Service) -> str:
        lines = (self._logs / f"{service.name}.log").read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")[:200]

    async def _keep(self, service: Service) -> None:
        pause = 0.2
        while not self._stopping:
            began = time.monotonic()
            await self._running[service.name].wait()
            pause = 0.2 if time.monotonic() - began > _SETTLED else min(pause * 2, 10.0)
            await asyncio.sleep(pause)
            with contextlib.suppress(Unavailable):
                await self._launch(service)


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, however that happens; leave Ctrl-C to the parent."""
    end_with_parent()
    os.setpgid(0, 0)


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, however that happens."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_LIMIT)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
