"""Who sends: the codes of the sending administration in the common directory (DIR3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The administration that exports: its DIR3 code, its name, and the norm its verification codes (CSV) rest on.

    `office` is the code of the registering office where it differs from the administration's own; `units` gives the
    DIR3 code of a unit by the name the procedures use. Codes come from the council's data, never from code.
    """

    dir3: str
    name: str
    office: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    csv_norm: str = "Ley 39/2015, de 1 de octubre, art. 27.3.c; Ley 40/2015, de 1 de octubre, art. 42.b"

    @property
    def entity(self) -> str:
        """The registering office's code, as SICRES names who holds the entry."""
        return self.office or self.dir3
