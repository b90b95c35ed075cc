"""Blocks and runs of one document as another one can hold them.

Styles go by name, pictures and charts come with their parts, and what points at something that
stays behind (notes, comments, bookmarks, links, numbering that is unknown here) is left out.
"""

from __future__ import annotations

import copy
import hashlib
import itertools
import posixpath
from typing import Any

from lxml import etree

from toolkit.word.foreign import StyleIds
from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.ranges import MARKERS
from toolkit.word.runs import unwrap

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ADVICE = "{http://schemas.microsoft.com/office/word/2010/wordml}"
STYLES = {f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"}
LEFT_BEHIND = {
    *MARKERS,
    *(
        f"{W}{name}"
        for name in (
            "commentReference", "proofErr", "footnoteReference", "endnoteReference", "annotationRef",
            "lastRenderedPageBreak", "sectPr", "altChunk", "subDoc", "cnfStyle",
        )
    ),
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
        names = source.related("styles")
        self.styles = StyleIds(target, source.xml(names[0]) if names else None)
        self.parts: dict[str, str] = {}  # parts that were carried over: name there -> name here
        self.relations: dict[str, str] = {}
        self.rows = {id_: (kind, part) for id_, kind, part in source.relations(source.main)}
        self.pictures = itertools.count(_highest_picture(target) + 1)

    def copy(self, element: Any) -> Any:
        """Return a copy of a paragraph, table, row or run that stands on its own in the target."""
        made = copy.deepcopy(element)
        made.tail = None
        _stripped(made)
        self._restyle(made)
        self._numbering(made)
        for child in list(made.iter()):
            if isinstance(child.tag, str):
                self._references(child)
        for number, drawing in zip(self.pictures, made.iter("{*}docPr"), strict=False):
            drawing.set("id", str(number))
        return made

    def _restyle(self, element: Any) -> None:
        uses = list(element.iter(*STYLES))
        self.styles.add(dict.fromkeys(use.get(f"{W}val", "") for use in uses))
        for use in uses:
            id_ = self.styles.ids.get(use.get(f"{W}val", ""))
            if id_ is None:
                use.getparent().remove(use)
            else:
                use.set(f"{W}val", id_)

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
            there = self._there(kind, name)
            self.relations[id_] = there or self.target.refer(self.target.main, kind, name)
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
        self.target.replace(made, data)
        self.target.content_type(made, _content_type(self.source, name))
        for id_, kind, part in self.source.relations(name):
            if part in self.source.parts:
                self.target.refer(made, kind, self._part(part), id_)
        return made


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
        unwrap(child)


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
