"""How much of a document is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from casework.errors import TooLarge

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The largest document that is read: `size` in bytes, `pages`, `pixels` of one picture, `text` in bytes."""

    size: int = 50 * MEBIBYTE
    pages: int = 300
    pixels: int = 100_000_000
    text: int = 4 * MEBIBYTE

    def check_size(self, size: int) -> None:
        """Refuse a file of more bytes than the limit; raises TooLarge."""
        if size > self.size:
            raise TooLarge(
                f"the file has more than {self.size // MEBIBYTE} MiB",
                remedy="ask for it in parts, or scanned at 200 dpi",
            )

    def check_text(self, size: int) -> None:
        """Refuse plain text or HTML of more bytes than a person writes; raises TooLarge."""
        if size > self.text:
            raise TooLarge(f"the text has more than {self.text // MEBIBYTE} MiB", remedy="ask for it in parts")

    def check_pages(self, pages: int) -> None:
        """Refuse a document of more pages than the limit; raises TooLarge."""
        if pages > self.pages:
            raise TooLarge(f"the document has more than {self.pages} pages", remedy="ask for it in parts")

    def check_pixels(self, width: int, height: int) -> None:
        """Refuse a picture of more pixels than the limit before it is unpacked; raises TooLarge."""
        if width * height > self.pixels:
            raise TooLarge(
                f"the picture has more than {self.pixels // 1_000_000} million pixels",
                remedy="ask for it at a lower resolution: 200 dpi are enough",
            )
