"""What the desk needs others to do; the program that starts it hands these in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from casework.application import Channel
from casework.decision import Decision
from casework.procedure import Procedure

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points as it is read upright: what the boxes of its fields are measured in."""

    width: float
    height: float


Decide = Callable[[str, Decision], None]
"""Hand a clerk's decision to the running case; raises DecisionRefused, UnknownCase or Unavailable."""
Submit = Callable[[Sequence[File], Channel], str]
"""Take in the files of one delivery and give the new case's number; raises Refused or Unavailable."""
DocumentBytes = Callable[[str], bytes]
"""The stored bytes of that SHA-256; raises UnreadableDocument."""
PageSizes = Callable[[str], Sequence[PageSize]]
"""The pages of the reading kept under that SHA-256."""
PagePicture = Callable[[str, int], bytes]
"""A PNG of the document's page (from 1), upright as it was read; raises UnreadableDocument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """Everything outside the desk that its pages touch; `temporal_ui_url` is empty where there is no such page."""

    decide: Decide
    submit: Submit
    document_bytes: DocumentBytes
    page_sizes: PageSizes
    page_picture: PagePicture
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    temporal_ui_url: str = ""
