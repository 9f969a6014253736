"""Suppressing what the robots derived from a citizen's documents (R-26); the record itself stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bots.store import FolderStore
from casework.case import Case
from casework.erasure import check_erasable, erased, recorded, working_copies
from casework.errors import WrongUse
from casework.ports import Archive

if TYPE_CHECKING:  # its models need a configured Django
    from desk.register import DjangoRegister

_NAME_LENGTH = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """Forgets the readings and pictures of a case; `index` is where readings are found by document and recipe."""

    store: FolderStore
    index: Path
    register: DjangoRegister
    archive: Archive
    now: Callable[[], datetime]

    def erase(self, number: str, *, reason: str, by: str) -> tuple[Case, int]:
        """The case as it stands after, and how many stored files are gone. Safe to repeat.

        Raises UnknownCase, Refused while the case has not ended, WrongUse without a reason or a name.
        """
        _check(reason, by)
        from desk import audit

        case = self.register.load(number)
        check_erasable(case)
        # First the audit, last the register: after a crash in between it is known who asked, and asking again ends it.
        audit.record(by, "erase", number, reason)
        gone = self._forget(case)
        after = erased(case, at=self.now(), by=by)
        self.register.save(after)
        if after.archived:
            self.archive.keep(after)
        return after, gone

    def _forget(self, case: Case) -> int:
        """Remove what no other case needs; what one does goes when that one is erased as well."""
        from desk.sharing import held_elsewhere, in_work

        documents = {document.sha256 for document in case.application.documents}
        ours = documents - in_work(case.number, documents)
        readings = {document: kept for document, kept in case.readings.items() if document in ours}
        indexed = {path: path.read_text(encoding="ascii") for path in self._indexed(ours)}
        copies = (working_copies(replace(case, readings=readings)) | set(indexed.values())) - recorded(case)
        free = copies - held_elsewhere(case.number, documents, copies)
        for path, sha256 in indexed.items():
            if sha256 in free:
                path.unlink(missing_ok=True)  # before its bytes: an index never names what is not there
        return sum(self.store.forget(sha256) for sha256 in sorted(free))

    def _indexed(self, documents: Collection[str]) -> Iterator[Path]:
        for sha256 in documents:
            yield from self.index.glob(f"*/{sha256}")


def _check(reason: str, by: str) -> None:
    if not reason.strip() or not by.strip():
        raise WrongUse("erasing needs a reason and the name of who orders it", remedy="give --reason and --by")
    if len(by) > _NAME_LENGTH:
        raise WrongUse(f"--by is longer than {_NAME_LENGTH} characters", remedy="give the account's name")
