"""PDFium's smallest questions, asked thousands of times a page.

Its handles are plain numbers here: pypdfium2 makes an object for each, which takes longer than the answer.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium_c

_HANDLE, _NUMBER = ctypes.c_void_p, ctypes.c_int


def _plain(call: Any, result: Any, *arguments: Any) -> Any:
    """The same function of the library; the interpreter stays locked during the call, which is over at once."""
    return ctypes.PYFUNCTYPE(result, *arguments)(handle(call))


def handle(item: Any) -> int:
    """The address that a handle of pypdfium2 stands for, or a function of the library."""
    return ctypes.cast(item, _HANDLE).value or 0


page_object = _plain(pdfium_c.FPDFPage_GetObject, _HANDLE, _HANDLE, _NUMBER)
form_object = _plain(pdfium_c.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
object_kind = _plain(pdfium_c.FPDFPageObj_GetType, _NUMBER, _HANDLE)
path_segment = _plain(pdfium_c.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _NUMBER)
segment_kind = _plain(pdfium_c.FPDFPathSegment_GetType, _NUMBER, _HANDLE)
segment_point = _plain(pdfium_c.FPDFPathSegment_GetPoint, _NUMBER, _HANDLE, _HANDLE, _HANDLE)
letter_box = _plain(pdfium_c.FPDFText_GetLooseCharBox, _NUMBER, _HANDLE, _NUMBER, _HANDLE)
letter_angle = _plain(pdfium_c.FPDFText_GetCharAngle, ctypes.c_float, _HANDLE, _NUMBER)
letter_object = _plain(pdfium_c.FPDFText_GetTextObject, _HANDLE, _HANDLE, _NUMBER)
object_font = _plain(pdfium_c.FPDFTextObj_GetFont, _HANDLE, _HANDLE)
