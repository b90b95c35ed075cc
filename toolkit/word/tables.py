"""Tables as wide as the text: the grid with a head that is repeated, and lists without lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.word.styles import line_pitch, twips

STYLE = "ReportTable"
# A list stands where paragraphs would: no lines, and no margins within its cells.
PLAIN = (
    '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="1" w:noVBand="1"/>'
)
HEADED = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="0" w:noVBand="0"/>'
)


def table_xml(rows: Sequence[Sequence[str]], kind: str, layout: Mapping[str, Any]) -> str:
    """Return w:tbl from the paragraphs of its cells; a row is as high as a line of the page's grid."""
    listed = kind in layout["lists"]
    widths = _widths(len(rows[0]), layout, even=listed)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(
        _row(row, widths, layout, head=number == 0 and not listed) for number, row in enumerate(rows)
    )
    style = "" if listed else f'<w:tblStyle w:val="{STYLE}"/>'
    place = "" if listed else '<w:jc w:val="center"/>'
    return (
        f'<w:tbl><w:tblPr>{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/>{place}'
        f'<w:tblLayout w:type="fixed"/>{PLAIN if listed else HEADED}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def cell_style(kind: str, row: int, column: int, layout: Mapping[str, Any]) -> str:
    """Return the paragraph style of a cell."""
    if kind in layout["lists"]:
        styles = layout["lists"][kind]["rows"]
        return str(styles[row % len(styles)])
    cells = layout["tables"]["cells"]
    if row == 0:
        return str(cells["head"])
    columns = cells["columns"]
    return str(columns[min(column, len(columns) - 1)])


def _widths(count: int, layout: Mapping[str, Any], *, even: bool) -> list[int]:
    page, shares = layout["page"], layout["tables"]["columns"]
    width = twips(page["width"]) - twips(page["left"]) - twips(page["right"])
    if even or count != len(shares):
        shares = [1] * count
    return [int(width * share / sum(shares)) for share in shares]


def _row(cells: Sequence[str], widths: Sequence[int], layout: Mapping[str, Any], *, head: bool) -> str:
    height = line_pitch(layout["page"])
    repeated = "<w:tblHeader/>" if head else ""
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{repeated}</w:trPr>'
        f"{body}</w:tr>"
    )
