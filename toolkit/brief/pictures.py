"""Photographs that a brief names: found beside it, read once, refused where Word would not show them."""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from toolkit.brief.schema import Field
from toolkit.brief.source import Node, Source
from toolkit.errors import suggest

MAX_SIZE = 30_000_000
ELSEWHERE = re.compile(r"[/~]|[A-Za-z]:|(?:.*/)?\.\.(?:/|\Z)")
FORMATS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
ENDS = {"png": b"IEND", "jpeg": b"\xff\xd9"}
# python-docx knows JPEG files by a JFIF or Exif head; cameras and editors write others too.
JFIF = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
ORIENTATION = 0x0112
SAVE_AGAIN = "在看图软件里打开，另存为 JPG 或 PNG 后再用"


@dataclass(frozen=True)
class PictureFile:
    """A picture of a brief: its path from the brief's folder, form, size in pixels, and the bytes."""

    file: str
    format: str = ""
    width: int = 0
    height: int = 0
    data: bytes = field(default=b"", repr=False, compare=False)


def load_picture(node: Node, text: str, field: Field, source: Source) -> PictureFile | None:
    """Read the picture at a path; None after noting why not.

    A brief that was not read from a file has no folder: its pictures stay unread.
    """
    file = text.replace("\\", "/")
    if ELSEWHERE.match(file):
        hint = "放在底稿所在的文件夹里，从那里写起，例如 照片/座谈会.jpg"
        source.at(node, f"“{field.label}”不在底稿的文件夹里：{text}", hint)
        return None
    file = str(PurePosixPath(file))
    if source.folder is None:
        return PictureFile(file)
    path = source.folder / file
    try:
        if path.stat().st_size > MAX_SIZE:
            limit = f"不超过 {MAX_SIZE // 1_000_000} MB"
            source.at(node, f"照片太大：{text}", f"压缩到{limit}再用")
            return None
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        hint = _beside(path) or "路径从底稿所在的文件夹写起"
        source.at(node, f"没有这个照片文件：{text}", hint)
        return None
    except (OSError, ValueError):
        source.at(node, f"照片文件读不出来：{text}", "是文件夹、没有权限或正被占用")
        return None
    return _checked(PictureFile(file, data=data), node, text, source)


def _beside(path: Path) -> str:
    """Suggest the file of the folder that looks most like the one named."""
    try:
        return suggest(path.name, [near.name for near in path.parent.iterdir()])
    except OSError:
        return ""


def _checked(found: PictureFile, node: Node, text: str, source: Source) -> PictureFile | None:
    data = found.data
    format_ = next((name for head, name in FORMATS.items() if data.startswith(head)), "")
    if not format_:
        source.at(node, f"照片不是 JPG 或 PNG 格式，Word 里显示不了：{text}", SAVE_AGAIN)
        return None
    size = pixels(data) if ENDS[format_] in data else None
    if size is None:
        source.at(node, f"照片文件已损坏或不完整：{text}", "重新拷贝一份，或换一张")
        return None
    if format_ == "jpeg" and orientation(data) not in (0, 1):
        source.at(node, f"照片带有旋转标记，Word 里会横倒：{text}", "在看图软件里转正后另存一份")
        return None
    return PictureFile(found.file, format_, *size, data)


def pixels(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG or JPEG, or None where the head is broken."""
    from docx.image.image import Image

    if data.startswith(b"\xff\xd8"):
        data = JFIF + data[2:]
    try:
        image = Image.from_blob(data)
        width, height = int(image.px_width), int(image.px_height)
    except Exception:  # python-docx raises whatever a broken head leads to, Exception itself too
        return None
    return (width, height) if width > 0 and height > 0 else None


def orientation(data: bytes) -> int:
    """Return the Exif orientation of a JPEG, 1 for upright, 0 where none is given."""
    start = data.find(b"Exif\x00\x00", 0, 70_000) + 6
    order = {b"II": "<", b"MM": ">"}.get(data[start : start + 2])
    if start < 6 or order is None:
        return 0
    tiff = io.BytesIO(data[start : start + 65_536])
    try:
        tiff.seek(struct.unpack(f"{order}4xL", tiff.read(8))[0])
        (count,) = struct.unpack(f"{order}H", tiff.read(2))
        for _ in range(count):
            tag, value = struct.unpack(f"{order}H6xH2x", tiff.read(12))
            if tag == ORIENTATION:
                return int(value)
    except struct.error:
        pass
    return 0
