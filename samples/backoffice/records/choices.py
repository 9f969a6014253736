"""The closed lists of the back-office: its own codes, with the labels its forms show."""

from __future__ import annotations

from django.db.models import TextChoices


class Canal(TextChoices):
    """How an application came in."""

    PRESENCIAL = "presencial", "Presencial"
    CORREO_ELECTRONICO = "correo_electronico", "Correo electrónico"
    SEDE_ELECTRONICA = "sede_electronica", "Sede electrónica"
    CORREO_POSTAL = "correo_postal", "Correo postal"
    INTERCONEXION = "interconexion", "Interconexión de registros"


class Estado(TextChoices):
    """How a file stands."""

    ABIERTO = "abierto", "Abierto"
    EN_TRAMITE = "en_tramite", "En trámite"
    PENDIENTE = "pendiente", "Pendiente de subsanación"
    RESUELTO = "resuelto", "Resuelto"
    ARCHIVADO = "archivado", "Archivado"


class Tributo(TextChoices):
    """The taxes and charges that a direct debit can pay."""

    IBI = "ibi", "IBI - Bienes inmuebles"
    RESIDUOS = "residuos", "Tasa de residuos"
    IVTM = "ivtm", "IVTM - Vehículos"
    IAE = "iae", "IAE - Actividades económicas"
    VADO = "vado", "Vados"
    MERCADOS = "mercados", "Mercados"


class TipoPago(TextChoices):
    """The two kinds of SEPA mandate."""

    RECURRENTE = "recurrente", "Pago recurrente"
    UNICO = "unico", "Pago único"


class Motivo(TextChoices):
    """Why somebody is written into the padrón."""

    NACIMIENTO = "nacimiento", "Nacimiento"
    CAMBIO_RESIDENCIA = "cambio_residencia", "Cambio de residencia"
    OMISION = "omision", "Omisión"
    CAMBIO_DOMICILIO = "cambio_domicilio", "Cambio de domicilio"


_TITULOS = (
    "Instancia general",
    "Tarjeta de residente ORA",
    "Puesto de mercado o venta eventual",
    "Uso de instalaciones deportivas",
    "Uso de bien o local municipal",
    "Servicio de teleasistencia municipal",
    "Reclamación por fuga o consumo de agua",
    "Alegaciones o recurso por multa de tráfico",
    "Propuesta ciudadana",
    "Inscripción en curso de competencias digitales",
    "Alta o cambio de domicilio en el padrón",
    "Declaración responsable de obras",
    "Declaración responsable de apertura",
    "Orden de domiciliación SEPA",
    "Exención del IVTM por discapacidad",
    "Bonificación del IBI por familia numerosa",
    "Ocupación de vía pública (terraza o vado)",
    "Declaración de plusvalía (IIVTNU)",
)
PROCEDIMIENTOS = tuple((f"P{i:02}", f"P{i:02} - {titulo}") for i, titulo in enumerate(_TITULOS))
