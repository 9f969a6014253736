"""Temporal's workflow sandbox as worker, replayer and tests use it."""

from __future__ import annotations

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions


def sandbox() -> SandboxedWorkflowRunner:
    """The sandbox with our own pure modules passed through, so that a workflow task stays quick."""
    passed = SandboxRestrictions.default.with_passthrough_modules("casework", "workflows", "pydantic", "pydantic_core")
    return SandboxedWorkflowRunner(restrictions=passed)
