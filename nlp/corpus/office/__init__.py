"""Documents of invented town halls, drawn as real files: the held-out generator that calibrates and judges.

It shares no design, wording or list of names with the other generators and is never trained on.
"""

from nlp.corpus.office.build import documents, orders

__all__ = ["documents", "orders"]
