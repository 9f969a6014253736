"""Where in a YAML file something stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml


def line_of(path: Path, place: Sequence[str | int]) -> int:
    """The line, from 1, of the value at a place such as ("steps", 3, "fill").

    Where it is missing, the line of the nearest one above it that is there; in a file that is no YAML, the line where
    the parser stopped.
    """
    try:
        node = yaml.compose(path.read_text(), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as wrong:
        return wrong.problem_mark.line + 1 if wrong.problem_mark else 1
    line = 1
    for name in place:
        line, node = _child(node, name, line)
    return line


def _child(node: yaml.Node | None, name: str | int, line: int) -> tuple[int, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(name):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(name, int) and name < len(node.value):
        return node.value[name].start_mark.line + 1, node.value[name]
    return line, None
