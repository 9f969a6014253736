"""One YAML file: its content as plain text, lists and mappings, and the line each part stands on.

Every scalar stays the text it is in the file, so that `No` is a word and `0049` keeps its zeros; the schema gives
the types. The nodes are kept because they know their lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dovtech.procedures.problems import Flaw, Problem, Where


class NotYaml(Exception):
    """The file cannot be read as YAML at all; carries the one problem to mend first."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlFile:
    """A file that was read: `data` is its content, `root` the node at its top."""

    path: Path
    data: Any
    root: yaml.Node | None

    def problem(self, flaw: Flaw) -> Problem:
        """The flaw with the line it stands on."""
        return Problem(self.path, self._line(flaw.where), flaw.message, flaw.mend)

    def _line(self, where: Where) -> int:
        """The line of the last step that is in the file: of a missing key, the line of what should hold it."""
        node, line = self.root, 1
        for step in where:
            found = _step(node, step)
            if found is None:
                break
            node, line = found
        return line


def read_yaml(path: Path) -> YamlFile:
    """Read one file; raises NotYaml where it is missing, is no UTF-8, has no YAML or says the same key twice."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except FileNotFoundError:
        raise NotYaml(Problem(path, 1, "the file is missing", "restore it")) from None
    except UnicodeDecodeError:
        raise NotYaml(Problem(path, 1, "the file is not UTF-8", "save it as UTF-8")) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise NotYaml(Problem(path, line, f"no YAML: {error.problem}", "look for a missing quote or indent")) from None
    return YamlFile(path=path, data=_plain(root, path), root=root)


def _plain(node: yaml.Node | None, path: Path) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path) for item in node.value]
    return None if node is None else node.value


def _mapping(node: yaml.MappingNode, path: Path) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in node.value:
        if key.value in mapping:
            line = key.start_mark.line + 1
            raise NotYaml(Problem(path, line, f"'{key.value}' stands here twice", "keep one of the two"))
        mapping[key.value] = _plain(value, path)
    return mapping


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None
