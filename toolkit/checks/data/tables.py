"""Columns of tables against their 合计 row.

A table reaches a text in one of two ways: a row is a line with its cells between tabs, or every cell is
a paragraph of its own, one behind the other; then the row of the total tells how wide the table is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.checks.data.told import number, step_of
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

NUMBER = re.compile(r"\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*(%|[一-鿿]{0,3})\s*\Z")
NOTHING = re.compile(r"\s*[-—－/／无]*\s*\Z")
HAN = re.compile("[一-鿿]")
CELL = re.compile(r"[^\t]+")
HUNDRED = Decimal(100)
LEAST = 2


@dataclass(frozen=True)
class Cell:
    """A cell: where it stands in the manuscript and what it says."""

    start: int
    end: int
    text: str

    @property
    def value(self) -> Decimal | None:
        """Its number, 0 for a dash, None for words."""
        match = NUMBER.match(self.text)
        if match is not None:
            return Decimal(match[1].replace(",", ""))
        return Decimal(0) if NOTHING.match(self.text) else None

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.text.rstrip().endswith("%")


Row = list[Cell]


def column_miscounted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find the totals of a table's last row that are not the sums of their columns."""
    total = rule.compiled(rule.data["total"])
    for rows in (*_lined(manuscript, total), *_paragraphs(manuscript, total)):
        *above, last = rows
        mixed = rule.compiled(rule.data["mixed"])
        if len(above) < LEAST or any(mixed.search(row[0].text) for row in above):
            continue
        for column in range(1, len(last)):
            yield from _off(rule, [row[column] for row in above], last[column])


def _lined(manuscript: Manuscript, total: re.Pattern[str]) -> Iterator[list[Row]]:
    """Yield the tables whose rows are lines."""
    rows: list[Row] = []
    for block in manuscript.blocks:
        cells = [Cell(block.start + m.start(), block.start + m.end(), m[0]) for m in CELL.finditer(block.raw)]
        if len(cells) < LEAST or not _counts(cells) or (rows and len(rows[-1]) != len(cells)):
            rows = [cells] if len(cells) > 1 and _counts(cells) else []
            continue
        rows.append(cells)
        if total.fullmatch(cells[0].text.strip()):
            yield rows
            rows = []


def _paragraphs(manuscript: Manuscript, total: re.Pattern[str]) -> Iterator[list[Row]]:
    """Yield the tables whose cells are paragraphs."""
    run: Row = []
    for block, paragraph in zip(manuscript.blocks, manuscript.apart.body.paragraphs, strict=True):
        if not paragraph.looks.cell:
            run = []
            continue
        run.append(Cell(block.start, block.end, block.text))
        if len(run) > 1 and total.fullmatch(run[-2].text.strip()):
            yield from _table(manuscript, run, block.number)


def _table(manuscript: Manuscript, run: Row, at: int) -> Iterator[list[Row]]:
    """Cut the cells before a total into rows as wide as its own."""
    last = [run[-2], run[-1]]
    paragraphs = manuscript.apart.body.paragraphs
    for block in manuscript.blocks[at + 1 :]:
        cell = Cell(block.start, block.end, block.text)
        if not paragraphs[block.number].looks.cell or cell.value is None:
            break
        last.append(cell)
    if run[-1].value is None:
        return
    width, cells, rows = len(last), run[:-2], [last]
    while len(cells) >= width and _counts(cells[-width:]):
        rows.insert(0, cells[-width:])
        cells = cells[:-width]
    yield rows


def _counts(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a name and numbers."""
    return HAN.search(cells[0].text) is not None and all(cell.value is not None for cell in cells[1:])


def _off(rule: Rule, column: Sequence[Cell], last: Cell) -> Iterator[Hit]:
    values = [cell.value or Decimal(0) for cell in column]
    added, stated = sum(values, Decimal(0)), last.value
    if stated is None or stated == added or not last.text.strip() or NOTHING.match(last.text):
        return
    if last.percent:
        slack = sum((step_of(value) for value in values), Decimal(0)) / 2
        if abs(added - stated) <= slack or stated != HUNDRED:
            return
    near = abs(added - stated) <= stated * Decimal(str(rule.data["near"]))
    message = f"这一列相加为{number(added)}，合计写作{last.text.strip()}"
    yield Hit(last.start, last.end, message, severity=None if near else Severity.WARNING)
