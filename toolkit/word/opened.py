"""A person's DOCX: its parts as the bytes they are, so that what is not changed stays what it was.

python-docx writes every part anew when it saves and refuses files whose relationships dangle, as
WPS leaves them; here only the parts that were replaced differ.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from toolkit.errors import DocumentError, display_path
from toolkit.word.package import NEVER, OFFICE, PACKAGE, W

STRICT = "http://purl.oclc.org/ooxml/"
CORE = f"{{{PACKAGE}/metadata/core-properties}}coreProperties"
TYPES = "[Content_Types].xml"
WORDS = "wordprocessingml"
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
            self._unpack(data)
        except (
            zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, zlib.error,
            EOFError, OSError,
        ) as error:  # fmt: skip
            raise self._broken() from error
        self._trees: dict[str, Any] = {}
        self.main = self._main()
        self.document = self.xml(self.main)
        self._check()

    def _unpack(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > MAX_SIZE:
                raise DocumentError(f"{self.shown}: 文件内容异常大，不像报告")
            # Some packers of other systems write backslashes.
            self._infos = {info.filename.replace("\\", "/"): info for info in infos}
            self.parts = {name: package.read(info) for name, info in self._infos.items()}
        self._lower = {name.lower(): name for name in self.parts}

    def _check(self) -> None:
        """See that the main part is a document of Word's that we can read."""
        if str(self.document.tag).startswith(f"{{{STRICT}"):
            raise DocumentError(f"{self.shown}: 是“严格 Open XML”格式", "在 Word 里另存为普通的 .docx 后再试")
        if self.document.tag != f"{W}document" or self.document.find(f"{W}body") is None:
            raise self._broken()
        name = f"/{self.main}".lower()
        rows = [row for row in self.xml(TYPES) if row.get("PartName", "").lower() == name]
        if rows and WORDS not in rows[0].get("ContentType", ""):
            raise self._broken()

    def _broken(self, part: str = "") -> DocumentError:
        hint = "用 Word 或 WPS 打开，另存为 .docx 后再试"
        where = f"（{part}）" if part else ""
        return DocumentError(f"{self.shown}: 不是 Word 文档（.docx），或文件已损坏{where}", hint)

    def _main(self) -> str:
        found = [t for _, kind, t in self.relations("") if kind.endswith("/officeDocument")]
        there = [name for name in [*found, "word/document.xml"] if name in self.parts]
        if not there:
            raise self._broken()
        return there[0]

    # -- parts ---------------------------------------------------------------------------------

    def xml(self, name: str) -> Any:
        """Return the tree of a part, parsed once; external entities and document types are refused.

        Raises:
            DocumentError: there is no such part, or it is broken.
        """
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            try:
                root: Any = etree.fromstring(self.parts[name], parser)
            except (etree.XMLSyntaxError, KeyError, ValueError) as error:
                raise self._broken(name) from error
            if root.getroottree().docinfo.doctype:  # packages must not declare any
                raise self._broken(name)
            self._trees[name] = root
        return self._trees[name]

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """Return (id, type, target) of the internal relationships of a part; "" is the package."""
        folder = posixpath.dirname(part)
        return [
            (row.get("Id", ""), row.get("Type", ""), self._target(folder, row.get("Target", "")))
            for row in self._relation_rows(part)
            if row.get("TargetMode") != "External"
        ]

    def _relation_rows(self, part: str) -> list[Any]:
        path = self._there(_relations_part(part))
        return [row for row in self.xml(path) if isinstance(row.tag, str)] if path in self.parts else []

    def _target(self, folder: str, target: str) -> str:
        """Return the part that a relationship means; where there is none, the name it should have."""
        joined = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        name = posixpath.normpath(joined)
        return next((n for n in map(self._there, (name, unquote(name))) if n in self.parts), name)

    def _there(self, name: str) -> str:
        """Return the name as the package spells it: part names do not tell large and small apart."""
        return name if name in self.parts else self._lower.get(name.lower(), name)

    def related(self, kind: str, part: str | None = None) -> list[str]:
        """Return the names of the parts of a kind (comments, styles) that a part refers to."""
        rows = self.relations(self.main if part is None else part)
        return [t for _, type_, t in rows if type_.endswith(f"/{kind}") and t in self.parts]

    def free(self, name: str) -> str:
        """Return a part's name, or with a number where another part has it."""
        stem, dot, extension = name.rpartition(".")
        numbered = (f"{stem}{n}{dot}{extension}" for n in range(2, len(self.parts) + 3))
        taken = self._lower
        return name if name.lower() not in taken else next(n for n in numbered if n.lower() not in taken)

    def add(self, kind: str, name: str, type_: str, data: bytes) -> str:
        """Add a part that the document refers to; return the relationship's id."""
        self.replace(name, data)
        self.content_type(name, type_)
        return self.refer(self.main, f"{OFFICE}/relationships/{kind}", name)

    def relate(self, id_: str, type_: str, target: str, part: str | None = None) -> None:
        """Add a relationship under a free id; `target` counts from the folder of the part."""
        path = self._there(_relations_part(self.main if part is None else part))
        if path not in self.parts:
            self.replace(path, f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode())
        self._append(path, "Relationship", Id=id_, Type=type_, Target=target)

    def refer(self, part: str, type_: str, name: str, id_: str = "") -> str:
        """Let a part refer to another one by an id, or by a free one; return it. "" is the package."""
        taken = {row.get("Id", "") for row in self._relation_rows(part)}
        id_ = id_ or next(f"rId{n}" for n in range(len(taken) + 1, 10**6) if f"rId{n}" not in taken)
        self.relate(id_, type_, posixpath.relpath(name, posixpath.dirname(part) or "."), part)
        return id_

    def content_type(self, name: str, type_: str) -> None:
        """Declare the content type of a part, by extension for media, else by its name; once."""
        rows = self.xml(TYPES)
        if type_.startswith("image/") or name.endswith(".xlsx"):
            extension = name.rpartition(".")[2].lower()
            if not any(row.get("Extension", "").lower() == extension for row in rows):
                self._append(TYPES, "Default", Extension=extension, ContentType=type_)
            return
        there = [row for row in rows if row.get("PartName", "").lower() == f"/{name}".lower()]
        if there and there[0].get("ContentType") == type_:
            return
        for row in there:
            rows.remove(row)
        self._append(TYPES, "Override", PartName=f"/{name}", ContentType=type_)

    def _append(self, path: str, tag: str, **attributes: str) -> None:
        """Put an element at the end of a part's root."""
        root = self.xml(path)
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}", attributes)
        self.save(path)

    def save(self, name: str) -> None:
        """Write a part whose tree was changed."""
        self.parts[name] = etree.tostring(
            self.xml(name).getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
        )

    def replace(self, name: str, data: bytes) -> None:
        """Put another content into a part, made if there is none yet."""
        self.parts[name] = data
        self._lower.setdefault(name.lower(), name)
        self._trees.pop(name, None)

    def data(self) -> bytes:
        """Return the package as a file; the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, content in self.parts.items():
                old = self._infos.get(name)
                info = zipfile.ZipInfo(name, old.date_time if old else NEVER)
                stored = old is not None and old.compress_type == zipfile.ZIP_STORED
                info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                package.writestr(info, content)
        return out.getvalue()

    # -- core properties -------------------------------------------------------------------------

    @property
    def core(self) -> str:
        """The name of the core properties' part, found by its content; empty if there is none.

        LibreOffice 7.4 relates it by a type of its own.
        """
        candidates = [t for _, kind, t in self.relations("") if kind.endswith("core-properties")]
        for name in [*candidates, self._there("docProps/core.xml")]:
            if name in self.parts and self.xml(name).tag == CORE:
                return name
        return ""

    def property(self, name: str) -> str:
        """Return a core property (identifier, lastModifiedBy), or an empty string."""
        if not self.core:
            return ""
        found = self.xml(self.core).findall(f"{{*}}{name}")
        return (found[0].text or "").strip() if found else ""

    def identify(self, identifier: str) -> None:
        """Write the core property `identifier`, once; every other property stays."""
        name = self.core or self._add_core()
        root = self.xml(name)
        first, *others = root.findall(f"{DC}identifier") or [etree.SubElement(root, f"{DC}identifier")]
        first.text = identifier
        for other in others:
            root.remove(other)
        self.save(name)

    def _add_core(self) -> str:
        name = self.free("docProps/core.xml")
        namespaces = {"cp": etree.QName(CORE).namespace, "dc": DC[1:-1]}
        self.replace(name, etree.tostring(etree.Element(CORE, nsmap=namespaces)))
        self.content_type(name, "application/vnd.openxmlformats-package.core-properties+xml")
        for row in self._relation_rows(""):  # one at most, the standard says; here they lead nowhere
            if row.get("Type", "").endswith("core-properties"):
                row.getparent().remove(row)
        self.refer("", f"{PACKAGE}/relationships/metadata/core-properties", name)
        return name


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


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels") if part else "_rels/.rels"
