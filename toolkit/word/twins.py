"""Copies of paragraphs for another place."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from lxml import etree

from toolkit.word.package import W
from toolkit.word.ranges import MARKERS, orphans
from toolkit.word.runs import EMPTY, INSERTED, unlink, unwrap
from toolkit.word.story import DELETED

# What ties comments, moves and permissions to words; it must not stand twice.
BOOKMARK = {f"{W}bookmarkStart", f"{W}bookmarkEnd"}
TIES = (*(MARKERS - BOOKMARK), f"{W}commentReference")


def twin_of(element: Any) -> Any:
    """Return a copy of a paragraph for another place, without what may stand only once."""
    twin = copy.deepcopy(element)
    twin.tail = None
    sections = twin.findall(f"{W}pPr/{W}sectPr")
    for once in [*orphans(twin), *twin.iterfind(f".//{W}sdtPr/{W}id"), *sections]:
        unlink(once)
    for paragraph in twin.iter(f"{W}p"):
        for name in [n for n in paragraph.attrib if etree.QName(n).localname in ("paraId", "textId")]:
            del paragraph.attrib[name]
    return twin


def settled_twin(elements: Sequence[Any]) -> Any:
    """Return one paragraph that shows what several joined ones do, people's tracked changes accepted.

    Their comments are left to the original.
    """
    *before, twin = map(twin_of, elements)
    content = [child for one in before for child in one if child.tag != f"{W}pPr"]
    at = 1 if twin.find(f"{W}pPr") is not None else 0
    twin[at:at] = content
    _settle(twin)
    return twin


def _settle(twin: Any) -> None:
    for gone in list(twin.iter(*DELETED, *TIES)):
        run = gone.getparent()
        unlink(gone)
        if gone.tag == f"{W}commentReference" and all(child.tag in EMPTY for child in run):
            unlink(run)
    for mark in list(twin.iter(*INSERTED)):
        unwrap(mark)
