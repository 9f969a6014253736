"""The procedures with the fields that a person must always see, as the register has them now."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from casework.procedure import Procedure

NEVER = 2.0  # no confidence reaches it
_KEPT = 30.0  # seconds
Fallen = Callable[[], frozenset[tuple[str, str]]]


@dataclass
class GuardedProcedures(Mapping[str, Procedure]):
    """The council's procedures, in which a field whose promise was broken is filed by no confidence.

    `fallen` is asked again after half a minute: a worker that runs for weeks follows within that time.
    """

    known: Mapping[str, Procedure]
    fallen: Fallen
    clock: Callable[[], float] = time.monotonic
    _asked: float = field(default=float("-inf"), init=False)
    _now: frozenset[tuple[str, str]] = field(default=frozenset(), init=False)

    def __getitem__(self, key: str) -> Procedure:
        """The procedure as it holds now."""
        procedure = self.known[key]
        names = {name for kind, name in self._current() if kind == key and name in procedure.fields}
        if not names:
            return procedure
        fields = {
            name: replace(spec, threshold=NEVER, whole=None) if name in names else spec
            for name, spec in procedure.fields.items()
        }
        return replace(procedure, fields=fields)

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)

    def _current(self) -> frozenset[tuple[str, str]]:
        if self.clock() - self._asked >= _KEPT:
            self._now, self._asked = self.fallen(), self.clock()
        return self._now
