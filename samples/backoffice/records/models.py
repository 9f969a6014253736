"""The five books of the council: entry register, third parties, files, direct debits and padrón."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from records.base import Record
from records.choices import PROCEDIMIENTOS, Canal, Estado, Motivo, TipoPago, Tributo
from records.validators import (
    validate_bic,
    validate_datos,
    validate_documento,
    validate_iban,
    validate_long_text,
    validate_nif,
    validate_phone,
    validate_postal_code,
)


class Asiento(Record):
    """An entry of the register (art. 16 Ley 39/2015); lengths as in SICRES 4."""

    prefix = "REG"

    fecha_presentacion = models.DateTimeField("Fecha y hora de presentación")
    canal = models.CharField("Canal de presentación", max_length=20, choices=Canal)
    resumen = models.CharField("Resumen", max_length=240)
    interesado_nif = models.CharField("NIF del interesado", max_length=9, validators=[validate_nif])
    interesado_nombre = models.CharField("Nombre del interesado", max_length=200)
    unidad_destino = models.CharField("Unidad de destino", max_length=120)
    procedimiento = models.CharField("Procedimiento", max_length=3, choices=PROCEDIMIENTOS, blank=True)
    expone = models.TextField("Expone", blank=True, validators=[validate_long_text])
    solicita = models.TextField("Solicita", blank=True, validators=[validate_long_text])

    class Meta(Record.Meta):
        verbose_name = "Asiento de entrada"
        verbose_name_plural = "Registro de entrada"

    def __str__(self) -> str:
        return f"{self.numero} {self.resumen}"

    def clean(self) -> None:
        when = self.fecha_presentacion
        if isinstance(when, datetime) and timezone.is_naive(when):  # without an offset it is the council's own time
            self.fecha_presentacion = timezone.make_aware(when)


class Tercero(Record):
    """A person or company the council deals with: one for each NIF."""

    prefix = "TER"

    nif = models.CharField(
        "NIF",
        max_length=9,
        unique=True,
        validators=[validate_nif],
        error_messages={"unique": "Ya existe un tercero con este NIF."},
    )
    nombre = models.CharField("Nombre o razón social", max_length=200)
    domicilio = models.CharField("Domicilio", max_length=240, blank=True)
    codigo_postal = models.CharField("Código postal", max_length=5, blank=True, validators=[validate_postal_code])
    municipio = models.CharField("Municipio", max_length=120, blank=True)
    provincia = models.CharField("Provincia", max_length=60, blank=True)
    telefono = models.CharField("Teléfono", max_length=16, blank=True, validators=[validate_phone])
    correo = models.EmailField("Correo electrónico", blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True, validators=[validate_iban])

    class Meta(Record.Meta):
        verbose_name = "Tercero"
        verbose_name_plural = "Terceros"

    def __str__(self) -> str:
        return f"{self.nif} {self.nombre}"

    def clean(self) -> None:
        same = type(self).objects.filter(nif=self.nif).exclude(pk=self.pk).first()
        if same and same.nombre != self.nombre:
            raise ValidationError({"nif": "Ya existe un tercero con este NIF y otro nombre."})


class Expediente(Record):
    """A file: what one application asks for, with the data of its procedure."""

    prefix = "EXP"

    procedimiento = models.CharField("Procedimiento", max_length=3, choices=PROCEDIMIENTOS)
    asunto = models.CharField("Asunto", max_length=240)
    interesado_nif = models.CharField("NIF del interesado", max_length=9, validators=[validate_nif])
    interesado_nombre = models.CharField("Nombre del interesado", max_length=200)
    tercero = models.ForeignKey(
        Tercero, models.PROTECT, verbose_name="Tercero", null=True, blank=True, related_name="+"
    )
    fecha_entrada = models.DateField("Fecha de entrada")
    numero_registro = models.CharField("Número de registro de entrada", max_length=40, blank=True)
    numero_solicitud = models.CharField("Número de solicitud", max_length=40, blank=True)
    datos = models.JSONField("Datos del trámite", default=dict, blank=True, validators=[validate_datos])
    observaciones = models.TextField("Observaciones", blank=True, validators=[validate_long_text])
    estado = models.CharField("Estado", max_length=12, choices=Estado, default=Estado.ABIERTO)

    class Meta(Record.Meta):
        verbose_name = "Expediente"
        verbose_name_plural = "Expedientes"

    def __str__(self) -> str:
        return f"{self.numero} {self.asunto}"

    def clean(self) -> None:
        self.datos = self.datos or {}  # an empty text area gives None
        _check_tercero(self, self.interesado_nif, message="El tercero elegido no tiene el NIF del interesado.")


class Domiciliacion(Record):
    """A SEPA mandate: one for each receipt, signed by the debtor and the holder of the account."""

    prefix = "DOM"

    tributo = models.CharField("Tributo", max_length=10, choices=Tributo)
    referencia = models.CharField("Referencia o número fijo", max_length=40, blank=True)
    tercero = models.ForeignKey(
        Tercero, models.PROTECT, verbose_name="Tercero", null=True, blank=True, related_name="+"
    )
    deudor_nif = models.CharField("NIF del deudor", max_length=9, validators=[validate_nif])
    deudor_nombre = models.CharField("Nombre del deudor", max_length=200)
    titular_nif = models.CharField("NIF del titular de la cuenta", max_length=9, validators=[validate_nif])
    titular_nombre = models.CharField("Nombre del titular de la cuenta", max_length=200)
    iban = models.CharField("IBAN", max_length=34, validators=[validate_iban])
    bic = models.CharField("BIC", max_length=11, blank=True, validators=[validate_bic])
    tipo_pago = models.CharField("Tipo de pago", max_length=10, choices=TipoPago, default=TipoPago.RECURRENTE)
    fecha_firma = models.DateField("Fecha de firma")

    class Meta(Record.Meta):
        verbose_name = "Domiciliación"
        verbose_name_plural = "Domiciliaciones y recibos"

    def __str__(self) -> str:
        return f"{self.numero} {self.get_tributo_display()}"

    def clean(self) -> None:
        _check_tercero(
            self,
            self.deudor_nif,
            self.titular_nif,
            message="El tercero elegido no es ni el deudor ni el titular de la cuenta.",
        )


class Inscripcion(Record):
    """One person's line in the padrón (arts. 15 and 16 Ley 7/1985)."""

    prefix = "PAD"

    motivo = models.CharField("Motivo de la inscripción", max_length=20, choices=Motivo)
    nombre = models.CharField("Nombre y apellidos", max_length=200)
    documento = models.CharField("Documento de identidad", max_length=20, blank=True, validators=[validate_documento])
    fecha_nacimiento = models.DateField("Fecha de nacimiento")
    lugar_nacimiento = models.CharField("Lugar de nacimiento", max_length=120, blank=True)
    nacionalidad = models.CharField("Nacionalidad", max_length=60, blank=True)
    domicilio = models.CharField("Domicilio", max_length=240)
    codigo_postal = models.CharField("Código postal", max_length=5, blank=True, validators=[validate_postal_code])
    municipio_procedencia = models.CharField("Municipio de procedencia", max_length=120, blank=True)
    numero_personas = models.PositiveSmallIntegerField(
        "Número de personas en la hoja", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(99)]
    )

    class Meta(Record.Meta):
        verbose_name = "Inscripción padronal"
        verbose_name_plural = "Padrón municipal de habitantes"

    def __str__(self) -> str:
        return f"{self.numero} {self.nombre}"

    def clean(self) -> None:
        born = self.fecha_nacimiento
        if isinstance(born, date) and born > timezone.localdate():
            raise ValidationError({"fecha_nacimiento": "La fecha de nacimiento no puede ser posterior a hoy."})


def _check_tercero(record: Expediente | Domiciliacion, *nifs: str, message: str) -> None:
    """The linked third party is one of the persons the record names; a key of no sense was refused before."""
    if isinstance(record.tercero_id, int):
        tercero = Tercero.objects.filter(pk=record.tercero_id).first()
        if tercero and tercero.nif not in nifs:
            raise ValidationError({"tercero": message})
