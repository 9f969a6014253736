"""The one application of the back-office."""

from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The five books of the council that robots write into."""

    name = "records"
    verbose_name = "Libros y registros municipales"
