"""What Unix programs pack is opened within limits, and what cannot be opened says so."""

from __future__ import annotations

import gzip

import pytest
from fakes.awkward_mail import tarred

from bots import tarred as unpacker
from bots.unpacking import PackLimits, unpack
from casework.errors import TooLarge, UnreadableDocument


@pytest.mark.parametrize(
    ("packed", "name"), [("S.PDF.GZ", "S.PDF"), ("a.tgz", "a.tar"), ("a.pdf", "a.pdf"), ("a.gzip", "a")]
)
def test_what_is_inside_has_its_own_name(packed: str, name: str) -> None:
    """Without the ending that tells how it was packed; several streams are one file."""
    assert unpacker.gunzipped(packed, gzip.compress(b"uno") + gzip.compress(b"dos"), 6) == (name, b"unodos")


def test_a_bomb_is_opened_no_further_than_the_limit() -> None:
    """Its size is only known by opening it."""
    with pytest.raises(TooLarge, match="once unpacked"):
        unpack(gzip.compress(b"0" * 10_000_000), name="a.gz", limits=PackLimits(size=1_000_000))


def test_more_members_than_anybody_sends_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders and links count too."""
    monkeypatch.setattr(unpacker, "_MOST_MEMBERS", 2)
    with pytest.raises(TooLarge, match="more than 2 files"):
        list(unpacker.tar_files(tarred(("s.pdf", b"x"))))


@pytest.mark.parametrize("data", [b"\x1f\x8b no", tarred(("s.pdf", b"0" * 2000))[:3000], tarred()])
def test_what_is_broken_or_empty_is_told(data: bytes) -> None:
    """Alone, there is nothing else to read."""
    with pytest.raises(UnreadableDocument):
        unpack(data, name="a.gz")
