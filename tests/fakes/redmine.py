"""Redmine from Debian as tests see it: set up by a script, asked behind the robots' backs, restarted, locked."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.filing import Entry, filing_key

PROJECT = Path(__file__).resolve().parents[2]
ENTRIES = PROJECT / "tests/integration/bots/filling/redmine_entries"
ACCOUNT = {"REDMINE_USER": "robot", "REDMINE_PASSWORD": "solo-en-pruebas"}
_PATIENCE = 240


@dataclass
class Redmine:
    """A running Redmine, asked behind the robots' backs."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def key(self) -> str:
        return (self.folder / "site/api_key").read_text()

    @property
    def settings(self) -> dict[str, str]:
        """What the systems' files name as settings."""
        return {"REDMINE_ADDRESS": self.address, "CHROMIUM": "/usr/bin/chromium",
                "CHROMEDRIVER": "/usr/bin/chromedriver"}  # fmt: skip

    def start(self) -> None:
        """Set it up, the first time, and serve until it answers."""
        with (self.folder / "set_up.log").open("a") as log:
            self.process = subprocess.Popen(
                ["sh", str(PROJECT / "tests/redmine/set_up.sh"), str(self.folder / "site"), str(self.port)],
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + _PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                skippable(f"Redmine did not start: {(self.folder / 'set_up.log').read_text()[-600:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End it hard."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def issues(self, key: str) -> list[dict[str, Any]]:
        """The issues that carry a key, by REST."""
        found: list[dict[str, Any]] = self._asked({"cf_1": key})["issues"]
        return found

    def count(self) -> int:
        """How many issues there are at all."""
        return int(self._asked({"limit": "1"})["total_count"])

    def _asked(self, query: dict[str, str]) -> Any:
        answer = httpx.get(f"{self.address}/issues.json", params={"status_id": "*", **query},
                           headers={"X-Redmine-API-Key": self.key}, timeout=60)  # fmt: skip
        return answer.raise_for_status().json()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Its database, locked by somebody else."""
        with closing(sqlite3.connect(self.folder / "site/redmine.db", isolation_level=None, timeout=30)) as held:
            held.execute("BEGIN EXCLUSIVE")
            yield
            held.execute("ROLLBACK")

    def expire_sessions(self) -> None:
        """Sign everybody out."""
        with closing(sqlite3.connect(self.folder / "site/redmine.db", timeout=30)) as held, held:
            held.execute("DELETE FROM tokens WHERE action = 'session'")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/login", timeout=20).status_code == 200
        except httpx.HTTPError:
            return False


def skippable(reason: str) -> None:
    """Only away from CI may this be left out, and it says why."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running() -> Iterator[Redmine]:
    """One Redmine on a port the system chose."""
    if os.geteuid() != 0:
        skippable("setting up Redmine needs root")
    if not shutil.which("puma") and not shutil.which("apt-get"):
        skippable("Redmine comes from Debian's packages, and this is no Debian")
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    made = Redmine(Path(tempfile.mkdtemp(prefix="dovtech-redmine-")), port)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


def by_web(number: str, **changes: str) -> Entry:
    """An issue as it is typed."""
    values = {"asunto": f"Instancia general {number}", "prioridad": "Alta",
              "texto": "Más fanals a la plaça.\n\nSegon paràgraf «amb» accents.", "fecha": "16/11/2026"}  # fmt: skip
    key = filing_key(number, "redmine_web", "issue")
    return Entry(key=key, system="redmine_web", name="issue", version="1", values={**values, **changes})


def by_rest(number: str, **changes: str) -> Entry:
    """An issue as it is sent."""
    key = filing_key(number, "redmine_rest", "issue")
    values = {"project_id": "registro", "subject": f"Instancia {number}", "description": "Más farolas",
              "priority_id": "3", "start_date": "2026-11-16", "custom_fields[id=1].value": key}  # fmt: skip
    return Entry(key=key, system="redmine_rest", name="issue", version="1", values={**values, **changes})


@dataclass
class Line:
    """The network in between: on demand it hands a submit on and loses its answer, or holds it for some seconds."""

    behind: int
    plan: list[float] = field(default_factory=list)
    lost: int = 0

    @contextmanager
    def open(self) -> Iterator[str]:
        """Its address."""
        handler = type("Handler", (_Forwarding,), {"line": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()


class _Forwarding(BaseHTTPRequestHandler):
    line: Line
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _forward(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else None
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", self.line.behind, timeout=60)) as behind:
                headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                behind.request(self.command, self.path, body, headers)
                answer = behind.getresponse()
                data = answer.read()
        except OSError:
            self.close_connection = True
            return
        if self.command == "POST" and "issues" in self.path and self.line.plan:
            self.line.lost += 1
            time.sleep(self.line.plan.pop())  # the submit is stored; whoever waits for its answer gets none
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        if self.close_connection:  # whoever asks for that is told so, as by any server
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = _forward  # noqa: N815 - the names http.server wants
