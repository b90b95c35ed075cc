"""Other people's files: right ones pass, however they are made; wrong ones are told in few words."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from tests.layout import papers
from tests.layout.kit import judged, texts, the_norms
from tests.layout.papers import (
    BIAO,
    EXACT,
    FANG,
    FEET,
    HEI,
    KAI,
    NUMBER,
    PAGE,
    SENTENCE,
    SONG,
    TWO,
    centred,
    footer,
    heading,
    par,
    plenum,
    run,
    write,
)
from tests.pace import proportional
from toolkit.layout.judge import judge
from toolkit.word.opened import open_docx

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS_BOX = (
    f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps"><w:drawing>'
    f'<wp:anchor xmlns:wp="{WP}">'
    '<wp:positionH relativeFrom="margin"><wp:align>{align}</wp:align></wp:positionH><w:txbxContent>'
    "<w:p>{number}</w:p>"
    "</w:txbxContent></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
ONE_FOOT = {
    "section": f'<w:sectPr><w:footerReference w:type="default" r:id="rId8"/>{PAGE}</w:sectPr>',
    "settings": papers.ALL_ALIKE,
}


def boxed(align: str) -> str:
    """A footer whose number stands in a text box, as WPS makes it."""
    number = NUMBER.format(look=SONG)
    return footer(
        "",
        WPS_BOX.replace("{align}", align).replace("{number}", number).replace("{", "{{").replace("}", "}}"),
    )


def rules(path: Path) -> set[str]:
    """The rules that a file breaks."""
    return {one.rule for one in judged(path)}


def test_a_file_set_right_by_direct_formatting_alone_passes(tmp_path: Path) -> None:
    assert judged(write(tmp_path / "稿.docx")) == []


@pytest.mark.parametrize(("pitch", "right"), [("574", True), ("582", True), ("560", False), ("600", False)])
def test_a_grid_that_fills_the_page_with_22_lines_passes(pitch: str, right: bool, tmp_path: Path) -> None:
    grid = f'<w:docGrid w:type="lines" w:linePitch="{pitch}"/></w:sectPr>'
    section = papers.SECTION.replace("</w:sectPr>", grid)
    found = rules(write(tmp_path / "稿.docx", plenum().replace(EXACT, ""), section))
    assert found == (set() if right else {"line-spacing"})


def test_a_length_that_is_right_for_the_text_is_right_for_words_of_a_wrong_size(tmp_path: Path) -> None:
    indent = '<w:ind w:firstLine="640"/>'
    body = plenum(par(run(SENTENCE, FANG, 28), properties=EXACT + indent))
    assert rules(write(tmp_path / "稿.docx", body)) == {"body-size"}


def test_blanks_before_a_salutation_are_told_as_such(tmp_path: Path) -> None:
    body = plenum().replace("各位委员：", "　　各位委员：")
    (found,) = judged(write(tmp_path / "稿.docx", body))
    assert (found.rule, found.start, found.end) == ("flush-left", 0, 2)


def test_large_words_are_told_by_their_size_alone(tmp_path: Path) -> None:
    grid = '<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>'
    body = plenum(par(run(SENTENCE, FANG, 72))).replace(EXACT, "")
    assert rules(write(tmp_path / "稿.docx", body, papers.SECTION.replace("</w:sectPr>", grid))) == {
        "body-size"
    }


@pytest.mark.parametrize("line", ["576", "579", "580"])
def test_exact_spacings_about_the_standards_pass(line: str, tmp_path: Path) -> None:
    assert judged(write(tmp_path / "稿.docx", plenum().replace('w:line="579"', f'w:line="{line}"'))) == []


def test_words_own_grid_of_28_characters_passes(tmp_path: Path) -> None:
    grid = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>'
    body = plenum().replace(EXACT, "").replace('<w:spacing w:val="-5"/>', "")
    assert judged(write(tmp_path / "稿.docx", body, papers.SECTION.replace("</w:sectPr>", grid))) == []


def test_words_default_grid_is_two_of_its_lines_for_text_of_size_three(tmp_path: Path) -> None:
    grid = '<w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    (found,) = judged(
        write(tmp_path / "稿.docx", plenum().replace(EXACT, ""), papers.SECTION.replace("</w:sectPr>", grid))
    )
    assert found.rule == "line-spacing"
    assert "31.2 磅" in found.message


@pytest.mark.parametrize(
    "fonts",
    [
        {FANG: "仿宋"},
        {FANG: "方正仿宋_GBK", KAI: "方正楷体_GBK", HEI: "方正黑体_GBK", BIAO: "方正小标宋_GBK"},
        {FANG: "FangSong", KAI: "KaiTi", HEI: "SimHei", BIAO: "FZXiaoBiaoSong-B05S"},
    ],
)
def test_the_fonts_names_on_other_systems_pass(fonts: dict[str, str], tmp_path: Path) -> None:
    body = plenum()
    for mine, theirs in fonts.items():
        body = body.replace(f'"{mine}"', f'"{theirs}"')
    assert judged(write(tmp_path / "稿.docx", body)) == []


def test_attachments_signatures_and_notes_set_right_pass(tmp_path: Path) -> None:
    ends = [
        par(properties=EXACT),
        par(run("附件：1.优秀提案名单")),
        par(properties=EXACT),
        par(
            run("政协某某县委员会办公室"),
            properties=f'{EXACT}<w:ind w:rightChars="200"/><w:jc w:val="right"/>',
        ),
        par(run("2025年1月5日"), properties=f'{EXACT}<w:ind w:rightChars="200"/><w:jc w:val="right"/>'),
        par('<w:r><w:br w:type="page"/></w:r>', run("附件1", HEI), properties=EXACT),
        centred("优秀提案名单", BIAO, 44),
        par(run(SENTENCE)),
    ]
    body = "".join([centred("某某县政协2024年工作综述", BIAO, 44), par(run(SENTENCE)), *ends])
    assert judged(write(tmp_path / "稿.docx", body)) == []


PICTURE = par("<w:r><w:drawing/></w:r>", properties='<w:jc w:val="center"/>')


def caption(text: str) -> str:
    """A line in the middle, smaller than the text."""
    return par(run(text, KAI, 28), properties='<w:jc w:val="center"/>')


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ([PICTURE, caption("图1　委员视察现场")], ""),
        ([PICTURE, caption("县政协召开座谈会")], ""),
        ([caption("图1　委员视察现场"), PICTURE], "caption-position"),
        ([PICTURE, caption("县政协召开座谈会。")], "caption-stop"),
        ([par(run("一是加强学习。", KAI), run(SENTENCE))], "lead-font"),
        ([par(run("一是加强学习，", KAI), run(SENTENCE))], "body-font"),
        ([centred("2025年工作建议", HEI)], "heading-stranded"),
        (
            [par(run("附件1"), properties=f"<w:pageBreakBefore/>{EXACT}"), centred("名单", BIAO, 44)],
            "attachment-font",
        ),
        ([par(run("附件二", HEI), properties=EXACT), centred("名单", BIAO, 44)], "attachment-mark"),
        ([par(run("附件1：", HEI), properties=EXACT), centred("名单", BIAO, 44)], "attachment-mark"),
        ([par(run("听取意见，", FANG, 32, '<w:w w:val="80"/>'), run(SENTENCE))], "squeezed-text"),
        ([par(properties=EXACT)], ""),
        ([par(run(SENTENCE)), par(properties=EXACT), par(run(SENTENCE))], "blank-line"),
        ([par(properties=EXACT)] * 2, "empty-paragraphs"),
    ],
)
def test_what_stands_between_paragraphs(row: list[str], rule: str, tmp_path: Path) -> None:
    found = {one.rule for one in judged(write(tmp_path / "稿.docx", plenum(*row)))}
    # A line in the middle that heads a part, and one empty line before a heading, are told for themselves.
    assert found - ({"blank-line"} if not rule else set()) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("properties", "rule"),
    [
        ('<w:jc w:val="right"/><w:ind w:rightChars="200"/>', set()),
        ('<w:ind w:leftChars="1500" w:left="4800"/>', set()),
        ('<w:ind w:firstLineChars="200"/>', {"signature-position"}),
    ],
)
def test_where_a_digest_is_signed(properties: str, rule: set[str], tmp_path: Path) -> None:
    signed = [par(run(text), properties=EXACT + properties) for text in ("政协某某县委员会", "2025年1月5日")]
    body = "".join([centred("某某县政协2024年工作综述", BIAO, 44), par(run(SENTENCE)) * 4, *signed])
    assert rules(write(tmp_path / "稿.docx", body)) == rule


def test_empty_lines_that_the_standard_has_above_title_and_signature_pass(tmp_path: Path) -> None:
    empty = par(properties=EXACT)
    signed = par(run("2025年1月5日"), properties=f'{EXACT}<w:jc w:val="right"/>')
    title = centred("某某县政协2024年工作综述", BIAO, 44)
    body = "".join([empty * 2, title, empty, par(run(SENTENCE)) * 4, empty * 3, signed])
    assert rules(write(tmp_path / "稿.docx", body)) == set()
    assert rules(write(tmp_path / "稿.docx", empty + body)) == {"empty-paragraphs"}


def test_a_red_head_above_the_title_is_no_title_and_may_be_red(tmp_path: Path) -> None:
    red = par(
        run("某某县政协文件", BIAO, 72, '<w:color w:val="FF0000"/>'), properties='<w:jc w:val="center"/>'
    )
    number = par(run("某政发〔2025〕3号"), properties=f'{EXACT}<w:jc w:val="center"/>')
    assert judged(write(tmp_path / "稿.docx", red + number + plenum())) == []


def test_a_number_in_a_text_box_on_the_outer_side_passes(tmp_path: Path) -> None:
    foot = boxed("outside")
    assert judged(write(tmp_path / "稿.docx", odd=foot, **ONE_FOOT)) == []


def test_a_number_in_a_centred_text_box_is_told(tmp_path: Path) -> None:
    foot = boxed("center")
    (found,) = judged(write(tmp_path / "稿.docx", odd=foot, **ONE_FOOT))
    assert (found.rule, "居中" in found.message) == ("page-number-side", True)


def test_a_number_in_a_frame_on_the_outer_side_passes(tmp_path: Path) -> None:
    foot = footer(
        '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="outside" w:y="1"/>'
    )
    assert judged(write(tmp_path / "稿.docx", odd=foot, **ONE_FOOT)) == []


def test_full_width_blanks_make_the_gap_beside_a_number(tmp_path: Path) -> None:
    odd = footer('<w:jc w:val="right"/>', NUMBER + "<w:r><w:rPr>{look}</w:rPr><w:t>　</w:t></w:r>")
    assert judged(write(tmp_path / "稿.docx", odd=odd)) == []


def test_a_number_format_with_hyphens_is_told(tmp_path: Path) -> None:
    foot = footer('<w:ind w:right="280"/><w:jc w:val="right"/>', NUMBER.replace("— ", "").replace(" —", ""))
    section = papers.SECTION.replace("</w:sectPr>", '<w:pgNumType w:fmt="numberInDash"/></w:sectPr>')
    assert rules(write(tmp_path / "稿.docx", odd=foot, section=section)) == {"page-number"}


def test_every_section_is_looked_at(tmp_path: Path) -> None:
    other = PAGE.replace("2098", "1440")
    body = plenum(f"<w:p><w:pPr><w:sectPr>{FEET}{other}</w:sectPr></w:pPr></w:p>")
    (found,) = judged(write(tmp_path / "稿.docx", body))
    assert (found.rule, found.message[:3]) == ("page-margins", "第 1")


def test_a_section_on_its_side_may_have_other_margins(tmp_path: Path) -> None:
    margins = '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
    wide = f'<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>{margins}'
    body = plenum() + f"<w:p><w:pPr><w:sectPr>{FEET}{PAGE}</w:sectPr></w:pPr></w:p>" + par(run(SENTENCE))
    assert judged(write(tmp_path / "稿.docx", body, f"<w:sectPr>{wide}</w:sectPr>")) == []


def test_numbers_that_word_prints_make_headings(tmp_path: Path) -> None:
    numbering = (
        f'{papers.HEAD}<w:numbering {papers.NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/><w:pPr><w:ind w:firstLine="640"/>'
        "</w:pPr></w:lvl>"
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = plenum(
        par(run("加强联系", HEI), properties=f'<w:keepNext/>{item}{EXACT}<w:outlineLvl w:val="0"/>')
    )
    assert judged(write(tmp_path / "稿.docx", body, parts={"numbering": numbering})) == []
    wrong = body.replace(run("加强联系", HEI), run("加强联系", FANG))
    assert rules(write(tmp_path / "稿.docx", wrong, parts={"numbering": numbering})) == {"heading-font"}


def test_deleted_words_and_merged_paragraphs_are_seen_as_people_see_them(tmp_path: Path) -> None:
    who = 'w:id="1" w:author="张三" w:date="2025-01-05T09:00:00Z"'
    other = '<w:rPr><w:rFonts w:eastAsia="宋体"/></w:rPr>'
    gone = f"<w:del {who}><w:r>{other}<w:delText>删去</w:delText></w:r></w:del>"
    half = f"<w:p><w:pPr>{EXACT}{TWO}<w:rPr><w:del {who}/></w:rPr></w:pPr>{run(SENTENCE)}{gone}</w:p>"
    body = plenum(half + par(run(SENTENCE)))
    assert judged(write(tmp_path / "稿.docx", body)) == []


def test_a_pasted_report_without_any_layout_is_told_in_a_few_causes(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("政协某某县第九届委员会常务委员会工作报告")
    document.add_paragraph("各位委员：")
    for number in "一二三":
        document.add_paragraph(f"{number}、坚持党的领导")
        for _ in range(12):
            document.add_paragraph(SENTENCE)
    document.save(str(tmp_path / "稿.docx"))
    found = judged(tmp_path / "稿.docx")
    assert len(found) <= 26
    assert len({(one.rule, one.message) for one in found}) == len(found)
    expected = {"page-size", "page-margins", "page-number", "title-font", "title-size", "title-alignment"}
    expected |= {
        "body-font",
        "body-size",
        "heading-font",
        "heading-size",
        "line-spacing",
        "first-line-indent",
    }
    assert expected <= {one.rule for one in found}
    body = next(one for one in found if one.rule == "first-line-indent")
    assert "共 36 段" in body.message
    assert texts(tmp_path / "稿.docx")[body.paragraph] == SENTENCE


def test_what_pandoc_makes_is_told(tmp_path: Path) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not on this machine")
    source = tmp_path / "稿.md"
    source.write_text(
        f"# 政协某某县委员会工作综述\n\n{SENTENCE}\n\n## 一、坚持党的领导\n\n{SENTENCE}\n", "utf-8"
    )
    subprocess.run(["pandoc", str(source), "-o", str(tmp_path / "稿.docx")], check=True)
    found = {one.rule for one in judged(tmp_path / "稿.docx")}
    assert {"title-font", "body-font", "heading-font", "text-colour", "page-margins", "page-number"} <= found


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>",
        "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        *(
            par(run(text))
            for text in ("只有一行字", "一、", "123", "，。", "　　", "附件", "附件：", "（一）。")
        ),
        heading("一、只有标题", HEI, 0),
    ],
)
def test_odd_little_files_are_judged_without_a_fault(body: str, tmp_path: Path) -> None:
    assert isinstance(judged(write(tmp_path / "稿.docx", body)), list)


def test_files_without_styles_section_or_feet_are_judged(tmp_path: Path) -> None:
    found = {
        one.rule
        for one in judged(write(tmp_path / "稿.docx", f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>", ""))
    }
    assert {
        "page-size",
        "body-font",
        "body-size",
        "first-line-indent",
        "line-spacing",
        "page-number",
    } <= found


def test_a_first_page_with_a_foot_of_its_own_needs_a_number(tmp_path: Path) -> None:
    section = papers.SECTION.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
    (found,) = judged(write(tmp_path / "稿.docx", section=section))
    assert (found.rule, found.message[:2]) == ("page-number", "首页")
    first = section.replace(FEET, f'{FEET}<w:footerReference w:type="first" r:id="rId8"/>')
    assert judged(write(tmp_path / "稿.docx", section=first)) == []


VALUE = re.compile(r'="([^"]*)"')
VALUES = [match.span(1) for match in VALUE.finditer(plenum() + papers.SECTION)]


@given(
    st.lists(
        st.tuples(st.sampled_from(VALUES), st.text("0129-.²１abc字 ", max_size=6)),
        max_size=8,
        unique_by=lambda t: t[0],
    )
)
def test_no_value_of_a_file_makes_the_check_fall_over(changes: list[tuple[tuple[int, int], str]]) -> None:
    whole = plenum() + papers.SECTION
    for (start, end), text in sorted(changes, reverse=True):
        whole = whole[:start] + text + whole[end:]
    with tempfile.TemporaryDirectory() as folder:
        assert isinstance(judged(write(Path(folder) / "稿.docx", whole, "")), list)


def test_time_grows_with_the_text_and_no_faster(tmp_path: Path) -> None:
    def prepared(times: int) -> Callable[[], object]:
        opened = open_docx(write(tmp_path / "稿.docx", plenum(*[par(run(SENTENCE))] * 200 * times)))
        return lambda: judge(opened, the_norms())

    assert proportional(prepared)
    opened = open_docx(write(tmp_path / "稿.docx", plenum(*[par(run(SENTENCE))] * 400)))
    assert {one.rule for one in judge(opened, the_norms())} == {"report-length"}


def test_broken_values_are_passed_over(tmp_path: Path) -> None:
    body = plenum().replace('w:val="32"', 'w:val="大"').replace('w:line="579"', 'w:line="x"')
    assert isinstance(judged(write(tmp_path / "稿.docx", body)), list)


def _field(code: str, shown: str) -> str:
    """A field of three marks and its result."""
    mark = '<w:r><w:rPr>{{look}}</w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    words = f"<w:r><w:rPr>{{look}}</w:rPr><w:t>{shown}</w:t></w:r>"
    begin, middle, end = (mark.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{middle}{words}{end}"


def _typed(text: str) -> str:
    return f'<w:r><w:rPr>{{look}}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


OF_NINE = f"{_typed('第 ')}{_field('PAGE', '3')}{_typed(' 页 共 ')}{_field('NUMPAGES', '9')}{_typed(' 页')}"


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        (SONG, SONG.replace("宋体", "Times New Roman"), "page-number-font"),
        (SONG, SONG.replace("28", "21"), "page-number-font"),
        ("— ", "第", "page-number"),
        ("页脚", "第 1 页 共 9 页", "page-number"),
    ],
)
def test_wrong_feet_of_files_without_styles_are_told(
    mine: str, theirs: str, rule: str, tmp_path: Path
) -> None:
    odd = papers.ODD.replace(mine, theirs)
    if mine == "页脚":
        odd = footer('<w:ind w:right="280"/><w:jc w:val="right"/>', OF_NINE)
    found = judged(write(tmp_path / "稿.docx", odd=odd))
    assert [one.rule for one in found] == [rule]
    assert theirs in found[0].message or rule != "page-number"


LEAD = run("（二）深入协商议政。", KAI) + run(SENTENCE)
ALL_KAI = run("（二）深入协商议政。" + SENTENCE, KAI)
SUBTITLE = "——在政协某某县第九届委员会第四次会议上"
TITLE = "某某县第九届委员会常务委员会工作报告"
FIRST = "一、2024年工作回顾"


@pytest.mark.parametrize(
    ("mine", "theirs", "rule"),
    [
        (FIRST, f"　　{FIRST}", "indent-by-spaces"),
        (run(FIRST, HEI), run(FIRST), "heading-font"),
        (LEAD, ALL_KAI, "body-font"),
        (run(SUBTITLE, KAI), run(SUBTITLE), "title-block-font"),
        ("王　明", "王明", "name-spacing"),
        (run(TITLE, BIAO, 44), run(TITLE, BIAO, 36), "title-size"),
    ],
)
def test_deviations_of_a_file_without_styles(mine: str, theirs: str, rule: str, tmp_path: Path) -> None:
    body = plenum()
    assert mine in body
    found = judged(write(tmp_path / "稿.docx", body.replace(mine, theirs)))
    assert [one.rule for one in found] == [rule]
