"""A ledger as XLSX: a summary, all figures, and a sheet for each department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from toolkit.figures import format_number
from toolkit.ledger import words, workbook
from toolkit.ledger.rows import Ledger, Row, Standing, differing, missing
from toolkit.ledger.words import Heading
from toolkit.ledger.workbook import Workbook, Worksheet

SIGNED = "+0.##;-0.##;0"
HEIGHT = 18  # points of a line in a cell
MARGIN = 4


def ledger_xlsx(
    ledger: Ledger, heading: Heading, terms: Mapping[str, Any], fonts: Mapping[str, str]
) -> bytes:
    """Return the XLSX of a ledger.

    `terms` is `templates/ledger.yaml`, `fonts` those of the layout by use.
    """
    book = workbook.new_workbook(heading.title, heading.now)
    maker = _Maker(book, ledger, heading, terms, fonts)
    maker.summary()
    maker.listing(terms["ledger"]["all"], ledger.rows, terms["ledger"]["summary_information"])
    for supplier, rows in ledger.departments():
        maker.listing(supplier, rows, terms["ledger"]["information"], signed=True)
    return workbook.saved(book)


def heads(ledger: Ledger, terms: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the heads of columns; a 换届 report's figures are cumulative."""
    other = terms["ledger"]["term_heads"] if ledger.term_change else {}
    return [other.get(column["id"], column["head"]) for column in columns]


class _Maker:
    def __init__(
        self,
        book: Workbook,
        ledger: Ledger,
        heading: Heading,
        terms: Mapping[str, Any],
        fonts: Mapping[str, str],
    ) -> None:
        self.book, self.ledger, self.heading, self.terms = book, ledger, heading, terms
        self.own = terms["ledger"]
        self.looks = workbook.Looks(fonts, terms["sheet_fonts"])

    def summary(self) -> None:
        columns = self.own["summary_columns"]
        sheet = self._begun(self.own["summary"], self.ledger.rows, self.own["summary_information"], columns)
        for number, (supplier, rows) in enumerate(self.ledger.departments(), 1):
            counts = {"count": len(rows), "missing": missing(rows), "differing": differing(rows)}
            cells: dict[str, str | Decimal | None] = {"number": Decimal(number), "supplier": supplier}
            cells.update({key: Decimal(count) for key, count in counts.items()})
            self._row(sheet, columns, cells)

    def listing(self, name: str, rows: Sequence[Row], information: str, *, signed: bool = False) -> None:
        columns = [c for c in self.own["columns"] if not (signed and c.get("only") == "all")]
        sheet = self._begun(name, rows, information, columns, supplier=name)
        for number, row in enumerate(rows, 1):
            cells = _cells(row, number, self.own["missing"])
            if self.ledger.with_report and not row.standings:
                cells["places"] = self.own["absent"]
            self._row(sheet, columns, cells, strong=bool(row.differing))
        if signed:
            self.looks.banner(sheet, sheet.max_row + 2, self.own["sign"], len(columns))
        else:
            sheet.auto_filter.ref = f"A3:{sheet.cell(3, len(columns)).column_letter}{sheet.max_row}"

    def _begun(
        self,
        name: str,
        rows: Sequence[Row],
        information: str,
        columns: Sequence[Mapping[str, Any]],
        supplier: str = "",
    ) -> Worksheet:
        """Return a sheet with title, information and heads."""
        sheet = workbook.add_sheet(self.book, name)
        said = information.format(
            supplier=supplier,
            count=len(rows),
            missing=missing(rows),
            differing=differing(rows),
            date=self.heading.date,
        )
        self.looks.banner(sheet, 1, self.heading.title, len(columns), title=True)
        self.looks.banner(sheet, 2, said, len(columns))
        sheet.row_dimensions[1].height = 30
        widths = [column["characters"] for column in columns]
        self.looks.heads(sheet, 3, heads(self.ledger, self.terms, columns), widths)
        workbook.for_print(sheet, self.terms["page"])
        return sheet

    def _row(
        self,
        sheet: Worksheet,
        columns: Sequence[Mapping[str, Any]],
        cells: Mapping[str, str | Decimal | None],
        *,
        strong: bool = False,
    ) -> None:
        number, lines = sheet.max_row + 1, 1
        for at, column in enumerate(columns, 1):
            id_ = column["id"]
            cell, value = sheet.cell(number, at), cells.get(id_)
            workbook.put(cell, value, SIGNED if id_ in ("change", "growth") else "")
            cell.font = self.looks.strong if strong and id_ in ("value", "notice") else self.looks.body
            middle = column["style"] == "LedgerMiddle"
            cell.alignment = self.looks.centre if middle else self.looks.left
            cell.border = self.looks.border
            if isinstance(value, str):
                lines = max(lines, _lines(value, column["characters"]))
        sheet.row_dimensions[number].height = lines * HEIGHT + MARGIN


def _lines(text: str, characters: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is as wide as two."""
    return sum(1 + max(0, len(line) * 2 - 1) // characters for line in text.split("\n"))


def _cells(row: Row, number: int, empty: str) -> dict[str, str | Decimal | None]:
    figure = row.figure
    exact = figure is not None and not figure.approx and not figure.span
    shown = figure.printed(format_number(figure.value)) if figure else empty
    span = f"（{figure.span}）" if figure and figure.span else ""
    points = row.unit == "%" and row.change is not None
    return {
        "number": Decimal(number),
        "label": row.label,
        "value": figure.value if figure and exact else shown + span,
        "unit": row.unit,
        "previous": row.previous,
        "change": row.change,
        "growth": "百分点" if points else words.growth(row),
        "places": "\n".join(_place(n, s) for n, s in enumerate(row.standings, 1)),
        "notice": "\n".join(words.notices(row)),
        "as_of": figure.as_of if figure else "",
        "definition": words.definition(row),
        "supplier": row.supplier,
        "source": figure.source if figure else "",
    }


def _place(number: int, standing: Standing) -> str:
    before, value, after = words.excerpt(standing.place)
    return f"{number}. {words.where(standing)}{before}【{value}】{after}"
