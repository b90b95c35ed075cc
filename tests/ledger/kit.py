"""A small brief and its forms, filled in as people do."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from toolkit import forms, importing

BRIEF = """\
# 底稿
region: 桐庐县   # 地区
organ: {place: 杭州市桐庐县, level: 县}
year: 2025
session: {term: 10, number: 5}

figures:   # 数据
  proposal_received: 216        # 全部
  proposal_filed:   # 立案
  proposal_merged: {value: 5, source: 提案委, as_of: 2025-06-30}
  info_collected: {value: 2816, previous: 2650}
  consult_total: {value: 150, approx: 余}
  lake_area: {value: 3.45, label: 湖面面积, unit: 平方公里}

facts:
  local:
    proposals:
      - 另有{proposal_excellent}件优秀提案。
"""
HEADS = 4
Sheet = Any


def brief(folder: Path, text: str = BRIEF) -> Path:
    path = folder / "brief.yaml"
    path.write_bytes(text.encode())
    return path


def form(path: Path, out: Path, **words: Any) -> forms.Formed:
    return forms.form(forms.Request(figures=path, out=out, **words))


@cache
def sent() -> bytes:
    """The form of the small brief, all departments in one file; made once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        form(brief(Path(folder)), Path(folder) / "表.xlsx")
        return (Path(folder) / "表.xlsx").read_bytes()


def take(path: Path, *files: Path, **words: Any) -> importing.Imported:
    return importing.take_back(importing.Request(files, figures=path, **words))


def columns(sheet: Sheet) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[HEADS]}


def row_of(sheet: Sheet, key: str) -> int:
    at = columns(sheet)["编号"]
    return next(n for n in range(HEADS + 1, sheet.max_row + 1) if sheet.cell(n, at).value == key)


def cell(book: Any, key: str, head: str = "今年数") -> Any:
    """The cell of a figure, in whatever sheet it is asked."""
    for sheet in book.worksheets:
        keys = [c.value for c in next(sheet.iter_cols(min_col=columns(sheet)["编号"]))]
        if key in keys:
            return sheet.cell(row_of(sheet, key), columns(sheet)[head])
    raise AssertionError(f"{key} is not asked for")


def fill(file: Path, values: Mapping[str, Any], head: str = "今年数") -> None:
    """Type values into a form, by key."""
    edit(file, lambda book: [setattr(cell(book, key, head), "value", v) for key, v in values.items()])


def edit(file: Path, change: Callable[[Any], Any]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file.read_bytes()))
    change(book)
    book.save(file)


def table(file: Path, *rows: tuple[Any, ...]) -> Path:
    """A plain table of a department's own."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(file)
    return file
