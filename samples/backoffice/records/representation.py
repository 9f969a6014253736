"""Records as JSON and back: Spanish field names, ISO dates, values as they were written."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from records.base import Record


def columns(model: type[Record]) -> dict[str, models.Field[Any, Any]]:
    """The columns of a book by their names."""
    return {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001 - Django documents _meta


def as_json(record: Record) -> dict[str, Any]:
    """Every column of the record; times carry the offset of the council's own time zone."""
    return {name: _plain(field.value_from_object(record)) for name, field in columns(type(record)).items()}


def from_json(model: type[Record], body: dict[str, Any]) -> Record:
    """A checked record that is not stored yet; what is wrong with it is raised as a ValidationError in Spanish."""
    fields = {name: field for name, field in columns(model).items() if field.editable and not field.primary_key}
    wrong = dict.fromkeys(body.keys() - fields, "Campo desconocido.")
    wrong |= {name: "Valor no válido." for name in body.keys() & fields if not _fits(fields[name], body[name])}
    if wrong:
        raise ValidationError(wrong)
    record = model(**{fields[name].attname: _stored(fields[name], value) for name, value in body.items()})
    record.full_clean(exclude=["numero"])
    return record


def _fits(field: models.Field[Any, Any], value: object) -> bool:
    """An object for a JSON column, a number also for a count or a link, text for the rest."""
    if isinstance(field, models.JSONField):
        return value is None or isinstance(value, dict)
    counts = isinstance(field, models.IntegerField | models.ForeignKey)
    return value is None or isinstance(value, str) or (counts and type(value) is int)


def _stored(field: models.Field[Any, Any], value: object) -> object:
    """What the column holds: a key left empty is no key; an empty text is a text."""
    if value == "" and field.null:
        return None
    if value is None and not field.null:
        return field.get_default()
    return value


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    return value.isoformat() if isinstance(value, date) else value
