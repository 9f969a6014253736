"""What telling kind and fields costs, in processor time a page on one thread; beside another checkout, taken by turns.

`python -P tests/bench/understanding.py [OTHER_CHECKOUT]` takes 60 papers of the measured corpus (read once, then kept
at home) three times. Both sides take the same paper one after the other, so that a busy machine is as busy for both.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

_PAPERS, _ROUNDS = 60, 3
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def serve() -> None:
    """Understands the papers whose numbers come in, and tells the seconds and the pages of each."""
    from dovtech import settings
    from dovtech.corpora import MEASURED, Readings
    from dovtech.wiring import Parts
    from nlp.pipeline import load

    parts = Parts(settings.load())
    understanding = load(parts.procedures)
    papers = [one for one in Readings(parts).specimens(replace(MEASURED, count=_PAPERS)) if one.pages]
    print(len(papers), flush=True)  # noqa: T201 - what the other side waits for
    for line in sys.stdin:
        reading = papers[int(line)].reading
        fresh = (replace(reading, pages=tuple(replace(page) for page in reading.pages)),)
        begun = time.process_time()
        told = understanding.classify(fresh)
        if told.kind in parts.procedures:
            understanding.extract(fresh, told, parts.procedures[told.kind])
        print(time.process_time() - begun, len(reading.pages), flush=True)  # noqa: T201


class Side:
    """One checkout in a process of its own, and what it took for each paper."""

    def __init__(self, checkout: Path) -> None:
        self.checkout = checkout
        command = [sys.executable, "-P", __file__, "--serve"]
        environment = os.environ | _ONE_THREAD | {"PYTHONPATH": str(checkout)}
        pipe = subprocess.PIPE
        self._running = subprocess.Popen(command, env=environment, cwd=checkout, stdin=pipe, stdout=pipe, text=True)
        self.papers = int(self._answer())
        self.took: list[list[float]] = [[] for _ in range(self.papers)]
        self.pages = [0] * self.papers

    def _answer(self) -> str:
        assert self._running.stdout is not None
        return self._running.stdout.readline()

    def understand(self, paper: int) -> None:
        assert self._running.stdin is not None
        self._running.stdin.write(f"{paper}\n")
        self._running.stdin.flush()
        seconds, pages = self._answer().split()
        self.took[paper].append(float(seconds))
        self.pages[paper] = int(pages)

    def told(self) -> str:
        """The mean over all pages and the median over papers, each paper by the median of its rounds but the first."""
        medians = [statistics.median(took[1:]) for took in self.took]
        middle = statistics.median(took / pages for took, pages in zip(medians, self.pages, strict=True))
        mean = sum(medians) / sum(self.pages)
        return f"{self.checkout}: {1000 * mean:.1f} ms a page, median paper {1000 * middle:.1f}"

    def close(self) -> None:
        self._running.communicate()


def main() -> None:
    sides = [Side(Path(one).resolve()) for one in (*sys.argv[1:], Path(__file__).parents[2])]
    for number in range(_ROUNDS + 1):
        for paper in range(sides[0].papers):
            for side in sides if (number + paper) % 2 else reversed(sides):
                side.understand(paper)
    for side in sides:
        side.close()
        print(side.told())  # noqa: T201 - what it is for


if __name__ == "__main__":
    if "--serve" in sys.argv:
        serve()
    else:
        main()
