"""Jinja2 for the desk's pages: the reader's language, safe by default."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, cast

import jinja2
from django.http import HttpRequest
from django.template import engines
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation

from desk.access import also
from desk.refusals import said
from desk.systems import called, grounds_of, sentence_of
from desk.words import said_in, word


def environment(**options: Any) -> jinja2.Environment:
    """The environment of all pages; an unknown name in a template is an error, not an empty place."""
    given = {name: value for name, value in options.items() if name not in {"autoescape", "undefined"}}
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, **given)
    made.globals |= {"static": static, "url": _address, "t": word, "language": translation.get_language, "also": also}
    made.globals |= {"called": called, "sentence_of": sentence_of, "grounds_of": grounds_of}
    made.filters |= {"day": _day, "moment": _moment, "percent": _percent, "size": _size, "clock": _clock, "said": said}
    made.filters |= {"law": _law, "exact": _exact, "iso_day": _iso_day}
    return made


def prepare_pages() -> None:
    """Compile every page of ours, so that nobody waits for the first of its kind."""
    made: jinja2.Environment = cast("Any", engines["jinja2"]).env
    for name in made.list_templates(extensions=["html"]):
        made.get_template(name)


def in_the_readers_language(_request: HttpRequest) -> dict[str, Callable[..., str]]:
    """A page's words, its language looked up once: a tray says three hundred of them, and each look costs."""
    language = translation.get_language() or "es"
    return {"t": functools.partial(said_in, language), "language": lambda: language}


def _address(name: str, args: Sequence[object] = ()) -> str:
    return _reversed(name, tuple(args))


@functools.lru_cache(maxsize=4096)  # a tray asks for a hundred, most of them as the one before did
def _reversed(name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else "—"


def _moment(value: datetime) -> str:
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


def _clock(value: datetime) -> str:
    return f"{timezone.localtime(value):%H:%M}"


def _percent(value: float) -> str:
    return f"{value * 100:.0f} %"


def _exact(value: float) -> str:
    """A share in per cent, to the hundredth where it has one."""
    told = f"{value * 100:.2f}".rstrip("0").rstrip(".")
    return f"{told if translation.get_language() == 'en' else told.replace('.', ',')} %"


def _law(source: str) -> str:
    """A norm as it is called in the reader's language: the findings name it in Spanish."""
    if translation.get_language() != "ca":
        return source
    return source.replace("Real Decreto", "Reial decret").replace("Ley ", "Llei ").replace("Orden ", "Orde ")


def _iso_day(value: str) -> str:
    """A day of a table as people write it."""
    return _day(date.fromisoformat(value))


def _size(octets: int) -> str:
    return f"{max(1, octets // 1024)} KB" if octets < 1024**2 else f"{octets / 1024**2:.1f} MB"
