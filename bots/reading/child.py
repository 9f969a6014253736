"""The life of a reader's child process: it reads one document after another until its parent closes the pipe."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bots.reading.limits import MEBIBYTE
from bots.reading.reader import DocumentReader
from casework import errors
from casework.application import Document

_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child may use: `memory` in bytes of address space, of which the models' libraries reserve much unused."""

    memory: int = 6144 * MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to read."""

    document: Document
    data: bytes


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page is done."""

    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The reader refused the document; errors do not travel well as such, so their parts do."""

    kind: str
    message: str
    remedy: str

    def error(self) -> errors.DovTechError:
        """The error as it was raised in the child."""
        kind: type[errors.DovTechError] = getattr(errors, self.kind, errors.UnreadableDocument)
        return kind(self.message, remedy=self.remedy)


def serve(pipe: Connection, reader: DocumentReader, bounds: Bounds, parent: int) -> None:
    """Say that we are ready, read, answer, and begin anew; ends with the pipe or with the parent."""
    _die_with(parent)
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")  # a core for each child; read when OpenCV is first imported
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the citizen's document
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        while True:
            pipe.send("ready")
            task: Task = pipe.recv()
            pipe.send(_answer(pipe, reader, task))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        sys.exit(0)


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(0)


def _answer(pipe: Connection, reader: DocumentReader, task: Task) -> object:
    try:
        return reader.read(task.document, task.data, on_page=lambda number: pipe.send(PageRead(number)))
    except errors.DovTechError as error:
        return Failed(type(error).__name__, str(error.args[0]), error.remedy)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        raise
    except Exception as error:  # noqa: BLE001 - the top of this process: an unforeseen failure costs one document
        return Failed("UnreadableDocument", f"the reader failed on this document ({type(error).__name__})", "")
