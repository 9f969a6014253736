"""What every record has: its number, the key of whoever wrote it, and the mark of annulment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone


class Record(models.Model):
    """A record is numbered when it is first saved and is annulled, never deleted."""

    prefix: ClassVar[str]

    numero = models.CharField("Número", max_length=20, unique=True, editable=False)
    external_key = models.CharField(
        "Referencia externa",
        max_length=64,
        unique=True,
        null=True,  # several hand-typed records have none, and two empty strings would clash
        blank=True,
        help_text="Clave del sistema de origen. Déjela vacía si el registro se teclea a mano.",
        error_messages={"unique": "Ya existe un registro con esta referencia externa."},
    )
    anulado = models.BooleanField("Anulado", default=False, editable=False)
    motivo_anulacion = models.CharField("Motivo de la anulación", max_length=240, blank=True, editable=False)
    creado = models.DateTimeField("Fecha y hora de alta", auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ("-pk",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Number and store in one transaction, which holds the write lock from its start: no gaps, no twins."""
        with transaction.atomic():
            if not self.numero:
                self.numero = self._next_number()
            super().save(*args, **kwargs)

    def annul(self, reason: str) -> None:
        """Compensate: the record stays readable with its mark; a second time changes nothing."""
        if not self.anulado:
            self.anulado, self.motivo_anulacion = True, reason
            self.save(update_fields=["anulado", "motivo_anulacion"])

    def _next_number(self) -> str:
        series = f"{self.prefix}-{timezone.localdate().year}-"
        last = type(self).objects.filter(numero__startswith=series).aggregate(models.Max("numero"))
        return f"{series}{int((last['numero__max'] or '0')[-6:]) + 1:06}"
