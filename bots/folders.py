"""Whole folders on disk: written durably, put in place in one step, one writer at a time."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from casework.errors import Unavailable

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_SUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Translates what the disk says into Unavailable, without the path."""
    try:
        yield
    except OSError as error:
        raise Unavailable(
            f"the {what} cannot be used ({os.strerror(error.errno or 0)})",
            remedy="check the disk's free space and the folder's owner; the work goes on by itself",
        ) from error


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Holds the folder's lock against other threads and processes; a killed one lets go of it."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def cleared(folder: Path) -> Iterator[Path]:
    """An empty folder to work in; what an earlier crash left there is removed, and so is what is left at the end."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write every file, readable by its owner alone, and have the disk keep them all before returning."""
    folders = {folder, *(parent for path in files for parent in (folder / path).parents if folder in parent.parents)}
    for made in sorted(folders):
        made.mkdir(mode=0o700)
    for path, data in files.items():
        handle = os.open(folder / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for made in folders:
        _sync(made)


def placed(folder: Path, target: Path, *, within: Path) -> None:
    """Put a written folder where it belongs: at every moment the old or the new one stands there whole.

    The old one ends up where the new one was. Both must be on the same disk, below `within`.
    """
    if not target.parent.is_dir():
        target.parent.mkdir(mode=0o700)
        _sync(within)
    if target.exists():
        _exchange(folder, target)
    else:
        folder.rename(target)
    _sync(target.parent)


def _exchange(one: Path, other: Path) -> None:
    """Swap two folders by Linux's renameat2, which alone can replace a folder that is not empty in one step."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(_AT_FDCWD, bytes(one), _AT_FDCWD, bytes(other), _RENAME_EXCHANGE) == 0:
        return
    code = ctypes.get_errno()
    if code not in _NOT_SUPPORTED:
        raise OSError(code, os.strerror(code))
    swap(one, other)


def swap(one: Path, other: Path) -> None:
    """Two renames for disks that cannot exchange (some network ones); a crash between them is mended by a retry."""
    aside = one.with_name(one.name + ".old")
    other.rename(aside)
    one.rename(other)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
