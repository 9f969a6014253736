"""The thresholds that the released model ships: light to read, so that rules and screens need not load the model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

MODEL = "papers-1.2.0"
MODELS = Path(__file__).parent / "models"
CONFIDENCE = "confidence.json"


def released_bars(folder: Path | None = None) -> Mapping[str, float]:
    """By field or type the confidence from which values may be filed unseen; empty where no model is there yet."""
    path = (folder or MODELS / MODEL) / CONFIDENCE
    if not path.exists():
        return {}
    told = json.loads(path.read_text(encoding="utf-8"))
    bars: Mapping[str, float] = told.get("bars", {})
    return bars
