"""Plays the port `Reader` in warm child processes: what crashes, hangs or swells there costs one document only."""

from __future__ import annotations

import multiprocessing
import os
import queue
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from time import monotonic

from bots.reading.child import Bounds, Failed, PageRead, Task, serve
from bots.reading.limits import Limits
from bots.reading.ocr import Profile
from bots.reading.reader import DocumentReader, OnPage
from casework.application import Document
from casework.errors import Misconfigured, TooLarge, Unavailable, UnreadableDocument
from casework.reading import Reading

_SPAWN = multiprocessing.get_context("spawn")  # a forked child would share locks and models half set up
_FAREWELL = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a child may take, in seconds: to become ready, for one page, and for a whole document."""

    start: float = 60.0
    page: float = 120.0
    document: float = 1800.0


@dataclass(slots=True, eq=False)
class _Child:
    """A child process; `busy` from the moment it is given a document until it has answered for it."""

    process: SpawnProcess
    pipe: Connection
    busy: bool = False

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

    def read(self, document: Document, data: bytes, *, on_page: OnPage | None = None) -> Reading:
        """The document's pages; raises UnreadableDocument or TooLarge, also where a child crashed or was too slow.

        Waits for a free child. `on_page` is called in this thread after each page and may raise to give up.
        """
        self.limits.check_size(len(data))
        with self._child() as child:
            return self._conversation(child, Task(document=document, data=data), on_page)

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

    @contextmanager
    def _child(self) -> Iterator[_Child]:
        """A warm child; one that did not answer for its document is ended, and replaced at the next need."""
        child = self._idle.get()
        try:
            if self._closed:
                raise _stopping()
            child = self._living(child) or self._starter.submit(self._start).result()
            yield child
        finally:
            self._idle.put(self._living(child))

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
        if not ours.poll(self.patience.start):
            child.end()
            raise Unavailable("a reader process does not start", remedy="check the machine's memory and load")
        return child

    def _conversation(self, child: _Child, task: Task, on_page: OnPage | None) -> Reading:
        child.busy = True
        try:
            child.pipe.recv()  # the word that the child is ready, said once before each task
            child.pipe.send(task)
            return self._listen(child, on_page)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            if self._closed:
                raise _stopping() from error
            remedy = "look at the document; a print of it, scanned, can be read"
            raise UnreadableDocument("the reader crashed on this document", remedy=remedy) from error

    def _listen(self, child: _Child, on_page: OnPage | None) -> Reading:
        end = monotonic() + self.patience.document
        while True:
            if not child.pipe.poll(min(self.patience.page, max(0.0, end - monotonic()))):
                raise TooLarge("reading this document takes too long", remedy="ask for it in parts, scanned at 200 dpi")
            match child.pipe.recv():
                case PageRead(number=number):
                    if on_page:
                        on_page(number)
                case Failed() as failed:
                    child.busy = False
                    raise failed.error()
                case Reading() as reading:
                    child.busy = False
                    return reading


def _profile(name: str) -> Profile:
    try:
        return Profile(name)
    except ValueError:
        known = ", ".join(Profile)
        raise Misconfigured(f"{name!r} is no reading profile", remedy=f"choose one of: {known}") from None


def _stopping() -> Unavailable:
    return Unavailable("the readers are stopping", remedy="the document is read once they run again")
