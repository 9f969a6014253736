"""Readers in child processes: what happens to one document happens to that document alone."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import paper, sheets

from bots.locked import opened
from bots.reading.child import Bounds
from bots.reading.isolated import IsolatedReader, Patience
from bots.reading.limits import MEBIBYTE
from bots.reading.pictures import page_png
from casework.application import Document
from casework.errors import LockedDocument, Misconfigured, TooLarge, Unavailable, UnreadableDocument

DATA = sheets.form()


def _document(data: bytes = DATA) -> Document:
    return Document(sha256=hashlib.sha256(data).hexdigest(), name="papel", media_type="", size=len(data))


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    pool = IsolatedReader(processes=1)
    yield pool
    pool.close()


def _children() -> list[int]:
    listed = subprocess.run(
        ["pgrep", "-P", str(os.getpid()), "-f", "spawn_main"], capture_output=True, text=True, check=False
    )
    return [int(line) for line in listed.stdout.split()]


def test_it_reads_and_stays_warm(reader: IsolatedReader) -> None:
    """The second document goes to the same child."""
    told: list[int] = []
    reading = reader.read(_document(), DATA, on_page=told.append)
    first = _children()
    assert "48576231R" in reading.text
    assert told == [1]
    reader.read(_document(), DATA)
    assert _children() == first


def test_a_refusal_arrives_as_it_was_raised(reader: IsolatedReader) -> None:
    """Kind, message and remedy cross the border, and the child lives on."""
    before = _children()
    with pytest.raises(UnreadableDocument, match="beyond repair") as refused:
        reader.read(_document(DATA[:40]), DATA[:40])
    assert refused.value.remedy == "ask the citizen to send it again"
    assert _children() == before


def test_a_crash_costs_one_document(reader: IsolatedReader) -> None:
    """A child that dies in the middle is replaced; the next document is read."""

    def crash(_: int) -> None:
        for child in _children():
            os.kill(child, signal.SIGSEGV)

    two_pages = sheets.changed(DATA, lambda file: file.pages.append(file.pages[0]))
    many = sheets.changed(two_pages, lambda file: [file.pages.append(file.pages[0]) for _ in range(150)])
    with pytest.raises(UnreadableDocument, match="crashed"):
        reader.read(_document(many), many, on_page=crash)
    assert "48576231R" in reader.read(_document(), DATA).text


def test_other_work_on_a_file_is_done_there_too(reader: IsolatedReader) -> None:
    """A page is drawn in the child that reads; one that crashes it is refused, and the next one is drawn."""
    reader.read(_document(), DATA)
    before = _children()
    assert reader.errand(page_png, DATA, 1).startswith(b"\x89PNG")
    assert _children() == before
    with pytest.raises(UnreadableDocument, match="no page 9"):
        reader.errand(page_png, DATA, 9)
    with pytest.raises(UnreadableDocument, match="crashed"):
        reader.errand(os._exit, 1)
    assert reader.errand(page_png, DATA, 1).startswith(b"\x89PNG")


def test_a_locked_document_is_told_and_opened_there(reader: IsolatedReader) -> None:
    """The kind of refusal crosses the border, so that its password can be asked for; that opens it in the child."""
    data = paper.locked(DATA, "contraseña", 4)
    with pytest.raises(LockedDocument, match="needs a password"):
        reader.read(_document(data), data)
    with pytest.raises(LockedDocument, match="the password does not open"):
        reader.read(_document(data), data, password="contrasena")
    with pytest.raises(LockedDocument, match="does not open"):
        reader.errand(opened, data, "contrasena")
    plain = reader.errand(opened, data, "contraseña")
    assert "48576231R" in reader.read(_document(plain), plain).text


def test_giving_up_ends_the_child(reader: IsolatedReader) -> None:
    """When the caller is cancelled after a page, the half-read document does not reach the next caller."""

    class Cancelled(Exception):
        pass

    def give_up(_: int) -> None:
        raise Cancelled

    two_pages = sheets.changed(DATA, lambda file: file.pages.append(file.pages[0]))
    with pytest.raises(Cancelled):
        reader.read(_document(two_pages), two_pages, on_page=give_up)
    assert len(reader.read(_document(), DATA).pages) == 1


def test_what_takes_too_long_is_ended() -> None:
    """A document that is not read within the time for a page is given back."""
    pool = IsolatedReader(processes=1, patience=Patience(page=0.001))
    try:
        with pytest.raises(TooLarge, match="too long"):
            pool.read(_document(), DATA)
    finally:
        pool.close()


def test_what_does_not_move_is_ended() -> None:
    """A child that stands still uses no processor: the clock ends it, and the next document is read."""

    def halt(_: int) -> None:
        for child in _children():
            os.kill(child, signal.SIGSTOP)

    many = sheets.changed(DATA, lambda file: [file.pages.append(file.pages[0]) for _ in range(150)])
    pool = IsolatedReader(processes=1, patience=Patience(wall=2.0))
    try:
        with pytest.raises(TooLarge, match="too long"):
            pool.read(_document(many), many, on_page=halt)
    finally:
        pool.close()


def test_what_swells_is_ended_before_the_machine_suffers() -> None:
    """The parent looks at what a child holds while it works."""
    pool = IsolatedReader(processes=1, bounds=Bounds(most=30 * MEBIBYTE))
    picture = sheets.packed(sheets.scanned(DATA, 600))
    try:
        with pytest.raises(TooLarge, match="memory"):
            pool.read(_document(picture), picture)
    finally:
        pool.close()


def test_what_needs_too_much_memory_is_refused() -> None:
    """A child has its own limit of memory, and meets it alone."""
    pool = IsolatedReader(processes=1, bounds=Bounds(memory=400 * MEBIBYTE))
    picture = sheets.packed(sheets.scanned(DATA, 600))
    try:
        with pytest.raises((TooLarge, UnreadableDocument)):
            pool.read(_document(picture), picture)
    finally:
        pool.close()


def test_closing_ends_the_children_and_tells_those_who_wait() -> None:
    """A reader that is closed is a service that is not there now; no process stays."""
    pool = IsolatedReader(processes=1)
    pool.read(_document(), DATA)
    seen: list[type[Exception]] = []
    many = sheets.changed(DATA, lambda file: [file.pages.append(file.pages[0]) for _ in range(250)])

    begun = threading.Event()

    def read() -> None:
        try:
            pool.read(_document(many), many, on_page=lambda _: begun.set())
        except Unavailable as error:
            seen.append(type(error))

    waiting = [threading.Thread(target=read) for _ in range(2)]
    for thread in waiting:
        thread.start()
    assert begun.wait(30)  # one is being read and the other waits for the only child
    pool.close()
    for thread in waiting:
        thread.join(10)
    assert seen == [Unavailable, Unavailable]


def test_children_die_with_their_parent() -> None:
    """After kill -9 of the worker no reader is left behind."""
    code = (
        "import sys, time\n"
        "sys.path.insert(0, 'tests')\n"
        "from bots.reading.isolated import IsolatedReader\n"
        "from casework.application import Document\n"
        "if __name__ == '__main__':\n"
        "    pool = IsolatedReader(processes=1)\n"
        "    pool.read(Document(sha256='0' * 64, name='x', media_type='', size=4), b'hola')\n"
        "    print(*[child.pid for child in __import__('multiprocessing').active_children()], flush=True)\n"
        "    time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    (child,) = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 10
    while _alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_an_unknown_profile_is_told() -> None:
    """A wrong setting names what can be chosen."""
    with pytest.raises(Misconfigured, match="slow") as wrong:
        IsolatedReader(profile="slow")
    assert wrong.value.remedy == "choose one of: accurate, fast"
