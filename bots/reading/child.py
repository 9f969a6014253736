"""The life of a reader's child process: it opens one file after another until its parent closes the pipe."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bots.reading import sniff
from bots.reading.limits import MEBIBYTE
from bots.reading.reader import DocumentReader
from bots.unpacking import unpack
from casework import errors
from casework.application import Document

_PR_SET_PDEATHSIG = 1  # prctl(2)
_CLONE_NEWNET, _CLONE_NEWUSER = 0x40000000, 0x10000000  # unshare(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child may use: `memory` in bytes of address space, of which the models' libraries reserve much unused.

    `most` is the memory in bytes that it may hold at any time, which its parent watches; `kept` what it may still hold
    after an answer: a larger child makes room for a fresh one.
    """

    memory: int = 5120 * MEBIBYTE
    most: int = 2048 * MEBIBYTE
    kept: int = 1024 * MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One document to read."""

    document: Document
    data: bytes
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpack:
    """One delivery to take apart."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a delivery held: name, media type and bytes of each document."""

    files: tuple[tuple[str, str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """Something else that opens a file of unknown origin, by a function of a module, and the arguments it gets."""

    function: Callable[..., bytes]
    arguments: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What an errand made."""

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
    """Say that we are ready, work, answer, and begin anew; ends with the pipe, with the parent, or grown too large."""
    _die_with(parent)
    _leave_the_network()
    _be_silent()
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")  # a core for each child; read when OpenCV is first imported
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    resource.setrlimit(resource.RLIMIT_AS, (bounds.memory, bounds.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the citizen's document
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    try:
        while resident() <= bounds.kept:
            pipe.send("ready")
            pipe.send(_answer(pipe, reader, pipe.recv()))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    sys.exit(0)


def resident(process: int | str = "self") -> int:
    """The bytes of memory that a process holds now; raises OSError where it is gone."""
    with open(f"/proc/{process}/statm", encoding="ascii") as statm:  # noqa: PTH123 - read after every document
        return int(statm.read().split()[1]) * resource.getpagesize()


def _die_with(parent: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(0)


def _be_silent() -> None:
    """What the libraries print about a document may quote it, and belongs in no log."""
    warnings.simplefilter("ignore")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno() if sys.stderr else 2)


def _leave_the_network() -> None:
    """Go where there is no network, if the kernel lets us: nothing that reads a document has business there."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    if unshare(_CLONE_NEWNET):
        unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _answer(pipe: Connection, reader: DocumentReader, task: Read | Unpack | Errand) -> object:
    try:
        match task:
            case Read():
                return reader.read(
                    task.document,
                    task.data,
                    on_page=lambda number: pipe.send(PageRead(number)),
                    password=task.password,
                )
            case Unpack():
                found = unpack(task.data, name=task.name)
                return Unpacked(tuple((name, sniff.sniff(data), data) for name, data in found))
            case Errand():
                return Brought(task.function(*task.arguments))
    except errors.DovTechError as error:
        return Failed(type(error).__name__, str(error.args[0]), error.remedy)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except (MemoryError, RecursionError):
        return Failed("TooLarge", "the document needs more memory than a reader may use", "ask for it in parts")
    except Exception as error:  # noqa: BLE001 - the top of this process: an unforeseen failure costs one document
        return Failed("UnreadableDocument", f"the reader failed on this document ({type(error).__name__})", "")
