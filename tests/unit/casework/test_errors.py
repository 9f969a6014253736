"""The tree of errors is drawn as it is."""

from __future__ import annotations

import re

import pytest

from casework import errors
from casework.errors import DovTechError

DRAWN = re.compile(r"^(?P<branch>[ │├└─]*)(?P<name>[A-Z]\w+)(?:\s+.*?(?:exit (?P<exit>\d))?)?$")


def drawn() -> dict[str, tuple[str, int]]:
    """Parent and exit code of each class as the module's docstring draws them; a branch is four columns wide."""
    tree: dict[str, tuple[str, int]] = {}
    above: list[tuple[str, int]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = DRAWN.match(line.removeprefix("    "))
        if not line.startswith("    ") or match is None:
            continue
        depth = len(match["branch"]) // 4
        parent, code = above[depth - 1] if depth else ("Exception", DovTechError.exit_code)
        code = int(match["exit"]) if match["exit"] else code
        tree[match["name"]] = (parent, code)
        above[depth:] = [(match["name"], code)]
    return tree


def classes(root: type[DovTechError] = DovTechError) -> list[type[DovTechError]]:
    """Every class of the tree in this package."""
    below = [found for child in root.__subclasses__() for found in classes(child)]
    return [root, *(found for found in below if found.__module__ == errors.__name__)]


def test_the_drawn_tree_is_the_tree() -> None:
    """Each class stands under its parent with the exit code drawn for it or above it."""
    real = {found.__name__: (found.__bases__[0].__name__, found.exit_code) for found in classes()}
    assert drawn() == real


def test_each_class_has_a_code_of_its_own() -> None:
    """Findings, logs and JSON tell the classes apart."""
    codes = [found.code for found in classes()]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("found", classes())
def test_each_class_says_what_to_do(found: type[DovTechError]) -> None:
    """The docstring tells what happened and what helps; only what is not there now is tried again."""
    assert (found.__doc__ or "").strip().endswith(".") or "\n" in (found.__doc__ or "")
    assert found.retryable is issubclass(found, errors.Unavailable)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.Refused("the file is empty", remedy="send it again"), "the file is empty — send it again"),
        (errors.WrongUse("no such thing"), "no such thing"),
    ],
)
def test_an_error_says_its_remedy(error: DovTechError, said: str) -> None:
    """The next step stands behind what happened, where there is one."""
    assert str(error) == said
