"""Municipal documents written as web pages and printed to real PDF files: `documents.documents` makes them."""

from nlp.corpus.web.documents import documents, orders

__all__ = ["documents", "orders"]
