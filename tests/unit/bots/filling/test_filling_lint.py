"""What is wrong with a system's folder is told with file, line and mend, without running it."""

from __future__ import annotations

import re
import shutil
import textwrap
from pathlib import Path

import pytest

from bots.filling.config import lint, load_system, load_systems, resolved
from bots.filling.schema import WebEntry
from casework.errors import Misconfigured
from casework.procedure import Procedure


@pytest.mark.parametrize("system", ["municipal_rest", "municipal_web"])
def test_the_shipped_systems_are_in_order(shipped: Path, procedures: dict[str, Procedure], system: str) -> None:
    """All fields that their templates name exist in the catalogue."""
    fields = {name for procedure in procedures.values() for name in procedure.fields}
    assert lint(shipped / system, fields) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "told"),
    [
        ("click: {button: Guardar}", "shove: {button: Guardar}", "shove:", "steps.2: Value error, there is no step"),
        ("click: {button: Guardar}", "click: {knob: Guardar}", "{knob", "steps.2: Value error, click: Extra inputs"),
        ("click: {button: Guardar}", "click: {button: A, link: B}", "link: B", "name one thing, by one of label"),
        (" NIF: nif\n", " NIF: nfi\n", "- fill:", "«NIF» is given 'nfi', which is no value"),
        (" NIF: nif\n", "\n", "  nif: ", "'nif' is typed by no step and could never be read back"),
        (" Referencia externa: key\n", "\n", "steps:", "no step types the key"),
        (".applicant_phone }}", ".applicant_fone }}", "  telefono", "no application has a field 'applicant_fone'"),
        (".applicant_phone }}", ".applicant_phone | fone }}", "  telefono", "No filter named 'fone'"),
        (".applicant_phone }}", ".applicant_phone | table('t') }}", "  telefono", "there is no table 't'"),
        ("known_by: {search: nif", "known_by: {search: nuf", "known_by", "known_by: there is no value 'nuf'"),
        ("title: {es: Tercero", "titel: {es: Tercero", "titel", "Extra inputs are not permitted"),
        ("title: {es: Tercero,", "title: {es: [Tercero,", "title", "is no YAML"),
    ],
)
def test_a_fault_is_told_with_its_line(
    tmp_path: Path, shipped: Path, procedures: dict[str, Procedure], old: str, new: str, at: str, told: str
) -> None:
    """One change to a good entry gives a message that names the file, the line of the change and the reason."""
    folder = tmp_path / "municipal_web"
    shutil.copytree(shipped / "municipal_web", folder)
    path = folder / "third_party.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if at in text)
    problems = lint(folder, {name for procedure in procedures.values() for name in procedure.fields})
    matching = [problem for problem in problems if told in problem]
    assert [problem.split(": ")[0] for problem in matching] == [f"{path}:{line}"]


def test_a_folder_without_a_system_says_what_to_write(tmp_path: Path) -> None:
    """The first fault of an empty folder is its missing system.yaml."""
    assert lint(tmp_path) == [
        f"{tmp_path}/system.yaml:1: there is no such file; write one, see docs/adding-a-backoffice.md"
    ]


def test_a_wrong_system_stops_the_start(tmp_path: Path, shipped: Path) -> None:
    """Loading raises the first fault as one line that names the place and the command that tells them all."""
    shutil.copytree(shipped / "municipal_rest", tmp_path / "town")
    path = tmp_path / "town/system.yaml"
    path.write_text(path.read_text().replace("kind: rest", "kind: telnet"))
    with pytest.raises(Misconfigured, match=r"system\.yaml:\d+: .*telnet.* — see `dovtech backoffice check town`"):
        load_systems(tmp_path)


def test_what_is_typed_is_what_is_read_back(shipped: Path) -> None:
    """The labels of the steps are the map of the read-back, the key's own label apart."""
    entry = load_system(shipped / "municipal_web").entries["census"]
    assert isinstance(entry, WebEntry)
    assert entry.labels()["Número de personas en la hoja"] == "personas"
    assert set(entry.labels().values()) == set(entry.values)


def test_settings_are_named_and_never_guessed() -> None:
    """A setting that is not there stops with its name."""
    assert resolved("${A}/x/${B}", {"A": "http://a", "B": "b"}) == "http://a/x/b"
    with pytest.raises(Misconfigured, match="the setting B is not set — set B"):
        resolved("${A}/x/${B}", {"A": "http://a"})


def test_every_step_is_in_the_reference(project: Path) -> None:
    """The guide names each verb and each filter."""
    from bots.filling.filters import FILTERS
    from bots.filling.steps import VERBS

    guide = (project / "docs/adding-a-backoffice.md").read_text()
    assert [verb for verb in VERBS if f"| `{verb}` |" not in guide] == []
    assert [name for name in FILTERS if f"| `{name}" not in guide] == []


@pytest.mark.parametrize("system", ["tramita", "gestor"])
def test_the_guides_whole_examples_are_in_order(
    tmp_path: Path, project: Path, procedures: dict[str, Procedure], system: str
) -> None:
    """What a newcomer copies from the guide has no fault."""
    guide = (project / "docs/adding-a-backoffice.md").read_text()
    for name, body in re.findall(rf"^    # {system}/(\w+\.yaml)\n((?:    .*\n)+)", guide, re.MULTILINE):
        (tmp_path / name).write_text(textwrap.dedent(body))
    assert len(list(tmp_path.iterdir())) == 2
    fields = {name for procedure in procedures.values() for name in procedure.fields}
    assert lint(tmp_path, fields) == []
