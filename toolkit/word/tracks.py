"""The tracked changes of paragraph marks and rows, each where the schema wants it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from toolkit.word.package import W

MARK_ORDER = [f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")]
ROW_ORDER = [f"{W}{name}" for name in ("ins", "del", "trPrChange")]
# CT_PPr: what may follow the paragraph mark's properties.
AFTER_MARK = {f"{W}sectPr", f"{W}pPrChange"}


def paragraph_mark(paragraph: Any) -> Any:
    """The properties of a paragraph's mark, made where the schema wants them (CT_PPr)."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    mark = properties.find(f"{W}rPr")
    if mark is None:
        mark = etree.Element(f"{W}rPr")
        later = [child for child in properties if child.tag in AFTER_MARK]
        if later:
            later[0].addprevious(mark)
        else:
            properties.append(mark)
    return mark


def row_properties(row: Any) -> Any:
    """Return the properties of a row, made where the schema wants them."""
    found = row.find(f"{W}trPr")
    if found is None:
        found = etree.Element(f"{W}trPr")
        first = row.find(f"{W}tblPrEx")
        if first is not None:
            first.addnext(found)
        else:
            row.insert(0, found)
    return found


def put_mark(properties: Any, mark: Any, order: Sequence[str]) -> None:
    """Put a tracked change where the schema wants it, unless there is one of its kind."""
    if properties.find(mark.tag) is not None:
        return
    place = order.index(mark.tag)
    earlier = [c for c in properties if c.tag in order[:place]]
    later = [c for c in properties if c.tag in order[place:]]
    if earlier:
        earlier[-1].addnext(mark)
    elif later:
        later[0].addprevious(mark)
    elif order is MARK_ORDER:
        properties.insert(0, mark)
    else:
        properties.append(mark)


def inserted_by(properties: Any, author: str) -> bool:
    """Tell whether the mark of a paragraph or row says that an author inserted it."""
    mark = properties.find(f"{W}ins") if properties is not None else None
    return mark is not None and mark.get(f"{W}author") == author
