"""Ways to find a thing on a page: the kind of its name, its name, and what it stands in."""

from __future__ import annotations

from collections.abc import Iterable

# What is looked for: its kind, its name, and the named things around it, outermost first.
Way = tuple[str, str, tuple[tuple[str, str], ...]]
Ways = tuple[Way, ...]


def by_label(label: str, within: tuple[tuple[str, str], ...] = ()) -> Ways:
    """The ways to a field by its label."""
    return (("label", label, within),)


def spoken(ways: Iterable[Way]) -> str:
    """Ways in words, for messages."""
    return " or ".join(
        f"{kind} «{wanted}»" + "".join(f" in {outer} «{called}»" for outer, called in reversed(path))
        for kind, wanted, path in ways
    )
