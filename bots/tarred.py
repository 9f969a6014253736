"""Opens what Unix programs pack: .tar, .gz, and both in one (.tgz), read no further than a limit."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from casework.errors import TooLarge, UnreadableDocument

File = tuple[str, bytes]

_ENDINGS = {".tgz": ".tar", ".gz": "", ".gzip": ""}
_START = b"\x1f\x8b"
_EITHER = 32 + zlib.MAX_WBITS  # zlib's sign for "with the header of gzip"
_MOST_MEMBERS = 2000


def gunzipped(name: str, data: bytes, limit: int) -> File:
    """The one file that is packed, as its name says without the ending.

    Raises TooLarge beyond `limit` bytes, UnreadableDocument where it is broken or cut.
    """
    whole = b""
    while data.startswith(_START):  # some programs write several streams, one after another
        packed = zlib.decompressobj(_EITHER)
        try:
            whole += packed.decompress(data, limit + 1 - len(whole))
        except zlib.error as error:
            raise _broken() from error
        if len(whole) > limit:
            raise TooLarge(f"more than {limit // 1024 // 1024} MiB once unpacked", remedy="ask for it in parts")
        if not packed.eof:
            raise _broken()
        data = packed.unused_data
    ending = next((ending for ending in _ENDINGS if name.lower().endswith(ending)), "")
    return (name.removesuffix(name[-len(ending) :]) + _ENDINGS[ending] if ending else name), whole


def tar_files(data: bytes) -> Iterator[File]:
    """The plain files in the order they were packed, by their last names; links and devices are none.

    No member is larger than the bytes that are there. Raises UnreadableDocument where nothing of it can be read, or it
    breaks off.
    """
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as packed:
            for count, member in enumerate(packed):
                if count >= _MOST_MEMBERS:
                    raise TooLarge(f"more than {_MOST_MEMBERS} files in one", remedy="ask for it in parts")
                file = packed.extractfile(member) if member.isreg() and not member.issparse() else None
                if file is not None:
                    yield member.name.rsplit("/", maxsplit=1)[-1], file.read()
    except (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, RecursionError) as error:
        raise _broken() from error


def _broken() -> UnreadableDocument:
    return UnreadableDocument("the packed file cannot be opened", remedy="ask for the documents unpacked")
