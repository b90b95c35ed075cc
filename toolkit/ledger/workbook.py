"""What every XLSX that we write shares: text that is never a formula, fonts, paper for printing."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from toolkit.word.styles import printable

# The library's own types have None wherever its files may leave something out; ours never do.
Workbook: TypeAlias = Any
Worksheet: TypeAlias = Any
Cell: TypeAlias = Any
FORMULA = tuple("=+-@\t\r")
LONGEST_NAME = 31  # characters of a sheet's name in Excel
FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
A4 = 9
MM_PER_INCH = 25.4


def new_workbook(title: str, now: datetime.datetime) -> Workbook:
    """Return a workbook without sheets."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = ""
    book.properties.created = now.astimezone(datetime.UTC).replace(tzinfo=None)
    return book


def add_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet under a name that Excel takes, with a number where the name is taken."""
    plain = FORBIDDEN.sub("", name).strip()[:LONGEST_NAME] or "表"
    made, number = plain, 1
    while made.casefold() in {sheet.title.casefold() for sheet in book.worksheets}:
        number += 1
        made = f"{plain[: LONGEST_NAME - 4]}（{number}）"
    return book.create_sheet(made)


def put(cell: Cell, value: str | Decimal | None, number_format: str = "") -> None:
    """Write a text as text, whatever it begins with, and a number as a number."""
    if isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
        cell.number_format = number_format or decimals(value)
        return
    text = printable(value or "")
    cell.value = text or None
    if text.startswith(FORMULA):
        cell.data_type = "s"
        cell.quotePrefix = True


def decimals(value: Decimal) -> str:
    """Return the number format that shows a value as it was typed: 3.50 keeps its nought."""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return "0." + "0" * places if places else "0"


class Looks:
    """The fonts, borders and alignments of our sheets; made once for a workbook."""

    def __init__(self, fonts: Mapping[str, str], sizes: Mapping[str, Any]) -> None:
        from openpyxl.styles import Alignment, Border, Font, Side

        line = Side(style="thin", color="000000")
        self.border = Border(left=line, right=line, top=line, bottom=line)
        self.title = Font(name=fonts["小标宋"], size=sizes["title"])
        self.head = Font(name=fonts["黑体"], size=sizes["head"])
        self.body = Font(name=fonts["仿宋"], size=sizes["body"])
        self.strong = Font(name=fonts["黑体"], size=sizes["body"])
        self.centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
        self.left = Alignment(horizontal="left", vertical="center", wrap_text=True)

    def banner(self, sheet: Worksheet, row: int, text: str, columns: int, *, title: bool = False) -> None:
        """Write a text across all columns of a row."""
        cell = sheet.cell(row, 1)
        put(cell, text)
        cell.font = self.title if title else self.body
        cell.alignment = self.centre if title else self.left
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)

    def heads(self, sheet: Worksheet, row: int, heads: Iterable[str], widths: Iterable[float]) -> None:
        """Write the row of heads, which is repeated on every printed page, and set the columns' widths."""
        from openpyxl.utils import get_column_letter

        for number, (head, width) in enumerate(zip(heads, widths, strict=True), 1):
            cell = sheet.cell(row, number)
            put(cell, head)
            cell.font, cell.alignment, cell.border = self.head, self.centre, self.border
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.print_title_rows = f"{row}:{row}"
        sheet.row_dimensions[row].height = 26
        sheet.freeze_panes = f"C{row + 1}"


def for_print(sheet: Worksheet, page: Mapping[str, Any]) -> None:
    """Set A4 landscape, as wide as the paper, with page numbers as official papers have them."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    for side in ("top", "left", "right", "bottom"):
        setattr(sheet.page_margins, side, page[side] / MM_PER_INCH)
    sheet.page_margins.footer = page["footer"] / MM_PER_INCH
    sheet.oddFooter.center.text = "— &P —"


def saved(book: Workbook) -> bytes:
    """Return the file's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
