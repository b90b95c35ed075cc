"""The ledger: every figure, where it stands, what the report says otherwise, on paper and in a sheet."""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import etree

from tests import hands
from tests.ledger import kit
from tests.word.office import convert, without_office
from tests.wordlike import Person
from toolkit import ledgers, tasks
from toolkit.errors import ToolkitError, WorkspaceError
from toolkit.ledger import words
from toolkit.ledger.rows import Row
from toolkit.pack.pack import Pack

NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
SAMPLES = ("金山区", "上虞区", "中山区", "平湖市")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def make(docx: Path | None, **given: Any) -> ledgers.Written:
    return ledgers.ledger(ledgers.Request(docx, now=NOW, **given))


def rows(written: ledgers.Written) -> dict[str, Row]:
    return {row.key: row for row in written.ledger.rows}


def rewrite(docx: Path, before: str, after: str) -> None:
    """Change the brief beside a report."""
    brief = docx.parent / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    assert before in text
    brief.write_text(text.replace(before, after), encoding="utf-8")


# -- what is in it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", SAMPLES)
def test_every_figure_of_a_sample_is_found_where_it_was_written(region: str, tmp_path: Path) -> None:
    made = tasks.new(tasks.Request(region, out=tmp_path / region, now=NOW))
    written = rows(make(made.docx))
    lines = made.report.text.splitlines()
    spans = [span for _, span in made.report.figures() if "." not in span.figure]
    assert {span.figure for span in spans} <= set(written)
    assert sum(len(row.standings) for row in written.values()) >= len(spans)
    for row in written.values():
        assert row.differing == ()
        for standing in row.standings:
            place = standing.place
            assert f"{place.before}{place.value}{place.after}".strip() in lines[place.paragraph - 1]


def test_rows_are_grouped_by_department(docx: Path) -> None:
    departments = dict(make(docx).ledger.departments())
    assert [row.key for row in departments["提案委员会"]][:3] == [
        "proposal_received",
        "proposal_filed",
        "proposal_replied",
    ]
    names = [row.supplier for row in make(docx, force=True).ledger.rows]
    assert len(set(names)) == len(departments)
    assert sorted(names, key=names.index) == names


def test_what_is_computed_says_how(docx: Path) -> None:
    rewrite(docx, "proposal_replied: 157 ", "proposal_replied: {value: 157, previous: 140} ")
    rewrite(docx, "proposal_filed: 157 ", "proposal_filed: {value: 157, previous: 150} ")
    found = rows(make(docx))
    assert found["proposal_reply_rate"].how == "＝办复提案÷立案提案＝157÷157"
    assert found["info_people_good"].how.endswith("＝37＋15＋16")
    rate = found["proposal_reply_rate"]
    assert (str(rate.previous), words.change(rate), words.growth(rate)) == ("93.3", "升6.7个百分点", "")


@pytest.mark.parametrize(
    ("value", "change", "growth"),
    [
        ("{value: 216, previous: 186}", "增30", "增长16.1%"),
        ("{value: 216, previous: 216}", "持平", ""),
        ("{value: 216, previous: 240}", "减24", "下降10.0%"),
        ("{value: 216, previous: 0}", "增216", ""),
        ("{value: 216, approx: 余, previous: 200}", "约增16", "增长8.0%"),
        ("216", "", ""),
    ],
)
def test_the_change_on_last_year_is_told(value: str, change: str, growth: str, docx: Path) -> None:
    rewrite(docx, "proposal_received: 216", f"proposal_received: {value}")
    row = rows(make(docx))["proposal_received"]
    assert (words.change(row), words.growth(row)) == (change, growth)


def test_what_a_skeleton_makes_of_figures_stands_with_them(tmp_path: Path) -> None:
    sample = tasks.sample_path("金山区")
    assert sample is not None
    brief, folder = tmp_path / "b.yaml", tmp_path / "包" / "genres" / "work_report" / "sections"
    text = sample.read_text(encoding="utf-8")
    brief.write_text(
        text.replace("received: 216 ", "received: {value: 216, previous: 240} "), encoding="utf-8"
    )
    folder.mkdir(parents=True)
    for number in (1, 2):
        (folder / f"closing.{number}.j2").write_text(
            "合计{{ f.proposal_received + f.info_collected }}件，上年{{ f.proposal_received.previous }}件，"
            "立案{{ f.proposal_filed | written('汉字') }}件，"
            "办复{{ f.proposal_reply_rate | written('成') }}成。",
            encoding="utf-8",
        )
    request = tasks.Request(figures=brief, packs=[tmp_path / "包"], out=tmp_path / "报告", now=NOW)
    found = rows(make(tasks.new(request).docx))
    assert [words.notices(row) for row in found.values() if row.differing] == []
    assert [(s.place.value, s.aspect) for s in found["proposal_received"].standings] == [
        ("216", ""),
        ("240", "上年数"),
    ]
    assert found["proposal_filed"].standings[-1].place.value == "一百五十七"
    total = found["proposal_received+info_collected"]
    assert (total.label, total.value, total.supplier) == ("收到提案＋收集社情民意", "3032", "提案委员会")


# -- what people did to the report -----------------------------------------------------------------------


def test_a_value_that_was_typed_over_is_told_with_its_paragraph(docx: Path) -> None:
    hands.edit(docx, hands.retype("216件", "218件"), hands.retype("150余", "一百六十余"))
    found = rows(make(docx))
    number = found["proposal_received"].standings[0].place.paragraph
    assert words.notices(found["proposal_received"]) == [f"报告第{number}段写作 218，底稿是216"]
    assert "写作 一百六十余，底稿是150余" in words.notices(found["consult_total"])[0]
    assert words.notices(found["proposal_filed"]) == []


def test_the_same_value_in_other_digits_is_no_difference(docx: Path) -> None:
    hands.edit(docx, hands.retype("216件", "二百一十六件"), hands.retype("2816", "2,816"))
    found = rows(make(docx))
    assert [words.notices(found[key]) for key in ("proposal_received", "info_collected")] == [[], []]


def test_a_brief_that_is_newer_than_the_report_is_told(docx: Path) -> None:
    rewrite(docx, "proposal_received: 216", "proposal_received: 220")
    row = rows(make(docx))["proposal_received"]
    assert "写作 216，底稿是220" in words.notices(row)[0]


def test_a_paragraph_that_was_moved_is_found_there(docx: Path) -> None:
    before = rows(make(docx))["proposal_received"].standings[0].place

    def move(document: Any) -> None:
        element = hands.paragraph(document, "216件")._element
        element.getparent().insert(2, element)

    hands.edit(docx, move)
    after = rows(make(docx, force=True))["proposal_received"].standings[0].place
    assert after.paragraph < before.paragraph
    assert (after.before, after.value) == (before.before, before.value)


def test_a_sentence_of_a_person_s_own_counts_where_it_says_the_value(docx: Path) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("回顾一年，共收到提案216件，编印《政协工作》240册。")

    hands.edit(docx, add)
    places = [s.place for s in rows(make(docx))["proposal_received"].standings]
    assert len(places) == 2
    assert places[-1].after.startswith("件，编印")


def test_a_sentence_that_was_deleted_leaves_the_figure_without_a_place(docx: Path) -> None:
    hands.edit(docx, hands.delete("216件"))
    found = rows(make(docx))
    assert found["proposal_received"].standings == ()
    assert found["proposal_received"].value == "216"


def test_a_figure_that_is_missing_is_to_be_filled_in(tmp_path: Path) -> None:
    made = tasks.new(tasks.Request("上虞区", out=tmp_path / "报告", now=NOW))
    row = rows(make(made.docx))["proposal_received"]
    assert (row.value, row.figure) == ("", None)
    assert "〔待填：" in row.standings[0].place.value
    assert words.notices(row) == []


def test_a_number_typed_over_a_placeholder_is_told(tmp_path: Path) -> None:
    made = tasks.new(tasks.Request("上虞区", out=tmp_path / "报告", now=NOW))
    hands.edit(made.docx, hands.retype("〔待填：收到提案（件）〕", "231"))
    assert "写作 231，底稿是空的" in words.notices(rows(make(made.docx))["proposal_received"])[0]


def test_a_figure_in_a_chart_has_its_place_there(tmp_path: Path) -> None:
    brief = tmp_path / "b.yaml"
    text = tasks.sample_path("金山区")
    assert text is not None
    chart = (
        "  - {title: 提案情况, section: proposals, kind: bar, figures: [proposal_received, proposal_filed]}"
    )
    brief.write_text(f"{text.read_text(encoding='utf-8')}\ncharts:\n{chart}\n", encoding="utf-8")
    made = tasks.new(tasks.Request(figures=brief, out=tmp_path / "报告", now=NOW))
    places = [s.place for s in rows(make(made.docx))["proposal_received"].standings]
    assert [place.chart for place in places] == ["", "提案情况（单位：件）"]


@pytest.mark.parametrize("seed", range(6))
def test_words_that_people_edit_in_any_way_contradict_no_figure(seed: int, docx: Path) -> None:
    person = Person(docx, seed)
    for _ in range(12):
        person.edit()
    person.save()
    written = rows(make(docx))
    assert [words.notices(row) for row in written.values() if row.differing] == []
    assert sum(bool(row.standings) for row in written.values()) > 15


# -- without a record, without a report --------------------------------------------------------------------


def test_a_report_whose_record_is_lost_is_read_by_its_bookmarks(docx: Path, tmp_path: Path) -> None:
    known = rows(make(docx))
    shutil.rmtree(docx.parent / ".draft")
    with pytest.raises(WorkspaceError, match="成稿记录") as caught:
        make(docx, force=True)
    assert "--figures" in caught.value.hint
    written = make(docx, force=True, figures=docx.parent / "brief.yaml")
    assert "书签" in written.note
    found = rows(written)
    assert {k: [s.place.paragraph for s in r.standings] for k, r in found.items() if r.standings} == {
        k: [s.place.paragraph for s in r.standings] for k, r in known.items() if r.standings
    }


def test_a_strange_report_is_read_by_its_words(tmp_path: Path) -> None:
    document = Document()
    for text in ("一、提案工作", "全年共收到提案216件，经审查立案157件。", "收集社情民意信息2800篇。"):
        document.add_paragraph(text)
    document.save(str(tmp_path / "别人的.docx"))
    text = kit.BRIEF.replace("proposal_filed:  ", "proposal_filed: 157 ")
    found = rows(make(tmp_path / "别人的.docx", figures=kit.brief(tmp_path, text)))
    place = found["proposal_received"].standings[0].place
    assert (place.paragraph, place.section, place.value) == (2, "一、提案工作", "216")
    assert found["proposal_filed"].standings
    assert found["info_collected"].standings == ()  # 2800 is not what the brief says; check tells that


def test_a_brief_alone_gives_a_ledger_without_places(tmp_path: Path) -> None:
    written = make(None, figures=kit.brief(tmp_path))
    found = rows(written)
    assert [path.name for path in written.files] == [
        "桐庐县2025年数据核对表.docx",
        "桐庐县2025年数据核对表.xlsx",
    ]
    assert all(row.standings == () for row in found.values())
    assert found["proposal_filed"].figure is None
    assert found["lake_area"].supplier == "未指明提供部门"
    assert found["proposal_merged"].supplier == "提案委员会"


def test_empty_lines_that_the_report_does_not_need_are_counted_and_left_out(docx: Path) -> None:
    rewrite(docx, "figures:\n", "figures:\n  party_group_meetings:\n")
    written = make(docx)
    assert written.unused == ["party_group_meetings"]
    assert "party_group_meetings" in rows(make(docx, force=True, everything=True))


def test_nothing_to_confirm_is_told(tmp_path: Path) -> None:
    text = re.sub(r"(?ms)^figures:.*?^facts:", "facts:", kit.BRIEF)
    with pytest.raises(ToolkitError, match="一个数据也没有"):
        make(None, figures=kit.brief(tmp_path, text))
    with pytest.raises(ToolkitError, match="没有说核对哪份报告"):
        make(None)


# -- the files -----------------------------------------------------------------------------------------------


def _part(path: Path, name: str) -> Any:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def test_the_paper_is_an_official_table(docx: Path, pack: Pack) -> None:
    written = make(docx)
    root = _part(written.files[0], "word/document.xml")
    size = next(root.iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h"), size.get(f"{W}orient")) == ("16838", "11906", "landscape")
    tables = list(root.iter(f"{W}tbl"))
    departments = list(written.ledger.departments())
    assert len(tables) == 1 + len(departments)
    for table in tables:
        first, *others = table.findall(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in others)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in others)
    assert len(list(root.iter(f"{W}pageBreakBefore"))) == len(departments)
    fonts = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for style in _part(written.files[0], "word/styles.xml").iter(f"{W}style")
        if style.find(f"{W}rPr/{W}rFonts") is not None
    }
    names = pack.layout["fonts"]
    assert [fonts[s] for s in ("LedgerTitle", "LedgerHead", "LedgerCell")] == [
        names["小标宋"],
        names["黑体"],
        names["仿宋"],
    ]
    assert "PAGE" in "".join(_part(written.files[0], "word/footer1.xml").itertext())


def test_the_paper_opens_and_says_what_the_rows_say(docx: Path) -> None:
    rewrite(
        docx, "proposal_received: 216", "proposal_received: {value: 216, previous: 186, as_of: 2024-12-20}"
    )
    written = make(docx)
    document = Document(str(written.files[0]))
    assert document.paragraphs[0].text == "金山区政协2024年常委会工作报告数据核对表"
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    row = next(row for row in cells if "收到提案" in row)
    for part in ("216", "件", "186", "增30", "增长16.1%", "2024-12-20"):
        assert part in row
    assert any("第" in text and "段" in text and "216件" in text for text in row)
    assert sum("部门负责人（签字）" in p.text for p in document.paragraphs) == len(document.tables) - 1


def test_the_sheets_are_a_summary_all_figures_and_one_for_each_department(docx: Path) -> None:
    rewrite(docx, "proposal_received: 216", "proposal_received: {value: 216, previous: 186}")
    hands.edit(docx, hands.retype("216件", "218件"))
    written = make(docx)
    book = openpyxl.load_workbook(written.files[1])
    departments = [name for name, _ in written.ledger.departments()]
    assert book.sheetnames == ["汇总", "全部数据", *departments]
    heads = {cell.value: cell.column for cell in book["全部数据"][3]}
    assert {"数据名称", "本年数", "单位", "上年数", "增减", "在报告中的位置", "提供部门", "核对结果"} <= set(
        heads
    )
    by_label = {row[heads["数据名称"] - 1].value: row for row in book["全部数据"].iter_rows(min_row=4)}
    row = by_label["收到提案"]
    assert [row[heads[h] - 1].value for h in ("本年数", "上年数", "增减", "单位")] == [216, 186, 30, "件"]
    assert "写作 218" in row[heads["提示"] - 1].value
    assert by_label["各类协商活动"][heads["本年数"] - 1].value == "150余"
    assert len(by_label) == len(written.ledger.rows)
    for sheet in book.worksheets:
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.orientation == "landscape"
        assert "&P" in sheet.oddFooter.center.text


def test_texts_are_never_formulas(docx: Path) -> None:
    rewrite(docx, "proposal_received: 216", 'proposal_received: {value: 216, source: "=1+1", note: "@a"}')
    book = openpyxl.load_workbook(make(docx).files[1])
    cells = [c for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None]
    assert any(c.value == "=1+1" for c in cells)
    assert not [c for c in cells if c.data_type == "f"]


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_one_form_alone_may_be_asked_for(name: str, docx: Path, tmp_path: Path) -> None:
    written = make(docx, out=tmp_path / name)
    assert written.files == [tmp_path / name]
    assert zipfile.is_zipfile(tmp_path / name)


def test_a_ledger_that_may_have_been_signed_is_not_overwritten_unasked(docx: Path) -> None:
    first = make(docx).files
    before = [path.read_bytes() for path in first]
    with pytest.raises(WorkspaceError, match="已经有了"):
        make(docx)
    assert [path.read_bytes() for path in first] == before
    assert make(docx, force=True).files == first


def test_the_report_itself_is_never_the_target(docx: Path) -> None:
    before = docx.read_bytes()
    with pytest.raises(WorkspaceError, match="不能写在上面"):
        make(docx, out=docx, force=True)
    with pytest.raises(WorkspaceError, match="只能是"):
        make(docx, out=docx.with_suffix(".pdf"))
    assert docx.read_bytes() == before


def test_the_report_is_only_read(docx: Path) -> None:
    before = {p: p.read_bytes() for p in docx.parent.rglob("*") if p.is_file()}
    made = make(docx).files
    assert {p: p.read_bytes() for p in docx.parent.rglob("*") if p.is_file() and p not in made} == before


@pytest.mark.office
@without_office
def test_each_department_begins_a_page_on_paper(docx: Path, tmp_path: Path) -> None:
    import subprocess

    written = make(docx)
    folder = tmp_path / "pdf"
    folder.mkdir()
    pdf = convert(written.files[0], "pdf", folder)
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    for name, _ in written.ledger.departments():
        (first,) = [page for page in pages if f"提供部门：{name}　" in page or f"提供部门：{name} " in page]
        assert "数据核对表" in first
    assert all("数据名称" in page or "提供部门" in page for page in pages)
    assert all(re.search(rf"—\s*{number}\s*—", page) for number, page in enumerate(pages, 1))
