"""What is drawn on a PDF page besides letters: rules, cells, small squares, strokes and pictures.

Read straight from PDFium's page objects: a page of 300 paths takes about 3 ms, pdfplumber's 100.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

from bots.reading import pdf_calls
from bots.reading.pdf_file import Geometry
from casework.reading import Box

_MOST_OBJECTS, _MOST_PICTURES = 20_000, 8
_MOST_SEGMENTS = 400
_MOST_DEPTH = 6
_THIN = 2.5
_SHORTEST_RULE = 12.0
_LARGEST_BLOT = 30.0  # points: a larger filled shape is a bar or a panel, whose edges are rules
_PAPER = 200
_FORM, _DRAWN = pdfium_c.FPDF_PAGEOBJ_FORM, (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE)

Matrix = tuple[float, float, float, float, float, float]
Outline = tuple[list[tuple[float, float]], bool]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawings:
    """All in boxes of the upright page: straight `rules`, closed `cells`, `rounds` (circles), `strokes`, `images`."""

    rules: list[Box] = field(default_factory=list)
    cells: list[Box] = field(default_factory=list)
    rounds: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    _items: list[Any] = field(default_factory=list)

    def add_picture(self, item: Any, box: Box) -> None:
        """Note a picture and where it lies."""
        self.images.append(box)
        self._items.append(item)

    def pictures_open(self) -> bool:
        """Whether all pictures can be unpacked, while their page is open; PDFium draws nothing for one that cannot."""
        return all(map(_opens, self._items[:_MOST_PICTURES]))

    def picture_share(self, width: float, height: float) -> float:
        """How much of the page its largest picture covers, 0..1."""
        page = Box(0, 0, width, height)
        return max((_overlap(image, page) / (width * height) for image in self.images), default=0.0)


def _opens(item: Any) -> bool:
    bitmap = pdfium_c.FPDFImageObj_GetBitmap(item)
    if not bitmap:
        return False
    pdfium_c.FPDFBitmap_Destroy(bitmap)
    return True


def _overlap(first: Box, second: Box) -> float:
    across = min(first.x1, second.x1) - max(first.x0, second.x0)
    down = min(first.y1, second.y1) - max(first.y0, second.y0)
    return max(0.0, across) * max(0.0, down)


def drawings_of(page: Any, geometry: Geometry) -> Drawings:
    """The page's drawings, those inside form objects included."""
    found = Drawings()
    for kind, item, matrix in _objects(page.raw, _IDENTITY, 0, count()):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            found.add_picture(item, _image_box(item, matrix, geometry))
        else:
            filled, stroked = _paint(item)
            if stroked or (filled and _is_dark(item)):
                _add_path(found, item, _times(_matrix_of(item), matrix), geometry, stroked=stroked)
    return found


def _objects(parent: Any, matrix: Matrix, depth: int, numbers: Iterator[int]) -> Iterator[tuple[int, Any, Matrix]]:
    """The kind, handle and matrix of each path and picture; `numbers` counts all objects, letters too."""
    if depth == 0:
        many, look, get = pdfium_c.FPDFPage_CountObjects(parent), pdf_calls.page_object, pdfium_c.FPDFPage_GetObject
    else:
        many, look = pdfium_c.FPDFFormObj_CountObjects(parent), pdf_calls.form_object
        get = pdfium_c.FPDFFormObj_GetObject
    at, kind_of = pdf_calls.handle(parent), pdf_calls.object_kind
    for index in range(max(0, many)):
        kind = kind_of(look(at, index))
        if kind == _FORM:
            if depth < _MOST_DEPTH:
                item = get(parent, index)
                yield from _objects(item, _times(_matrix_of(item), matrix), depth + 1, numbers)
        elif next(numbers) >= _MOST_OBJECTS:
            return
        elif kind in _DRAWN:
            yield kind, get(parent, index), matrix


def _matrix_of(item: Any) -> Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, raw):
        return _IDENTITY
    return (raw.a, raw.b, raw.c, raw.d, raw.e, raw.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _image_box(item: Any, matrix: Matrix, geometry: Geometry) -> Box:
    corners = [_moved(x, y, _times(_matrix_of(item), matrix)) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return geometry.box(min(across), min(up), max(across), max(up))


def _is_dark(item: Any) -> bool:
    """Whether a path is filled with something darker than paper."""
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium_c.FPDFPageObj_GetFillColor(item, *colour)
    return min(part.value for part in colour[:3]) < _PAPER and colour[3].value > 0


def _paint(item: Any) -> tuple[bool, bool]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _add_path(found: Drawings, item: Any, matrix: Matrix, geometry: Geometry, *, stroked: bool) -> None:
    outlines = _outlines(item, matrix)
    # a frame may be filled too, between its outer and its inner edge; one filled outline alone is a blot
    solid = len(outlines) == 1 and not stroked
    for points, curved in outlines:
        across, up = [x for x, _ in points], [y for _, y in points]
        box = geometry.box(min(across), min(up), max(across), max(up))
        _kind(found, box, points, curved=curved, solid=solid).append(box)


def _kind(found: Drawings, box: Box, points: list[tuple[float, float]], *, curved: bool, solid: bool) -> list[Box]:
    """The list that a shape belongs to."""
    short, long = sorted((box.width, box.height))
    if not curved and short <= _THIN:
        return found.rules if long >= _SHORTEST_RULE else found.strokes
    if solid and long <= _LARGEST_BLOT:
        return found.strokes
    if not curved and len(points) >= 4 and _is_upright(points):
        return found.cells
    return found.rounds if curved and _is_round(points) else found.strokes


def _is_upright(points: list[tuple[float, float]]) -> bool:
    """Whether every side runs along the page's edges."""
    return all(abs(x0 - x1) < 0.5 or abs(y0 - y1) < 0.5 for (x0, y0), (x1, y1) in pairwise(points))


def _is_round(points: list[tuple[float, float]]) -> bool:
    """Whether the points, control points among them, stand around a middle as a circle's do."""
    across, up = [x for x, _ in points], [y for _, y in points]
    wide, high = max(across) - min(across), max(up) - min(up)
    middle = (max(across) + min(across)) / 2, (max(up) + min(up)) / 2
    nearest = min((x - middle[0]) ** 2 + (y - middle[1]) ** 2 for x, y in points) ** 0.5
    closed = abs(points[0][0] - points[-1][0]) + abs(points[0][1] - points[-1][1]) < 0.1 * (wide + high)
    return closed and 0.8 < wide / max(high, 0.1) < 1.25 and nearest > 0.4 * wide


def _outlines(item: Any, matrix: Matrix) -> list[Outline]:
    """The path's separate outlines as points of PDF space, and whether any of their parts is a curve."""
    found: list[Outline] = []
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()  # one pair for all points: making them takes longer than the calls
    at_x, at_y, path = ctypes.addressof(x), ctypes.addressof(y), pdf_calls.handle(item)
    for index in range(min(pdfium_c.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
        segment = pdf_calls.path_segment(path, index)
        kind = pdf_calls.segment_kind(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                found.append((points, curved))
            points, curved = [], False
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
        pdf_calls.segment_point(segment, at_x, at_y)
        points.append(_moved(x.value, y.value, matrix))
    if len(points) > 1:
        found.append((points, curved))
    return found


def edges_of(cell: Box) -> tuple[Box, Box, Box, Box]:
    """The four sides of a cell as thin boxes."""
    x0, y0, x1, y1 = cell.x0, cell.y0, cell.x1, cell.y1
    return Box(x0, y0, x1, y0), Box(x0, y1, x1, y1), Box(x0, y0, x0, y1), Box(x1, y0, x1, y1)
