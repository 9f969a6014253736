"""Encrypts every payload before it leaves the process: what Temporal stores cannot be read without our key."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from casework.errors import WrongKey

_ENCODING = b"binary/encrypted"
_CLEAR = "dovtech-clear"
_NONCE = 12


@dataclass(frozen=True)
class KeyRing:
    """AES keys of 256 bits by id: the current one encrypts, every one decrypts (rotation).

    Adding a key and naming it current rotates; an old one may go once no history needs it.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    def cipher(self, key_id: str) -> AESGCM:
        """The cipher of a key; raises WrongKey where the ring does not hold it."""
        if key_id not in self.keys:
            raise WrongKey(
                f"a payload was encrypted with the key {key_id!r}, which is not at hand",
                remedy="give DOVTECH_KEYS or the key file it was made with",
            )
        return AESGCM(self.keys[key_id])


class EncryptionCodec(PayloadCodec):
    """AES-GCM over whole payloads, the key's id beside them (NIST SP 800-38D; nonces are random, 96 bits)."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Encrypt each payload; one that is encrypted already, or marked to stay in clear, stays as it is."""
        return [
            payload if _encrypted(payload) or _CLEAR in payload.metadata else self._seal(payload)
            for payload in payloads
        ]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Decrypt each payload; raises WrongKey where none of the keys opens it."""
        return [self._open(payload) if _encrypted(payload) else payload for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        key_id, nonce = self._ring.current, os.urandom(_NONCE)
        sealed = self._ring.cipher(key_id).encrypt(nonce, payload.SerializeToString(), key_id.encode())
        return Payload(metadata={"encoding": _ENCODING, "key": key_id.encode()}, data=nonce + sealed)

    def _open(self, payload: Payload) -> Payload:
        key_id = payload.metadata["key"].decode()
        cipher = self._ring.cipher(key_id)
        try:
            plain = cipher.decrypt(payload.data[:_NONCE], payload.data[_NONCE:], key_id.encode())
        except (InvalidTag, ValueError):  # ValueError: cut so short that not even the nonce is whole
            raise WrongKey(
                f"a payload does not open with the key {key_id!r}", remedy="give the key it was made with"
            ) from None
        return Payload.FromString(plain)


def _encrypted(payload: Payload) -> bool:
    return payload.metadata.get("encoding") == _ENCODING


def in_clear(payload: Payload) -> None:
    """Mark a payload that holds no personal data, so that the Temporal UI shows it to everyone who may look there."""
    payload.metadata[_CLEAR] = b"1"
