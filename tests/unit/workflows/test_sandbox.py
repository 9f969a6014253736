"""The sandbox lets our pure modules pass and nothing that could not be replayed."""

from __future__ import annotations

from workflows.sandbox import sandbox


def test_our_modules_are_loaded_once() -> None:
    """What the workflow imports is passed through, so that a workflow task stays quick."""
    passed = sandbox().restrictions.passthrough_modules
    assert {"casework", "workflows", "pydantic", "pydantic_core"} <= passed


def test_files_and_clocks_stay_closed() -> None:
    """The default restrictions are kept."""
    members = sandbox().restrictions.invalid_module_members.children
    assert "open" in members["__builtins__"].use
    assert "now" in members["datetime"].children["datetime"].use
