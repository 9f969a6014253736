"""Office documents: LibreOffice, where it is installed, makes a PDF of them, in a place that is wiped afterwards."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from bots.reading import pdf
from bots.reading.limits import Limits
from bots.reading.ocr import Eyes
from casework.errors import UnreadableDocument
from casework.reading import Page

_PROGRAMS = ("/usr/lib/libreoffice/program/soffice.bin", "/opt/libreoffice/program/soffice.bin")
_TIMEOUT, _WORK = 40.0, 20  # seconds by the clock, and of the processor
_BEGIN_ANEW = 81  # LibreOffice's exit code for "start me again"
_PR_SET_PDEATHSIG = 1
_MOST_WRITTEN = 200 * 1024 * 1024
# No macro runs, no link is followed and nothing is fetched, whatever the document asks for.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value>
</prop><prop oor:name="DisableMacrosExecution"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
</oor:items>
"""


def program() -> str | None:
    """LibreOffice's program, without the script that starts it as a process of its own; None where it is missing."""
    return next((path for path in _PROGRAMS if Path(path).is_file()), None)


def read_pages(data: bytes, eyes: Eyes, limits: Limits, password: str = "", *, ending: str) -> Iterator[Page]:
    """The pages as they would be printed; `ending` is that of the sniffed type. Raises UnreadableDocument, TooLarge."""
    found = program()
    if found is None:
        raise UnreadableDocument("office documents are read only where LibreOffice is installed", remedy=_REMEDY)
    return pdf.read_pages(_printed(found, data, ending), eyes, limits, password)


_REMEDY = "ask for it as PDF, or install libreoffice-writer and libreoffice-calc"


def _printed(found: str, data: bytes, ending: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dovtech-office-") as name:
        place = Path(name)
        document = place / f"document.{ending}"
        document.write_bytes(data)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        _run(found, place, document)
        made = document.with_suffix(".pdf")
        if not made.is_file() or made.stat().st_size > _MOST_WRITTEN:
            raise UnreadableDocument("LibreOffice cannot open the document", remedy="ask for it as PDF")
        return made.read_bytes()


def _run(found: str, place: Path, document: Path) -> None:
    arguments = [found, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore",
                 "--convert-to", "pdf", "--outdir", str(place), str(document)]  # fmt: skip
    environment = {"HOME": str(place), "PATH": "/usr/bin:/bin", "TMPDIR": str(place), "LANG": "C.UTF-8"}
    end = monotonic() + _TIMEOUT
    while _ended(arguments, environment, end - monotonic()) == _BEGIN_ANEW:
        continue  # the first start only sets up the profile


def _ended(arguments: list[str], environment: dict[str, str], patience: float) -> int:
    """LibreOffice's exit code; raises UnreadableDocument where it does not end in time."""
    process = subprocess.Popen(
        arguments,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_us,  # noqa: PLW1509 - the reader's process has one thread of ours
    )
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise UnreadableDocument("LibreOffice takes too long on this document", remedy="ask for it as PDF") from None


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CPU, (_WORK, _WORK))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    os.setpgrp()
