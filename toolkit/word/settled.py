"""All tracked changes of a document: accepted, rejected, or turned round."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from toolkit.word.opened import Opened
from toolkit.word.package import W
from toolkit.word.ranges import MARKERS
from toolkit.word.runs import HIDDEN_TEXT, unwrap

ACCEPTED = (("ins", "moveTo"), ("del", "moveFrom"))
FORMATS = ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid")
RANGE_MARKS = {
    f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo", "customXmlIns", "customXmlDel")
    for end in ("Start", "End")
}  # fmt: skip
TRACKED = re.compile(rb"<\w+:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|\w+Change)[\s/>]")
BETWEEN = {*MARKERS, f"{W}proofErr"}  # what may stand between paragraphs
PLAIN_NAMES = {hidden: plain for plain, hidden in HIDDEN_TEXT.items()}


def settle_document(opened: Opened) -> bool:
    """Accept all tracked changes of the main part; tell whether there were any."""
    if not TRACKED.search(opened.parts[opened.main]):
        return False
    root = opened.document
    settle(root.find(f"{W}body"))
    opened.replace(opened.main, etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
    opened.document = opened.xml(opened.main)
    return True


def settle(body: Any, *, accept: bool = True) -> None:
    """Accept, or reject, all tracked changes below an element."""
    kept, gone = ACCEPTED if accept else ACCEPTED[::-1]
    _rows(body, kept, gone)
    _formats(body, accept=accept)
    merging = _marks(body, kept, gone)
    for name in gone:
        for element in list(body.iter(f"{W}{name}")):
            element.getparent().remove(element)
    for name in kept:
        for element in list(body.iter(f"{W}{name}")):
            unwrap(element)
    for element in list(body.iter(*PLAIN_NAMES, *RANGE_MARKS)):
        if element.tag in RANGE_MARKS:
            element.getparent().remove(element)
        else:
            element.tag = PLAIN_NAMES[element.tag]
    for paragraph in merging:
        _run_on(paragraph)


def _rows(body: Any, kept: tuple[str, ...], gone: tuple[str, ...]) -> None:
    for row in list(body.iter(f"{W}tr")):
        properties = row.find(f"{W}trPr")
        if properties is None:
            continue
        if any(properties.find(f"{W}{name}") is not None for name in gone):
            table = row.getparent()
            table.remove(row)
            if table.tag == f"{W}tbl" and table.find(f".//{W}tr") is None:
                table.getparent().remove(table)
            continue
        _drop(properties, kept)
        if not len(properties):
            row.remove(properties)


def _formats(body: Any, *, accept: bool) -> None:
    """Settle changed formatting: what it was before is kept in a `…Change` element."""
    for name in FORMATS:
        for change in list(body.iter(f"{W}{name}Change")):
            owner = change.getparent()
            owner.remove(change)
            old = change.find(f"{W}{name}")
            if not accept and old is not None:
                mark = owner.find(f"{W}rPr") if name == "pPr" else None
                for child in list(owner):
                    if child is not mark and child.tag != f"{W}sectPr":
                        owner.remove(child)
                for n, child in enumerate(list(old)):
                    owner.insert(n, child)


def _marks(body: Any, kept: tuple[str, ...], gone: tuple[str, ...]) -> list[Any]:
    """Settle the marks of paragraphs; return those that run on into the next one."""
    merging = []
    for paragraph in body.iter(f"{W}p"):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is None:
            continue
        if any(mark.find(f"{W}{name}") is not None for name in gone):
            merging.append(paragraph)
        if _drop(mark, (*kept, *gone)) and not len(mark):
            properties = mark.getparent()
            properties.remove(mark)
            if not len(properties):
                paragraph.remove(properties)
    return merging


def _drop(parent: Any, names: tuple[str, ...]) -> bool:
    found = [child for child in parent if child.tag in {f"{W}{name}" for name in names}]
    for child in found:
        parent.remove(child)
    return bool(found)


def _run_on(paragraph: Any) -> None:
    """Join a paragraph to the next one; one that has nothing left is taken out."""
    if paragraph.getparent() is None:
        return
    content = [child for child in paragraph if child.tag != f"{W}pPr"]
    following = paragraph.getnext()
    while following is not None and following.tag in BETWEEN:
        following = following.getnext()
    joins = following is not None and following.tag == f"{W}p"
    if not joins and (any(c.tag not in BETWEEN for c in content) or _only(paragraph)):
        return
    if joins:
        properties = paragraph.find(f"{W}pPr")
        if any(child.tag == f"{W}r" for child in content) and properties is not None:
            _take_properties(properties, following)
        at = 1 if following.find(f"{W}pPr") is not None else 0
        for n, child in enumerate(content):
            following.insert(at + n, child)
    else:
        for child in content:
            paragraph.addprevious(child)
    paragraph.getparent().remove(paragraph)


def _take_properties(properties: Any, following: Any) -> None:
    """What was joined looks like its beginning; a section's end stays with the later mark."""
    there = following.find(f"{W}pPr")
    section = there.find(f"{W}sectPr") if there is not None else None
    if there is not None:
        following.remove(there)
    if section is not None and properties.find(f"{W}sectPr") is None:
        properties.append(section)
    following.insert(0, properties)


def _only(paragraph: Any) -> bool:
    """Tell whether a cell, or the body, would be left without a paragraph at its end."""
    parent = paragraph.getparent()
    if parent.tag == f"{W}body":
        return False
    others = [p for p in parent.findall(f"{W}p") if p is not paragraph]
    return not others


def authors(opened: Opened) -> set[str]:
    """Return who made the tracked changes of the main part."""
    names = {f"{W}{name}" for name in (*ACCEPTED[0], *ACCEPTED[1])}
    found = {e.get(f"{W}author", "") for e in opened.document.iter(*names)}
    return found - {""}


def turned_round(data: bytes, prefix: str) -> bytes:
    """Return a document part with insertions and deletions exchanged; `prefix` is that of its elements.

    Whoever turns B into A with tracked changes and then turns those round has B with the changes
    that made it from A. Bytes that belong to no tracked change stay what they are.
    """
    hidden = {a.removeprefix(W): b.removeprefix(W) for a, b in HIDDEN_TEXT.items()}
    plain = {b: a for a, b in hidden.items()}
    head = f"{prefix}:" if prefix else ""
    names = "|".join(("ins", "del", *hidden, *plain))
    tag = re.compile(rf"<(/?){re.escape(head)}({names})(?=[\s/>])([^>]*)>".encode())
    depth = {"ins": 0, "del": 0}

    def exchanged(match: re.Match[bytes]) -> bytes:
        closing, name, rest = match[1].decode(), match[2].decode(), match[3]
        if name in depth:
            if not rest.endswith(b"/"):
                depth[name] += -1 if closing else 1
            name = "del" if name == "ins" else "ins"
        elif depth["ins"]:
            name = hidden.get(name, name)
        elif depth["del"]:
            name = plain.get(name, name)
        return b"<" + closing.encode() + head.encode() + name.encode() + rest + b">"

    return tag.sub(exchanged, data)
