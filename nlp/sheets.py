"""The laid out pages of one application, each laid out once, however many ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from casework.reading import Page
from nlp.layout import Sheet, lay_out


class Sheets:
    """Lays pages out when they are asked for; made for one application and let go with it.

    Pages are told apart as objects: the very same page is laid out once.
    """

    def __init__(self) -> None:
        self._laid: dict[int, Sheet] = {}

    def of(self, page: Page, number: int = 0, document: str = "") -> Sheet:
        """The structure of a page as one of its application's; see `lay_out`."""
        laid = self._laid.get(id(page))
        if laid is None:
            laid = self._laid[id(page)] = lay_out(page, number, document)
        return laid.numbered(number, document)

    def of_all(self, pages: Iterable[tuple[str, Page]]) -> tuple[Sheet, ...]:
        """All of some pages, each with its document's hash, counted from 0."""
        return tuple(self.of(page, number, document) for number, (document, page) in enumerate(pages))
