"""Nothing that Temporal stores can be read, changed or opened without the key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

from casework.errors import WrongKey
from workflows.codec import EncryptionCodec, KeyRing

OLD, NEW = bytes(32), bytes(range(32))
SECRET = b"48576231R Amparo Gisbert"
PLAIN = Payload(metadata={"encoding": b"json/plain", "messageType": b"Decision"}, data=SECRET)

old = EncryptionCodec(KeyRing(current="old", keys={"old": OLD}))
rotated = EncryptionCodec(KeyRing(current="new", keys={"old": OLD, "new": NEW}))


async def sealed(codec: EncryptionCodec = old, payload: Payload = PLAIN) -> Payload:
    """The payload as Temporal would get it."""
    [found] = await codec.encode([payload])
    return found


@given(data=st.binary(max_size=200), encoding=st.binary(max_size=10))
async def test_what_is_sealed_opens_as_it_was(data: bytes, encoding: bytes) -> None:
    """Whatever the payload and its metadata."""
    plain = Payload(metadata={"encoding": b"x" + encoding}, data=data)
    assert await old.decode([await sealed(payload=plain)]) == [plain]


async def test_nothing_is_readable_in_the_sealed_bytes() -> None:
    """Neither the data nor what it is; only the key's name stands beside it."""
    found = await sealed()
    for word in (b"48576231R", b"Amparo", b"Decision", b"json/plain"):
        assert word not in found.SerializeToString()
    assert dict(found.metadata) == {"encoding": b"binary/encrypted", "key": b"old"}


async def test_the_same_payload_is_never_sealed_alike() -> None:
    """A nonce is used once, so that equal payloads cannot be told to be equal."""
    assert (await sealed()).data != (await sealed()).data


async def test_after_a_rotation_old_payloads_still_open() -> None:
    """The new key seals, both open."""
    [from_old, from_new] = [await sealed(old), await sealed(rotated)]
    assert await rotated.decode([from_old, from_new]) == [PLAIN, PLAIN]
    assert from_new.metadata["key"] == b"new"


async def test_a_key_that_is_not_at_hand_is_named() -> None:
    """The operator learns which key to bring."""
    with pytest.raises(WrongKey, match="key 'new', which is not at hand — give DOVTECH_KEYS"):
        await old.decode([await sealed(rotated)])


async def test_another_key_of_the_same_name_does_not_open() -> None:
    """The name is no proof."""
    other = EncryptionCodec(KeyRing(current="old", keys={"old": NEW}))
    with pytest.raises(WrongKey, match="does not open with the key 'old'"):
        await other.decode([await sealed()])


@pytest.mark.parametrize("place", [0, 12, -1])
async def test_a_changed_payload_does_not_open(place: int) -> None:
    """One bit of nonce, data or tag is enough."""
    found = await sealed()
    changed = bytearray(found.data)
    changed[place] ^= 1
    with pytest.raises(WrongKey):
        await old.decode([Payload(metadata=found.metadata, data=bytes(changed))])


@pytest.mark.parametrize("length", [0, 5, 12, 20])
async def test_a_payload_that_was_cut_short_does_not_open(length: int) -> None:
    """Not even where its nonce is gone."""
    found = await sealed()
    with pytest.raises(WrongKey):
        await old.decode([Payload(metadata=found.metadata, data=found.data[:length])])


async def test_a_payload_cannot_be_passed_off_as_another_keys() -> None:
    """The key's name is authenticated with the data."""
    same = EncryptionCodec(KeyRing(current="a", keys={"a": OLD, "b": OLD}))
    found = await sealed(same)
    found.metadata["key"] = b"b"
    with pytest.raises(WrongKey):
        await same.decode([found])


async def test_payloads_are_sealed_once_and_plain_ones_pass() -> None:
    """What is sealed already is left alone, and what was never sealed is read as it is."""
    found = await sealed()
    assert await old.encode([found]) == [found]
    assert await old.decode([PLAIN]) == [PLAIN]


def test_a_key_ring_never_shows_its_keys() -> None:
    """Not even in a traceback's locals."""
    assert repr(KeyRing(current="old", keys={"old": OLD})) == "KeyRing(current='old')"
