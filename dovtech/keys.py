"""The keys that payloads are encrypted with: from the environment, or a file made at first start."""

from __future__ import annotations

import base64
import binascii
import json
import os
import secrets
from pathlib import Path

from casework.errors import Misconfigured, WrongKey
from dovtech.settings import Settings
from workflows.codec import KeyRing

_CANARY = b"dovtech"


def key_ring(settings: Settings) -> KeyRing:
    """The keys of this installation, checked against what was encrypted here before.

    Raises Misconfigured where they are malformed or readable by others, WrongKey where they do not open our data.
    """
    ring = _from_environment(settings.value("DOVTECH_KEYS")) or _from_file(settings.key_file)
    _check_canary(ring, settings.home / "keys.check")
    return ring


def rotate(settings: Settings) -> str:
    """Add a new key to the key file and make it current; returns its id. Old histories stay readable."""
    if settings.value("DOVTECH_KEYS"):
        raise Misconfigured("the keys come from DOVTECH_KEYS", remedy="put the new key in front there")
    ring = key_ring(settings)
    new = f"k{len(ring.keys) + 1}"
    _write(settings.key_file, KeyRing(current=new, keys={**ring.keys, new: secrets.token_bytes(32)}))
    return new


def private_write(path: Path, text: str) -> None:
    """Write a text that only its owner reads, whole or not at all."""
    private_write_bytes(path, text.encode())


def private_write_bytes(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def private_read(path: Path) -> str:
    """Read a file that holds secrets; raises Misconfigured where others could read it too."""
    if path.stat().st_mode & 0o077:
        raise Misconfigured(f"{path} can be read by others", remedy=f"chmod 600 {path}")
    return path.read_text(encoding="utf-8")


def _from_environment(text: str) -> KeyRing | None:
    """`id:base64,id:base64`, the current key first."""
    if not text:
        return None
    pairs = [pair.partition(":") for pair in text.split(",")]
    return KeyRing(current=pairs[0][0], keys={key_id: _key(encoded) for key_id, _, encoded in pairs})


def _from_file(path: Path) -> KeyRing:
    if not path.exists():
        _write(path, KeyRing(current="k1", keys={"k1": secrets.token_bytes(32)}))
    kept = json.loads(private_read(path))
    return KeyRing(current=kept["current"], keys={name: _key(encoded) for name, encoded in kept["keys"].items()})


def _write(path: Path, ring: KeyRing) -> None:
    keys = {name: base64.b64encode(key).decode() for name, key in ring.keys.items()}
    private_write(path, json.dumps({"current": ring.current, "keys": keys}))


def _key(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise Misconfigured("an encryption key is not 32 bytes in base64", remedy="make one: openssl rand -base64 32")
    return key


def _check_canary(ring: KeyRing, path: Path) -> None:
    """A sealed word tells a wrong key at start, before a worker meets histories it cannot open."""
    if not path.exists():
        nonce = secrets.token_bytes(12)
        sealed = ring.cipher(ring.current).encrypt(nonce, _CANARY, None)
        private_write(path, json.dumps({"key": ring.current, "sealed": base64.b64encode(nonce + sealed).decode()}))
        return
    kept = json.loads(private_read(path))
    sealed = base64.b64decode(kept["sealed"])
    from cryptography.exceptions import InvalidTag

    try:
        ring.cipher(kept["key"]).decrypt(sealed[:12], sealed[12:], None)
    except InvalidTag:
        raise WrongKey(
            "the encryption key is not the one this installation was started with",
            remedy=f"restore {path.with_name('keys.json')} or DOVTECH_KEYS from the backup",
        ) from None
