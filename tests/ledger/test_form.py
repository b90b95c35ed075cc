"""The forms that departments get: what is asked, what may be typed, what is known already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.ledger import kit
from toolkit import forms
from toolkit.brief.load import load_brief
from toolkit.errors import ToolkitError, WorkspaceError
from toolkit.ledger.wanted import wanted
from toolkit.ledger.workbook import add_sheet, new_workbook, put, saved
from toolkit.pack.pack import Pack


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kit.brief(tmp_path)


@pytest.fixture
def book(path: Path, tmp_path: Path) -> Any:
    kit.form(path, tmp_path / "表.xlsx")
    return openpyxl.load_workbook(tmp_path / "表.xlsx")


def _asked(book: Any) -> list[str]:
    at = kit.columns(book.worksheets[0])["编号"]
    return [
        s.cell(n, at).value for s in book.worksheets for n in range(5, s.max_row + 1) if s.cell(n, at).value
    ]


def test_one_file_has_a_sheet_for_each_department(book: Any, pack: Pack) -> None:
    names = [sheet.title for sheet in book.worksheets]
    assert {"提案委员会", "办公室", "研究室（信息科）"} <= set(names)
    for sheet in book.worksheets:
        keys = [sheet.cell(n, kit.columns(sheet)["编号"]).value for n in range(5, sheet.max_row + 1)]
        suppliers = {spec.supplier for key in keys if key and (spec := pack.catalogue.get(key))}
        assert suppliers <= {sheet.title}


def test_a_folder_has_a_file_for_each_department(path: Path, tmp_path: Path) -> None:
    done = kit.form(path, tmp_path / "表")
    files = sorted(p.name for p in (tmp_path / "表").iterdir())
    assert sorted(p.name for p in done.files.values()) == files
    assert "桐庐县2025年数据填报表（提案委员会）.xlsx" in files


def test_what_the_skeletons_use_is_asked_and_nothing_computed(book: Any, path: Path, pack: Pack) -> None:
    keys = _asked(book)
    assert len(keys) == len(set(keys))
    assert set(wanted(pack.genre("work_report"), pack, term_change=False)) <= set(keys)
    assert not [key for key in keys if (spec := pack.catalogue.get(key)) and spec.parts]
    assert "lake_area" in keys  # the brief's own
    assert "proposal_excellent" in keys  # named in a text of the brief


@pytest.mark.parametrize("genre", ["work_report", "year_review", "performance_digest", "multi_year_review"])
@pytest.mark.parametrize("term", [False, True])
def test_every_key_that_is_wanted_can_be_given(genre: str, term: bool, pack: Pack) -> None:
    keys = wanted(pack.genre(genre), pack, term_change=term)
    assert len(keys) > 30
    assert set(keys) <= set(pack.catalogue.keys)
    assert not [key for key in keys if (spec := pack.catalogue.get(key)) and spec.parts]


def test_what_is_known_is_filled_in_with_what_it_was(book: Any) -> None:
    known = {
        "proposal_received": (216, "216", None, None),
        "proposal_merged": (5, "5", None, "2025-06-30"),
        "info_collected": (2816, "2816", 2650, None),
        "consult_total": ("150余", "150余", None, None),
        "lake_area": (3.45, "3.45", None, None),
        "proposal_filed": (None, None, None, None),
    }
    for key, (value, given, previous, as_of) in known.items():
        found = [kit.cell(book, key, head).value for head in ("今年数", "发出时的数", "上年数", "截至日期")]
        found[3] = found[3] and f"{found[3]:%Y-%m-%d}"
        assert found == [value, given, previous, as_of], key


def test_only_what_is_to_be_filled_in_can_be_typed_into(book: Any) -> None:
    for head, locked in {
        "今年数": False, "截至日期": False, "填报说明": False, "上年数": False,
        "数据名称": True, "口径": True, "单位": True, "编号": True, "时段": True,
    }.items():  # fmt: skip
        assert kit.cell(book, "proposal_filed", head).protection.locked is locked, head
    assert kit.cell(book, "info_collected", "上年数").protection.locked  # it is known
    for sheet in book.worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        hidden = [c.value for c in sheet[4] if sheet.column_dimensions[c.column_letter].hidden]
        assert {"编号", "发出时的数"} <= set(hidden)


def test_excel_warns_of_what_is_no_number(book: Any) -> None:
    sheet = next(s for s in book.worksheets if s.title == "提案委员会")
    checks = sheet.data_validations.dataValidation
    kinds = {
        check.type
        for check in checks
        if kit.cell(book, "proposal_filed").coordinate in str(check.sqref).split()
    }
    assert "whole" in kinds or any(check.type == "whole" for check in checks)
    assert {check.errorStyle for check in checks} == {"warning"}


def test_region_and_year_stand_above_and_the_head_is_repeated_in_print(book: Any) -> None:
    for sheet in book.worksheets:
        assert sheet["A1"].value == "桐庐县政协2025年工作数据填报表"
        assert sheet.print_title_rows == "$4:$4"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_no_key_of_ours_stands_where_departments_read(book: Any) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_col=9, values_only=True):
            assert not [text for text in row if isinstance(text, str) and "proposal_" in text]


def test_last_years_brief_gives_last_years_values(path: Path, tmp_path: Path) -> None:
    kit.form(path, tmp_path / "表.xlsx", year=2026)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert book.worksheets[0]["A1"].value == "桐庐县政协2026年工作数据填报表"
    assert kit.cell(book, "proposal_received", "上年数").value == 216
    assert kit.cell(book, "proposal_received").value is None
    assert kit.cell(book, "consult_total", "上年数").value is None  # 150余 proves no change


def test_a_region_alone_is_enough(tmp_path: Path) -> None:
    out = tmp_path / "表.xlsx"
    forms.form(forms.Request(region="金山区", out=out))
    assert kit.cell(openpyxl.load_workbook(out), "proposal_received").value == 216  # the bundled sample
    forms.form(forms.Request(region="桐庐县", year=2030, out=tmp_path / "二.xlsx"))
    assert (
        openpyxl.load_workbook(tmp_path / "二.xlsx").worksheets[0]["A1"].value.startswith("桐庐县政协2030年")
    )


def test_a_term_change_asks_for_cumulative_figures_and_their_span(tmp_path: Path) -> None:
    text = kit.BRIEF.replace("number: 5}", "number: 1, change_of_term: true}").replace("term: 10", "term: 11")
    path = kit.brief(
        tmp_path,
        text.replace("proposal_received:", "proposal_received_total:").replace(
            "216 ", "{value: 9, span: 五年来} "
        ),
    )
    load_brief(path, Pack().vocabulary)
    kit.form(path, tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    assert kit.cell(book, "proposal_filed_total", "时段").value == "五年来"
    assert not kit.cell(book, "proposal_filed_total", "时段").protection.locked


@pytest.mark.parametrize("name", ["表.xlsx", "表"])
def test_forms_that_are_there_are_not_overwritten_unasked(path: Path, tmp_path: Path, name: str) -> None:
    kit.form(path, tmp_path / name)
    with pytest.raises(WorkspaceError, match="已经有了"):
        kit.form(path, tmp_path / name)
    kit.form(path, tmp_path / name, force=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "没有说给哪个地区"),
        ({"region": "桐庐县", "out": Path("表.docx")}, "只能是 .xlsx"),
        ({"region": "桐庐县", "genre": "work_reprot"}, "没有文种"),
        ({"region": "桐庐县", "genre": "campaign_feature"}, "不用数据"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    words: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ToolkitError, match=said):
        forms.form(forms.Request(**words))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "=cmd|' /C calc'!A0", "\tx"])
def test_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    import datetime

    book = new_workbook("", datetime.datetime.now(datetime.UTC))
    put(add_sheet(book, "表")["A1"], text)
    (tmp_path / "a.xlsx").write_bytes(saved(book))
    found = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"]
    assert (found.data_type, found.value) == ("s", text)


@pytest.mark.parametrize(
    ("names", "made"),
    [
        (["经济/科技[委]?", "A:B*"], ["经济科技委", "AB"]),
        (["表", "表"], ["表", "表（2）"]),
        (["甲" * 40, "甲" * 41], ["甲" * 31, "甲" * 27 + "（2）"]),
        (["[]"], ["表"]),
    ],
)
def test_sheets_have_names_that_excel_takes(names: list[str], made: list[str]) -> None:
    import datetime

    book = new_workbook("", datetime.datetime.now(datetime.UTC))
    assert [add_sheet(book, name).title for name in names] == made
