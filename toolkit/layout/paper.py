"""Paper, margins and type area (GB/T 9704-2012, 5.1 and 5.2.1); lines and characters (5.2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.layout.deviation import Fault
from toolkit.layout.document import Document, said, whole
from toolkit.layout.items import Item
from toolkit.layout.sheets import MM, Sheet


def size(document: Document) -> Iterator[Fault]:
    """Find sections on other paper than A4."""
    page = document.norms["page"]
    for sheet in document.sheets:
        if not _fits(sheet, document):
            found = f"{said(round(sheet.width))}×{said(round(sheet.height))}"
            wanted = f"A4（{page['width']}×{page['height']} 毫米）"
            yield whole("page-size", f"{_which(sheet, document)}纸张是 {found} 毫米，应为 {wanted}")


def margins(document: Document) -> Iterator[Fault]:
    """Find wrong upper and left margins."""
    page = document.norms["page"]
    for sheet in _upright(document):
        for side, name in (("top", "上边距（天头）"), ("left", "左边距（订口）")):
            found, wanted, most = getattr(sheet, side), page[side], page["tolerance"]
            if abs(found - wanted) > most:
                told = f"{name}是 {said(round(found, 1))} 毫米，应为 {wanted}±{most} 毫米"
                yield whole("page-margins", f"{_which(sheet, document)}{told}")


def area(document: Document) -> Iterator[Fault]:
    """Find a type area of another size; what other paper or a wrong top or left takes is told there."""
    page = document.norms["page"]
    most = page["tolerance"]
    for sheet in _upright(document):
        width = page["width"] - page["left"] - sheet.right
        height = page["height"] - page["top"] - sheet.bottom
        if _fits(sheet, document):
            kept_left = abs(sheet.left - page["left"]) <= most
            kept_top = abs(sheet.top - page["top"]) <= most
            width = sheet.area[0] if kept_left else width
            height = sheet.area[1] if kept_top else height
        for name, found, wanted, side, edge in (
            ("宽", width, page["area_width"], "右边距", sheet.right),
            ("高", height, page["area_height"], "下边距", sheet.bottom),
        ):
            if abs(found - wanted) > most:
                told = f"版心{name}是 {said(round(found, 1))} 毫米（{side} {said(round(edge, 1))} 毫米）"
                yield whole("type-area", f"{_which(sheet, document)}{told}，应为 {wanted} 毫米")


def characters(document: Document) -> Iterator[Fault]:
    """Find a size or a spacing of characters that does not give 28 of them a line."""
    bodies = [item for item in document.of("body", "runin") if item.stretches]
    for sheet in _upright(document):
        here = [item for item in bodies if item.sheet is sheet]
        if here:
            yield from _characters(here, sheet, document)


def _characters(here: Sequence[Item], sheet: Sheet, document: Document) -> Iterator[Fault]:
    page, wanted = document.norms["page"], document.norms["texts"]["body"]["size"]
    widths = [
        stretch.look.size + stretch.look.spacing + sheet.widening
        for item in here
        for stretch in item.stretches
        if stretch.look.size == wanted
    ]
    if not widths:
        return
    common = max(set(widths), key=widths.count)
    count = int(page["area_width"] / MM / common + page["slack"])
    if count != page["characters"]:
        told = f"正文每行排 {count} 个字，应为 {page['characters']} 个"
        hint = "把正文的字符间距设为紧缩 0.25 磅，或设文档网格每行 28 字"
        yield whole("line-grid", f"{_which(sheet, document)}{told}", hint)


def _fits(sheet: Sheet, document: Document) -> bool:
    page = document.norms["page"]
    short, long = sorted((sheet.width, sheet.height))
    most = page["paper_tolerance"]
    return bool(abs(short - page["width"]) <= most and abs(long - page["height"]) <= most)


def _upright(document: Document) -> Iterator[Sheet]:
    """Yield the sections that do not lie on their side, as wide tables do."""
    upright = [sheet for sheet in document.sheets if not sheet.landscape]
    return iter(upright or document.sheets)


def _which(sheet: Sheet, document: Document) -> str:
    return f"第 {sheet.number + 1} 节" if len(document.sheets) > 1 else ""
