"""The command line's words, exit codes and documents."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]


def dovtech(*words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a home of its own."""
    import os

    env = {**os.environ, "DOVTECH_HOME": str(home), "DOVTECH_LANG": "en", "TERM": "dumb", **environment}
    return subprocess.run(
        [sys.executable, "-m", "dovtech", *words], capture_output=True, text=True, env=env, cwd=PROJECT, check=False
    )


def test_help_speaks_both_languages(tmp_path: Path) -> None:
    """`--help` is English or Spanish by DOVTECH_LANG."""
    assert "Submit files as one application." in dovtech("--help", home=tmp_path).stdout
    assert "Presenta archivos como una solicitud." in dovtech("--help", home=tmp_path, DOVTECH_LANG="es").stdout


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        (("submit", "nothing.pdf"), 2, "there is no file nothing.pdf"),
        (("status", "DOV-2026-999999"), 2, "no application has the number"),
        (("procedures", "show", "P99"), 2, "there is no procedure P99"),
        (("backoffice", "check", "nowhere"), 2, "there is no system nowhere"),
        (("procedures", "check"), 0, ""),
        (("retry", "DOV-2026-000001"), 4, "start it with `dovtech up`"),
        (
            ("submit", "README.md"),
            4,
            "000001 is kept, and goes on by itself once everything runs: Temporal is not there",
        ),
    ],
)
def test_an_expected_failure_is_one_line_and_its_exit_code(
    tmp_path: Path, words: tuple[str, ...], code: int, line: str
) -> None:
    """What is wrong and what to do stands in one line on standard error."""
    ran = dovtech(*words, home=tmp_path, DOVTECH_TEMPORAL_PORT="1")
    assert (ran.returncode, line in ran.stderr) == (code, True), ran.stderr
    assert len(ran.stderr.strip().splitlines()) == (1 if code else 0)


def test_a_document_in_the_place_of_the_output_is_spared(tmp_path: Path) -> None:
    """A forgotten output name makes the first document the output: it is kept, and the line says what to write."""
    document = tmp_path / "first.txt"
    document.write_text("Solicito una copia del plano.", encoding="utf-8")
    ran = dovtech("read", "--jsonl", str(document), str(document), home=tmp_path / "home")
    assert (ran.returncode, "--jsonl OUT.jsonl FILES" in ran.stderr) == (2, True), ran.stderr
    assert document.read_text(encoding="utf-8") == "Solicito una copia del plano."


def test_each_file_that_is_not_read_is_named(tmp_path: Path) -> None:
    """The others are read all the same; where none could be, the exit code says so."""
    out, there = tmp_path / "out.jsonl", tmp_path / "there.txt"
    there.write_text("Solicito una copia del plano.", encoding="utf-8")
    some = dovtech("read", "--jsonl", str(out), "gone.pdf", str(there), home=tmp_path / "home")
    assert (some.returncode, "gone.pdf: No such file or directory" in some.stderr) == (0, True), some.stderr
    assert len(out.read_text(encoding="utf-8").splitlines()) == 2
    none = dovtech("read", "--jsonl", str(out), "gone.pdf", str(tmp_path), home=tmp_path / "home")
    assert (none.returncode, len(none.stderr.strip().splitlines()[-2:])) == (3, 2), none.stderr


def test_every_setting_is_documented() -> None:
    """Each variable that settings read stands in docs/settings.md."""
    read = set(re.findall(r'"((?:DOVTECH|DATABASE|TEMPORAL)_[A-Z_]+)"', _sources()))
    documented = (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8")
    mailbox = {name for name in read if name.startswith("DOVTECH_MAILBOX_")}
    assert [name for name in sorted(read - mailbox) if f"`{name}`" not in documented] == []
    assert [name for name in sorted(mailbox) if name.removeprefix("DOVTECH_MAILBOX") not in documented] == []


def test_every_command_is_documented(tmp_path: Path) -> None:
    """Each command of the help stands in the README."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^│ ([a-z][a-z-]+) ", dovtech("--help", home=tmp_path).stdout, flags=re.MULTILINE)
    assert len(commands) > 20
    assert [name for name in commands if not re.search(rf"\b{name}\b", readme)] == []


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "dovtech").rglob("*.py"))
