"""The page a paragraph is on: as Word wrote it down when it last laid them out, else reckoned by lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from toolkit.layout.items import Item
from toolkit.layout.looks import points
from toolkit.layout.norms import Norms
from toolkit.layout.sheets import MM
from toolkit.word.package import DRAWING, W

EXTENT = f"{{{DRAWING}/wordprocessingDrawing}}extent"
RENDERED = f"{W}lastRenderedPageBreak"
BREAK = f"{W}br"
KEPT = 0.6  # so much of the pages reckoned must be marked
EMU = 12700  # to the point


class Pages:
    """Pages of paragraphs by number; `sure` if the file itself says where its pages begin."""

    def __init__(self, all_items: Sequence[Item], norms: Norms) -> None:
        rendered, reckoned = _rendered(all_items), _reckoned(all_items, norms)
        # Marks that other programs left standing here and there say nothing.
        self.sure = rendered[-1:] > [1] and rendered[-1] >= reckoned[-1] * KEPT
        self.pages = rendered if self.sure else reckoned

    def __call__(self, number: int) -> int:
        """Return the page on which a paragraph begins."""
        return self.pages[number] if 0 <= number < len(self.pages) else 0


def _rendered(all_items: Sequence[Item]) -> list[int]:
    """Count the marks that Word leaves; one at the very beginning of a paragraph counts for it."""
    page, pages = 1, []
    for item in all_items:
        count, leading = 0, False
        for element in item.paragraph.elements:
            for mark in element.iter(RENDERED):
                count += 1
                leading = leading or _leads(mark, element)
        pages.append(page + leading)
        page += count
    return pages


def _leads(mark: Any, paragraph: Any) -> bool:
    """Tell whether no text of the paragraph stands before a mark."""
    for element in paragraph.iter(f"{W}t", RENDERED):
        if element is mark:
            return True
        if element.tag != RENDERED and (element.text or "").strip():
            return False
    return False


def _reckoned(all_items: Sequence[Item], norms: Norms) -> list[int]:
    """Fill pages of the standard's lines: breaks count, pictures take their height."""
    most = float(norms["page"]["lines"])
    page, line, pages = 1, 0.0, []
    sheet = all_items[0].sheet if all_items else None
    for item in all_items:
        fresh = item.sheet is not sheet and item.sheet.new_page
        sheet = item.sheet
        if (fresh or item.look.named.get("page_break") or _broken(item, leading=True)) and line:
            page, line = page + 1, 0.0
        height = _lines(item, norms)
        if line + min(height, 1.0) > most:
            page, line = page + 1, 0.0
        pages.append(page)
        line += height
        while line > most:
            page, line = page + 1, line - most
        if _broken(item, leading=False):
            page, line = page + 1, 0.0
    return pages


def _lines(item: Item, norms: Norms) -> float:
    """Return how many of the standard's lines a paragraph takes."""
    size = item.size or float(norms["texts"]["body"]["size"])
    per_line = norms["page"]["characters"] * norms["texts"]["body"]["size"] / size
    if item.cell:
        return 0.35 if item.words else 0.0  # two or three cells share a row
    lines = sum(math.ceil((len(part) + 2) / per_line) for part in item.text.split("\n"))
    return float(max(lines, 1) * max(1.0, size / 20) + _pictured(item, norms))


def _pictured(item: Item, norms: Norms) -> float:
    """Return how many lines the pictures of a paragraph take."""
    if not item.pictured:
        return 0.0
    found = (e for p in item.paragraph.elements for e in p.iter(EXTENT))
    heights = [points(e.get("cy"), EMU) or 0.0 for e in found]
    return sum(heights) / float(norms["page"]["area_height"] / MM / norms["page"]["lines"])


def _broken(item: Item, *, leading: bool) -> bool:
    """Tell whether a page break is typed before the text of a paragraph, or behind its beginning."""
    for element in item.paragraph.elements:
        for mark in element.iter(BREAK):
            if mark.get(f"{W}type") == "page":
                before = any((t.text or "").strip() for t in _before(mark, element))
                return before != leading
    return False


def _before(mark: Any, paragraph: Any) -> list[Any]:
    """Return the texts of a paragraph that stand before a break."""
    found: list[Any] = []
    for element in paragraph.iter(f"{W}t", BREAK):
        if element is mark:
            break
        found.append(element)
    return found
