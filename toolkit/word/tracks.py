"""Tracked changes: of words, of paragraph marks and of rows, each where the schema wants it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Sequence
from typing import Any

from lxml import etree

from toolkit.word.package import W
from toolkit.word.runs import hide_text, live_runs
from toolkit.word.styles import NAMESPACE, printable

MARK_ORDER = [f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")]
ROW_ORDER = [f"{W}{name}" for name in ("ins", "del", "trPrChange")]
# CT_PPr: what may follow the paragraph mark's properties.
AFTER_MARK = {f"{W}sectPr", f"{W}pPrChange"}
INSERTION, DELETION = "ins", "del"


class Tracks:
    """Makes the tracked changes of one document: each has an id of its own, all have one date.

    `ids` yields the ids that no mark of the document has; all kinds count as one.
    """

    def __init__(self, root: Any, now: datetime.datetime) -> None:
        self.date = now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        taken = {e.get(f"{W}id", "") for e in root.iter(etree.Element)}
        self.ids = (number for number in itertools.count(1) if str(number) not in taken)

    def number(self) -> str:
        """Return the next of `ids`."""
        return str(next(self.ids))

    def inserted(self, run: Any, author: str) -> Any:
        """Show a run as inserted, where it stands or before it is put anywhere; return the change."""
        return self._around(INSERTION, run, author)

    def deleted(self, run: Any, author: str, *, boxes: bool = False) -> Any:
        """Show a run as deleted; return the change. `boxes` names the text of its text boxes so too."""
        hide_text(run, boxes=boxes)
        return self._around(DELETION, run, author)

    def mark(self, kind: str, paragraph: Any, author: str) -> None:
        """Show the mark of a paragraph as inserted or deleted, unless it is."""
        put_mark(paragraph_mark(paragraph), self._change(kind, author), MARK_ORDER)

    def row(self, kind: str, row: Any, author: str) -> None:
        """Show a row as inserted or deleted, unless it is."""
        put_mark(row_properties(row), self._change(kind, author), ROW_ORDER)

    def inserted_block(self, element: Any, author: str) -> None:
        """Show a paragraph or table, and all that is in it, as inserted."""
        for row in element.iter(f"{W}tr"):
            self.row(INSERTION, row, author)
        if element.tag == f"{W}p":
            self.mark(INSERTION, element, author)
        for run in outer_runs(element):
            self.inserted(run, author)

    def _around(self, kind: str, run: Any, author: str) -> Any:
        change = self._change(kind, author)
        if run.getparent() is not None:
            run.addprevious(change)
        change.append(run)
        return change

    def _change(self, kind: str, author: str) -> Any:
        change = etree.Element(f"{W}{kind}", nsmap={"w": NAMESPACE})
        change.set(f"{W}id", self.number())
        change.set(f"{W}author", printable(author))
        change.set(f"{W}date", self.date)
        return change


def outer_runs(element: Any) -> list[Any]:
    """Return the runs below a block that are not deleted; what is in a text box goes with its run."""
    paragraphs = [p for p in element.iter(f"{W}p") if next(p.iterancestors(f"{W}p"), None) is None]
    return [run for paragraph in paragraphs for run in live_runs(paragraph)]


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
        # CT_TrPr wants a property beside the mark of a change; this one says what holds anyway.
        etree.SubElement(found, f"{W}cantSplit").set(f"{W}val", "off")
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
