"""Sound files broken by chance: in their bytes, and within their own structure, where damage reaches a library's heart.

A kind is a format and what was done to it, as `tiff-lzw/number`; `harmed` makes the same file for one kind and seed.
"""

# ruff: noqa: S311 - chance is repeatable here

from __future__ import annotations

import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO

import pikepdf

from fakes.whole_files import mail, whole_files, zipped

Harm = Callable[[bytearray, random.Random], None]

_NUMBERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_WORDS = (b"-1", b"0", b"99999999999", b"1e308", b"NaN", b"null", b"true", b"[", b"<<", b"(", b"/X", b"1 0 R")


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _headless(data: bytearray, chance: random.Random) -> None:
    del data[: chance.choice((1, 3, chance.randrange(1, len(data) + 1)))]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 4, 30, 300))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _noise(data: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(data)), chance.randrange(1, 4000)
    data[at : at + size] = chance.randbytes(len(data[at : at + size]))


def _drop(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 2000)]


def _double(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 5000)] * chance.choice((1, 2, 50, 500))


def _blank(data: bytearray, chance: random.Random) -> None:
    at, size = chance.randrange(len(data)), chance.randrange(1, 4000)
    data[at : at + size] = bytes([chance.choice((0, 255, 32))]) * len(data[at : at + size])


def _digits(data: bytearray, chance: random.Random) -> None:
    """Other digits where digits stand: offsets, lengths, object numbers, sizes."""
    digits = [at for at, byte in enumerate(data[:200_000]) if 48 <= byte <= 57]
    for at in chance.sample(digits, min(len(digits), chance.choice((1, 5, 60)))):
        data[at] = chance.randrange(48, 58)


def _number(data: bytearray, chance: random.Random) -> None:
    """The largest, the least and the negative where a header's numbers stand, of either order of bytes."""
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(min(len(data), chance.choice((64, 600, len(data)))))
        written = _packed(chance.choice(_NUMBERS), chance.choice((1, 2, 4)), chance)
        data[at : at + len(written)] = written


def _packed(number: int, size: int, chance: random.Random) -> bytes:
    return (number & (256**size - 1)).to_bytes(size, chance.choice(("little", "big")))


def _word(data: bytearray, chance: random.Random) -> None:
    """One word of a text for another word."""
    words = list(re.finditer(rb"[A-Za-z0-9/.+-]{1,40}", bytes(data[:200_000])))
    for found in sorted(chance.sample(words, min(len(words), 3)), key=lambda match: -match.start()):
        data[found.start() : found.end()] = chance.choice((*_WORDS, chance.choice(words).group()))


def _lines(data: bytearray, chance: random.Random) -> None:
    """The lines in another order, some lost, some twice."""
    lines = bytes(data).split(b"\n")
    for _ in range(min(len(lines), 8)):
        at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[at], lines[to] = lines[to], lines[at]
        lines[to : to + 1] = [lines[to]] * chance.choice((0, 1, 2))
        lines = lines or [b""]
    data[:] = b"\n".join(lines)


def _swap(data: bytearray, chance: random.Random) -> None:
    half, size = len(data) // 2, chance.randrange(1, max(2, len(data) // 4))
    data[:size], data[half : half + size] = data[half : half + size], data[:size]


def _spliced(data: bytearray, chance: random.Random) -> None:
    """The beginning of one file and the end of another."""
    other = chance.choice(sorted(whole_files().items()))[1]
    data[chance.randrange(len(data)) :] = other[chance.randrange(len(other)) :]


def _behind_junk(data: bytearray, chance: random.Random) -> None:
    data[:0] = chance.choice((b"\r\n\r\n", b"\xef\xbb\xbf", chance.randbytes(700), b"%PDF-1.4\n", b"II*\x00"))


def _with_a_tail(data: bytearray, chance: random.Random) -> None:
    data += chance.choice((bytes(100_000), chance.randbytes(5000), bytes(data)))


def _in_a_zip(data: bytearray, chance: random.Random) -> None:
    _flip(data, chance)
    data[:] = zipped({f"{chance.randrange(9)}.{chance.choice(('pdf', 'eml', 'zip', 'exe', ''))}": bytes(data)})


def _in_a_mail(data: bytearray, chance: random.Random) -> None:
    _flip(data, chance)
    data[:] = mail("x", "x", {"a.pdf": bytes(data)}).as_bytes()


def _inside(data: bytearray, chance: random.Random) -> None:
    """What the file's own structure holds, the structure around it kept or mended."""
    for start, harm in _INSIDES.items():
        if data.startswith(start):
            with suppress(
                ValueError, struct.error, IndexError, pikepdf.PdfError, zipfile.BadZipFile, zlib.error, EOFError
            ):
                harm(data, chance)
                return
    chance.choice((_lines, _word))(data, chance)


def _pdf_inside(data: bytearray, chance: random.Random) -> None:
    """Values of its objects for others, its contents' words for others."""
    out = BytesIO()
    with pikepdf.open(BytesIO(bytes(data))) as file:
        for _ in range(chance.choice((1, 2, 4))):
            _object_harmed(file, chance)
        file.save(out, compress_streams=False)
    data[:] = out.getvalue()


def _object_harmed(file: pikepdf.Pdf, chance: random.Random) -> None:
    found = chance.choice(list(file.objects))
    if isinstance(found, pikepdf.Stream) and chance.random() < 0.5:
        content = bytearray(found.read_bytes() if chance.random() < 0.7 else found.read_raw_bytes())
        if content:
            chance.choice((_word, _flip, _number, _double))(content, chance)
            found.write(bytes(content))
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream) and len(found.keys()):
        key = chance.choice(sorted(found.keys()))
        if not isinstance(found, pikepdf.Stream) or key != "/Length":
            others = (0, -1, 2**31 - 1, 10**12, pikepdf.Name.X, pikepdf.String("x"), pikepdf.Array([]), True,
                      chance.choice(list(file.objects)))  # fmt: skip
            found[key] = chance.choice(others)
    elif isinstance(found, pikepdf.Array) and len(found):
        found[chance.randrange(len(found))] = chance.choice((0, -1, 10**9, found if found.is_indirect else 1))


def _zip_inside(data: bytearray, chance: random.Random) -> None:
    """A member's own bytes, its sums right."""
    with zipfile.ZipFile(BytesIO(bytes(data))) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(sorted(members))
    content = bytearray(members[name])
    if content:
        chance.choice((_word, _flip, _lines, _double, _drop))(content, chance)
    data[:] = zipped({**members, name: bytes(content)})


def _png_inside(data: bytearray, chance: random.Random) -> None:
    """A chunk's own bytes, its sum right."""
    chunks, at = [], 8
    while at + 8 <= len(data):
        size = struct.unpack_from(">I", data, at)[0]
        chunks.append((bytes(data[at + 4 : at + 8]), bytearray(data[at + 8 : at + 8 + size])))
        at += size + 12
    content = chance.choice([held for _, held in chunks if held])
    chance.choice((_number, _flip, _drop))(content, chance)
    chance.shuffle(chunks[1:])
    written = (
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held)) for name, held in chunks
    )
    data[:] = data[:8] + b"".join(written)


def _tiff_inside(data: bytearray, chance: random.Random) -> None:
    """A tag's kind, count or value for another."""
    order = "<" if data.startswith(b"II") else ">"
    at = struct.unpack_from(order + "I", data, 4)[0]
    count = struct.unpack_from(order + "H", data, at)[0]
    for _ in range(chance.choice((1, 2, 3))):
        entry = at + 2 + 12 * chance.randrange(count)
        match chance.randrange(4):
            case 0:
                struct.pack_into(
                    order + "H", data, entry, chance.choice((254, 259, 262, 273, 277, 320, 322, 330, 34665))
                )
            case 1:
                struct.pack_into(order + "H", data, entry + 2, chance.randrange(20))
            case 2:
                struct.pack_into(order + "I", data, entry + 4, chance.choice(_NUMBERS))
            case _:
                struct.pack_into(order + "I", data, entry + 8, chance.choice((*_NUMBERS, at, 8, len(data) - 1)))


def _jpeg_inside(data: bytearray, chance: random.Random) -> None:
    """The numbers of a segment: sizes, tables, components."""
    at, places = 2, []
    while at + 4 < len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = struct.unpack_from(">H", data, at + 2)[0]
        places.append((at + 2, size))
        at += 2 + size
    start, size = chance.choice(places)
    for _ in range(chance.choice((1, 3))):
        data[start + chance.randrange(max(1, min(size, len(data) - start)))] = chance.choice((0, 1, 2, 127, 128, 255))


def _boxes_inside(data: bytearray, chance: random.Random) -> None:
    """The sizes and names of the boxes of a HEIC or AVIF file."""
    names = list(re.finditer(rb"meta|iinf|iloc|iprp|ipco|ispe|hvcC|av1C|pitm|iref|mdat|ipma", bytes(data[:4000])))
    found = chance.choice(names)
    at = found.start() - 4 + chance.choice((0, 0, 4, 8, 12, 16))
    data[at : at + 4] = _packed(chance.choice(_NUMBERS), 4, chance)


_INSIDES: Mapping[bytes, Harm] = {
    b"%PDF-": _pdf_inside,
    b"PK": _zip_inside,
    b"\x89PNG": _png_inside,
    b"II*": _tiff_inside,
    b"MM\x00*": _tiff_inside,
    b"\xff\xd8": _jpeg_inside,
    b"\x00\x00\x00": _boxes_inside,
}

HARMS: Mapping[str, Harm] = {
    "cut": _cut,
    "headless": _headless,
    "flip": _flip,
    "noise": _noise,
    "drop": _drop,
    "double": _double,
    "blank": _blank,
    "digits": _digits,
    "number": _number,
    "word": _word,
    "lines": _lines,
    "swap": _swap,
    "spliced": _spliced,
    "behind-junk": _behind_junk,
    "with-a-tail": _with_a_tail,
    "in-a-zip": _in_a_zip,
    "in-a-mail": _in_a_mail,
    "inside": _inside,
}


def kinds_of(originals: Mapping[str, bytes]) -> list[str]:
    """Every format with everything that can be done to it."""
    return [f"{name}/{harm}" for name in sorted(originals) for harm in HARMS]


def harmed(kind: str, seed: int, originals: Mapping[str, bytes]) -> bytes:
    """A file of that kind; one in three has suffered something else besides."""
    name, _, harm = kind.partition("/")
    chance = random.Random(f"{kind} {seed}")
    data = bytearray(originals[name])
    HARMS[harm](data, chance)
    if data and chance.random() < 0.33:
        chance.choice(list(HARMS.values()))(data, chance)
    return bytes(data)
