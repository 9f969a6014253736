"""Services start in health, are started again when they die, and end with their keeper."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from casework.errors import Unavailable
from dovtech import health
from dovtech.supervisor import Service, Supervisor

PROJECT = Path(__file__).resolve().parents[3]


def service(port: int) -> Service:
    """A little web server."""
    return Service(
        name="files",
        command=[sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        healthy=health.answers(f"http://127.0.0.1:{port}/"),
    )


async def test_a_killed_service_is_started_again(tmp_path: Path) -> None:
    """A service that is killed comes back healthy under another process id."""
    (port,) = health.free_ports("127.0.0.1", 1)
    supervisor = Supervisor(tmp_path)
    await supervisor.start(service(port))
    first = supervisor.process_id("files")
    os.kill(first, signal.SIGKILL)
    async with asyncio.timeout(20):
        while supervisor.process_id("files") == first or not await health.answers(f"http://127.0.0.1:{port}/")(0):  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(0.05)
    await supervisor.stop()
    assert not await health.answers(f"http://127.0.0.1:{port}/")(0)


async def test_a_service_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    """The error quotes the end of the log and names the file."""
    broken = Service(name="broken", command=[sys.executable, "-c", "print('no disk left')"], healthy=_never)
    supervisor = Supervisor(tmp_path)
    with pytest.raises(Unavailable, match=r"no disk left.*broken\.log"):
        await supervisor.start(broken)
    await supervisor.stop()


async def test_services_start_beside_each_other_and_one_that_fails_stops_the_wait(tmp_path: Path) -> None:
    """Neither waits for the other to be healthy; the first that cannot is told, and none is waited for after that."""
    both = asyncio.Event()
    started: list[int] = []

    async def once_both_run(pid: int) -> bool:
        started.append(pid)
        if len(set(started)) == 2:
            both.set()
        return both.is_set()

    def sleeper(name: str, seconds: int = 600) -> Service:
        return Service(name=name, command=["sleep", str(seconds)], healthy=once_both_run)

    supervisor = Supervisor(tmp_path)
    await supervisor.start(sleeper("one"), sleeper("other"))
    never = Service(name="never", command=["sleep", "600"], healthy=_never)
    with pytest.raises(Unavailable, match="broken did not start"):
        await supervisor.start(never, Service(name="broken", command=["false"], healthy=_never))
    ended = [supervisor.process_id(name) for name in ("one", "other", "never")]
    await supervisor.stop()
    assert [pid for pid in ended if _lives(pid)] == []


async def _never(_pid: int) -> bool:
    return False


def test_children_die_with_a_killed_parent(tmp_path: Path) -> None:
    """Even after kill -9 of the keeper, its services end."""
    script = textwrap.dedent(
        f"""
        import asyncio, pathlib, sys
        from dovtech.supervisor import Service, Supervisor
        async def ready(pid): return True
        async def main():
            keeper = Supervisor(pathlib.Path({str(tmp_path)!r}))
            await keeper.start(Service(name="sleeper", command=["sleep", "600"], healthy=ready))
            print(keeper.process_id("sleeper"), flush=True)
            await asyncio.sleep(600)
        asyncio.run(main())
        """
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=PROJECT) as keeper:
        assert keeper.stdout is not None
        sleeper = int(keeper.stdout.readline())
        keeper.kill()
        keeper.wait()
    handle = os.pidfd_open(sleeper) if _lives(sleeper) else None
    if handle is not None:
        import select

        assert select.select([handle], [], [], 10)[0], "the child outlived its keeper"


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_taken_port_is_one_clear_line() -> None:
    """The message names the port, its use and the setting that moves it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"port {port} for the desk is taken.*DOVTECH_DESK_PORT"):
            health.require_free("127.0.0.1", port, what="the desk", variable="DOVTECH_DESK_PORT")
