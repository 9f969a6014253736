"""Outlook's .msg files as Outlook saves them: compound files ([MS-CFB]) of properties and attachments."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

Tree = dict[str, "bytes | Tree"]


def message(subject: str, body: str, attachments: dict[str, bytes | Tree]) -> Tree:
    """A message; an attachment that is a tree is a message itself."""
    tree: Tree = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": body.encode("utf-16-le"),
        "__substg1.0_0C1F001F": "ana@example.org".encode("utf-16-le"),
    }
    for number, (name, content) in enumerate(attachments.items()):
        part: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_3707001F": name.encode("utf-16-le")}
        part["__substg1.0_3701000D" if isinstance(content, dict) else "__substg1.0_37010102"] = content
        tree[f"__attach_version1.0_#{number:08X}"] = part
    return tree


@dataclass
class _File:
    entries: list[bytes] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    fat: list[int] = field(default_factory=list)
    mini: bytearray = field(default_factory=bytearray)
    minifat: list[int] = field(default_factory=list)

    def chain(self, data: bytes) -> int:
        """Store whole sectors; where they begin."""
        if not data:
            return _END
        start, count = len(self.sectors), -(-len(data) // _SECTOR)
        padded = data.ljust(count * _SECTOR, b"\0")
        self.sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        self.fat += [*range(start + 1, start + count), _END]
        return start

    def store(self, data: bytes) -> int:
        """A stream: small ones share the mini stream."""
        if len(data) >= _CUTOFF or not data:
            return self.chain(data)
        start, count = len(self.minifat), -(-len(data) // _MINI)
        self.mini += data.ljust(count * _MINI, b"\0")
        self.minifat += [*range(start + 1, start + count), _END]
        return start

    def add(self, name: str, kind: int, start: int, size: int) -> int:
        """A directory entry; its number."""
        letters = name.encode("utf-16-le") + b"\0\0"
        self.entries.append(
            letters.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(letters), kind, 1, _FREE, _FREE, _FREE)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )
        return len(self.entries) - 1

    def link(self, number: int, *, right: int | None = None, child: int | None = None) -> None:
        """Set an entry's next sibling or first child."""
        entry = bytearray(self.entries[number])
        if right is not None:
            struct.pack_into("<I", entry, 72, right)
        if child is not None:
            struct.pack_into("<I", entry, 76, child)
        self.entries[number] = bytes(entry)

    def hang(self, parent: int, tree: Tree) -> None:
        """The tree's entries as a list of siblings to the right, which readers take as they take a balanced one."""
        last = None
        for name in sorted(tree, key=lambda name: (len(name), name.upper())):
            content = tree[name]
            if isinstance(content, dict):
                number = self.add(name, 1, 0, 0)
                self.hang(number, content)
            else:
                number = self.add(name, 2, self.store(content), len(content))
            if last is None:
                self.link(parent, child=number)
            else:
                self.link(last, right=number)
            last = number


def saved(tree: Tree) -> bytes:
    """The compound file of a tree of storages and streams."""
    file = _File()
    root = file.add("Root Entry", 5, 0, 0)
    file.hang(root, tree)
    mini_size, mini_start = len(file.mini), file.chain(bytes(file.mini))
    entry = bytearray(file.entries[root])
    struct.pack_into("<IQ", entry, 116, mini_start, mini_size)
    file.entries[root] = bytes(entry)
    minifat = file.chain(b"".join(struct.pack("<I", at) for at in file.minifat))
    directory = file.chain(b"".join(file.entries))
    needed = 1
    while needed * _SECTOR // 4 < len(file.fat) + needed:
        needed += 1
    first = len(file.sectors)
    fat = [*file.fat, *[_FAT] * needed]
    table = b"".join(struct.pack("<I", at) for at in fat).ljust(needed * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, needed, directory, 0, _CUTOFF, minifat, 1 if file.minifat else 0, _END, 0)
    head += b"".join(struct.pack("<I", first + at) for at in range(needed)).ljust(436, b"\xff")
    return head + b"".join(file.sectors) + table
