"""Filled forms come back into the brief: whatever the table looks like, and nothing unasked."""

from __future__ import annotations

import contextlib
import datetime
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger import kit
from tests.word.office import convert, without_office
from toolkit import importing
from toolkit.brief.load import Brief, load_brief
from toolkit.errors import InputProblems, ToolkitError
from toolkit.figures import APPROXIMATIONS
from toolkit.ledger.tables import read_tables
from toolkit.pack.pack import Pack


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return kit.brief(tmp_path)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A form as it was sent out, all departments in one file."""
    out = tmp_path / "填报表.xlsx"
    out.write_bytes(kit.sent())
    return out


def _load(path: Path, pack: Pack) -> Brief:
    return load_brief(path, pack.vocabulary)


def _problems(error: pytest.ExceptionInfo[InputProblems]) -> list[tuple[str, str, str]]:
    return [(str(p.location), p.message, p.hint) for p in error.value.problems]


# -- what goes in ------------------------------------------------------------------------------------


def test_values_dates_and_sources_go_in_and_the_rest_stays_as_it_is(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": "157件", "proposal_excellent": 12})
    kit.fill(sent, {"proposal_filed": datetime.datetime(2025, 12, 20)}, "截至日期")
    done = kit.take(path, sent)
    said = 'value: {}, {}source: "填报表.xlsx/提案委员会/{}"'
    changes = {
        "  proposal_filed:   # 立案\n": ("proposal_filed", 157, "as_of: 2025-12-20, ", "   # 立案\n"),
        "平方公里}\n": ("proposal_excellent", 12, "", "\n"),
    }
    cells = {t.key: t.place.rpartition("!")[2] for t in done.taken}
    wanted = kit.BRIEF
    for before, (key, value, date, end) in changes.items():
        assert before in wanted
        kept = "" if key in before else before
        wanted = wanted.replace(before, f"{kept}  {key}: {{{said.format(value, date, cells[key])}}}{end}")
    assert path.read_text(encoding="utf-8") == wanted
    assert [(t.key, t.old, t.new) for t in done.taken] == [
        ("proposal_filed", "", "157"),
        ("proposal_excellent", "", "12"),
    ]
    assert done.backup is not None
    assert (done.backup / path.name).read_text(encoding="utf-8") == kit.BRIEF


def test_a_form_taken_back_twice_changes_nothing_more(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": "约150", "info_to_city": "１２"})
    kit.take(path, sent)
    once = path.read_bytes()
    done = kit.take(path, sent)
    assert path.read_bytes() == once
    assert (list(done.taken), list(done.conflicts), done.backup) == ([], [], None)


def test_a_form_that_nobody_filled_in_changes_nothing(path: Path, sent: Path) -> None:
    done = kit.take(path, sent)
    assert path.read_text(encoding="utf-8") == kit.BRIEF
    assert (list(done.taken), list(done.conflicts)) == ([], [])
    assert done.same == 5
    assert done.blank > 100


def test_a_dry_run_tells_and_writes_nothing(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": 157})
    done = kit.take(path, sent, dry_run=True)
    assert [t.new for t in done.taken] == ["157"]
    assert path.read_text(encoding="utf-8") == kit.BRIEF
    assert not (path.parent / ".draft").exists()


def test_last_years_value_and_the_date_of_an_unchanged_one_are_added(
    path: Path, sent: Path, pack: Pack
) -> None:
    kit.fill(sent, {"proposal_received": 186}, "上年数")
    kit.fill(sent, {"proposal_received": "2025.12.31"}, "截至日期")
    done = kit.take(path, sent)
    figure = _load(path, pack).figures["proposal_received"]
    assert (figure.value, figure.previous, figure.as_of) == (216, 186, "2025-12-31")
    assert done.completed == 1


def test_remarks_are_told(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": 157})
    kit.fill(sent, {"proposal_filed": "含并案"}, "填报说明")
    assert [(label, text) for label, text, _ in kit.take(path, sent).remarks] == [("立案提案", "含并案")]


def test_figures_that_no_longer_agree_are_told(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": 300})
    assert any("数据对不上" in note and "300" in note for note in kit.take(path, sent).notes)


# -- tables as people leave them ---------------------------------------------------------------------


def _reordered(book: Any) -> None:
    """Turn the columns round, insert rows, rename the sheet."""
    for sheet in book.worksheets:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for number, row in enumerate(rows):
            for at, value in enumerate(reversed(row) if number > 2 else row, 1):
                sheet.cell(number + 1, at).value = value
        sheet.insert_rows(8, 2)
        sheet.insert_rows(2)
        sheet.cell(9, 2).value = "小计"
        sheet.title = f"{sheet.title[:6]}填好"


def _keyless(book: Any) -> None:
    for sheet in book.worksheets:
        sheet.delete_cols(kit.columns(sheet)["编号"], 2)


def _texts(book: Any) -> None:
    """All numbers as texts with their units, as some saved files have them."""
    for sheet in book.worksheets:
        at, unit = kit.columns(sheet)["今年数"], kit.columns(sheet)["单位"]
        for row in range(5, sheet.max_row + 1):
            cell = sheet.cell(row, at)
            if isinstance(cell.value, int | float):
                cell.value = f"{cell.value} {sheet.cell(row, unit).value}".translate(
                    str.maketrans("0123456789", "０１２３４５６７８９")
                )


@pytest.mark.parametrize("change", [_reordered, _keyless, _texts])
def test_a_table_may_look_otherwise(change: Any, path: Path, sent: Path, pack: Pack) -> None:
    values = {"proposal_filed": 157, "info_to_city": 871, "proposal_satisfaction": 98.5, "lake_area": 3.5}
    kit.fill(sent, values)
    kit.edit(sent, change)
    done = kit.take(path, sent)
    figures = _load(path, pack).figures
    wanted = dict(values)
    if change is _keyless:  # without what it was sent out with, the brief's own value stays
        wanted["lake_area"] = 3.45
        assert [c.key for c in done.conflicts] == ["lake_area"]
    assert {key: float(figures[key].value) for key in values} == wanted


@pytest.mark.office
@without_office
def test_a_form_that_libreoffice_saved_comes_back(path: Path, sent: Path, pack: Pack, tmp_path: Path) -> None:
    kit.fill(sent, {"proposal_filed": 157, "info_to_city": "=800+71", "consult_total": "约160"})
    kit.fill(sent, {"proposal_filed": datetime.datetime(2025, 12, 20)}, "截至日期")

    def percent(book: Any) -> None:
        cell = kit.cell(book, "proposal_satisfaction")
        cell.value, cell.number_format = 0.985, "0.0%"

    kit.edit(sent, percent)
    folder = tmp_path / "存"
    folder.mkdir()
    saved = folder / sent.name
    with contextlib.suppress(subprocess.CalledProcessError):
        convert(sent, "xlsx", folder)
    if not saved.exists():
        pytest.skip("LibreOffice Calc is not on this machine")
    kit.take(path, saved)
    figures = _load(path, pack).figures
    assert {key: figures[key].text for key in ("proposal_filed", "info_to_city", "consult_total")} == {
        "proposal_filed": "157",
        "info_to_city": "871",
        "consult_total": "约160",
    }
    assert figures["proposal_satisfaction"].value == Decimal("98.5")
    assert figures["proposal_filed"].as_of == "2025-12-20"


PLAIN = [
    (("指标名称", "单位", "2025年", "2024年"), ("立案提案", "件", 157, 140)),
    (("序号", "项目", "数量", "备注"), (1, "1.立案提案（件）", "157", "")),
    (("名称", "本年数"), ("  立案 提案 ", "１５７件")),
    (("数据名称（全称）", "今年数（件）"), ("（一）立案提案", 157)),
    (("指标", "单位", "完成情况", None), (None, None, "2024年", "2025年"), ("立案提案", "件", 140, 157)),
    (("指标", "合计", "2025年完成数", "数量"), ("立案提案", 3, 157, 5)),
]


@pytest.mark.parametrize("rows", PLAIN, ids=range(len(PLAIN)))
def test_a_table_of_a_department_s_own_is_read_by_names(
    rows: tuple[tuple[Any, ...], ...], path: Path, tmp_path: Path, pack: Pack
) -> None:
    file = kit.table(tmp_path / "提案委.xlsx", ("2025年工作数据",), (), *rows)
    kit.take(path, file)
    figure = _load(path, pack).figures["proposal_filed"]
    assert figure.value == 157
    assert figure.source.startswith("提案委.xlsx/Sheet/")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_is_read(encoding: str, mark: str, path: Path, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "提案.csv"
    file.write_bytes(
        f"数据名称{mark}今年数{mark}截至日期\r\n立案提案{mark}157{mark}2025-12-20\r\n".encode(encoding)
    )
    kit.take(path, file)
    figure = _load(path, pack).figures["proposal_filed"]
    assert (figure.value, figure.as_of, figure.source) == (157, "2025-12-20", "提案.csv/B2")


def test_other_names_of_the_catalogue_are_known(path: Path, tmp_path: Path, pack: Pack) -> None:
    rows = pack.rows("figures.yaml", "figures", "key")
    known = [(row, name) for row in rows for name in row.get("also", ()) if not row.get("derive")]
    assert len(known) > 15
    table = [("名称", "数值"), *((name, 50 if row["unit"] == "%" else 3) for row, name in known)]
    done = kit.take(path, kit.table(tmp_path / "a.xlsx", *table), force=True)
    assert {t.key for t in done.taken} == {row["key"] for row, _ in known}


def test_a_folder_stands_for_the_tables_in_it(path: Path, tmp_path: Path, pack: Pack) -> None:
    folder = tmp_path / "收"
    kit.form(path, folder)
    kit.fill(next(folder.glob("*提案委员会*")), {"proposal_filed": 157})
    (folder / "~$打开着.xlsx").write_bytes(b"x")
    (folder / "说明.docx").write_bytes(b"x")
    kit.take(path, folder)
    assert _load(path, pack).figures["proposal_filed"].value == 157


# -- conflicts -----------------------------------------------------------------------------------------

STATES = [
    # sent out with, brief now, filled in, what becomes of it
    ("216", "216", 218, "taken"),
    ("216", "217", 216, "kept"),
    ("216", "217", 218, "conflict"),
    ("216", "218", 218, "same"),
    ("", "216", 218, "conflict"),
    ("", "", 218, "taken"),
    (None, "216", 218, "conflict"),
    (None, "216", 216, "same"),
    ("216", "216", "216余", "taken"),
]


@pytest.mark.parametrize(("given", "now", "typed", "fate"), STATES)
@pytest.mark.parametrize("force", [False, True])
def test_who_has_changed_a_value_decides(
    given: str | None, now: str, typed: Any, fate: str, force: bool, path: Path, tmp_path: Path, pack: Pack
) -> None:
    path.write_text(kit.BRIEF.replace("received: 216 ", f"received: {now} "), encoding="utf-8")
    head = ("编号", "数据名称", "今年数", *(() if given is None else ("发出时的数",)))
    file = kit.table(tmp_path / "a.xlsx", head, ("proposal_received", "收到提案", typed, given))
    done = kit.take(path, file, force=force)
    told = "taken" if done.taken else "conflict" if done.conflicts else "same"
    wanted = {"kept": "same", "conflict": "taken" if force else "conflict"}.get(fate, fate)
    assert told == wanted
    figure = _load(path, pack).figures["proposal_received"]
    assert figure.text == (str(typed) if told == "taken" else now)


def test_files_that_disagree_are_told_with_their_cells_even_when_forced(path: Path, tmp_path: Path) -> None:
    one = kit.table(tmp_path / "甲.xlsx", ("名称", "数值"), ("立案提案", 157))
    two = kit.table(tmp_path / "乙.xlsx", ("名称", "数值"), ("立案提案", 158), ("优秀提案", 9))
    done = kit.take(path, one, two, force=True)
    assert [t.key for t in done.taken] == ["proposal_excellent"]
    (conflict,) = done.conflicts
    assert [(value, place.rpartition("/")[2]) for value, place in conflict.values] == [
        ("157", "甲.xlsx:Sheet!B2"),
        ("158", "乙.xlsx:Sheet!B2"),
    ]


def test_a_computed_figure_is_compared_and_never_typed_in(path: Path, tmp_path: Path, pack: Pack) -> None:
    rows = [("立案提案", 157), ("提案立案率", "72.7%")]
    done = kit.take(path, kit.table(tmp_path / "a.xlsx", ("名称", "数值"), *rows))
    assert ([t.key for t in done.taken], done.conflicts) == (["proposal_filed"], [])
    done = kit.take(path, kit.table(tmp_path / "b.xlsx", ("名称", "数值"), ("提案立案率", "75%")))
    assert [(c.key, [v for v, _ in c.values]) for c in done.conflicts] == [
        ("proposal_filing_rate", ["75", "72.7"])
    ]
    assert _load(path, pack).figures["proposal_filing_rate"].derived


def test_a_rate_typed_before_its_parts_were_known_is_told(tmp_path: Path) -> None:
    """With the parts the brief would refuse the typed rate: what would break it is left out."""
    text = kit.BRIEF.replace("proposal_filed:  ", "proposal_filing_rate: 72.7\n  proposal_filed:  ")
    path = kit.brief(tmp_path, text)
    done = kit.take(
        path, kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("立案提案", 157), ("优秀提案", 9))
    )
    assert [t.key for t in done.taken] == ["proposal_excellent"]
    assert [c.key for c in done.conflicts] == ["proposal_filed"]
    assert "不要手填" in done.conflicts[0].why


def test_a_cumulative_figure_needs_its_span(path: Path, tmp_path: Path, pack: Pack) -> None:
    head, row = ("名称", "数值"), ("累计立案提案", 1069)
    done = kit.take(path, kit.table(tmp_path / "a.xlsx", head, row))
    assert "时段" in done.conflicts[0].why
    kit.take(path, kit.table(tmp_path / "b.xlsx", (*head, "时段"), (*row, "五年来")))
    assert _load(path, pack).figures["proposal_filed_total"].span == "五年来"


def test_a_term_change_takes_names_for_cumulative_figures(tmp_path: Path, pack: Pack) -> None:
    text = kit.BRIEF.replace("term: 10, number: 5", "term: 11, number: 1, change_of_term: true")
    path = kit.brief(tmp_path, text.replace("proposal_received: 216 ", "proposal_merged_total: "))
    kit.take(path, kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("立案提案", 1069), ("提案满意率", 98.7)))
    figures = _load(path, pack).figures
    assert (figures["proposal_filed_total"].value, figures["proposal_filed_total"].span) == (1069, "五年来")
    assert figures["proposal_satisfaction"].text == "98.7%"


def test_another_last_year_s_value_is_a_conflict_of_its_own(path: Path, tmp_path: Path) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("名称", "2025年", "2024年"), ("收集社情民意", 2816, 2600))
    done = kit.take(path, file)
    assert [(c.label, [v for v, _ in c.values]) for c in done.conflicts] == [
        ("收集社情民意（上年）", ["2600", "2650"])
    ]


def test_an_old_date_does_not_stay_with_a_new_value(path: Path, tmp_path: Path, pack: Pack) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("合并提案", 6))
    kit.take(path, file, force=True)
    figure = _load(path, pack).figures["proposal_merged"]
    assert (figure.value, figure.as_of, figure.source) == (6, "", "a.xlsx/Sheet/B2")


@pytest.mark.parametrize(("said", "kept"), [("2025-12-31", "2025-12-31"), ("2025-03-31", "2025-06-30")])
def test_the_later_date_of_the_same_value_counts(
    said: str, kept: str, path: Path, tmp_path: Path, pack: Pack
) -> None:
    kit.take(path, kit.table(tmp_path / "a.xlsx", ("名称", "数值", "截至日期"), ("合并提案", 5, said)))
    figure = _load(path, pack).figures["proposal_merged"]
    assert (figure.as_of, figure.source) == (kept, "提案委")


# -- mistakes ------------------------------------------------------------------------------------------


def test_all_bad_cells_are_told_at_once_and_nothing_is_written(
    path: Path, sent: Path, tmp_path: Path
) -> None:
    kit.fill(sent, {"proposal_filed": "若干", "info_to_city": 12.5, "proposal_excellent": 12})
    kit.fill(sent, {"proposal_excellent": "12月20日"}, "截至日期")
    other = kit.table(
        tmp_path / "乙.xlsx", ("名称", "单位", "数值"), ("捐款捐物", "元", 350000), ("立案题案", "件", 1)
    )
    with pytest.raises(InputProblems) as caught:
        kit.take(path, sent, other)
    said = _problems(caught)
    assert len(said) == 5
    assert all("!" in place for place, _, _ in said)
    text = "\n".join(f"{place} {message} {hint}" for place, message, hint in said)
    for part in ("“立案提案”应是数（单位：件），现在是“若干”", "应是整数：12.5", "截至日期看不懂：12月20日",
                 "单位是“万元”，表里是“元”", "没有“立案题案” 是不是“立案提案”？", "乙.xlsx:Sheet!A3",
                 "填报表.xlsx:提案委员会!G"):  # fmt: skip
        assert part in text
    assert path.read_text(encoding="utf-8") == kit.BRIEF


def test_unknown_names_are_passed_over_on_request(path: Path, tmp_path: Path) -> None:
    file = kit.table(
        tmp_path / "a.xlsx", ("名称", "数值"), ("食堂就餐", 3000), ("立案提案", 157), ("合计", None)
    )
    with pytest.raises(InputProblems, match="共 1 处"):
        kit.take(path, file)
    done = kit.take(path, file, skip_unknown=True)
    assert ([t.key for t in done.taken], [s.label for s in done.skipped]) == (
        ["proposal_filed"],
        ["食堂就餐"],
    )


def test_a_value_whose_name_was_lost_is_told(path: Path, tmp_path: Path) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("立案提案", 157), (None, 12))
    with pytest.raises(InputProblems) as caught:
        kit.take(path, file)
    assert [message for _, message, _ in _problems(caught)] == ["有数“12”，这一行没有名称"]
    assert len(kit.take(path, file, skip_unknown=True).taken) == 1


def test_a_key_that_was_spoilt_is_told(path: Path, tmp_path: Path) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("编号", "名称", "数值"), ("proposal_file", "立案提案", 3))
    with pytest.raises(InputProblems) as caught:
        kit.take(path, file)
    assert _problems(caught)[0][1:] == ("数据目录里没有编号“proposal_file”", "是不是“proposal_filed”？")


def test_a_form_of_another_place_or_year_is_refused(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": 157})
    path.write_text(kit.BRIEF.replace("year: 2025", "year: 2026"), encoding="utf-8")
    with pytest.raises(InputProblems, match="处问题") as caught:
        kit.take(path, sent)
    assert "这是桐庐县2025年的填报表，底稿是桐庐县2026年的" in _problems(caught)[0][1]


def test_a_formula_whose_result_was_never_saved_is_told(path: Path, sent: Path) -> None:
    kit.fill(sent, {"proposal_filed": "=100+57"})
    with pytest.raises(InputProblems) as caught:
        kit.take(path, sent)
    assert "没有存下算出的结果" in _problems(caught)[0][1]


def _bytes(name: str) -> bytes:
    if name.endswith("docx"):
        import io

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("word/document.xml", "<x/>")
        return out.getvalue()
    return {
        "旧.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "密.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "坏.xlsx": b"PK\x03\x04" + b"\1" * 99,
        "假.xlsx": "不是表格".encode(),
        "空.xlsx": b"",
    }[name]


FILES = [
    ("旧.xls", "旧格式"),
    ("密.xlsx", "密码"),
    ("坏.xlsx", "损坏"),
    ("假.xlsx", "不是电子表格"),
    ("空.xlsx", "空的"),
    ("文.docx", "Word 文档"),
]


@pytest.mark.parametrize(("name", "said"), FILES)
def test_files_that_are_no_tables_are_refused_in_words(
    name: str, said: str, path: Path, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(_bytes(name))
    with pytest.raises(InputProblems) as caught:
        kit.take(path, file)
    assert said in _problems(caught)[0][1]
    assert _problems(caught)[0][0].endswith(name)


def test_a_table_without_heads_and_a_missing_file_are_told(path: Path, tmp_path: Path) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("甲", "乙"), (1, 2))
    (tmp_path / "空").mkdir()
    with pytest.raises(InputProblems) as caught:
        kit.take(path, file, tmp_path / "没有.xlsx")
    assert [message for _, message, _ in _problems(caught)] == ["没有认出表头", "没有这个文件"]
    with pytest.raises(ToolkitError, match="没有要收的"):
        kit.take(path, tmp_path / "空")


def test_the_brief_beside_the_table_is_taken(path: Path, tmp_path: Path) -> None:
    (tmp_path / "收").mkdir()
    file = kit.table(tmp_path / "收" / "a.xlsx", ("名称", "数值"), ("立案提案", 157))
    assert importing.take_back(importing.Request([file])).brief == path


def test_a_sheet_formatted_to_its_last_row_is_read_in_time(path: Path, tmp_path: Path) -> None:
    file = kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("立案提案", 157))
    kit.edit(file, lambda book: setattr(book.worksheets[0].cell(1_048_576, 3), "number_format", "0.00"))
    (table,) = read_tables(file)
    assert len(table.rows) == 2


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8),
    st.integers(-5, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.sampled_from(
        ["立案提案", "收到提案", "proposal_filed", "157件", "约5", "80%", "=1/0", "名称", "数值"]
    ),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=5).map(tuple), max_size=6), headed=st.booleans())
def test_any_table_is_read_or_refused_and_the_brief_still_loads(
    rows: list[tuple[Any, ...]], headed: bool, tmp_path: Path, pack: Pack
) -> None:
    path = kit.brief(tmp_path)
    head = [("编号", "名称", "数值", "截至日期", "上年数")] if headed else []
    try:
        kit.take(path, kit.table(tmp_path / "a.xlsx", *head, *rows), force=True, skip_unknown=headed)
    except InputProblems:
        assert path.read_text(encoding="utf-8") == kit.BRIEF
    _load(path, pack)


# -- there and back ------------------------------------------------------------------------------------

KEYS = ["proposal_filed", "proposal_excellent", "info_to_city", "party_group_meetings", "donation_value"]
VALUES = st.one_of(
    st.integers(0, 10**7).map(str),
    st.tuples(st.integers(1, 9999), st.sampled_from(APPROXIMATIONS)).map(
        lambda v: f"{v[0]}{v[1]}" if v[1] in "余多" else f"{v[1]}{v[0]}"
    ),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1),
    date=st.dates(datetime.date(2025, 1, 1), datetime.date(2026, 2, 1)),
    as_numbers=st.booleans(),
)
def test_what_is_typed_into_a_form_is_what_the_brief_says(
    values: dict[str, str], date: datetime.date, as_numbers: bool, tmp_path: Path, pack: Pack
) -> None:
    path = kit.brief(tmp_path)
    sent = tmp_path / "填报表.xlsx"
    sent.write_bytes(kit.sent())
    typed = {k: int(v) if as_numbers and v.isdigit() else v for k, v in values.items()}
    kit.fill(sent, typed)
    kit.fill(sent, dict.fromkeys(values, date), "截至日期")
    done = kit.take(path, sent)
    figures = _load(path, pack).figures
    assert {key: figures[key].text for key in values} == values
    assert {figures[key].as_of for key in values} == {str(date)}
    assert {t.key: t.place.rpartition("!")[2] for t in done.taken} == {
        key: figures[key].source.rpartition("/")[2] for key in values
    }
    kit.form(path, sent, force=True)
    again = openpyxl.load_workbook(sent)
    assert {key: str(kit.cell(again, key, "发出时的数").value) for key in values} == values
