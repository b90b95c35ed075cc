"""A list as a stream of rows: CSV, XLSX, YAML, or a folder of briefs; one row at a time in memory."""

from __future__ import annotations

import codecs
import contextlib
import csv
import datetime
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import Location, ToolkitError, display_path
from toolkit.text import column_letters

SAMPLE = 1 << 16
BRIEFS = (".yaml", ".yml")
DIGITS = 15  # what a spreadsheet keeps of a number
FORMULA = re.compile(rb"<f[ >]")
UNCOMPUTED = "（公式，没有存下结果）"
KINDS = "名册是 CSV（.csv）、Excel（.xlsx）、YAML（.yaml），或放着底稿的文件夹"


class TableRow(NamedTuple):
    """A row of a table: its cells, and what tells their places: the raw text (CSV) or the sheet (XLSX)."""

    path: str
    line: int
    cells: tuple[str, ...]
    raw: str = ""
    mark: str = ","
    sheet: str = ""

    @property
    def place(self) -> str:
        """Where the row stands, for people."""
        return str(self.location(-1))

    def location(self, column: int) -> Location:
        """Return the place of a cell by its column's number from 0; of the row where that is below 0."""
        if self.sheet:
            cell = f"{column_letters(column)}{self.line}" if column >= 0 else str(self.line)
            return Location(f"{self.path}:{self.sheet}!{cell}")
        if column < 0:
            return Location(self.path, self.line)
        down, along = _along(self.raw, self.mark, column)
        return Location(self.path, self.line + down, along)

    def excerpt(self, column: int) -> str:
        """Return the line that a person sees at a place of the row."""
        if self.sheet:
            return self.cells[column] if 0 <= column < len(self.cells) else ""
        down, _ = _along(self.raw, self.mark, max(0, column))
        return self.raw.splitlines()[down] if self.raw else ""


class TextRow(NamedTuple):
    """A row of a YAML list: its text, moved to the margin, and how far it was moved."""

    path: str
    line: int
    text: str
    moved: int = 0
    folder: str = ""

    @property
    def place(self) -> str:
        """Where the row stands, for people."""
        return str(Location(self.path, self.line))


class FileRow(NamedTuple):
    """A brief of its own."""

    file: Path

    @property
    def place(self) -> str:
        """Where the brief lies, for people."""
        return display_path(self.file)


Row = TableRow | TextRow | FileRow


@dataclass(frozen=True)
class Listing:
    """A list that can be gone through again and again: `head` is a table's row of headings."""

    path: Path
    kind: str
    head: TableRow | None = None

    def __iter__(self) -> Iterator[Row]:
        """Read the rows; the file is open only as long as someone goes on reading."""
        if self.kind == "folder":
            yield from map(FileRow, briefs_in(self.path))
        elif self.kind == "yaml":
            yield from yaml_rows(self.path)
        else:
            rows = _table(self.path, self.kind)
            next(rows, None)
            yield from rows

    def count(self) -> int:
        """Return the number of rows, by going through the list once."""
        return sum(1 for _ in self)


def open_list(path: Path) -> Listing:
    """Return a list; of a table the headings are read.

    Raises:
        ToolkitError: there is no such list, or it is of another kind.
    """
    shown = display_path(path)
    if path.is_dir():
        if not briefs_in(path):
            raise ToolkitError(f"{shown}: 文件夹里没有底稿（.yaml）", KINDS)
        return Listing(path, "folder")
    if not path.is_file():
        raise ToolkitError(f"{shown}: 没有这个名册", "检查路径；文件名里有空格时整个路径加引号")
    kind = path.suffix.lower().lstrip(".")
    kind = {"yml": "yaml", "tsv": "csv", "txt": "csv", "xlsm": "xlsx"}.get(kind, kind)
    if kind == "yaml":
        return Listing(path, kind)
    if kind not in ("csv", "xlsx"):
        raise ToolkitError(f"{shown}: 不认识这种名册", KINDS)
    head = next(_table(path, kind), None)
    if head is None:
        raise ToolkitError(f"{shown}: 名册是空的", "第一行写列名，如 地区,年份,立案提案；以下一行一个地区")
    return Listing(path, kind, head)


def briefs_in(folder: Path) -> list[Path]:
    """Return the briefs of a folder: its YAML files, and the `brief.yaml` of each folder in it."""
    found = [path for path in folder.iterdir() if path.suffix.lower() in BRIEFS and path.is_file()]
    found += [path for path in folder.glob("*/brief.yaml") if path.is_file()]
    return sorted(path for path in found if not path.name.startswith("."))


def _table(path: Path, kind: str) -> Iterator[TableRow]:
    """Yield the rows that have anything in them, headings first."""
    return _csv_rows(path) if kind == "csv" else _xlsx_rows(path)


# -- CSV -------------------------------------------------------------------------------------


class _Lines:
    """The lines of a file for the CSV reader, with those that it has taken for the row at hand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines = lines
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.taken.append(line)
        return line


def _csv_rows(path: Path) -> Iterator[TableRow]:
    shown, encoding = display_path(path), _encoding(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        head = file.readline()
        file.seek(0)
        lines = _Lines(iter(file))
        mark = max(",\t;，", key=head.count)
        number = 1
        try:
            for cells in csv.reader(lines, delimiter=mark):
                if any(cell.strip() for cell in cells):
                    raw = "".join(lines.taken)
                    stripped = tuple(cell.strip("\ufeff \t\r\n\u3000") for cell in cells)
                    yield TableRow(shown, number, stripped, raw, mark)
                number += len(lines.taken)
                lines.taken.clear()
        except csv.Error as error:
            place = Location(shown, number + len(lines.taken) - 1)
            raise ToolkitError(f"{place}: 表格读不下去：引号没有配对，或一格太长（{error}）") from error


def _encoding(path: Path) -> str:
    """Return UTF-8 or UTF-16 by its mark, UTF-8 where every byte is, else GB 18030 as Excel saves it here."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while start:
                decoder.decode(start)
                start = file.read(SAMPLE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8-sig"


def _along(raw: str, mark: str, column: int) -> tuple[int, int]:
    """Return where a cell begins in the raw text of its row: lines down, column from 1."""
    found, quoted, begun = 0, False, 0
    for number, character in enumerate(raw):
        if found == column:
            break
        if character == '"':
            quoted = not quoted
        elif character == mark and not quoted:
            found, begun = found + 1, number + 1
    before = raw[:begun] if found == column else raw.rstrip("\r\n")
    return before.count("\n"), len(before) - before.rfind("\n")


# -- XLSX ------------------------------------------------------------------------------------


def _xlsx_rows(path: Path) -> Iterator[TableRow]:
    """Yield the rows of the first sheet that is not hidden."""
    with contextlib.ExitStack() as stack:
        sheet = _sheet(path, stack, values=True)
        try:
            formulas = (
                _sheet(path, stack, values=False).iter_rows() if _computes(path) else itertools.repeat(())
            )
            for line, (row, written) in enumerate(zip(sheet.iter_rows(), formulas, strict=False), 1):
                if cells := _cells(row, written):
                    yield TableRow(display_path(path), line, cells, sheet=sheet.title)
        except Exception as error:  # the library raises whatever a broken part makes it stumble over
            raise _unreadable(path) from error


def _cells(row: Sequence[Any], written: Sequence[Any]) -> tuple[str, ...]:
    """Return the texts of a row up to the last that is not empty; `written` has its formulas."""
    cells = list(map(_cell_text, row))
    for number, cell in enumerate(written):
        if cell.data_type == "f" and number < len(cells) and row[number].value is None:
            cells[number] = UNCOMPUTED
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _unreadable(path: Path) -> ToolkitError:
    hint = "用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
    return ToolkitError(f"{display_path(path)}: 不是 Excel 表格（.xlsx），或文件已损坏", hint)


def _sheet(path: Path, stack: contextlib.ExitStack, *, values: bool) -> Any:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out; cells are none of them
            book = openpyxl.load_workbook(path, read_only=True, data_only=values)
        stack.callback(book.close)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
    except Exception as error:  # as above
        raise _unreadable(path) from error
    # Said to be as large as its formatting, or wrongly by other programs.
    sheet.reset_dimensions()
    return sheet


def _computes(path: Path) -> bool:
    """Whether any sheet has formulas, told without parsing it."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/"):
                with package.open(name) as part:
                    before = b""
                    while data := part.read(SAMPLE):
                        if FORMULA.search(before + data):
                            return True
                        before = data[-2:]
    return False


def _cell_text(cell: Any) -> str:
    """Return a cell as a person would type it: 216, 98.5%, 2025-01-08."""
    value = cell.value
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%Y-%m-%d}"
    if not isinstance(value, int | float):
        return str(value)
    number = Decimal(f"{value:.{DIGITS}g}")
    percent = "%" in str(cell.number_format)
    number = (number * 100 if percent else number).normalize()
    return f"{number:f}" + ("%" if percent else "")


# -- YAML ------------------------------------------------------------------------------------


def yaml_rows(path: Path) -> Iterator[TextRow]:
    """Yield the entries of a YAML list, or the documents of a file, each as a text of its own.

    Taken apart by lines, so that one broken entry leaves the others whole.
    """
    shown, folder = display_path(path), str(path.parent)
    held: list[str] = []
    begun, margin = 1, UNKNOWN
    with path.open("rb") as file:
        for number, data in enumerate(file, 1):
            line = _decoded(data, shown, number)
            margin, before = _margin(line, margin), margin
            if margin == UNKNOWN or (margin != DOCUMENT and _dash(line) == margin):
                yield from _entry(shown, begun, held, before, folder)
                held, begun = [], number
            held.append("\n" if line.startswith("---") else line)
        yield from _entry(shown, begun, held, margin, folder)


UNKNOWN, DOCUMENT = -2, -1


def _decoded(data: bytes, shown: str, number: int) -> str:
    try:
        return data.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        hint = "用记事本打开，另存为时把编码选成 UTF-8"
        raise ToolkitError(f"{shown}:{number}: 不是 UTF-8 编码的文本", hint) from None


def _margin(line: str, margin: int) -> int:
    """Return how far the dashes of the list are indented, once that is known; documents have none."""
    if line.startswith("---"):
        return UNKNOWN
    if margin != UNKNOWN or not line.strip() or line.lstrip().startswith("#"):
        return margin
    dash = _dash(line)
    return DOCUMENT if dash is None else dash


def _dash(line: str) -> int | None:
    """Return how far a line that begins with a dash is indented, or None."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.rstrip() == "-" or bare.startswith("- ") else None


def _entry(shown: str, begun: int, held: Sequence[str], margin: int, folder: str) -> Iterator[TextRow]:
    if not any(_says(line) for line in held):
        return
    if margin < 0:
        yield TextRow(shown, begun, "".join(held), 0, folder)
        return
    # The dash counts as indentation: what follows it is in line with the fields below.
    lines = [held[0][:margin] + " " + held[0][margin + 1 :], *held[1:]]
    moved = min((len(line) - len(line.lstrip(" ")) for line in lines if _says(line)), default=0)
    text = "".join(line.lstrip(" ") if line[:moved].strip(" ") else line[moved:] for line in lines)
    yield TextRow(shown, begun, text, moved, folder)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
