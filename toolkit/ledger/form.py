"""The XLSX that a department fills in: what is asked, what is known already, and cells to type into."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toolkit.dates import parse_date
from toolkit.ledger import workbook
from toolkit.ledger.workbook import Cell, Workbook, Worksheet
from toolkit.text import column_letters

HEAD_ROW = 4
PERCENT, COUNT = "percent", "count"
DATE_FORMAT = "yyyy-mm-dd"
TITLE_HEIGHT, LINE, GUIDE_LINES = 30, 17, 2


@dataclass(frozen=True)
class Asked:
    """A figure that is asked for, with what is known of it.

    `value` is the exact number that the brief has, `given` the whole of what it says (150余).
    """

    key: str
    label: str
    supplier: str
    unit: str = ""
    kind: str = COUNT
    definition: str = ""
    cumulative: bool = False
    span: str = ""
    previous: Decimal | None = None
    value: Decimal | None = None
    given: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Paper:
    """Whose form it is and how it looks: region, year, `templates/ledger.yaml`, the layout's fonts."""

    region: str
    year: int
    terms: Mapping[str, Any]
    fonts: Mapping[str, str]
    now: datetime.datetime

    def said(self, name: str, supplier: str = "") -> str:
        """Return a text of the form."""
        return str(self.terms["form"][name]).format(region=self.region, year=self.year, supplier=supplier)


def form_xlsx(groups: Mapping[str, Sequence[Asked]], paper: Paper) -> bytes:
    """Return a workbook with a sheet for each department."""
    book = workbook.new_workbook(paper.said("title"), paper.now)
    looks = workbook.Looks(paper.fonts, paper.terms["sheet_fonts"])
    for supplier, rows in groups.items():
        _Sheet(book, supplier, paper, looks).fill(rows)
    return workbook.saved(book)


class _Sheet:
    def __init__(self, book: Workbook, supplier: str, paper: Paper, looks: workbook.Looks) -> None:
        from openpyxl.styles import PatternFill, Protection

        self.paper, self.looks, self.supplier = paper, looks, supplier
        self.own = paper.terms["form"]
        self.columns: Sequence[Mapping[str, Any]] = self.own["columns"]
        self.sheet: Worksheet = workbook.add_sheet(book, supplier)
        self.open = Protection(locked=False)
        self.shade = PatternFill("solid", fgColor=self.own["colour"])

    def fill(self, rows: Sequence[Asked]) -> None:
        sheet, count = self.sheet, len(self.columns)
        for number, name in enumerate(("title", "information", "guide"), 1):
            text = self.paper.said(name, self.supplier)
            self.looks.banner(sheet, number, text, count, title=number == 1)
        sheet.row_dimensions[1].height = TITLE_HEIGHT
        sheet.row_dimensions[3].height = LINE * GUIDE_LINES
        heads, widths = zip(*((c["head"], c["characters"]) for c in self.columns), strict=True)
        self.looks.heads(sheet, HEAD_ROW, heads, widths)
        for number, asked in enumerate(rows, 1):
            self._row(HEAD_ROW + number, number, asked)
        self.looks.banner(sheet, HEAD_ROW + len(rows) + 2, self.paper.said("sign"), count)
        self._checks(rows)
        self._hide(any(asked.cumulative for asked in rows))
        workbook.for_print(sheet, self.paper.terms["page"])
        sheet.protection.sheet = True
        # Without a password: whoever has to may unlock it; widths and heights are everybody's.
        sheet.protection.formatColumns = sheet.protection.formatRows = False

    def _row(self, row: int, number: int, asked: Asked) -> None:
        said: dict[str, Any] = {
            "number": Decimal(number),
            "label": asked.label,
            "definition": asked.definition,
            "unit": asked.unit,
            "span": asked.span,
            "previous": asked.previous,
            "value": asked.value if asked.value is not None else asked.given,
            "as_of": asked.as_of,
            "key": asked.key,
            "given": asked.given,
        }
        for at, column in enumerate(self.columns, 1):
            cell = self.sheet.cell(row, at)
            workbook.put(cell, said.get(column["id"]))
            cell.font, cell.border = self.looks.body, self.looks.border
            wide = column["id"] in ("label", "definition", "note")
            cell.alignment = self.looks.left if wide else self.looks.centre
            if column.get("fill") and _open(column["id"], asked):
                cell.protection, cell.fill = self.open, self.shade
            if column["id"] == "as_of":
                _date(cell, asked.as_of)
        widest = max(_lines(said.get(c["id"]), c["characters"]) for c in self.columns if not c.get("hidden"))
        self.sheet.row_dimensions[row].height = widest * LINE + 5

    def _checks(self, rows: Sequence[Asked]) -> None:
        """Let Excel warn of what is no number or no date; a warning, because 约150 is right, too."""
        from openpyxl.worksheet.datavalidation import DataValidation

        letters = {c["id"]: column_letters(n) for n, c in enumerate(self.columns)}
        warn: dict[str, Any] = {"errorStyle": "warning", "allow_blank": True, "showErrorMessage": True}
        number: dict[str, Any] = {**warn, "error": self.own["wrong_number"], "errorTitle": "填报表"}
        checks = {
            COUNT: DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0", **number),
            PERCENT: DataValidation(
                type="decimal", operator="between", formula1="0", formula2="100", **number
            ),
            "amount": DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", **number),
        }
        dates = DataValidation(
            type="date",
            operator="greaterThan",
            formula1="36526",
            error=self.own["wrong_date"],
            errorTitle="填报表",
            **warn,
        )
        for row, asked in enumerate(rows, HEAD_ROW + 1):
            for column in ("value", "previous"):
                checks[asked.kind].add(f"{letters[column]}{row}")
            dates.add(f"{letters['as_of']}{row}")
        for check in (*checks.values(), dates):
            if check.sqref:
                self.sheet.add_data_validation(check)

    def _hide(self, cumulative: bool) -> None:
        for number, column in enumerate(self.columns):
            if column.get("hidden") or (column["id"] == "span" and not cumulative):
                self.sheet.column_dimensions[column_letters(number)].hidden = True


def _open(column: str, asked: Asked) -> bool:
    """Last year's value is asked for only where nobody has it, a span only for cumulative figures."""
    if column == "previous":
        return asked.previous is None
    return column != "span" or asked.cumulative


def _date(cell: Cell, text: str) -> None:
    cell.number_format = DATE_FORMAT
    date = parse_date(text) if text else None
    if date is not None and date.day:
        cell.value = date.latest


def _lines(value: Any, characters: int) -> int:
    return 1 + (len(value) * 2 - 1) // characters if isinstance(value, str) and value else 1
