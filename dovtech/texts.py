"""The command line's words, English and Spanish side by side where they are used."""

from __future__ import annotations

from dovtech.settings import load

_LANGUAGE = load().language


def say(en: str, es: str) -> str:
    """The text in the language of this terminal (DOVTECH_LANG, else the locale)."""
    return en if _LANGUAGE == "en" else es
