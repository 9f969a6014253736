"""The pictures that the reader works on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Grey: TypeAlias = npt.NDArray[np.uint8]
"""Rows of grey pixels, 0 black to 255 white."""

Quad: TypeAlias = npt.NDArray[np.float32]
"""Four corners in pixels, clockwise from the top left of the text's own box."""
