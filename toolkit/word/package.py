"""What the parts of a package share: namespaces, types, relationships, and the ZIP that they lie in."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from toolkit.word.styles import HEADER, NAMESPACE

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = f"{{{NAMESPACE}}}"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# Times in a package inside the package would make the same report differ from second to second.
NEVER = (1980, 1, 1, 0, 0, 0)

Relation = tuple[str, str, str]


def relationships(*rows: Relation) -> str:
    """Return the XML of relationships: (id, type, target)."""
    body = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"/>' for i, t, target in rows)
    return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'


def content_types(defaults: Mapping[str, str], overrides: Mapping[str, str]) -> str:
    """Return `[Content_Types].xml`: types by extension and by part."""
    rows = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **defaults,
    }
    by_extension = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in rows.items())
    by_part = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides.items())
    return f'{HEADER}<Types xmlns="{PACKAGE}/content-types">{by_extension}{by_part}</Types>'


class Packed(NamedTuple):
    """A part as it lies in the ZIP, so that one which never changes is compressed only once."""

    name: str
    data: bytes
    checksum: int
    size: int
    method: int

    def entry(self) -> bytes:
        """Return what local header and directory say alike, from the version needed to the extra field."""
        name = self.name.encode()
        flags = 0 if name.isascii() else UTF8
        return struct.pack(
            "<5H3L2H", VERSION, flags, self.method, 0, FIRST_DAY, self.checksum, len(self.data), self.size,
            len(name), 0,
        )  # fmt: skip


VERSION, UTF8, STORED, DEFLATED = 20, 0x800, 0, 8
FIRST_DAY = (NEVER[0] - 1980) << 9 | NEVER[1] << 5 | NEVER[2]
# A third of the time of zlib's own choice, for 2 KB more of a file of 23.
LEVEL = 1
# Compressed by their own format.
DENSE = (".png", ".jpeg", ".xlsx")


def packed(name: str, content: str | bytes) -> Packed:
    """Return a part, compressed unless it is so already."""
    data = content.encode() if isinstance(content, str) else content
    if name.endswith(DENSE):
        return Packed(name, data, zlib.crc32(data), len(data), STORED)
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    small = deflate.compress(data) + deflate.flush()
    return Packed(name, small, zlib.crc32(data), len(data), DEFLATED)


def archive(parts: Iterable[Packed]) -> bytes:
    """Return a ZIP that is the same bytes for the same parts (APPNOTE 6.3, without its extensions)."""
    body, directory, offset, count = [], [], 0, 0
    for part in parts:
        entry, name = part.entry(), part.name.encode()
        body += [b"PK\x03\x04", entry, name, part.data]
        directory += [
            b"PK\x01\x02", struct.pack("<H", VERSION), entry, struct.pack("<3H2L", 0, 0, 0, 0, offset), name
        ]  # fmt: skip
        offset += 4 + len(entry) + len(name) + len(part.data)
        count += 1
    size = sum(map(len, directory))
    end = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count, count, size, offset, 0)
    return b"".join([*body, *directory, end])


def inner_package(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP that is the same bytes for the same parts."""
    return archive(packed(name, text) for name, text in parts.items())
