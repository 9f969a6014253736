"""Files that a text carries in yEnc, as programs of newsgroups write them (yenc.org, version 1.3)."""

from __future__ import annotations

import re

File = tuple[str, bytes]

_BLOCK = re.compile(
    rb"^=ybegin [^\r\n]*?name=([^\r\n]{1,200})\r?\n(?:=ypart [^\r\n]*\r?\n)?(.*?)\r?\n=yend [^\r\n]*(?:\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_SHIFTED = bytes((sign - 42) % 256 for sign in range(256))


def yenc_files(content: bytes) -> tuple[bytes, list[File]]:
    """The text without what is in yEnc, and the files; the same text and none where there are none."""
    if b"=ybegin " not in content:
        return content, []
    found = [(name.strip().decode("utf-8", "replace"), _decoded(body)) for name, body in _BLOCK.findall(content)]
    return _BLOCK.sub(b"", content), found


def _decoded(body: bytes) -> bytes:
    lines = body.replace(b"\r", b"").replace(b"\n", b"")
    return _ESCAPED.sub(lambda found: bytes([(found[1][0] - 64) % 256]), lines).translate(_SHIFTED)
