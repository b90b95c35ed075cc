"""Read a DOCX's text as people see it: the XML itself, tracked insertions in, deletions out.

python-docx's `paragraph.text` drops tracked insertions and content controls, so the tree is
walked here.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.errors import DocumentError, display_path

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_SIZE = 500_000_000
HIDDEN = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{MC}Fallback"}


def read_text(path: Path) -> str:
    """Return the plain text of a DOCX, a paragraph a line.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken.
    """
    return "".join(f"{text}\n" for text in paragraph_texts(open_document(path).element))


def identifier(path: Path) -> str:
    """Return the core property `identifier`; see `read_text` for errors.

    The part is found by its content: LibreOffice 7.4 relates it by a type that python-docx does
    not know.
    """
    from docx.opc.parts.coreprops import CorePropertiesPart

    parts = [p for p in open_document(path).part.package.iter_parts() if isinstance(p, CorePropertiesPart)]
    return str(parts[0].core_properties.identifier or "") if parts else ""


def open_document(path: Path) -> Any:
    """Open a person's package; python-docx finds its parts wherever the producer put them."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    shown = display_path(path)
    try:
        with zipfile.ZipFile(path) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_SIZE:
                raise DocumentError(f"{shown}: 文件内容异常大，不像报告")
        document = Document(str(path))
        if document.element.getroottree().docinfo.doctype:
            raise ValueError("a part declares a document type, which packages must not")
        return document
    except FileNotFoundError:
        raise DocumentError(f"{shown}: 没有这个文件", "检查路径；文件名里有空格时整个路径加引号") from None
    except (IsADirectoryError, PermissionError):
        raise DocumentError(f"{shown}: 不能读取，是文件夹、没有权限或正被占用") from None
    except (
        zipfile.BadZipFile, PackageNotFoundError, etree.XMLSyntaxError,
        KeyError, ValueError, AttributeError, NotImplementedError, RuntimeError, OSError, zlib.error,
    ) as error:  # fmt: skip
        hint = "用 Word 或 WPS 打开，另存为 .docx 后再试"
        raise DocumentError(f"{shown}: 不是 Word 文档（.docx），或文件已损坏", hint) from error


def paragraph_texts(root: Any) -> list[str]:
    """Return the text of every paragraph in document order, those of tables too."""
    return [paragraph_text(p) for p in paragraphs(root)]


def paragraphs(root: Any) -> Iterator[Any]:
    """Yield every paragraph that people see, in document order."""
    return (p for p in root.iter(f"{W}p") if not _hidden(p))


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
