"""Lists of names under their announcement: （37名，按姓氏笔画排序）."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Block, Manuscript
from toolkit.checks.rule import Rule
from toolkit.pack.pack import Pack
from toolkit.quantities.numerals import parse

TABLE = "surnames.yaml"
CELL = re.compile(r"[^\t、　 ]+(?:[ 　][^\t、　 ]+)*")
NAME = re.compile(r"[\u4e00-\u9fff·]{1,8}(?:[ 　]+[\u4e00-\u9fff])?")
STOPS = re.compile("[，。；：！？]")
SHORTEST = 2


@dataclass(frozen=True)
class Cell:
    """A name of a list: its characters without blanks, and where it stands."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Roster:
    """A list and the paragraph that announces it."""

    above: Block
    cells: Sequence[Cell]


def rosters(manuscript: Manuscript, rule: Rule) -> Iterator[Roster]:
    """Yield the lists whose announcement says how many they are or how they are ordered.

    `data` of the rule: announced (pattern of the announcement).
    """
    announced = rule.compiled(rule.data["announced"])
    blocks = manuscript.blocks
    for number, block in enumerate(blocks):
        if not announced.search(block.text) or STOPS.search(block.text[-1:]):
            continue
        cells: list[Cell] = []
        for below in blocks[number + 1 :]:
            row = _cells(below)
            if not row or announced.search(below.text):
                break
            cells += row
        if len(cells) > SHORTEST:
            yield Roster(block, cells)


def _cells(block: Block) -> list[Cell]:
    """Return the names of a paragraph, none where it is anything else than a row of names."""
    if STOPS.search(block.text):
        return []
    found = [
        Cell(re.sub(r"\s", "", match[0]), block.start + match.start(), block.start + match.end())
        for match in CELL.finditer(block.raw)
    ]
    return (
        found
        if all(NAME.fullmatch(block.raw[c.start - block.start : c.end - block.start]) for c in found)
        else []
    )


def listed_twice(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a name that a list has twice."""
    for roster in rosters(manuscript, rule):
        seen: set[str] = set()
        for cell in roster.cells:
            if cell.name in seen:
                yield Hit(cell.start, cell.end, f"“{cell.name}”在这个名单里出现了两次")
            seen.add(cell.name)


def miscounted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a list that is longer or shorter than announced."""
    announced = rule.compiled(rule.data["announced"])
    for roster in rosters(manuscript, rule):
        match = announced.search(roster.above.text)
        told = int(parse(match["n"]) or 0) if match else 0
        if match and told != len(roster.cells):
            start = roster.above.start
            said = f"这里说“{match['n']}{match['of']}”，下面列了{len(roster.cells)}{match['of']}"
            yield Hit(start + match.start("n"), start + match.end("of"), said)


@lru_cache(maxsize=4)
def strokes(pack: Pack) -> Mapping[str, int]:
    """Return the number of strokes of each surname."""
    table = pack.mapping(TABLE)["strokes"]
    return {surname: int(number) for number, row in table.items() for surname in row.split()}


def out_of_stroke_order(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a name before one whose surname has fewer strokes, in a list ordered by strokes.

    `data` of the rule: most (of more such places the list is ordered otherwise).
    """
    known = strokes(manuscript.pack)
    for roster in rosters(manuscript, rule):
        cells = [cell for cell in roster.cells if cell.name[0] in known]
        steps = [
            (one, other)
            for one, other in itertools.pairwise(cells)
            if known[one.name[0]] > known[other.name[0]]
        ]
        if len(steps) > int(rule.data["most"]):
            continue
        for one, other in steps:
            said = (
                f"名单按姓氏笔画排列，“{other.name}”（{known[other.name[0]]}画）"
                f"排在了“{one.name}”（{known[one.name[0]]}画）后面"
            )
            yield Hit(other.start, other.end, said)
