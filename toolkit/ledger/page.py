"""A ledger as DOCX: A4 across, a summary, then each department on pages of its own, with room to sign."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.ledger import words
from toolkit.ledger.rows import Ledger, Row, differing, missing
from toolkit.ledger.sheets import heads
from toolkit.ledger.words import Heading
from toolkit.word.package import NEVER, OFFICE, PACKAGE, content_types, relationships
from toolkit.word.styles import HEADER, NAMESPACE, escape, styles_xml, twips

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "word/document.xml": f"{MAIN}.document.main+xml",
    "word/styles.xml": f"{MAIN}.styles+xml",
    "word/settings.xml": f"{MAIN}.settings+xml",
    "word/footer1.xml": f"{MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
# Twips between a cell's border and its text: one millimetre beside it, half of one above and below.
MARGINS = (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
Paragraph = tuple[str, str]  # style, runs


def ledger_docx(
    ledger: Ledger, heading: Heading, terms: Mapping[str, Any], layout: Mapping[str, Any]
) -> bytes:
    """Return the DOCX of a ledger; see `sheets.ledger_xlsx`. `layout` gives fonts and base styles."""
    own = {**layout, "page": terms["page"], "styles": {**layout["styles"], **terms["styles"]}}
    maker = _Maker(ledger, heading, terms, layout["placeholder"])
    body = maker.summary() + "".join(maker.department(*pair) for pair in ledger.departments())
    parts = {
        "word/document.xml": (
            f'{HEADER}<w:document xmlns:w="{NAMESPACE}" xmlns:r="{OFFICE}/relationships">'
            f"<w:body>{body}{_section(terms['page'])}</w:body></w:document>"
        ),
        "word/styles.xml": styles_xml(own),
        "word/settings.xml": _settings(),
        "word/footer1.xml": _footer(),
        "docProps/core.xml": _core(heading),
        "_rels/.rels": relationships(
            ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", f"{OFFICE}/relationships/styles", "styles.xml"),
            ("rId2", f"{OFFICE}/relationships/settings", "settings.xml"),
            ("rId3", f"{OFFICE}/relationships/footer", "footer1.xml"),
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in {"[Content_Types].xml": content_types({}, PARTS), **parts}.items():
            info = zipfile.ZipInfo(name, NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return out.getvalue()


class _Maker:
    def __init__(self, ledger: Ledger, heading: Heading, terms: Mapping[str, Any], placeholder: str) -> None:
        self.ledger, self.heading, self.terms, self.placeholder = ledger, heading, terms, placeholder
        self.own = terms["ledger"]
        self.page = terms["page"]

    def summary(self) -> str:
        """Return the first page: each department with its counts, to tick off what has come back."""
        columns = self.own["summary_columns"]
        rows = []
        for number, (supplier, own) in enumerate(self.ledger.departments(), 1):
            said = {
                "number": number,
                "supplier": supplier,
                "count": len(own),
                "missing": missing(own) or "",
                "differing": differing(own) or "",
            }
            rows.append([[(column["style"], run(str(said.get(column["id"], ""))))] for column in columns])
        opening = self._opening(self.own["summary_information"], self.ledger.rows, "", first=True)
        return opening + self._table(columns, rows)

    def department(self, supplier: str, rows: Sequence[Row]) -> str:
        """Return a department's part: title, table, a line to sign."""
        columns = [column for column in self.own["columns"] if column["width"]]
        cells = [
            [self._cell(row, number, column) for column in columns] for number, row in enumerate(rows, 1)
        ]
        opening = self._opening(self.own["information"], rows, supplier)
        return opening + self._table(columns, cells) + paragraph("LedgerSign", run(self.own["sign"]))

    def _opening(self, information: str, rows: Sequence[Row], supplier: str, *, first: bool = False) -> str:
        said = information.format(
            supplier=supplier,
            count=len(rows),
            missing=missing(rows),
            differing=differing(rows),
            date=self.heading.date,
        )
        title = paragraph("LedgerTitle", run(self.heading.title), fresh=not first)
        return title + paragraph("LedgerInfo", run(said))

    def _cell(self, row: Row, number: int, column: Mapping[str, Any]) -> list[Paragraph]:
        id_, style = column["id"], column["style"]
        if id_ == "places":
            return self._places(row, style)
        if id_ == "value" and row.figure is None:
            return [(style, run(self.own["missing"], self.placeholder))]
        texts = {
            "number": str(number),
            "label": row.label,
            "value": words.value(row),
            "unit": row.unit,
            "previous": "" if row.previous is None else f"{row.previous:f}",
            "change": words.change(row),
            "growth": words.growth(row),
            "as_of": row.figure.as_of if row.figure else "",
            "definition": words.definition(row),
        }
        return [(style, run(texts.get(id_, "")))]

    def _places(self, row: Row, style: str) -> list[Paragraph]:
        notices = words.notices(row)
        said: list[Paragraph] = [("LedgerNote", run(notice, self.placeholder)) for notice in notices]
        for standing in row.standings:
            before, value, after = words.excerpt(standing.place)
            text = run(f"{words.where(standing)}{before}") + run(value, bold=True) + run(after)
            said.append((style, text))
        return said or [(style, run(self.own["absent"] if self.ledger.with_report else ""))]

    def _table(self, columns: Sequence[Mapping[str, Any]], rows: Sequence[Sequence[list[Paragraph]]]) -> str:
        widths = _widths(columns, self.page)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = [[("LedgerHead", run(text))] for text in heads(self.ledger, self.terms, columns)]
        body = _row(head, widths, repeated=True) + "".join(_row(cells, widths) for cells in rows)
        margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in MARGINS)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        )


def run(text: str, style: str = "", *, bold: bool = False) -> str:
    """Return w:r with a character style, or in bold."""
    if not text:
        return ""
    look = f'<w:rStyle w:val="{style}"/>' if style else ""
    look += "<w:b/>" if bold else ""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(style: str, runs: str, *, fresh: bool = False) -> str:
    """Return w:p; `fresh` begins a page."""
    break_ = "<w:pageBreakBefore/>" if fresh else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{break_}</w:pPr>{runs}</w:p>'


def _widths(columns: Iterable[Mapping[str, Any]], page: Mapping[str, Any]) -> list[int]:
    """Return the columns' widths in twips, stretched to the width between the margins."""
    wanted = [column["width"] for column in columns]
    width = twips(page["width"]) - twips(page["left"]) - twips(page["right"])
    return [int(width * one / sum(wanted)) for one in wanted]


def _row(cells: Sequence[list[Paragraph]], widths: Sequence[int], *, repeated: bool = False) -> str:
    head = "<w:tblHeader/>" if repeated else ""
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + "".join(paragraph(style, runs) for style, runs in cell)
        + "</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="454" w:hRule="atLeast"/>{head}</w:trPr>{body}</w:tr>'
    )


def _section(page: Mapping[str, Any]) -> str:
    margins = " ".join(f'w:{side}="{twips(page[side])}"' for side in ("top", "right", "bottom", "left"))
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{twips(page["width"])}" w:h="{twips(page["height"])}" w:orient="landscape"/>'
        f'<w:pgMar {margins} w:header="567" w:footer="{twips(page["footer"])}" w:gutter="0"/></w:sectPr>'
    )


def _footer() -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = f"{run('— ')}{field}{run(' —')}"
    return f'{HEADER}<w:ftr xmlns:w="{NAMESPACE}">{paragraph("LedgerFooter", body)}</w:ftr>'


def _settings() -> str:
    return (
        f'{HEADER}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat></w:settings>'
    )


def _core(heading: Heading) -> str:
    stamp = heading.now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{HEADER}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(heading.title)}</dc:title><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified></cp:coreProperties>'
    )
