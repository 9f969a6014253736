"""Sheets of paper made by the tests: one form as PDF, as live form, as scan and as photograph."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import pikepdf
import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

VALUES = {
    "Nombre y apellidos:": "María Peñalver Català",
    "NIF:": "48576231R",
    "Correo electrónico:": "maria.penalver@example.org",
    "Teléfono:": "+34 612 345 678",
    "IBAN:": "ES91 2100 0418 4502 0005 1332",
    "Domicilio:": "C/ Pintor Aparicio, nº 12, 3º B",
    "Fecha:": "14/03/2026",
}
OPTIONS = {"Alta": True, "Modificación": False, "Baja": False}
NIF_BOX = (206.0, 127.0, 258.0, 139.0)
SIGNATURE_BOX = (80.0, 740.0, 193.0, 768.0)
_TOP = A4[1]


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A one-page A4 PDF with what `draw` puts on it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def form(*, live: bool = False) -> bytes:
    """The form, digital: values printed, or typed into live fields."""
    return drawn(lambda canvas: _form(canvas, live=live))


def _form(canvas: Canvas, *, live: bool) -> None:
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, _TOP - 60, "SOLICITUD DE DOMICILIACIÓN BANCARIA")
    y = _TOP - 110
    for label, value in VALUES.items():
        canvas.rect(58, y - 6, 480, 20)
        canvas.line(200, y - 6, 200, y + 14)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(62, y, label)
        canvas.setFont("Helvetica", 10)
        if live:
            name = label.strip(":").replace(" ", "_")
            canvas.acroForm.textfield(name=name, x=202, y=y - 5, width=330, height=18, value=value, fontSize=10)
        else:
            canvas.drawString(206, y, value)
        y -= 26
    _options(canvas, y, live=live)
    _comb(canvas, y - 40, "48576231R")
    text = canvas.beginText(62, y - 80)
    text.setFont("Times-Roman", 11)
    text.textLine("EXPONE: Que habiendo recibido la notificación del recibo del impuesto, solicito que se")
    text.textLine("domicilie en la cuenta indicada. Sol·licita també que se li notifique en valencià.")
    canvas.drawText(text)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(62, 140, "Firma del solicitante")
    _signature(canvas)


def _options(canvas: Canvas, y: float, *, live: bool) -> None:
    for index, (option, ticked) in enumerate(OPTIONS.items()):
        x = 62 + index * 140
        if live:
            canvas.acroForm.checkbox(name=f"op_{option}", x=x, y=y - 2, size=11, checked=ticked)
        else:
            canvas.rect(x, y - 2, 10, 10)
            if ticked:
                canvas.line(x + 1, y - 1, x + 9, y + 7)
                canvas.line(x + 1, y + 7, x + 9, y - 1)
        canvas.drawString(x + 16, y, option)


def _comb(canvas: Canvas, y: float, letters: str) -> None:
    canvas.drawString(62, y + 3, "NIF del titular:")
    for index, letter in enumerate(letters):
        canvas.rect(150 + index * 15, y - 3, 15, 18)
        canvas.drawCentredString(157.5 + index * 15, y + 2, letter)


def _signature(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(80, 80)
    for step in range(8):
        path.curveTo(90 + step * 14, 120, 85 + step * 14, 60, 95 + step * 14, 90)
    canvas.drawPath(path)


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The PDF after a change of its structure."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        change(file)
        file.save(out)
    return out.getvalue()


def scanned(pdf: bytes, dpi: int = 200) -> np.ndarray:
    """The first page's picture as a clean scanner gives it."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=dpi / 72, grayscale=True)
    picture = bitmap.to_numpy().reshape(bitmap.height, bitmap.width).copy()
    document.close()
    return picture


def worn(picture: np.ndarray, *, degrees: float = 2.0, noise: float = 8.0) -> np.ndarray:
    """The scan of a bad machine: askew, grey and grainy. The grain is always the same."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    askew = cv2.warpAffine(picture, turn, (width, height), borderValue=255).astype(float)
    grain = np.random.default_rng(7).normal(0, noise, picture.shape)
    return np.clip(0.8 * askew + 20 + grain, 0, 255).astype(np.uint8)


def photographed(picture: np.ndarray) -> np.ndarray:
    """The sheet lying aslant on a dark table, one half in shadow."""
    height, width = picture.shape
    seen = (2600, 2000)
    sheet = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    place = np.array([[230, 180], [1790, 120], [1880, 2450], [120, 2380]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(sheet, place)
    paper = cv2.warpPerspective((picture * 0.9).astype(np.uint8), matrix, seen[::-1])
    mask = cv2.warpPerspective(np.full_like(picture, 255), matrix, seen[::-1])
    table = np.random.default_rng(7).normal(70, 8, seen)
    lit = np.where(mask > 128, paper, table) * np.linspace(1, 0.6, seen[1])
    return lit.clip(0, 255).astype(np.uint8)


def packed(picture: np.ndarray, form: str = "PNG", **options: object) -> bytes:
    """A picture as the bytes of a file."""
    out = BytesIO()
    Image.fromarray(picture).save(out, format=form, **options)
    return out.getvalue()
