"""Run a program that cannot outlive the process that started it: `python leash.py FOLDER PROGRAM ARGUMENT...`.

The starter holds the other end of our standard input. When it closes, however the starter ended (kill -9 too), the
program and all its children are killed and the private folder is wiped. PR_SET_PDEATHSIG would not do: it is tied to
the thread that started the program, and its children do not inherit it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def main(folder: str, command: list[str]) -> None:
    """Start the command in a group of its own; end it all when we are told to or the starter is gone."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    for ending in (sys.stdin.buffer.read, child.wait):
        threading.Thread(target=_tell, args=(ending, over), daemon=True).start()
    over.wait()
    _end(child, folder)


def _tell(ending: Callable[[], object], over: threading.Event) -> None:
    ending()
    over.set()


def _end(child: subprocess.Popen[bytes], folder: str) -> None:
    """Kill the whole group, then wipe what it wrote."""
    with suppress(ProcessLookupError):  # all of it has ended by itself
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for _ in range(100):  # the last of the killed may still be writing for a moment
        shutil.rmtree(folder, ignore_errors=True)
        if not Path(folder).exists():
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
