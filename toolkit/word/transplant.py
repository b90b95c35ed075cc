"""Blocks and runs of one document as another one can hold them.

Styles go by name, pictures and charts come with their parts, and what points at something that
stays behind (notes, comments, bookmarks, links, numbering that is unknown here) is left out.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from toolkit.word.foreign import style_names
from toolkit.word.opened import Opened
from toolkit.word.package import PACKAGE, W
from toolkit.word.styles import escape

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ADVICE = "{http://schemas.microsoft.com/office/word/2010/wordml}"
STYLES = {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"}
BUILT_ON = (f"{W}basedOn", f"{W}next", f"{W}link")
LEFT_BEHIND = {
    f"{W}{name}"
    for name in (
        "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
        "permStart", "permEnd", "proofErr", "footnoteReference", "endnoteReference", "annotationRef",
        "lastRenderedPageBreak", "sectPr", "altChunk", "subDoc", "cnfStyle",
    )
}  # fmt: skip
UNWRAPPED = {
    *(f"{W}{n}" for n in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo")),
    f"{MC}AlternateContent",
    f"{MC}Choice",
}
PROPERTIES = {
    *(f"{W}{name}" for name in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")),
    f"{MC}Fallback",
}
DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object"}


class Transplant:
    """Copies of one document's elements for another document."""

    def __init__(self, source: Opened, target: Opened) -> None:
        self.source, self.target = source, target
        self.styles = _StyleIds(source, target)
        self.parts: dict[str, str] = {}  # parts that were carried over: name there -> name here
        self.relations: dict[str, str] = {}
        self.rows = {id_: (kind, part) for id_, kind, part in source.relations(source.main)}
        self.pictures = itertools.count(_highest_picture(target) + 1)

    def copy(self, element: Any) -> Any:
        """Return a copy of a paragraph, table, row or run that stands on its own in the target."""
        made = copy.deepcopy(element)
        made.tail = None
        _stripped(made)
        self.styles.rename(made)
        self._numbering(made)
        for child in list(made.iter()):
            if isinstance(child.tag, str):
                self._references(child)
        for number, drawing in zip(self.pictures, made.iter("{*}docPr"), strict=False):
            drawing.set("id", str(number))
        return made

    def _numbering(self, element: Any) -> None:
        """Automatic numbers stay where both documents number alike."""
        if _numbers(self.source) != _numbers(self.target):
            for row in list(element.iter(f"{W}numPr")):
                row.getparent().remove(row)

    # -- parts -------------------------------------------------------------------------------

    def _references(self, element: Any) -> None:
        for name in [n for n in element.attrib if n.startswith(R)]:
            id_ = element.get(name)
            if id_ not in self.rows or self.rows[id_][1] not in self.source.parts:
                del element.attrib[name]  # a link to something outside
                continue
            element.set(name, self._relation(id_))

    def _relation(self, id_: str) -> str:
        if id_ not in self.relations:
            kind, part = self.rows[id_]
            name = self._part(part)
            self.relations[id_] = self._there(kind, name) or _relate(
                self.target, self.target.main, kind, name
            )
        return self.relations[id_]

    def _there(self, kind: str, name: str) -> str:
        rows = self.target.relations(self.target.main)
        return next((id_ for id_, k, t in rows if k == kind and t == name), "")

    def _part(self, name: str) -> str:
        """Carry a part over with those that it refers to; return its name in the target."""
        if name in self.parts:
            return self.parts[name]
        data = self.source.parts[name]
        if self.target.parts.get(name) == data:
            self.parts[name] = name
            return name
        made = _free(name, data, self.target)
        self.parts[name] = made
        self.target.parts[made] = data
        self.target.content_type(made, _content_type(self.source, name))
        for id_, kind, part in self.source.relations(name):
            if part in self.source.parts:
                _relate(self.target, made, kind, self._part(part), id_)
        return made


class _StyleIds:
    """The id of each style of the source in the target, found by name, copied where it is lacking."""

    def __init__(self, source: Opened, target: Opened) -> None:
        self.target = target
        self.there = _styles(source)
        self.here = _styles(target)
        names = {name: id_ for id_, name in style_names(target).items()}
        self.ids: dict[str, str] = {}
        self.elements: dict[str, Any] = {}
        for style in () if self.there is None else self.there.iter(f"{W}style"):
            id_, name = style.get(f"{W}styleId", ""), style.find(f"{W}name")
            self.elements[id_] = style
            if name is not None and name.get(f"{W}val", "").lower() in names:
                self.ids[id_] = names[name.get(f"{W}val", "").lower()]

    def rename(self, element: Any) -> None:
        lacking = False
        for use in list(element.iter(*STYLES)):
            id_ = use.get(f"{W}val", "")
            if id_ not in self.ids and id_ in self.elements and self.here is not None:
                self._add(id_)
                lacking = True
            if id_ in self.ids:
                use.set(f"{W}val", self.ids[id_])
            else:
                use.getparent().remove(use)
        if lacking:
            name = self.target.related("styles")[0]
            data = etree.tostring(self.here, encoding="UTF-8", xml_declaration=True, standalone=True)
            self.target.replace(name, data)
            self.here = self.target.xml(name)

    def _add(self, id_: str) -> None:
        taken = {s.get(f"{W}styleId", "") for s in self.here.iter(f"{W}style")}
        made = id_ if id_ not in taken else next(n for n in _numbered(id_) if n not in taken)
        self.ids[id_] = made
        style = copy.deepcopy(self.elements[id_])
        style.set(f"{W}styleId", made)
        style.attrib.pop(f"{W}default", None)
        for row in list(style.iter(f"{W}numPr")):
            row.getparent().remove(row)
        self.here.append(style)
        for row in [child for child in style if child.tag in BUILT_ON]:
            other = row.get(f"{W}val", "")
            if row.tag == BUILT_ON[0] and other not in self.ids and other in self.elements:
                self._add(other)
            if other in self.ids:
                row.set(f"{W}val", self.ids[other])
            else:
                style.remove(row)


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{n}" for n in itertools.count(2))


def _styles(opened: Opened) -> Any:
    names = opened.related("styles")
    return opened.xml(names[0]) if names else None


def _numbers(opened: Opened) -> str:
    names = opened.related("numbering")
    if not names:
        return ""
    return hashlib.sha256(etree.tostring(opened.xml(names[0]), method="c14n")).hexdigest()


def _stripped(element: Any) -> None:
    """Take out what points elsewhere, and the editors' marks."""
    for child in [c for c in element.iter() if isinstance(c.tag, str)]:
        for name in [n for n in child.attrib if n.startswith((ADVICE, f"{W}rsid"))]:
            del child.attrib[name]
        if child is not element and _left_behind(child):
            child.getparent().remove(child)
    for child in [c for c in element.iter(*UNWRAPPED) if c is not element]:
        parent = child.getparent()
        at = parent.index(child)
        for n, inner in enumerate(list(child)):
            parent.insert(at + n, inner)
        parent.remove(child)


def _left_behind(element: Any) -> bool:
    return element.tag in LEFT_BEHIND or element.tag in PROPERTIES or element.tag.startswith(ADVICE)


def _highest_picture(opened: Opened) -> int:
    numbers = [e.get("id", "") for e in opened.document.iter("{*}docPr")]
    return max((int(n) for n in numbers if n.isdigit()), default=0) + 1000


def _free(name: str, data: bytes, target: Opened) -> str:
    """A name for a part that the target does not have yet, the same for the same content."""
    folder, file = posixpath.split(name)
    stem, dot, extension = file.rpartition(".")
    known = hashlib.sha256(data).hexdigest()[:8]
    wanted = [name, *(f"{folder}/{stem}-{known}{n}{dot}{extension}" for n in ("", *range(2, 99)))]
    return next(w for w in wanted if w not in target.parts or target.parts[w] == data)


def _content_type(opened: Opened, name: str) -> str:
    rows = opened.xml("[Content_Types].xml")
    for row in rows:
        if row.get("PartName", "").lower() == f"/{name}".lower():
            return str(row.get("ContentType", ""))
    extension = name.rpartition(".")[2].lower()
    found = [r.get("ContentType", "") for r in rows if r.get("Extension", "").lower() == extension]
    return str(found[0]) if found else "application/octet-stream"


def _relate(opened: Opened, part: str, kind: str, name: str, id_: str = "") -> str:
    """Let a part refer to another one; return the relationship's id."""
    folder, file = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{file}.rels")
    taken = {row[0] for row in opened.relations(part)}
    if rels in opened.parts:
        taken |= set(re.findall(r'\bId="([^"]*)"', opened.parts[rels].decode("utf-8", "replace")))
    id_ = id_ or next(f"rId{n}" for n in itertools.count(len(taken) + 1) if f"rId{n}" not in taken)
    target = posixpath.relpath(name, folder or ".")
    row = f'<Relationship Id="{id_}" Type="{escape(kind)}" Target="{escape(target)}"/>'
    empty = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
    data = opened.parts.get(rels, empty)
    end = data.rstrip().rfind(b"</")
    opened.replace(rels, data[:end] + row.encode() + data[end:] if end > 0 else _only(row))
    return id_


def _only(row: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{row}</Relationships>'.encode()
