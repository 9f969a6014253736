"""A worker that writes an entry through the pages and is killed before it can read it back."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from fakes.town import Town, direct_debit

from bots.filling.systems import build_backoffices

if __name__ == "__main__":
    project, town = Path(sys.argv[1]), Town(sys.argv[2])
    robots = build_backoffices(project / "templates/entries", town.settings, lambda name: os.environ[name])
    robots["municipal_web"].write(direct_debit("web-14"))
    sys.stdout.write("written\n")
    sys.stdout.flush()
    time.sleep(600)
