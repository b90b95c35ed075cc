"""Copies of paragraphs for another place."""

from __future__ import annotations

import copy
from typing import Any

from lxml import etree

from toolkit.word.package import W
from toolkit.word.places import orphans
from toolkit.word.runs import INSERTED, unlink
from toolkit.word.story import DELETED

COMMENTED = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def twin_of(element: Any) -> Any:
    """Return a copy of a paragraph for another place, without what may stand only once."""
    twin = copy.deepcopy(element)
    twin.tail = None
    section = twin.find(f"{W}pPr/{W}sectPr")
    for once in [
        *orphans(twin),
        *twin.iterfind(f".//{W}sdtPr/{W}id"),
        *([] if section is None else [section]),
    ]:
        unlink(once)
    for paragraph in twin.iter(f"{W}p"):
        for name in [n for n in paragraph.attrib if etree.QName(n).localname in ("paraId", "textId")]:
            del paragraph.attrib[name]
    return twin


def settle(twin: Any) -> None:
    """Accept the changes that people tracked in a copy, and leave its comments to the original."""
    for gone in list(twin.iter(*DELETED, *COMMENTED)):
        (unlink if gone.tag != f"{W}commentReference" else _unlink_run)(gone)
    for mark in list(twin.iter(*INSERTED)):
        for child in list(mark):
            mark.addprevious(child)
        mark.getparent().remove(mark)


def _unlink_run(reference: Any) -> None:
    unlink(reference.getparent())
