"""Tables: a grid as wide as the text, its head repeated on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.word.styles import line_pitch, twips

STYLE = "ReportTable"


def table_xml(rows: Sequence[Sequence[str]], layout: Mapping[str, Any]) -> str:
    """Return w:tbl from the paragraphs of its cells; a row is as high as a line of the page's grid."""
    widths = _widths(len(rows[0]), layout)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(row, widths, layout, head=number == 0) for number, row in enumerate(rows))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{STYLE}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="0"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def cell_style(row: int, column: int, layout: Mapping[str, Any]) -> str:
    """Return the paragraph style of a cell."""
    styles = layout["tables"]["cells"]
    if row == 0:
        return str(styles["head"])
    columns = styles["columns"]
    return str(columns[min(column, len(columns) - 1)])


def _widths(count: int, layout: Mapping[str, Any]) -> list[int]:
    page, shares = layout["page"], layout["tables"]["columns"]
    width = twips(page["width"]) - twips(page["left"]) - twips(page["right"])
    if count != len(shares):
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
