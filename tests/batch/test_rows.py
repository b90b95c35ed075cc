"""Lists of every kind come out as rows that know their place."""

from __future__ import annotations

import datetime
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.batch.rows import FileRow, TableRow, TextRow, open_list
from toolkit.errors import ToolkitError


def _written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_as_it_comes(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"地区{mark}年份\r\n\r\n金山区{mark}2024\r\n桐庐县{mark}2025\r\n"
    listing = open_list(_written(tmp_path / "a.csv", text, encoding))
    assert listing.head is not None
    assert listing.head.cells == ("地区", "年份")
    assert [(row.line, row.cells) for row in listing if isinstance(row, TableRow)] == [
        (3, ("金山区", "2024")),
        (4, ("桐庐县", "2025")),
    ]
    assert listing.count() == 2


def test_a_cell_s_place_is_told_by_line_and_column(tmp_path: Path) -> None:
    path = _written(tmp_path / "a.csv", '地区,说明,数\n"金,山""区","两\n行",7\n桐庐县,,8\n')
    first, second = [row for row in open_list(path) if isinstance(row, TableRow)]
    assert first.cells == ('金,山"区', "两\n行", "7")
    places = [(p.line, p.column) for p in (first.location(n) for n in range(-1, 3))]
    assert places == [(2, 0), (2, 1), (2, 10), (3, 4)]
    assert first.excerpt(2) == '行",7'
    assert (second.location(2).line, second.location(2).column) == (4, 6)


def test_numbers_percentages_and_dates_of_a_sheet_are_as_people_see_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    sheet = book.create_sheet("名册")
    hidden.sheet_state = "hidden"
    sheet.append(["地区", "年份", "数", "率", "日期", "换届"])
    sheet.append(["金山区", 2024, 1250.0, 0.985, datetime.date(2025, 1, 8), True])
    sheet["D2"].number_format = "0.0%"
    sheet.append([None] * 6)
    sheet.append(["桐庐县", 2024, 0.1 + 0.2, None, datetime.datetime(2025, 1, 8), False])
    book.save(tmp_path / "a.xlsx")
    rows = [row for row in open_list(tmp_path / "a.xlsx") if isinstance(row, TableRow)]
    assert [row.cells for row in rows] == [
        ("金山区", "2024", "1250", "98.5%", "2025-01-08", "是"),
        ("桐庐县", "2024", "0.3", "", "2025-01-08", "否"),
    ]
    assert str(rows[1].location(2)).endswith("a.xlsx:名册!C4")


def test_a_formula_without_a_result_is_no_empty_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["地区", "数"])
    book.active.append(["金山区", "=1+1"])
    book.save(tmp_path / "a.xlsx")
    (row,) = open_list(tmp_path / "a.xlsx")
    assert isinstance(row, TableRow)
    assert "公式" in row.cells[1]


def test_a_sheet_that_breaks_off_is_told_in_words(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for n in range(50):
        book.active.append(["地区", n])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        for name, data in parts.items():
            package.writestr(name, data[: len(data) // 2] if "sheet1" in name else data)
    listing = open_list(tmp_path / "a.xlsx")
    with pytest.raises(ToolkitError, match="已损坏"):
        list(listing)


LISTS = {
    "a list": "# 名册\n- region: 甲县\n  year: 2024\n\n- region: 乙县\n  facts:\n  - x\n  - y\n",
    "an indented one": "  - region: 甲县\n    year: 2024\n  - region: 乙县\n    facts:\n    - x\n    - y\n",
    "a dash on a line of its own": "-\n  region: 甲县\n  year: 2024\n-\n  region: 乙县\n  facts: [x, y]\n",
    "documents": "region: 甲县\nyear: 2024\n---\nregion: 乙县\nfacts:\n- x\n- y\n",
    "documents with a head": "---\nregion: 甲县\nyear: 2024\n---\nregion: 乙县\nfacts:\n- x\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_yaml_list_is_taken_apart_by_its_entries(tmp_path: Path, name: str) -> None:
    path = _written(tmp_path / "a.yaml", LISTS[name])
    first, second = open_list(path)
    assert isinstance(first, TextRow)
    assert isinstance(second, TextRow)
    assert [line for line in first.text.splitlines() if line.strip()] == ["region: 甲县", "year: 2024"]
    assert second.text.lstrip().startswith("region: 乙县")
    lines = LISTS[name].split("\n")
    for row in (first, second):
        at = next(n for n, line in enumerate(row.text.splitlines()) if line.startswith("region"))
        assert lines[row.line - 1 + at][row.moved :].startswith(f"region: {'甲' if row is first else '乙'}县")


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_every_entry_comes_out_whatever_lies_in_it(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    entries = [
        f"- region: 县{n}\n" + "".join(f"  k{m}:\n    - v\n" for m in range(size))
        for n, size in enumerate(sizes)
    ]
    path = _written(tmp_path_factory.mktemp("list") / "a.yaml", "".join(entries))
    rows = [row for row in open_list(path) if isinstance(row, TextRow)]
    assert [row.text.splitlines()[0] for row in rows] == [f"region: 县{n}" for n in range(len(sizes))]
    assert [row.text.count("\n") for row in rows] == [1 + 2 * size for size in sizes]


def test_a_folder_gives_its_briefs(tmp_path: Path) -> None:
    for name in ("乙.yaml", "甲.yml", ".hidden.yaml", "x.txt"):
        _written(tmp_path / name, "region: x\n")
    (tmp_path / "丙").mkdir()
    _written(tmp_path / "丙" / "brief.yaml", "region: x\n")
    found = [row.file.name for row in open_list(tmp_path) if isinstance(row, FileRow)]
    assert sorted(found) == sorted(["brief.yaml", "乙.yaml", "甲.yml"])


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.docx", "x", "不认识"),
        ("a.csv", "", "名册是空的"),
        ("a.xlsx", "no zip", "不是 Excel 表格"),
        ("missing.csv", None, "没有这个名册"),
    ],
)
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        _written(tmp_path / name, text)
    with pytest.raises(ToolkitError, match=said):
        open_list(tmp_path / name)


def test_a_folder_without_briefs_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="没有底稿"):
        open_list(tmp_path)


def test_a_long_list_is_read_in_little_memory(tmp_path: Path) -> None:
    row = ",".join(["某某县", *("123456789" for _ in range(100))]) + "\n"
    path = _written(tmp_path / "a.csv", row * 5_000)  # 5 MB
    tracemalloc.start()
    assert open_list(path).count() == 4_999
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000
