"""The workbook behind a chart, which Word opens for “edit data”: one sheet, labels and numbers."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.figures import format_number
from toolkit.model import Point
from toolkit.word.package import OFFICE, content_types, inner_package, relationships
from toolkit.word.styles import HEADER, escape

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "Sheet1"


def workbook(points: Sequence[Point], label: str, series: str) -> bytes:
    """Return an XLSX with `label` and `series` above the labels and values of the points."""
    rows = [_row(1, label, _text("B1", series))]
    for number, point in enumerate(points, 2):
        value = f'<c r="B{number}"><v>{format_number(point.value)}</v></c>'
        rows.append(_row(number, point.label, value))
    return inner_package(
        {
            "[Content_Types].xml": content_types(
                {},
                {
                    "xl/workbook.xml": f"{MAIN}.sheet.main+xml",
                    "xl/worksheets/sheet1.xml": f"{MAIN}.worksheet+xml",
                    "xl/styles.xml": f"{MAIN}.styles+xml",
                },
            ),
            "_rels/.rels": relationships(
                ("rId1", f"{OFFICE}/relationships/officeDocument", "xl/workbook.xml")
            ),
            "xl/workbook.xml": (
                f'{HEADER}<workbook xmlns="{NAMESPACE}" xmlns:r="{OFFICE}/relationships">'
                f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": relationships(
                ("rId1", f"{OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
                ("rId2", f"{OFFICE}/relationships/styles", "styles.xml"),
            ),
            "xl/worksheets/sheet1.xml": (
                f'{HEADER}<worksheet xmlns="{NAMESPACE}"><dimension ref="A1:B{len(rows)}"/>'
                '<cols><col min="1" max="1" width="24" customWidth="1"/>'
                '<col min="2" max="2" width="14" customWidth="1"/></cols>'
                f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
            ),
            "xl/styles.xml": _styles(),
        }
    )


def _row(number: int, label: str, second: str) -> str:
    return f'<row r="{number}">{_text(f"A{number}", label)}{second}</row>'


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _styles() -> str:
    """The least that Excel takes: one font, the two fills it expects, one border, one format."""
    return (
        f'{HEADER}<styleSheet xmlns="{NAMESPACE}">'
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
