"""Photographs, charts and tables of a brief: what is refused and where, and where they stand."""

from __future__ import annotations

import datetime
import json
import struct
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.pictures import exif, jpeg, png
from toolkit import tasks
from toolkit.brief import pictures
from toolkit.brief.load import load_brief, parse_brief
from toolkit.brief.pictures import orientation, pixels
from toolkit.brief.source import Source
from toolkit.compose.assemble import compose
from toolkit.errors import InputProblems, WorkspaceError
from toolkit.model import Block, Report
from toolkit.pack.pack import Pack
from toolkit.word.read import read_text

NOW = datetime.datetime(2025, 1, 6, 9, 30, 5, tzinfo=datetime.UTC)
GENRE = {
    "name": "小样",
    "file_name": "小样",
    "head": [{"kind": "title", "text": "小样"}],
    "outline": [{"section": "proposals"}, {"section": "theory_study"}, {"honours": "光荣榜"}],
    "headings": [{}],
}
SKELETONS = {
    "proposals": "提案一。\n\n提案二。\n\n@closing\n\n结尾。\n\n@proposals\n\n提案三。",
    "theory_study": "学习。",
}
BRIEF = """\
region: 金山区
organ: {place: 上海市金山区, level: 区}
year: 2024
session: {term: 7, number: 4}
figures:
  proposal_received: 216
  proposal_filed: 157
  consult_total: {value: 150, approx: 余}
  info_collected: 2816
  lake_area: {value: 3.5, label: 湖面, unit: 亩}
"""
FIRST = BRIEF.count("\n") + 1  # the number of the first line behind it
PHOTO = "{file: 照片/会.jpg, caption: 召开座谈会, section: proposals}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pictures and a pack of one genre."""
    (tmp_path / "照片").mkdir()
    (tmp_path / "照片/会.jpg").write_bytes(jpeg(160, 90))
    (tmp_path / "竖.png").write_bytes(png(60, 90))
    sections = tmp_path / "pack/genres/tiny/sections"
    sections.mkdir(parents=True)
    (sections.parent / "genre.yaml").write_text(yaml.safe_dump(GENRE, allow_unicode=True), encoding="utf-8")
    for name, text in SKELETONS.items():
        (sections / f"{name}.1.j2").write_text(text, encoding="utf-8")
    return tmp_path


def _write(folder: Path, text: str) -> Path:
    path = folder / "brief.yaml"
    path.write_text(BRIEF + text, encoding="utf-8")
    return path


def _report(folder: Path, text: str) -> Report:
    pack = Pack([folder / "pack"])
    return compose(load_brief(_write(folder, text), pack.vocabulary), pack, pack.genre("tiny"))


def _problems(folder: Path, text: str, pack: Pack) -> list[tuple[int, int, str, str]]:
    with pytest.raises(InputProblems) as caught:
        load_brief(_write(folder, text), pack.vocabulary)
    return [(p.location.line, p.location.column, p.message, p.hint) for p in caught.value.problems]


def _kinds(report: Report) -> list[str]:
    return [block.text or block.kind for block in report.blocks]


# -- photographs: what is refused ----------------------------------------------------------------


def test_a_missing_file_is_told_with_its_place_and_the_nearest_name(folder: Path, pack: Pack) -> None:
    text = f"photos:\n  - {PHOTO}\n  - {{file: 照片/绘.jpg, caption: 甲, section: proposals}}\n"
    (folder / "照片/座谈会.jpg").write_bytes(jpeg(8, 8))
    text = text.replace("照片/绘.jpg", "照片/座谈.jpg")
    assert _problems(folder, text, pack) == [
        (FIRST + 2, 12, "没有这个照片文件：照片/座谈.jpg", "是不是“座谈会.jpg”？")
    ]


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(folder: Path, pack: Pack) -> None:
    (folder / "会.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" * 10)
    (folder / "断.png").write_bytes(png(60, 90)[:40])
    text = """\
photos:
  - {file: 会.heic, caption: 甲, section: proposals}
  - file: 断.png
    caption: 乙。
    section: proposal
  - {file: 没有/甲.jpg, caption: 丙, section: 提案工作}
  - {file: 照片, caption: 丁, section: closing}
charts:
  - {title: 图, section: proposals, kind: colum, figures: [proposal_recieved]}
  - {title: 图, section: proposals, kind: bar}
  - {title: 图, section: proposals, kind: pie, rows: [{label: 甲, value: -2}, {label: 乙, value: 两件}]}
"""
    found = [(line - FIRST, column, message) for line, column, message, _ in _problems(folder, text, pack)]
    assert found == [
        (1, 12, "照片不是 JPG 或 PNG 格式，Word 里显示不了：会.heic"),
        (2, 11, "照片文件已损坏或不完整：断.png"),
        (3, 14, "“图注”是小句，末尾不带标点，现在以“。”结尾"),
        (4, 14, "没有“proposal”这个章节功能"),
        (5, 12, "没有这个照片文件：没有/甲.jpg"),
        (5, 43, "没有“提案工作”这个章节功能"),
        (6, 12, "照片文件读不出来：照片"),
        (8, 42, "“形式”不能是“colum”"),
        (8, 59, "没有“proposal_recieved”这个数据"),
        (9, 5, "图表没有数据"),
        (10, 72, "饼图里不能有负数：-2"),
        (10, 95, "“数”应是数，现在是“两件”"),
    ]
    hints = {message: hint for _, _, message, hint in _problems(folder, text, pack)}
    assert hints["没有“proposal”这个章节功能"] == "是不是“proposals”？"
    assert hints["没有“提案工作”这个章节功能"] == "写 proposals"
    assert hints["没有“proposal_recieved”这个数据"] == "是不是“proposal_received”？"
    with pytest.raises(InputProblems):
        tasks.new(tasks.Request(figures=folder / "brief.yaml", out=folder / "out", now=NOW))
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    "path", ["/etc/会.jpg", "../会.jpg", "C:\\照片\\会.jpg", "照片/../../会.jpg", "~/会.jpg"]
)
def test_a_picture_lies_in_the_folder_of_its_brief(path: str, folder: Path, pack: Pack) -> None:
    ((_, _, message, _),) = _problems(
        folder, f"photos:\n  - {{file: '{path}', caption: 甲, section: proposals}}\n", pack
    )
    assert message == f"“文件”不在底稿的文件夹里：{path}"


def test_a_picture_that_word_would_show_on_its_side_is_refused(folder: Path, pack: Pack) -> None:
    (folder / "照片/会.jpg").write_bytes(jpeg(160, 90, exif(6)))
    ((_, _, message, _),) = _problems(folder, f"photos:\n  - {PHOTO}\n", pack)
    assert message == "照片带有旋转标记，Word 里会横倒：照片/会.jpg"


def test_a_picture_too_large_is_refused(folder: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_SIZE", 50)
    ((_, _, message, _),) = _problems(folder, f"photos:\n  - {PHOTO}\n", pack)
    assert message == "照片太大：照片/会.jpg"


# -- the heads of pictures ------------------------------------------------------------------------

JFIF = struct.pack(">BBH5sHBHHBB", 0xFF, 0xE0, 16, b"JFIF\x00", 0x102, 1, 72, 72, 0, 0)
ADOBE = struct.pack(">BBH", 0xFF, 0xEE, 14) + b"Adobe\x00\x64" + bytes(5)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(3, 2), (3, 2)),
        (jpeg(30, 20), (30, 20)),
        (jpeg(30, 20, JFIF), (30, 20)),
        (jpeg(30, 20, ADOBE), (30, 20)),
        (jpeg(30, 20, exif(1)), (30, 20)),
        (jpeg(30, 20, JFIF + exif(1, "<")), (30, 20)),
        (b"\xff\xd8\xff\xd9", None),
        (png(3, 2)[:20], None),
        (png(3, 2).replace(struct.pack(">II", 3, 2), bytes(8)), None),
    ],
)
def test_the_size_stands_in_the_head(data: bytes, size: tuple[int, int] | None) -> None:
    assert pixels(data) == size


@given(
    st.binary(max_size=80), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", jpeg(9, 9, exif(6))[:30]])
)
def test_any_broken_head_is_no_size_or_a_size(data: bytes, head: bytes) -> None:
    size = pixels(head + data)
    assert size is None or min(size) > 0
    assert orientation(head + data) >= 0


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", [1, 3, 6, 8])
def test_the_orientation_is_read_in_either_order_of_bytes(value: int, order: str) -> None:
    assert orientation(jpeg(8, 8, JFIF + exif(value, order))) == value
    assert orientation(jpeg(8, 8)) == 0


# -- where they stand --------------------------------------------------------------------------------


def test_a_photograph_stands_at_the_end_of_its_section_with_its_caption(folder: Path) -> None:
    second = (
        r"{file: .\竖.png, caption: '收到{proposal_received}件，{theory_study}次', section: theory_study}"
    )
    report = _report(folder, f"photos:\n  - {second}\n  - {PHOTO}\n  - {PHOTO}\n")
    assert _kinds(report) == [
        "小样", "提案一。", "提案二。", "结尾。", "提案三。",
        "picture", "召开座谈会", "picture", "召开座谈会",
        "学习。", "picture", "收到216件，〔待填：理论学习（次）〕次",
    ]  # fmt: skip
    blocks = {block.id: block for block in report.blocks}
    picture = blocks["proposals-picture"].picture
    assert picture
    assert picture._asdict() == {
        "file": "照片/会.jpg", "format": "jpeg", "width": 160, "height": 90, "alt": "召开座谈会",
    }  # fmt: skip
    assert blocks["proposals-picture.2"].function == "proposals"
    assert blocks["theory_study-picture"].picture.file == "竖.png"  # type: ignore[union-attr]
    assert [span.figure for span in blocks["theory_study-caption"].spans if span.figure] == [
        "proposal_received"
    ]
    assert [placeholder.key for placeholder in report.placeholders] == ["figures.theory_study"]


def test_a_photograph_of_a_part_within_a_section_stands_behind_that_part(folder: Path) -> None:
    report = _report(folder, f"photos:\n  - {PHOTO.replace('proposals', 'closing')}\n")
    assert _kinds(report)[3:7] == ["结尾。", "picture", "召开座谈会", "提案三。"]


def test_a_photograph_of_the_honours_stands_at_their_end(folder: Path) -> None:
    honours = "honours:\n  - {title: 优秀提案, unit: 件, names: [甲某某]}\n"
    photo = PHOTO.replace("proposals", "honours")
    assert _kinds(_report(folder, f"{honours}photos:\n  - {photo}\n"))[-3:] == [
        "people",
        "picture",
        "召开座谈会",
    ]


def test_a_brief_without_a_folder_has_its_photographs_left_out(folder: Path, pack: Pack) -> None:
    tiny = Pack([folder / "pack"])
    brief = parse_brief(Source("b.yaml", f"{BRIEF}photos:\n  - {PHOTO}\n"), tiny.vocabulary)
    assert [b for b in compose(brief, tiny, tiny.genre("tiny")).blocks if b.picture] == []


# -- charts and tables -------------------------------------------------------------------------------


def _made(folder: Path, words: str) -> list[Block]:
    text = f"charts:\n  - {{title: 2024年情况, section: proposals, {words}}}\n"
    return [b for b in _report(folder, text).blocks if b.chart or b.rows or b.kind == "table_title"]


def test_a_chart_knows_keys_values_and_printed_numbers(folder: Path) -> None:
    (block,) = _made(folder, "kind: column, figures: [proposal_received, proposal_filed]")
    assert block.chart
    assert (block.id, block.text, block.chart.text) == ("proposals-chart", "", "2024年情况（单位：件）")
    assert [(p.label, p.value, p.text, p.unit, p.figure) for p in block.chart.points] == [
        ("收到提案", Decimal(216), "216", "件", "proposal_received"),
        ("立案提案", Decimal(157), "157", "件", "proposal_filed"),
    ]
    assert [span.origin for span in block.chart.title] == ["charts[0].title", ""]


def test_units_that_differ_stay_with_their_numbers(folder: Path) -> None:
    (block,) = _made(
        folder, "kind: bar, figures: [proposal_filed, consult_total, lake_area, proposal_filing_rate]"
    )
    assert block.chart
    assert (block.chart.text, block.chart.unit) == ("2024年情况", "")
    shown = [(p.text, p.unit) for p in block.chart.points]
    assert shown[:3] == [("157", "件"), ("150余", "次"), ("3.5", "亩")]


def test_a_figure_without_value_is_left_out_and_a_lone_value_is_no_chart(folder: Path) -> None:
    (block,) = _made(folder, "kind: column, figures: [theory_study, proposal_filed, proposal_received]")
    assert block.chart
    assert [p.figure for p in block.chart.points] == ["proposal_filed", "proposal_received"]
    assert _made(folder, "kind: column, figures: [theory_study, proposal_filed]") == []
    assert _made(folder, "kind: table, figures: [proposal_filed]") == []


def test_rows_follow_the_figures_with_the_chart_s_unit(folder: Path) -> None:
    words = "kind: line, unit: 件, figures: [proposal_filed], rows: [{label: 2023年, value: 149}]"
    (block,) = _made(folder, words)
    assert block.chart
    assert [(p.label, p.figure) for p in block.chart.points] == [
        ("立案提案", "proposal_filed"),
        ("2023年", ""),
    ]
    assert block.chart.unit == "件"


def test_a_pie_has_no_empty_slices(folder: Path) -> None:
    rows = "[{label: 甲, value: 0}, {label: 乙, value: 2}, {label: 丙, value: 3}]"
    (block,) = _made(folder, f"kind: pie, rows: {rows}")
    assert block.chart
    assert [p.label for p in block.chart.points] == ["乙", "丙"]


def test_a_table_s_numbers_are_figures_or_name_their_place(folder: Path) -> None:
    words = "kind: table, unit: 件, figures: [proposal_filed], rows: [{label: 2023年, value: 149.5}]"
    title, table = _made(folder, words)
    assert (title.kind, title.text, table.id) == ("table_title", "2024年情况", "proposals-table")
    assert table.lines == ["项目", "数量（件）", "立案提案", "157", "2023年", "149.5"]
    origins = [[span.origin for cell in row for span in cell] for row in table.rows]
    assert origins == [
        ["", ""],
        ["label.proposal_filed", "figures.proposal_filed"],
        ["charts[0].rows[0].label", "charts[0].rows[0].value"],
    ]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            "figures: [proposal_filed, consult_total]",
            ["项目", "数量", "立案提案", "157件", "各类协商活动", "150余次"],
        ),
        (
            "unit: '%', rows: [{label: 甲, value: 40}, {label: 乙, value: 60.5}]",
            ["项目", "比例", "甲", "40%", "乙", "60.5%"],
        ),
        ("rows: [{label: 甲, value: 4}, {label: 乙, value: 6}]", ["项目", "数量", "甲", "4", "乙", "6"]),
    ],
)
def test_the_head_of_a_table_says_what_its_numbers_have_in_common(
    words: str, lines: list[str], folder: Path
) -> None:
    assert _made(folder, f"kind: table, {words}")[1].lines == lines


# -- the files ---------------------------------------------------------------------------------------


def _new(folder: Path, **words: Any) -> tasks.Made:
    return tasks.new(tasks.Request(figures=folder / "brief.yaml", out=folder / "out", now=NOW, **words))


def test_document_base_and_photographs_are_written(folder: Path) -> None:
    table = "{title: 数据, section: proposals, kind: table, figures: [proposal_received, proposal_filed]}"
    pie = "{title: 图, section: proposals, kind: pie, figures: [proposal_received, proposal_filed]}"
    _write(folder, f"photos:\n  - {PHOTO}\ncharts:\n  - {table}\n  - {pie}\n")
    made = _new(folder)
    assert read_text(made.docx) == made.report.text
    assert (folder / "out/照片/会.jpg").read_bytes() == jpeg(160, 90)
    with zipfile.ZipFile(made.docx) as package:
        assert package.read("word/media/image1.jpeg") == jpeg(160, 90)
        assert "word/embeddings/Microsoft_Excel_Sheet1.xlsx" in package.namelist()
    (base,) = (folder / "out/.draft/base").iterdir()
    record = json.loads(base.read_bytes())["report"]
    assert Report.from_json(record) == made.report
    chart = next(row["chart"] for row in record["blocks"] if "chart" in row)
    assert [point["figure"] for point in chart["points"]] == ["proposal_received", "proposal_filed"]
    again = tasks.new(tasks.Request(figures=made.brief, out=folder / "out", now=NOW, force=True))
    assert again.report == made.report


def test_another_photograph_of_the_same_name_is_not_replaced(folder: Path) -> None:
    _write(folder, f"photos:\n  - {PHOTO}\n")
    (folder / "out/照片").mkdir(parents=True)
    (folder / "out/照片/会.jpg").write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match=r"会\.jpg"):
        _new(folder)
    assert (folder / "out/照片/会.jpg").read_bytes() == b"mine"
    made = _new(folder, force=True)
    assert made.backup
    assert (made.backup / "会.jpg").read_bytes() == b"mine"


def test_what_has_no_section_in_the_genre_is_told(folder: Path) -> None:
    _write(folder, f"photos:\n  - {PHOTO.replace('proposals', 'experience')}\n  - {PHOTO}\n")
    notes = _new(folder, genre="tiny", packs=[folder / "pack"]).notes
    assert [note for note in notes if "没有放进去" in note] == [
        "“召开座谈会”没有放进去：本文种没有“experience”这一节"
    ]
