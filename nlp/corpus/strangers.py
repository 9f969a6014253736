"""Papers that other hands invented, kept as the reader saw them: some calibrate, the others are only measured.

They share no layout, wording or list of names with the generators, so that what is sure of them is sure of papers that
nobody here has drawn. `dovtech corpus take` makes such a file of documents and their truth.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import TypeAdapter

from nlp.corpus.specimen import Specimen

CALIBRATING = Path(__file__).parent / "strangers-calibrating.jsonl.gz"
MEASURED = Path(__file__).parent / "strangers-measured.jsonl.gz"

_JSON = TypeAdapter(Specimen)


def kept(path: Path) -> Iterator[Specimen]:
    """The papers of a file, in its order."""
    with gzip.open(path, "rb") as lines:
        for line in lines:
            yield _JSON.validate_json(line)


def keep(papers: Iterable[Specimen], path: Path) -> None:
    """Write papers to a file; the same papers make the same bytes."""
    lines = b"".join(_JSON.dump_json(paper) + b"\n" for paper in papers)
    path.write_bytes(gzip.compress(lines, mtime=0))
