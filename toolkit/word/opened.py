"""A person's DOCX: its parts as the bytes they are, so that what is not changed stays what it was.

python-docx writes every part anew when it saves and refuses files whose relationships dangle, as
WPS leaves them; here only the parts that were replaced differ.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from lxml import etree

from toolkit.errors import DocumentError, display_path
from toolkit.word.package import OFFICE, PACKAGE
from toolkit.word.styles import escape

STRICT = "http://purl.oclc.org/ooxml/"
CORE = "cp:coreProperties"
MAX_SIZE = 500_000_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DC = "{http://purl.org/dc/elements/1.1/}"


class Opened:
    """The parts of a package in their order; `main` is the name of the document's part."""

    def __init__(self, data: bytes, shown: str) -> None:
        """Read a package from bytes; `shown` names the file in errors.

        Raises:
            DocumentError: no package, or a broken one.
        """
        self.shown = shown
        if data.startswith(OLE):
            raise DocumentError(
                f"{shown}: 是旧的 .doc、.wps 文件，或加了密码的文档",
                "用 Word 或 WPS 打开（去掉密码），另存为 .docx 后再试",
            )
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(part.file_size for part in package.infolist()) > MAX_SIZE:
                    raise DocumentError(f"{shown}: 文件内容异常大，不像报告")
                self.parts = {n: package.read(n) for n in package.namelist() if not n.endswith("/")}
            self._trees: dict[str, Any] = {}
            self.main = self._main()
            self.document = self.xml(self.main)
        except (
            zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, NotImplementedError,
            RuntimeError, zlib.error, EOFError,
        ) as error:  # fmt: skip
            raise self._broken() from error
        if self.document.find("{*}body") is None:
            raise self._broken()
        if etree.QName(self.document).namespace.startswith(STRICT):
            raise DocumentError(f"{shown}: 是“严格 Open XML”格式", "在 Word 里另存为普通的 .docx 后再试")

    def _broken(self) -> DocumentError:
        hint = "用 Word 或 WPS 打开，另存为 .docx 后再试"
        return DocumentError(f"{self.shown}: 不是 Word 文档（.docx），或文件已损坏", hint)

    def _main(self) -> str:
        found = [t for _, kind, t in self.relations("") if kind.endswith("/officeDocument")]
        return found[0] if found else "word/document.xml"

    # -- parts ---------------------------------------------------------------------------------

    def xml(self, name: str) -> Any:
        """Return the tree of a part, parsed once; external entities and document types are refused."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root: Any = etree.fromstring(self.parts[name], parser)
            if root.getroottree().docinfo.doctype:
                raise ValueError("a part declares a document type, which packages must not")
            self._trees[name] = root
        return self._trees[name]

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Return (id, type, target) of the internal relationships of a part; "" is the package."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels") if part else "_rels/.rels"
        if path not in self.parts:
            return []
        return [
            (row.get("Id", ""), row.get("Type", ""), _target(folder, row.get("Target", "")))
            for row in self.xml(path)
            if row.get("TargetMode") != "External" and isinstance(row.tag, str)
        ]

    def related(self, kind: str, part: str | None = None) -> list[str]:
        """Return the names of the parts of a kind (comments, styles) that a part refers to."""
        rows = self.relations(self.main if part is None else part)
        return [t for _, type_, t in rows if type_.endswith(f"/{kind}") and t in self.parts]

    def add(self, kind: str, name: str, type_: str, data: bytes) -> str:
        """Add a part that the document refers to; return the relationship's id."""
        self.parts[name] = data
        self.content_type(name, type_)
        folder, main = posixpath.split(self.main)
        rels = posixpath.join(folder, "_rels", f"{main}.rels")
        taken = {row[0] for row in self.relations(self.main)}
        id_ = next(f"rId{n}" for n in range(len(taken) + 1, 10**6) if f"rId{n}" not in taken)
        target = posixpath.relpath(name, folder or ".")
        row = f'<Relationship Id="{id_}" Type="{OFFICE}/relationships/{kind}" Target="{escape(target)}"/>'
        empty = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
        self.replace(rels, _append(self.parts.get(rels, empty), row))
        return id_

    def content_type(self, name: str, type_: str) -> None:
        """Declare the content type of a part, by extension for media, else by its name."""
        path = "[Content_Types].xml"
        if type_.startswith("image/") or name.endswith(".xlsx"):
            extension = name.rpartition(".")[2]
            if any(row.get("Extension", "").lower() == extension for row in self.xml(path)):
                return
            row = f'<Default Extension="{extension}" ContentType="{type_}"/>'
        else:
            row = f'<Override PartName="/{escape(name)}" ContentType="{type_}"/>'
        self.replace(path, _append(self.parts[path], row))

    def replace(self, name: str, data: bytes) -> None:
        """Put another content into a part."""
        self.parts[name] = data
        self._trees.pop(name, None)

    def data(self) -> bytes:
        """Return the package as a file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.parts.items():
                package.writestr(name, content)
        return out.getvalue()

    # -- core properties -------------------------------------------------------------------------

    @property
    def core(self) -> str:
        """The name of the core properties' part, found by its content; empty if there is none.

        LibreOffice 7.4 relates it by a type of its own.
        """
        candidates = [t for _, kind, t in self.relations("") if kind.endswith("core-properties")]
        for name in [*candidates, "docProps/core.xml"]:
            if name in self.parts and CORE.partition(":")[2].encode() in self.parts[name]:
                return name
        return ""

    def property(self, name: str) -> str:
        """Return a core property (identifier, lastModifiedBy), or an empty string."""
        if not self.core:
            return ""
        found = self.xml(self.core).findall(f"{{*}}{name}")
        return (found[0].text or "").strip() if found else ""

    def identify(self, identifier: str) -> None:
        """Write the core property `identifier`, and nothing else of the part."""
        name = self.core
        if not name:
            self._add_core(identifier)
            return
        element = f"<dc:identifier>{escape(identifier)}</dc:identifier>"
        text = self.parts[name].decode("utf-8-sig")
        made, count = re.subn(
            r"<dc:identifier\b[^>]*?(?:/>|>.*?</dc:identifier>)", element, text, flags=re.DOTALL
        )
        if not count:
            declared = element.replace("<dc:identifier>", f'<dc:identifier xmlns:dc="{DC[1:-1]}">')
            made = re.sub(r"</((?:\w+:)?coreProperties)>", rf"{declared}</\1>", text)
        self.replace(name, made.encode())

    def _add_core(self, identifier: str) -> None:
        name = "docProps/core.xml"
        self.content_type(name, "application/vnd.openxmlformats-package.core-properties+xml")
        kind = f"{PACKAGE}/relationships/metadata/core-properties"
        row = f'<Relationship Id="rIdDraftCore" Type="{kind}" Target="{name}"/>'
        self.replace("_rels/.rels", _append(self.parts["_rels/.rels"], row))
        self.replace(
            name,
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="{DC[1:-1]}">'
            f"<dc:identifier>{escape(identifier)}</dc:identifier></cp:coreProperties>".encode(),
        )


def open_docx(path: Path) -> Opened:
    """Open a person's file.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken.
    """
    shown = display_path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError(f"{shown}: 没有这个文件", "检查路径；文件名里有空格时整个路径加引号") from None
    except OSError:
        raise DocumentError(f"{shown}: 不能读取，是文件夹、没有权限或正被占用") from None
    return Opened(data, shown)


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _append(xml: bytes, row: str) -> bytes:
    """Put an element before the end of a part's root."""
    text = xml.decode("utf-8-sig")
    end = text.rstrip().rfind("</")
    if end < 0:  # an empty root
        name = re.findall(r"<(?!\?)([\w:]+)", text)[0]
        return re.sub(r"/>\s*$", lambda m: f">{row}</{name}>", text).encode()
    return (text[:end] + row + text[end:]).encode()
