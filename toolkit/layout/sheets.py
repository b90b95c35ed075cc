"""The sections of a document: paper, margins, grid, and which parts stand at the foot. Millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.layout.looks import points
from toolkit.word.numbering import flag, value
from toolkit.word.opened import Opened
from toolkit.word.package import OFFICE, W
from toolkit.word.story import Paragraph

R = f"{{{OFFICE}/relationships}}"
MM = 25.4 / 72
GRIDS = ("lines", "linesAndChars", "snapToChars")
# What Word takes where a section says nothing: US Letter, an inch round it, half an inch to the foot.
PAPER, EDGE, FOOT = ("12240", "15840"), "1440", "720"


@dataclass(frozen=True)
class Sheet:
    """A section; `first` is the story's number of its first paragraph.

    `pitch` is the height of a grid line in points, 0 without a grid; `widening` what the grid adds to
    each character, in points. `feet` are the footers' parts by kind: default, even, first.
    """

    number: int
    first: int
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    pitch: float
    widening: float
    feet: dict[str, str]
    first_apart: bool
    new_page: bool
    element: Any

    @property
    def landscape(self) -> bool:
        """Whether it lies on its side, as wide tables do."""
        return self.width > self.height

    @property
    def area(self) -> tuple[float, float]:
        """Width and height of the type area."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


def sheets(opened: Opened, story: Sequence[Paragraph]) -> list[Sheet]:
    """Return the sections in order; at least one."""
    marks: list[tuple[int, Any]] = []
    first = 0
    for number, paragraph in enumerate(story):
        for element in paragraph.elements:
            own = element.find(f"{W}pPr/{W}sectPr")
            if own is not None:
                marks.append((first, own))
                first = number + 1
    last = opened.document.find(f"{W}body/{W}sectPr")
    if last is not None or not marks:
        marks.append((first, last))
    targets = {id_: target for id_, _, target in opened.relations(opened.main)}
    found: list[Sheet] = []
    for number, (first, element) in enumerate(marks):
        feet = dict(found[-1].feet) if found else {}  # a section without its own keeps the last one's
        for row in element.findall(f"{W}footerReference") if element is not None else ():
            feet[row.get(f"{W}type", "default")] = targets.get(row.get(f"{R}id", ""), "")
        found.append(_sheet(number, first, element, feet))
    return found


def _sheet(number: int, first: int, element: Any, feet: dict[str, str]) -> Sheet:
    edges = {side: abs(_mm(element, "pgMar", side, EDGE)) for side in ("top", "bottom", "left", "right")}
    grid = None if element is None else element.find(f"{W}docGrid")
    kind = None if grid is None else grid.get(f"{W}type")
    return Sheet(
        number=number,
        first=first,
        width=_mm(element, "pgSz", "w", PAPER[0]),
        height=_mm(element, "pgSz", "h", PAPER[1]),
        top=edges["top"],
        bottom=edges["bottom"],
        left=edges["left"] + _mm(element, "pgMar", "gutter", "0"),
        right=edges["right"],
        pitch=_grid(grid, "linePitch", 20) if kind in GRIDS else 0.0,
        widening=_grid(grid, "charSpace", 4096) if kind in GRIDS[1:] else 0.0,
        feet=feet,
        first_apart=bool(element is not None and flag(element, "titlePg")),
        new_page=element is None or value(element, "type") not in ("continuous", "nextColumn"),
        element=element,
    )


def _grid(grid: Any, attribute: str, per: int) -> float:
    return points(grid.get(f"{W}{attribute}"), per) or 0.0


def _mm(element: Any, name: str, attribute: str, missing: str) -> float:
    found = None if element is None else element.find(f"{W}{name}")
    said = points(missing if found is None else found.get(f"{W}{attribute}", missing))
    return (said or 0.0) * MM
