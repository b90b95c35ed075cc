"""The blocks of a document: its paragraphs, and its tables with rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.word.package import W
from toolkit.word.story import Paragraph

PARAGRAPH, TABLE = "p", "tbl"


@dataclass
class Cell:
    """A cell; `numbers` are those of its paragraphs in the story. `plain` ones hold paragraphs only."""

    element: Any
    numbers: list[int] = field(default_factory=list)
    plain: bool = True


@dataclass
class Row:
    """A row of a table."""

    element: Any
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Block:
    """A paragraph, with those of its text boxes behind it, or an outermost table."""

    kind: str
    element: Any
    numbers: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def blocks(story: Sequence[Paragraph]) -> list[Block]:
    """Return the blocks of a story in order."""
    found: list[Block] = []
    for number, paragraph in enumerate(story):
        element = paragraph.elements[0]
        above = [a for a in element.iterancestors() if a.tag in (f"{W}p", f"{W}tbl")]
        top = above[-1] if above else element
        if not found or found[-1].element is not top:
            found.append(Block(TABLE if top.tag == f"{W}tbl" else PARAGRAPH, top))
        found[-1].numbers.append(number)
        if found[-1].kind == TABLE:
            _into_cell(found[-1], element, number)
    return found


def _into_cell(table: Block, element: Any, number: int) -> None:
    row = cell = None
    for above in element.iterancestors(f"{W}tr", f"{W}tc", f"{W}tbl"):
        if above is table.element:
            break
        row = above if above.tag == f"{W}tr" else row
        cell = above if above.tag == f"{W}tc" else cell
    if not table.rows or table.rows[-1].element is not row:
        table.rows.append(Row(row))
    cells = table.rows[-1].cells
    if not cells or cells[-1].element is not cell:
        cells.append(Cell(cell))
    cells[-1].numbers.append(number)
    cells[-1].plain = cells[-1].plain and element.getparent() is cell
