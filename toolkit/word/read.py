"""Read a DOCX's text as people see it: the XML itself, tracked insertions in, deletions out.

python-docx's `paragraph.text` drops tracked insertions and content controls, so the tree is
walked here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.errors import DocumentError, display_path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
MAX_PART = 200_000_000
HIDDEN = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"}
BETWEEN_HAN = re.compile(r"\n")


def read_text(path: Path) -> str:
    """Return the plain text of a DOCX, a paragraph a line.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken.
    """
    return "".join(f"{text}\n" for text in paragraph_texts(document_root(path)))


def document_root(path: Path) -> Any:
    """Return the root element of the main document part; see `read_text` for errors."""
    return parse(_part(path, "word/document.xml"), path)


def identifier(path: Path) -> str:
    """Return the core property `identifier`, or an empty string."""
    try:
        root = parse(_part(path, "docProps/core.xml"), path)
    except DocumentError:
        return ""
    return str(root.findtext(IDENTIFIER) or "")


def parse(data: bytes, path: Path) -> Any:
    """Parse a part without entities or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{display_path(path)}: 文件内容损坏", str(error)) from error


def _part(path: Path, name: str) -> bytes:
    shown = display_path(path)
    try:
        with zipfile.ZipFile(path) as package:
            if package.getinfo(name).file_size > MAX_PART:
                raise DocumentError(f"{shown}: 文件内容异常大，不像报告")
            return package.read(name)
    except FileNotFoundError:
        raise DocumentError(f"{shown}: 没有这个文件", "检查路径；文件名里有空格时整个路径加引号") from None
    except (IsADirectoryError, PermissionError):
        raise DocumentError(f"{shown}: 不能读取，是文件夹、没有权限或正被占用") from None
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        hint = "用 Word 或 WPS 打开，另存为 .docx 后再试"
        raise DocumentError(f"{shown}: 不是 Word 文档（.docx）", hint) from error


def paragraph_texts(root: Any) -> list[str]:
    """Return the text of every paragraph in document order, those of tables too."""
    return [paragraph_text(p) for p in root.iter(f"{W}p") if not _hidden(p)]


def _hidden(paragraph: Any) -> bool:
    return any(parent.tag in HIDDEN for parent in paragraph.iterancestors())


def paragraph_text(paragraph: Any) -> str:
    """Return a paragraph's text without deleted text, field codes and text boxes in it."""
    text = "".join(_pieces(paragraph))
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag == f"{W}tab":
            yield "\t"
        elif child.tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        elif child.tag not in HIDDEN and child.tag != f"{W}p":
            yield from _pieces(child)
