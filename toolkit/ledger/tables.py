"""XLSX and CSV files as tables of cells, each with its place; what cannot be read is refused in words."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import DocumentError, Location, display_path
from toolkit.readers.decode import decode, read_bytes
from toolkit.text import column_letters

ROWS, COLUMNS = 5_000, 100  # what is read of a sheet; one formatted to its last row has a million
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TO_XLSX = "用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
TEXTS = (".csv", ".txt", ".tsv")


@dataclass(frozen=True)
class Cell:
    """A cell's value as the file has it: text, number, date, truth or None.

    `name` is C7; `percent` says that it is shown as a percentage; `uncomputed` that it holds a formula
    whose result was never saved.
    """

    name: str
    value: Any = None
    percent: bool = False
    uncomputed: bool = False

    @property
    def text(self) -> str:
        """The value as a line of text."""
        return "" if self.value is None else " ".join(str(self.value).split())


@dataclass(frozen=True)
class Table:
    """A sheet: file as shown to people, sheet name (empty for CSV), rows of cells."""

    path: str
    file: str
    sheet: str
    rows: Sequence[Sequence[Cell]]

    def location(self, cell: Cell) -> Location:
        """Return the place of a cell: 文件.xlsx:表名!C7."""
        return Location(f"{self.path}:{self.sheet}!{cell.name}" if self.sheet else f"{self.path}:{cell.name}")

    def source(self, cell: Cell) -> str:
        """Return where a value is from, as a brief notes it: 文件.xlsx/表名/C7."""
        return "/".join(part for part in (self.file, self.sheet, cell.name) if part)


def read_tables(path: Path) -> list[Table]:
    """Return the visible sheets of a file.

    Raises:
        DocumentError: it cannot be read, or is of a kind that has to be saved as .xlsx first.
    """
    data, shown = read_bytes(path), display_path(path)
    if data.startswith(OLD):
        if ENCRYPTED in data:
            raise DocumentError(
                f"{shown}: 表格设了密码，不能读取", "用 Excel 或 WPS 打开，去掉密码另存后再试"
            )
        raise DocumentError(f"{shown}: 这是旧格式的表格（.xls 或 .et）", TO_XLSX)
    if data.startswith(b"PK"):
        _refuse_others(data, shown)
        return list(_sheets(data, shown, path.name))
    if path.suffix.lower() not in TEXTS:
        raise DocumentError(f"{shown}: 不是电子表格（.xlsx），也不是 .csv", TO_XLSX)
    return [Table(shown, path.name, "", _csv_rows(decode(data, path)))]


def _refuse_others(data: bytes, shown: str) -> None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise DocumentError(f"{shown}: 文件已损坏，打不开", "重新拷贝一份，或" + TO_XLSX) from None
    if not any(name.startswith("xl/") for name in names):
        what = (
            "ODF 表格" if "mimetype" in names else "Word 文档" if "word/document.xml" in names else "压缩包"
        )
        raise DocumentError(f"{shown}: 这是{what}，不是 .xlsx 表格", TO_XLSX)


def _sheets(data: bytes, shown: str, file: str) -> Iterator[Table]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out; cells are none of them
            values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data))
    except Exception as error:  # the library raises whatever a broken part makes it stumble over
        raise DocumentError(f"{shown}: 表格打不开，里面有读不懂的内容", TO_XLSX) from error
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            yield Table(shown, file, sheet.title, list(_rows(sheet, formulas[sheet.title])))


def _rows(sheet: Any, formulas: Any) -> Iterator[list[Cell]]:
    """Yield the rows with anything in them."""
    bounds = {"max_row": min(sheet.max_row, ROWS), "max_col": min(sheet.max_column, COLUMNS)}
    for row, written in zip(sheet.iter_rows(**bounds), formulas.iter_rows(**bounds), strict=True):
        cells = [_cell(one, other) for one, other in zip(row, written, strict=True)]
        if any(cell.value is not None or cell.uncomputed for cell in cells):
            yield cells


def _cell(cell: Any, formula: Any) -> Cell:
    value = cell.value
    uncomputed = value is None and formula.data_type == "f"
    percent = isinstance(value, int | float) and "%" in str(cell.number_format)
    return Cell(cell.coordinate, value, percent, uncomputed)


def _csv_rows(text: str) -> list[list[Cell]]:
    """Return the rows of a CSV; its mark between cells is the commonest of comma, tab and semicolon."""
    head = text.partition("\n")[0]
    mark = max(",\t;", key=head.count)
    rows = []
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark), 1):
        if number <= ROWS and any(part.strip() for part in row):
            rows.append(
                [Cell(f"{column_letters(n)}{number}", part.strip() or None) for n, part in enumerate(row)]
            )
    return rows
