"""A spelt line becomes words: at its spaces, at gaps as wide, and where the line itself says that a space was lost."""

from __future__ import annotations

import numpy as np
import pytest

from bots.reading.lines import Spelt
from bots.reading.ocr_paddle import _words_of

_STEP = 16


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("5.889, 06 €", ["5.889,06", "€"]),
        ("3. 127,29 €", ["3.127,29", "€"]),
        ("3.406; 67 €", ["3.406,67", "€"]),
        ("nº 5, 06", ["nº", "5,", "06"]),
        ("Luceros,nº 8", ["Luceros,", "nº", "8"]),
        ("Excm.Sr", ["Excm.", "Sr"]),
        ("ana@Sol.Es", ["ana@Sol.Es"]),
    ],
)
def test_a_line_becomes_its_words(read: str, words: list[str]) -> None:
    """An amount has no spaces within; behind a comma, and a full stop before a capital, there is one."""
    count = len(read)
    strip = np.full((40, count * _STEP), 255, dtype=np.uint8)
    for at, sign in enumerate(read):
        if not sign.isspace():
            strip[12:32, at * _STEP + 1 : (at + 1) * _STEP - 1] = 0
    line = Spelt(read, tuple((at + 0.5) / count for at in range(count)), (0.99,) * count, (("", 0.0),) * count)
    quad = np.array([[0, 0], [count * _STEP, 0], [count * _STEP, 40], [0, 40]], dtype=np.float32)
    assert [word.text for word in _words_of(strip, quad, line, 0.36, 0.99)] == words
