"""`dovtech up` as an administrator has it: with a mailbox, killed without warning, started again, stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest
from fakes import paper
from fakes.dovecot import PASSWORD, USER, Dovecot, make_dovecot

from dovtech import health

__all__ = ["make_dovecot"]
PATIENCE = 120.0  # seconds
BY_HAND, BY_MAIL = 3, 3


@dataclass
class Machine:
    """One machine's installation, worked only through its command line."""

    environment: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self) -> None:
        """Run `dovtech up` until it says that it is ready."""
        up = subprocess.Popen(
            [sys.executable, "-m", "dovtech", "up"], env=self.environment, stdout=subprocess.PIPE, text=True
        )
        self.running.append(up)
        assert up.stdout is not None
        said = []
        for line in up.stdout:
            said.append(line)
            if line.startswith("ready"):
                return
        pytest.fail(f"dovtech up ended before it was ready:\n{''.join(said)}")

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.running[-1].kill()
        self.running[-1].communicate()

    def dovtech(self, *words: str) -> str:
        """What a command says."""
        done = subprocess.run(
            [sys.executable, "-m", "dovtech", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def cases(self) -> dict[str, str]:
        """The status of each case by its number."""
        return {line["number"]: line["status"] for line in json.loads(self.dovtech("status", "--json"))}

    def until_cases_wait(self, count: int) -> dict[str, str]:
        """Look again until so many cases wait for a person, and give them."""
        until, found = time.monotonic() + PATIENCE, self.cases()
        while list(found.values()).count("waiting") < count and time.monotonic() < until:
            time.sleep(2.0)  # to start a command takes as much of the processor as to read a paper
            found = self.cases()
        return found


@pytest.fixture
def mail_server(make_dovecot: Callable[..., Dovecot]) -> Dovecot:
    """A mail server of this story's own."""
    return make_dovecot()


@pytest.fixture
def machine(tmp_path: Path, mail_server: Dovecot) -> Iterator[Machine]:
    """An empty home, free ports, and a mailbox to watch."""
    ports = health.free_ports("127.0.0.1", 4)
    names = ("TEMPORAL", "TEMPORAL_UI", "DESK", "BACK_OFFICE")
    mailbox = {
        "DOVTECH_MAILBOX_HOST": "127.0.0.1",
        "DOVTECH_MAILBOX_PORT": str(mail_server.port),
        "DOVTECH_MAILBOX_USER": USER,
        "DOVTECH_MAILBOX_PASSWORD": PASSWORD,
        "DOVTECH_MAILBOX_TLS": "0",
    }
    addresses = {f"DOVTECH_{name}_PORT": str(port) for name, port in zip(names, ports, strict=True)}
    own = {"DOVTECH_HOME": str(tmp_path / "home"), "DOVTECH_LANG": "en"}
    here = Machine({**os.environ, **own, **addresses, **mailbox})
    yield here
    for process in here.running:
        if process.poll() is None:
            process.terminate()
            process.communicate()


def mail(index: int) -> bytes:
    """An application sent as a message with one attachment."""
    message = EmailMessage()
    message["From"], message["To"] = f"vecina{index}@example.com", "registro@example.org"
    message["Subject"], message["Message-ID"] = "Propuesta", f"<propuesta-{index}@example.com>"
    message.set_content("Adjunto mi propuesta ciudadana. Un saludo.")
    message.add_attachment(paper.proposal(index), maintype="application", subtype="pdf", filename="propuesta.pdf")
    return message.as_bytes()


@pytest.mark.timeout(600)  # a whole office starts twice
def test_a_killed_office_goes_on_where_it_was(machine: Machine, mail_server: Dovecot, tmp_path: Path) -> None:
    """What came by hand and by mail before, during and after the kill is a case once, and Ctrl-C ends it cleanly."""
    machine.start()
    for index in range(BY_HAND):
        (tmp_path / f"{index}.pdf").write_bytes(paper.proposal(8_800 + index))
        machine.dovtech("submit", str(tmp_path / f"{index}.pdf"))
    for index in range(BY_MAIL):
        mail_server.deliver(mail(8_900 + index))
    machine.kill()
    mail_server.deliver(mail(8_990))
    machine.start()
    mail_server.deliver(mail(8_991))

    everything = BY_HAND + BY_MAIL + 2
    assert list(machine.until_cases_wait(everything).values()) == ["waiting"] * everything
    assert len(mail_server.flags()) == 0
    assert len(mail_server.flags("Procesados")) == BY_MAIL + 2

    machine.running[-1].send_signal(signal.SIGINT)
    said, _ = machine.running[-1].communicate(timeout=PATIENCE)
    assert (machine.running[-1].returncode, said.splitlines()[-1]) == (0, "stopped; nothing is lost")
