"""The council's procedures, read from `procedures/*.yaml` into the shapes of `casework.procedure`.

`load_procedures`, `load_calendars` and `load_kinds` give what the program works with, or raise Misconfigured;
`lint` lists everything that is wrong in the folder, with file, line and mend.
"""

from dovtech.procedures.folder import lint
from dovtech.procedures.loader import Kinds, load_calendars, load_kinds, load_procedures
from dovtech.procedures.problems import Problem

__all__ = ["Kinds", "Problem", "lint", "load_calendars", "load_kinds", "load_procedures"]
