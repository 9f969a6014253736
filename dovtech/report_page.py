"""The figures of an evaluation as a page that a person wants to read: no scripts, nothing fetched, prints well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dovtech.texts import say
from nlp.evaluation import SURE_KIND, reliability

if TYPE_CHECKING:
    from nlp.evaluation import Report

_FEWEST = 5  # times that a field is stated to have a row of its own


def report_page(report: Report, templates: Path) -> str:
    """The page as HTML, in the language of the command line; worst fields first."""
    environment = Environment(
        loader=FileSystemLoader(templates / "reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["percent"] = _percent
    error, bins = reliability(report.told)
    fields = sorted(report.fields.items(), key=lambda item: (item[1].f1, -item[1].stated))
    return environment.get_template("evaluation.html.j2").render(
        language=say("en", "es"),
        title=say("How right the documents were understood", "Acierto en la comprensión de los documentos"),
        lead=say(
            f"{report.documents} documents, {report.whole.stated} stated values, compared with their truth.",
            f"{report.documents} documentos, {report.whole.stated} datos declarados, comparados con su verdad.",
        ),
        tiles=_tiles(report, error),
        bins=bins,
        most=max((count for _, _, count in bins), default=1),
        tables=(
            (say("By source", "Por origen"), sorted(report.sources.items())),
            (say("By type", "Por tipo"), sorted(report.types.items(), key=lambda item: item[1].f1)),
            (
                say("By field, worst first", "Por campo, del peor al mejor"),
                [item for item in fields if item[1].stated >= _FEWEST],
            ),
        ),
        kinds=sorted(report.kinds.items()),
        words=_words(),
    )


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _tiles(report: Report, error: float) -> list[tuple[str, str]]:
    whole = report.whole
    return [
        (say("kind right", "tipo acertado"), _percent(report.kind_accuracy)),
        (
            say(f"kind told with {SURE_KIND} or more", f"tipo con confianza de {SURE_KIND} o más"),
            _share(report.routed, report.documents),
        ),
        (say("F1 of all fields", "F1 de todos los campos"), _percent(whole.f1)),
        (say("accepted values right", "datos aceptados correctos"), _share(whole.accepted_right, whole.accepted)),
        (say("share accepted unseen", "parte aceptada sin revisión"), _percent(whole.accepted_share)),
        (
            say("applications straight through", "solicitudes sin revisión"),
            _share(report.straight_through, report.applications),
        ),
        (say("of these silently wrong", "de ellas, con error callado"), str(report.silently_wrong)),
        (say("calibration error", "error de calibración"), f"{error:.4f}"),
    ]


def _words() -> dict[str, object]:
    return {
        "reliability": say("What a confidence is worth", "Cuánto vale una confianza"),
        "reliability_means": say(
            "Each dot is a tenth of the scale, as large as it has values; on the line, what was said came true.",
            "Cada punto es una décima de la escala, con tamaño según sus datos; en la línea, lo dicho se cumplió.",
        ),
        "said": say("confidence told", "confianza declarada"),
        "came_true": say("share that was right", "parte correcta"),
        "columns": (
            say("precision", "precisión"),
            say("recall", "cobertura"),
            "F1",
            say("accepted right", "aceptados bien"),
            say("share accepted", "parte aceptada"),
            "n",
        ),
        "kinds": say("Kinds", "Tipos"),
        "right": say("right", "bien"),
    }
