"""Small pictures made in code: real PNG and JPEG files of any size."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int) -> bytes:
    """A grey PNG."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\x00" + b"\xc0" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    """A grey JPEG without JFIF head: the code of every block is 00; `before` are segments."""

    def segment(marker: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data

    frame = struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)
    codes = b"".join(segment(0xC4, bytes([table, 1, *[0] * 15, 0])) for table in (0x00, 0x10))
    scan = segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    whole, rest = divmod(2 * blocks, 8)
    data = b"\x00" * whole + (bytes([0xFF >> rest]) if rest else b"")
    tables = segment(0xDB, bytes([0, *[1] * 64]))
    return b"\xff\xd8" + before + tables + segment(0xC0, frame) + codes + scan + data + b"\xff\xd9"


def exif(orientation: int, order: str = ">") -> bytes:
    """An Exif segment that holds nothing but an orientation."""
    mark = b"MM" if order == ">" else b"II"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = mark + struct.pack(f"{order}HIH", 42, 8, 1) + entry + bytes(4)
    data = b"Exif\x00\x00" + tiff
    return struct.pack(">BBH", 0xFF, 0xE1, len(data) + 2) + data
