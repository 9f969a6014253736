"""Plays the port `Reader` in warm child processes: what crashes, hangs or swells there costs one document only."""

from __future__ import annotations

import multiprocessing
import os
import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic

from bots.reading.child import Bounds, Brought, Errand, Failed, PageRead, Read, Unpack, Unpacked, resident, serve
from bots.reading.limits import Limits
from bots.reading.ocr import Profile
from bots.reading.reader import DocumentReader, OnPage
from casework.application import Document
from casework.errors import Misconfigured, TooLarge, Unavailable, UnreadableDocument
from casework.reading import Reading

_SPAWN = multiprocessing.get_context("spawn")  # a forked child would share locks and models half set up
_FAREWELL = 2.0
_Task = Read | Unpack | Errand
_Answer = Reading | Unpacked | Brought

_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK = 0.5  # seconds between two looks at what a child has used


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a child may take, in seconds: to become ready, and of the processor for one page.

    All pages together may take `page` and `each` seconds of the processor for every page that is done: a long document
    is read to its end, one that is slow on every page is not. To take a delivery apart may take `unpack` seconds of the
    processor. `wall` is how long a page may take by the clock, however little of the processor it was given: a sound
    page needs a tenth of that on a machine that does nothing else, so what mostly waited for a processor is Unavailable
    and no fault of the document.
    """

    start: float = 60.0
    page: float = 30.0
    each: float = 8.0
    unpack: float = 20.0
    wall: float = 55.0


@dataclass(slots=True, eq=False)
class _Child:
    """A child process; `busy` from the moment it is given a document until it has answered for it."""

    process: SpawnProcess
    pipe: Connection
    busy: bool = False

    def used(self) -> float:
        """The seconds of the processor that it has used in its life."""
        try:
            stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:  # it is gone, which the pipe tells too
            return 0.0
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / _TICKS

    def waited(self) -> float:
        """The seconds for which it could have worked and was given no processor; 0 where the kernel does not count."""
        try:
            told = Path(f"/proc/{self.process.pid}/schedstat").read_text(encoding="ascii")
        except OSError:
            return 0.0
        return int(told.split()[1]) / 1e9

    def holds(self) -> int:
        """The bytes of memory that it holds now."""
        try:
            return resident(self.process.pid or 0)
        except OSError:  # it is gone, as above
            return 0

    def end(self) -> None:
        """End the process whatever it does."""
        self.process.kill()
        self.process.join(_FAREWELL)
        self.pipe.close()


@dataclass(slots=True, kw_only=True)
class IsolatedReader:
    """Reads documents side by side, each in a child of its own, as many as the machine has cores.

    Children are started when first needed, kept warm, and die with this process. `close` ends them.
    """

    processes: int = field(default_factory=lambda: os.cpu_count() or 1)
    profile: str = Profile.ACCURATE
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=Patience)
    bounds: Bounds = field(default_factory=Bounds)
    _reader: DocumentReader = field(init=False)
    _idle: queue.LifoQueue[_Child | None] = field(init=False)
    _starter: ThreadPoolExecutor = field(init=False)
    _children: set[_Child] = field(default_factory=set, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._reader = DocumentReader(profile=_profile(self.profile), limits=self.limits)
        self._idle = queue.LifoQueue()
        for _ in range(self.processes):
            self._idle.put(None)
        # Linux ends a child with the *thread* that started it: one thread of our own starts them all and stays
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader-starter")

    @property
    def recipe(self) -> str:
        """Names the steps and models that read."""
        return self._reader.recipe

    def read(self, document: Document, data: bytes, *, on_page: OnPage | None = None, password: str = "") -> Reading:
        """The document's pages; raises UnreadableDocument or TooLarge, also where a child crashed or was too slow.

        Waits for a free child. `on_page` is called in this thread after each page and may raise to give up.
        """
        self.limits.check_size(len(data))
        answer = self._asked(Read(document=document, data=data, password=password), on_page)
        assert isinstance(answer, Reading)  # noqa: S101 - the child answers each kind of task with its own kind
        return answer

    def unpack(self, name: str, data: bytes) -> list[tuple[str, str, bytes]]:
        """Name, media type and bytes of each document that a message or an archive holds; itself where it holds none.

        Raises as `read` does.
        """
        self.limits.check_size(len(data))
        answer = self._asked(Unpack(name=name, data=data), None)
        assert isinstance(answer, Unpacked)  # noqa: S101 - as above
        return list(answer.files)

    def errand(self, function: Callable[..., bytes], *arguments: object) -> bytes:
        """What a function of a module makes of a file, in a child as everything that opens one.

        Raises as `read` does.
        """
        answer = self._asked(Errand(function, arguments), None)
        assert isinstance(answer, Brought)  # noqa: S101 - as above
        return answer.data

    def close(self) -> None:
        """End all children, busy ones too: whoever waits for them is told that the readers are stopping."""
        self._closed = True
        for child in list(self._children):
            child.process.kill()
        places = [self._idle.get() for _ in range(self.processes)]
        for child in list(self._children):
            child.end()
        self._starter.shutdown()
        for _ in places:
            self._idle.put(None)  # whoever still waits for a place finds the pool closed

    def _asked(self, task: _Task, on_page: OnPage | None) -> _Answer:
        with self._child() as child:
            return self._conversation(child, task, on_page)

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        """A child that says it is ready; one that does not answer for its task is ended, and replaced at need."""
        child = self._idle.get()
        try:
            if self._closed:
                raise _stopping()
            child = self._living(child)
            if child is None or not self._is_ready(child):
                child = self._starter.submit(self._start).result()
            child.busy = True
            yield child
        finally:
            self._idle.put(self._living(child))

    def _is_ready(self, child: _Child) -> bool:
        """Whether a child that has answered waits for more; one that had grown too large has left."""
        try:
            ready = child.pipe.poll(self.patience.start) and bool(child.pipe.recv())
        except (EOFError, ConnectionResetError):
            ready = False
        if not ready:
            child.end()
            self._children.discard(child)
        return ready

    def _living(self, child: _Child | None) -> _Child | None:
        """The child, if it can be given another document; else it is ended for good."""
        if child is None or (child.process.is_alive() and not child.busy):
            return child
        child.end()
        self._children.discard(child)
        return None

    def _start(self) -> _Child:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(
            target=serve, args=(theirs, self._reader, self.bounds, os.getpid()), name="reader", daemon=True
        )
        process.start()
        theirs.close()
        child = _Child(process, ours)
        self._children.add(child)
        if not self._is_ready(child):
            raise Unavailable("a reader process does not start", remedy="check the machine's memory and load")
        return child

    def _conversation(self, child: _Child, task: _Task, on_page: OnPage | None) -> _Answer:
        try:
            child.pipe.send(task)
            first = self.patience.unpack if isinstance(task, Unpack) else self.patience.page
            return self._listen(child, first, on_page)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            if self._closed:
                raise _stopping() from error
            remedy = "look at the document; a print of it, scanned, can be read"
            raise UnreadableDocument("the reader crashed on this document", remedy=remedy) from error

    def _listen(self, child: _Child, first: float, on_page: OnPage | None) -> _Answer:
        told, begun, idle, pages = monotonic(), child.used(), child.waited(), 0
        while True:
            if not child.pipe.poll(min(_LOOK, first)):
                allowed = first + self.patience.each * pages
                if child.used() - begun > allowed:
                    raise _too_slow()
                if monotonic() - told > self.patience.wall:
                    raise _too_busy() if child.waited() - idle > self.patience.wall / 2 else _too_slow()
                if child.holds() > self.bounds.most:
                    raise TooLarge("the document needs more memory than a reader may use", remedy="ask for it in parts")
                continue
            match child.pipe.recv():
                case PageRead(number=number):
                    told, idle, pages = monotonic(), child.waited(), pages + 1
                    if on_page:
                        on_page(number)
                case Failed() as failed:
                    child.busy = False
                    raise failed.error()
                case Reading() | Unpacked() | Brought() as answer:
                    child.busy = False
                    return answer


def _too_slow() -> TooLarge:
    return TooLarge("reading this document takes too long", remedy="ask for it in parts, scanned at 200 dpi")


def _too_busy() -> Unavailable:
    return Unavailable("the machine is too busy to read this document now", remedy="read it again when it is less so")


def _profile(name: str) -> Profile:
    try:
        return Profile(name)
    except ValueError:
        known = ", ".join(Profile)
        raise Misconfigured(f"{name!r} is no reading profile", remedy=f"choose one of: {known}") from None


def _stopping() -> Unavailable:
    return Unavailable("the readers are stopping", remedy="the document is read once they run again")
