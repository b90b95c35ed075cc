"""Where blocks of a person's document may come in and go out: tables, sections and content controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from toolkit.errors import DocumentError
from toolkit.word.package import W
from toolkit.word.ranges import orphans
from toolkit.word.splice import Splice

BLOCKS = (f"{W}p", f"{W}tbl", f"{W}sdt", f"{W}customXml")
TABLE = re.compile(r"<(?:[^\s<>/:]+:)?tbl[\s/>]")
MARKER = re.compile(r"<(?:[^\s<>/:]+:)?\w+(?:Start|End)[\s/>]")


class Places:
    """The blocks of a document that is being spliced."""

    def __init__(self, splice: Splice) -> None:
        self.splice = splice

    def unit(self, element: Any) -> Any:
        """Return a block, or the content control that holds nothing else."""
        parent = element.getparent()
        while parent.tag == f"{W}sdtContent" and self._beside(element) == (None, None):
            if any(self.splice.after.get(sibling) for sibling in parent):
                break  # something new stands in it
            element = parent.getparent()
            parent = element.getparent()
        return element

    def _beside(self, element: Any) -> tuple[Any, Any]:
        """Return the blocks before and behind one, those left out that are taken out."""
        before, behind = (
            next((s for s in siblings if s.tag in BLOCKS and s not in self.splice.removed), None)
            for siblings in (element.itersiblings(preceding=True), element.itersiblings())
        )
        return before, behind

    def _around(self, element: Any) -> tuple[Any, Any]:
        """Return the same, found outside where the block begins or ends a content control."""
        before, behind = self._beside(element)
        parent = element.getparent()
        if parent.tag == f"{W}sdtContent":
            first, last = self._around(parent.getparent())
            before = first if before is None else before
            behind = last if behind is None else behind
        return before, behind

    def needed(self, element: Any, *, mark: bool = False) -> bool:
        """Tell whether a paragraph must stand though it holds nothing.

        It ends a section or a cell, is the only one, or keeps a table from another or from the end.
        `mark` asks about its mark alone, which cannot go where nothing follows.
        """
        if element.find(f"{W}pPr/{W}sectPr") is not None:
            return True
        _, behind = self._beside(element)
        if mark and behind is None:
            return True
        before, behind = self._around(element)
        parted = self._is_table(before, first=False) or (before is None and behind is None)
        return parted and (behind is None or self._is_table(behind, first=True))

    def _is_table(self, element: Any, *, first: bool) -> bool:
        """Tell whether a block is a table, or a content control whose first, or last, block is one."""
        while element is not None and element.tag == f"{W}sdt":
            inner = [e for e in element.iterfind(f"{W}sdtContent/*") if e.tag in BLOCKS]
            left = [e for e in inner if e not in self.splice.removed]
            element = left[0 if first else -1] if left else None
        return element is not None and element.tag == f"{W}tbl"

    def take_out(self, element: Any) -> None:
        """Take a block out; the ends of ranges that reach beyond it stay."""
        self.splice.removed.add(element)
        self.splice.before[element] += [self.splice.xml(marker) for marker in orphans(element)]

    def put_before(self, element: Any, xml: str) -> None:
        """Put a block before the one that a paragraph stands in."""
        self.splice.before[_outermost(element, last=False)].append(xml)

    def put_behind(self, element: Any, xml: str) -> None:
        """Put a block behind the one that a paragraph stands in."""
        block = _outermost(element, last=True)
        out = [a for a in block.iterancestors() if a in self.splice.removed]
        self.splice.after[out[-1] if out else block].append(xml)

    def first(self, shown: str) -> Any:
        """Return the first paragraph; `shown` names the file.

        Raises:
            DocumentError: the document has none.
        """
        found = next(self.splice.root.iter(f"{W}p"), None)
        if found is None:
            raise DocumentError(f"{shown}: 文档里没有段落", "在 Word 里打开，至少留一个空段，保存后再试")
        return found

    def part_tables(self, empty: Callable[[], str]) -> None:
        """Put empty paragraphs where new tables would touch others, or end a document or a cell."""
        for places, following in ((self.splice.before, False), (self.splice.after, True)):
            for element, rows in places.items():
                if not any(map(TABLE.match, rows)):
                    continue
                there = element not in self.splice.removed
                table = (
                    self._is_table(element, first=False)
                    if following and there
                    else self._follows_table(element)
                )
                _, behind = self._around(element)
                behind = element if not following and there else behind
                ends = behind is None or self._is_table(behind, first=True)
                places[element] = _parted(rows, empty, before=table, behind=ends)

    def _follows_table(self, element: Any) -> bool:
        """Tell whether what will stand in the place of a removed block, or before one, follows a table."""
        removed, after = self.splice.removed, self.splice.after
        # Ends of ranges may stand there too.
        before = {
            e: new for e, r in self.splice.before.items() if (new := [x for x in r if not MARKER.match(x)])
        }
        if element in removed and before.get(element):
            return TABLE.match(before[element][-1]) is not None
        for sibling in element.itersiblings(*BLOCKS, preceding=True):
            rows = after.get(sibling) or (before.get(sibling) if sibling in removed else None)
            if rows:
                return TABLE.match(rows[-1]) is not None
            if sibling not in removed:
                return self._is_table(sibling, first=False)
        parent = element.getparent()
        if parent.tag != f"{W}sdtContent":
            return False
        rows = before.get(parent.getparent())
        return TABLE.match(rows[-1]) is not None if rows else self._follows_table(parent.getparent())


def _parted(rows: Sequence[str], empty: Callable[[], str], *, before: bool, behind: bool) -> list[str]:
    made: list[str] = []
    for xml in rows:
        if MARKER.match(xml):
            made.append(xml)
            continue
        table = TABLE.match(xml) is not None
        made += [empty(), xml] if before and table else [xml]
        before = table
    return [*made, empty()] if before and behind else made


def _outermost(element: Any, *, last: bool) -> Any:
    """Return the outermost block that a paragraph stands in: a table, or what its text box hangs on.

    A content control is left where the paragraph is its last, or first, one.
    """
    element = [element, *element.iterancestors(f"{W}p", f"{W}tbl")][-1]
    while (parent := element.getparent()).tag == f"{W}sdtContent":
        if next(element.itersiblings(*BLOCKS, preceding=not last), None) is not None:
            break
        element = parent.getparent()
    return element


def whole_rows(elements: Iterable[tuple[Any, bool]]) -> list[Any]:
    """Return the rows all of whose paragraphs go; given are paragraphs and whether they go."""
    going: dict[Any, bool] = {}
    for element, goes in elements:
        for row in element.iterancestors(f"{W}tr"):
            going[row] = going.get(row, True) and goes
    return [row for row, goes in going.items() if goes]


def whole_tables(rows: Sequence[Any]) -> list[Any]:
    """Return what is to be taken out for rows: tables instead of all of their rows."""
    going = set(rows)
    units = []
    for row in rows:
        table = next(row.iterancestors(f"{W}tbl"))
        own = [r for r in table.iter(f"{W}tr") if next(r.iterancestors(f"{W}tbl")) is table]
        units.append(table if going.issuperset(own) else row)
    found = dict.fromkeys(units)
    return [u for u in found if not any(a in found for a in u.iterancestors(f"{W}tbl", f"{W}tr"))]
