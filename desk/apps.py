"""The desk as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The register's tables and the clerk's pages."""

    name = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note every login in the audit from the start."""
        from desk import accounts  # noqa: PLC0415 - models can only be imported once the apps stand

        accounts.note_logins()
