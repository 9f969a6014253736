"""The forms and lists that clerks, and robots in their place, work with."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from records.base import Record
from records.models import Asiento, Domiciliacion, Expediente, Inscripcion, Tercero

admin.site.site_header = "Sistema de gestión municipal (demostración)"
admin.site.site_title = "Gestión municipal"
admin.site.index_title = "Módulos"
admin.site.site_url = None  # there is no public site behind it

_ORIGIN = ("Origen", {"fields": ("external_key",)})
_CONTROL = ("Control", {"fields": ("numero", "creado", "anulado", "motivo_anulacion")})
_WIDE = {"class": "vLargeTextField"}


class LongText(forms.CharField):
    """A text area whose line ends are stored as typed: browsers send CR LF for each."""

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class ReadableJson(forms.JSONField):
    """JSON shown one value a line, so that a person can read and correct it."""

    def prepare_value(self, value: object) -> object:
        if isinstance(value, dict):
            return json.dumps(value, ensure_ascii=False, indent=2)
        return super().prepare_value(value)


class RecordAdmin(admin.ModelAdmin):
    """A book of records: found by number and external key, annulled and never deleted."""

    readonly_fields = ("numero", "creado", "anulado", "motivo_anulacion")
    actions = ("annul",)
    list_per_page = 50
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"form_class": LongText},
        models.JSONField: {"form_class": ReadableJson},
        # One box with one label: Django's pair of boxes leaves both without a name for screen readers and robots.
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": forms.DateTimeInput(_WIDE)},
        models.CharField: {"widget": forms.TextInput(_WIDE)},
    }

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> Any:
        own = (*super().get_fieldsets(request, obj), _ORIGIN)
        return (*own, _CONTROL) if obj else own

    def has_delete_permission(self, *_request_and_record: object) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        return not (obj and obj.anulado) and super().has_change_permission(request, obj)

    @admin.action(description="Anular los registros seleccionados", permissions=["change"])
    def annul(self, request: HttpRequest, records: QuerySet[Record]) -> None:
        for record in records:
            record.annul(f"Anulado por {request.user}")
        self.message_user(request, f"Registros anulados: {len(records)}.")


@admin.register(Asiento)
class AsientoAdmin(RecordAdmin):
    list_display = ("numero", "fecha_presentacion", "resumen", "interesado_nombre", "unidad_destino", "anulado")
    list_filter = ("canal", "procedimiento", "unidad_destino", "anulado")
    search_fields = ("numero", "external_key", "resumen", "interesado_nif", "interesado_nombre")
    date_hierarchy = "fecha_presentacion"
    fieldsets = (
        ("Presentación", {"fields": ("fecha_presentacion", "canal")}),
        ("Interesado", {"fields": ("interesado_nif", "interesado_nombre")}),
        ("Asunto", {"fields": ("procedimiento", "unidad_destino", "resumen", "expone", "solicita")}),
    )


@admin.register(Tercero)
class TerceroAdmin(RecordAdmin):
    list_display = ("nif", "nombre", "municipio", "telefono", "correo", "anulado")
    list_filter = ("provincia", "anulado")
    search_fields = ("nif", "nombre", "numero", "external_key")
    fieldsets = (
        ("Identificación", {"fields": ("nif", "nombre")}),
        ("Domicilio", {"fields": ("domicilio", "codigo_postal", "municipio", "provincia")}),
        ("Contacto", {"fields": ("telefono", "correo")}),
        ("Datos bancarios", {"fields": ("iban",)}),
    )


@admin.register(Expediente)
class ExpedienteAdmin(RecordAdmin):
    list_display = ("numero", "procedimiento", "asunto", "interesado_nombre", "fecha_entrada", "estado", "anulado")
    list_filter = ("estado", "procedimiento", "anulado")
    search_fields = ("numero", "external_key", "numero_solicitud", "numero_registro", "asunto", "interesado_nif")
    date_hierarchy = "fecha_entrada"
    autocomplete_fields = ("tercero",)
    readonly_fields = (*RecordAdmin.readonly_fields, "readable_data")
    fieldsets = (
        ("Expediente", {"fields": ("procedimiento", "asunto", "estado")}),
        ("Interesado", {"fields": ("interesado_nif", "interesado_nombre", "tercero")}),
        ("Entrada", {"fields": ("fecha_entrada", "numero_registro", "numero_solicitud")}),
        ("Trámite", {"fields": ("datos", "observaciones")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Expediente | None = None) -> Any:
        shown = super().get_fieldsets(request, obj)
        return (*shown, ("Resumen del trámite", {"fields": ("readable_data",)})) if obj else shown

    @admin.display(description="Datos")
    def readable_data(self, record: Expediente) -> SafeString:
        rows = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", record.datos.items())
        return format_html("<table>{}</table>", rows)


@admin.register(Domiciliacion)
class DomiciliacionAdmin(RecordAdmin):
    list_display = ("numero", "tributo", "referencia", "deudor_nombre", "titular_nombre", "fecha_firma", "anulado")
    list_filter = ("tributo", "tipo_pago", "anulado")
    search_fields = ("numero", "external_key", "referencia", "deudor_nif", "titular_nif", "deudor_nombre")
    autocomplete_fields = ("tercero",)
    fieldsets = (
        ("Recibo", {"fields": ("tributo", "referencia")}),
        ("Deudor", {"fields": ("deudor_nif", "deudor_nombre", "tercero")}),
        ("Cuenta de cargo", {"fields": ("titular_nif", "titular_nombre", "iban", "bic")}),
        ("Mandato", {"fields": ("tipo_pago", "fecha_firma")}),
    )


@admin.register(Inscripcion)
class InscripcionAdmin(RecordAdmin):
    list_display = ("numero", "nombre", "documento", "motivo", "domicilio", "creado", "anulado")
    list_filter = ("motivo", "nacionalidad", "anulado")
    search_fields = ("numero", "external_key", "nombre", "documento", "domicilio")
    fieldsets = (
        ("Inscripción", {"fields": ("motivo", "municipio_procedencia", "numero_personas")}),
        ("Persona", {"fields": ("nombre", "documento", "fecha_nacimiento", "lugar_nacimiento", "nacionalidad")}),
        ("Vivienda", {"fields": ("domicilio", "codigo_postal")}),
    )
