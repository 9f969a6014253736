"""The verbs of the step language; importing this package puts them all into the table."""

from bots.filling.verbs import acting, branching, looking, typing

__all__ = ["acting", "branching", "looking", "typing"]
