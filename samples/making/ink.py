"""What pens, stamps and engravers leave on paper: signatures, ticks, the registry's stamp, the city's arms."""

from __future__ import annotations

import math
import random
import zlib

from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas

PEN_BLUE = HexColor("#1b3a8c")
PEN_BLACK = HexColor("#1c1c22")


def signature(canvas: Canvas, name: str, x: float, y: float, width: float, height: float) -> None:
    """A person's scribble, always the same for the same name, in a box with its lower left corner at x, y."""
    chance = random.Random(zlib.crc32(name.encode()))  # noqa: S311  a drawing, not a secret
    turns, drift = chance.uniform(3.2, 7.5), chance.uniform(0.3, 1.1)
    phase, lean = chance.uniform(0, 6.3), chance.uniform(0.1, 0.55)
    fade, wobble = chance.uniform(0.6, 3.5), chance.uniform(0.1, 0.45)
    rise, tempo = chance.uniform(-0.08, 0.22), chance.uniform(0.8, 1.35)
    points: list[tuple[float, float]] = []
    for step in range(200):
        t = (step / 199) ** tempo
        angle = 2 * math.pi * turns * t + phase
        size = 0.12 + 0.88 * math.exp(-fade * t) * (1 - wobble * math.sin(9 * t + phase))
        swing = size * math.sin(angle) + wobble * math.sin(angle * 0.41 * drift + 2 * phase)
        along = 0.05 + 0.82 * t + 0.07 * drift * size * math.cos(angle) + 0.12 * lean * swing
        points.append((x + width * along, y + height * (0.48 + 0.4 * swing / (1 + wobble) + rise * t)))
    canvas.saveState()
    canvas.setStrokeColor(chance.choice([PEN_BLUE, PEN_BLUE, PEN_BLACK]))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setLineWidth(chance.uniform(0.9, 1.3))
    stroke = canvas.beginPath()
    stroke.moveTo(*points[0])
    for px, py in points[1:]:
        stroke.lineTo(px, py)
    if chance.random() < 0.6:  # the flourish under the name
        low = y + height * chance.uniform(-0.05, 0.18)
        right, left = x + width * chance.uniform(0.85, 1.1), x + width * chance.uniform(-0.02, 0.3)
        stroke.curveTo(right, low, x + width * 0.5, low - 5, left, low + height * chance.uniform(0, 0.2))
    canvas.drawPath(stroke)
    canvas.restoreState()


def pen_cross(canvas: Canvas, x: float, y: float, size: float, seed: str) -> None:
    """A cross made by hand: it leaves its box a little."""
    chance = random.Random(zlib.crc32(seed.encode()))  # noqa: S311  a drawing, not a secret

    def near(value: float) -> float:
        return value + chance.uniform(-0.14, 0.14) * size

    canvas.saveState()
    canvas.setStrokeColor(PEN_BLUE)
    canvas.setLineCap(1)
    canvas.setLineWidth(1.25)
    canvas.line(near(x), near(y), near(x + size), near(y + size))
    canvas.line(near(x), near(y + size), near(x + size), near(y))
    canvas.restoreState()


def entry_stamp(canvas: Canvas, x: float, y: float, number: str, day: str, *, tilt: float = -3.5) -> None:
    """The violet rubber stamp of the entry register."""
    violet = Color(0.36, 0.2, 0.55, alpha=0.78)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(tilt)
    canvas.setStrokeColor(violet)
    canvas.setFillColor(violet)
    canvas.setLineWidth(1.3)
    canvas.roundRect(0, 0, 128, 46, 3, fill=0)
    canvas.setFont("Sans-Bold", 7)
    canvas.drawCentredString(64, 35, "AJUNTAMENT D'ALACANT · OAC")
    canvas.drawCentredString(64, 26, "REGISTRO DE ENTRADA")
    canvas.setFont("Mono-Bold", 9.5)
    canvas.drawCentredString(64, 14, number)
    canvas.drawCentredString(64, 4, day)
    canvas.restoreState()


def arms(canvas: Canvas, x: float, y: float, height: float, colour: Color) -> None:
    """A shield in the manner of the city's: a castle on a rock over waves. A drawing of ours, not the official one."""
    u = height / 46
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(u, u)
    canvas.setStrokeColor(colour)
    canvas.setFillColor(colour)
    canvas.setLineWidth(1.4)
    shield = canvas.beginPath()
    shield.moveTo(2, 36)
    shield.lineTo(2, 16)
    shield.curveTo(2, 5, 12, 2, 18, 0)
    shield.curveTo(24, 2, 34, 5, 34, 16)
    shield.lineTo(34, 36)
    shield.close()
    canvas.drawPath(shield)
    for left in (4, 11.5, 19, 26.5):  # the crown
        canvas.rect(left, 39, 5.5, 2.6, stroke=0, fill=1)
        canvas.circle(left + 2.7, 43.6, 1.5, stroke=0, fill=1)
    canvas.rect(3, 37.4, 30, 1.2, stroke=0, fill=1)
    rock = canvas.beginPath()
    rock.moveTo(6, 13)
    rock.lineTo(12, 20)
    rock.lineTo(24, 20)
    rock.lineTo(30, 13)
    rock.close()
    canvas.drawPath(rock, stroke=0, fill=1)
    canvas.rect(11, 20, 14, 6, stroke=0, fill=1)
    for left in (10, 16, 22):
        canvas.rect(left, 25, 4, 6.5, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.rect(16.7, 20, 2.6, 4, stroke=0, fill=1)
    canvas.setLineWidth(1)
    for level in (10.5, 7.2):
        wave = canvas.beginPath()
        wave.moveTo(6 + (10.5 - level) * 0.7, level)
        for start in (6, 12, 18):
            wave.curveTo(start + 3, level + 2, start + 5, level - 2, start + 9, level)
        canvas.drawPath(wave)
    canvas.restoreState()
