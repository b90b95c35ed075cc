"""One deviation planted into a clean report is found under its rule, at its place, and nothing else is."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tests.layout.kit import (
    Hand,
    before_text,
    east,
    element,
    foot,
    judged,
    latin,
    number_of,
    on,
    runs,
    said,
    section,
    set_,
    spoil,
    style,
    texts,
    then,
    typed,
    without,
    words,
)

WHOLE = ("", 0)
BODY, LEAD2, LEAD3 = "Body Text", "段首标题段2", "段首标题段3"
H1, H2 = "Heading 1", "Heading 2"
LONG = 3
LAST = -1


def _margin(side: str, millimetres: float) -> Hand:
    return section(lambda s: setattr(s, side, Mm(millimetres)))


def _grid(**attributes: str) -> Hand:
    def change(s: Any) -> None:
        grid = s._sectPr.find(qn("w:docGrid"))
        for key, value in attributes.items():
            grid.set(qn(f"w:{key}"), value)

    return section(change)


def _no_grid(document: Any) -> None:
    properties = document.sections[0]._sectPr
    properties.remove(properties.find(qn("w:docGrid")))


def _letter(s: Any) -> None:
    s.page_width, s.page_height = Mm(215.9), Mm(279.4)


def _no_feet(document: Any) -> None:
    properties = document.sections[0]._sectPr
    for reference in properties.findall(qn("w:footerReference")):
        properties.remove(reference)


def _one_foot(document: Any) -> None:
    settings = document.settings._element
    settings.remove(settings.find(qn("w:evenAndOddHeaders")))


def _no_number(paragraph: Any) -> None:
    for one in paragraph.runs:
        one._element.getparent().remove(one._element)
    paragraph.add_run("— 1 —")


def _plain_number(paragraph: Any) -> None:
    paragraph.runs[0].text = ""
    paragraph.runs[-1].text = ""


def _hyphens(paragraph: Any) -> None:
    paragraph.runs[0].text = "- "
    paragraph.runs[-1].text = " -"


def _page_break(paragraph: Any) -> None:
    paragraph.runs[0].add_break(WD_BREAK.PAGE)


def _red(thing: Any) -> None:
    thing.font.color.rgb = RGBColor(0xFF, 0, 0)


def _size(points: float) -> Any:
    return lambda thing: setattr(thing.font, "size", Pt(points))


def _grey_theme(one: Any) -> None:
    one._element.get_or_add_rPr().append(element("color", val="4F81BD", themeColor="accent1"))


# name, the hands, rule, the place (style, which of its paragraphs, how far behind it), words quoted or told
CASES: list[tuple[str, list[Hand], str, tuple[Any, ...], str]] = [
    ("上边距 25 毫米", [_margin("top_margin", 25)], "page-margins", WHOLE, "25"),
    ("左边距 20 毫米", [_margin("left_margin", 20)], "page-margins", WHOLE, "订口"),
    ("右边距 28 毫米", [_margin("right_margin", 28)], "type-area", WHOLE, "154"),
    ("下边距 30 毫米", [_margin("bottom_margin", 30)], "type-area", WHOLE, "230"),
    ("信纸", [section(_letter)], "page-size", WHOLE, "216×279"),
    ("装订线占了版心", [_margin("gutter", 10)], "page-margins", WHOLE, "38"),
    ("标题宋体", [on("Title", 0, runs(east("宋体")))], "title-font", ("Title", 0), "宋体（直接设定）"),
    ("标题样式华文中宋", [style("Title", east("华文中宋"))], "title-font", ("Title", 0), "样式“标题”"),
    ("标题小二", [on("Title", 0, runs(_size(18)))], "title-size", ("Title", 0), "小 2 号"),
    ("标题居左", [on("Title", 0, set_("jc", val="left"))], "title-alignment", ("Title", 0), "居左"),
    (
        "标题居中又缩进",
        [on("Title", 0, set_("ind", firstLine="640"))],
        "title-alignment",
        ("Title", 0),
        "缩进",
    ),
    (
        "标题加粗",
        [on("Title", 0, runs(lambda r: setattr(r, "bold", True)))],
        "bold-text",
        ("Title", 0),
        "加粗",
    ),
    ("副题宋体", [on("Subtitle", 0, runs(east("宋体")))], "title-block-font", ("Subtitle", 0), "副题"),
    ("正文一处宋体", [on(BODY, LONG, words(east("宋体")))], "body-font", (BODY, LONG), "宋体（直接设定）"),
    ("正文一段宋体", [on(BODY, LONG, runs(east("SimSun")))], "body-font", (BODY, LONG), "SimSun"),
    ("正文样式宋体", [style(BODY, east("宋体"))], "body-font", (BODY, 0), "样式“正文文本”"),
    ("正文一处小四", [on(BODY, LONG, words(_size(12)))], "body-size", (BODY, LONG), "小 4 号"),
    ("正文样式四号", [style(BODY, _size(14))], "body-size", (BODY, 0), "4 号（14 磅）"),
    ("一级标题小标宋", [on(H1, 0, runs(east("方正小标宋简体")))], "heading-font", (H1, 0), "应为黑体"),
    ("一级标题样式宋体", [style(H1, east("宋体"))], "heading-font", (H1, 0), "共 2 段"),
    ("二级标题黑体", [on(H2, 1, runs(east("黑体")))], "heading-font", (H2, 1), "应为楷体"),
    ("段首标题仿宋", [style("段首标题2", east("仿宋_GB2312"))], "heading-font", (LEAD2, 0), "应为楷体"),
    ("段首标题后接着楷体", [on(LEAD2, 0, words(east("楷体_GB2312")))], "body-font", (LEAD2, 0), "正文"),
    ("一级标题二号", [on(H1, 1, runs(_size(22)))], "heading-size", (H1, 1), "2 号"),
    ("二级标题加粗", [on(H2, 0, runs(lambda r: setattr(r, "bold", True)))], "bold-text", (H2, 0), "直接设定"),
    (
        "固定 30 磅",
        [style("Normal", set_("spacing", line="600", lineRule="exact"))],
        "line-spacing",
        ("Salutation", 0),
        "30 磅",
    ),
    (
        "一段 1.5 倍",
        [on(BODY, LONG, set_("spacing", line="360", lineRule="auto"))],
        "line-spacing",
        (BODY, LONG),
        "1.5 倍",
    ),
    (
        "一段固定 28 磅",
        [on(BODY, LONG, set_("spacing", line="560", lineRule="exact"))],
        "line-spacing",
        (BODY, LONG),
        "28 磅",
    ),
    (
        "一段最小值 20 磅而不对齐网格",
        [on(BODY, 2, set_("snapToGrid", val="0"), set_("spacing", line="400", lineRule="atLeast"))],
        "line-spacing",
        (BODY, 2),
        "最小值",
    ),
    ("段后 10 磅", [on(BODY, LONG, set_("spacing", after="200"))], "paragraph-spacing", (BODY, LONG), "段后"),
    (
        "段前半行",
        [on(BODY, LONG, set_("spacing", beforeLines="50", before="290"))],
        "paragraph-spacing",
        (BODY, LONG),
        "0.5 行",
    ),
    (
        "没有首行缩进",
        [on(BODY, LONG, set_("ind", firstLineChars="0", firstLine="0"))],
        "first-line-indent",
        (BODY, LONG),
        "没有首行缩进",
    ),
    (
        "首行缩进 0.74 厘米",
        [on(BODY, LONG, set_("ind", firstLineChars="0", firstLine="420"))],
        "first-line-indent",
        (BODY, LONG),
        "1.31 字",
    ),
    (
        "悬挂缩进",
        [
            on(
                BODY,
                LONG,
                without("ind"),
                set_("ind", hangingChars="200", hanging="640", leftChars="200", left="640"),
            )
        ],
        "first-line-indent",
        (BODY, LONG),
        "悬挂",
    ),
    (
        "空格凑缩进",
        [on(BODY, LONG, set_("ind", firstLineChars="0", firstLine="0"), before_text("\u3000\u3000"))],
        "indent-by-spaces",
        (BODY, LONG),
        "空格",
    ),
    (
        "缩进又打空格",
        [on(BODY, LONG, before_text("\u3000\u3000"))],
        "indent-by-spaces",
        (BODY, LONG),
        "又设了首行缩进",
    ),
    (
        "制表符缩进",
        [on(BODY, LONG, set_("ind", firstLineChars="0", firstLine="0"), before_text("\t"))],
        "indent-by-spaces",
        (BODY, LONG),
        "空格",
    ),
    ("正文左缩进", [on(BODY, LONG, set_("ind", left="640"))], "side-indent", (BODY, LONG), "左侧"),
    (
        "标题没有左空",
        [on(H1, 0, set_("ind", firstLineChars="0", firstLine="0"))],
        "heading-indent",
        (H1, 0),
        "应空 2 字",
    ),
    (
        "称呼缩进",
        [on("Salutation", 0, set_("ind", firstLineChars="200"))],
        "flush-left",
        ("Salutation", 0),
        "顶格",
    ),
    ("正文居中", [on(BODY, LONG, set_("jc", val="center"))], "text-alignment", (BODY, LONG), "居中"),
    ("红字", [on(BODY, LONG, words(_red))], "text-colour", (BODY, LONG), "FF0000"),
    ("主题蓝的标题", [on(H2, 0, runs(_grey_theme))], "text-colour", (H2, 0), "4F81BD"),
    (
        "斜体",
        [on(BODY, LONG, words(lambda r: setattr(r, "italic", True)))],
        "italic-or-underline",
        (BODY, LONG),
        "斜体",
    ),
    (
        "下划线",
        [on(BODY, LONG, words(lambda r: setattr(r, "underline", True)))],
        "italic-or-underline",
        (BODY, LONG),
        "下划线",
    ),
    (
        "突出显示",
        [on(BODY, LONG, words(said("highlight", val="yellow")))],
        "highlighted-text",
        (BODY, LONG),
        "底色",
    ),
    ("隐藏文字", [on(BODY, LONG, words(said("vanish")))], "hidden-text", (BODY, LONG), "隐藏"),
    ("横向缩放", [on(BODY, LONG, words(said("w", val="90")))], "squeezed-text", (BODY, LONG), "90%"),
    (
        "字符紧缩",
        [on(BODY, LONG, words(said("spacing", val="-30")))],
        "squeezed-text",
        (BODY, LONG),
        "1.5 磅",
    ),
    ("两种仿宋", [on(BODY, LONG, runs(east("仿宋")))], "mixed-fonts", (BODY, LONG), "只用一种"),
    ("写错的字体名", [style("段首标题2", east("楷体GB2312"))], "font-name", (LEAD2, 0), "楷体_GB2312"),
    ("数字用 Calibri", [on(BODY, 1, runs(latin("Calibri")))], "digit-font", (BODY, 1), "Calibri"),
    (
        "只改了西文字体",
        [on(BODY, LONG, words(latin("宋体")))],
        "digit-font",
        (BODY, LONG),
        "宋体（直接设定）",
    ),
    ("标题只改了西文字体", [on(H1, 0, runs(latin("宋体")))], "digit-font", (H1, 0), "宋体（直接设定）"),
    ("连续空段", [on(BODY, LONG, then("", ""))], "empty-paragraphs", (BODY, LONG, 1), "2 个"),
    ("段间空行", [on(LEAD3, 2, then("", style=BODY))], "blank-line", (LEAD3, 2, 1), "空行"),
    ("没有页码", [_no_feet], "page-number", WHOLE, "没有页码"),
    ("手打的页码", [foot("both", _no_number)], "page-number", WHOLE, "没有页码"),
    ("双页没有页码", [foot("even", _no_number)], "page-number", WHOLE, "双页"),
    ("页码没有横线", [foot("both", _plain_number)], "page-number", WHOLE, "“1”"),
    ("页码用连字号", [foot("both", _hyphens)], "page-number", WHOLE, "“- 1 -”"),
    ("页码居中", [_one_foot, foot("odd", set_("jc", val="center"))], "page-number-side", WHOLE, "居中"),
    ("双页页码居右", [foot("even", set_("jc", val="right"))], "page-number-side", WHOLE, "双页"),
    (
        "页码不空一字",
        [foot("odd", set_("ind", rightChars="0", right="0"))],
        "page-number-side",
        WHOLE,
        "空 0 字",
    ),
    ("页码五号", [style("Footer", _size(10.5))], "page-number-font", WHOLE, "10.5"),
    ("页码 Times", [style("Footer", latin("Times New Roman"))], "page-number-font", WHOLE, "Times New Roman"),
    ("网格 20 行", [_grid(linePitch="637")], "line-spacing", ("Salutation", 0), "31.85"),
    ("没有网格", [_no_grid], "line-spacing", ("Salutation", 0), "没有对齐"),
    (
        "每行 27 字",
        [style("Normal", lambda s: s._element.rPr.remove(s._element.rPr.find(qn("w:spacing"))))],
        "line-grid",
        WHOLE,
        "27",
    ),
    ("两字姓名没有空格", [on("报告人", 0, typed("王明"))], "name-spacing", ("报告人", 0), "王明"),
    (
        "职务后的两字姓名",
        [on("报告人", 0, typed("区政协主席　王明"))],
        "name-spacing",
        ("报告人", 0),
        "“王明”",
    ),
    ("姓名里半角空格", [on("报告人", 0, typed("王 明"))], "name-space-width", ("报告人", 0), "半角"),
    (
        "大会报告落款",
        [on(BODY, LAST, then("政协金山区委员会常务委员会", "2025年1月5日", style="Signature"))],
        "signature-block",
        (BODY, LAST, 1),
        "不落款",
    ),
    ("附件一", [on(BODY, LAST, then("附件一"))], "attachment-mark", (BODY, LAST, 1), "附件1"),
    ("标题没有与下段同页", [style(H2, without("keepNext"))], "heading-stranded", (H2, 0), "同页"),
    ("标题没有大纲级别", [on(H1, 0, set_("outlineLvl", val="9"))], "heading-outline", (H1, 0), "大纲"),
    ("标题页没有正文", [on("Salutation", 0, _page_break)], "first-page-text", (BODY, 0), "首页"),
    (
        "标题成沙漏形",
        [on("Title", 0, typed("中国人民政治协商会议某市\n某某区\n第七届委员会常务委员会工作报告"))],
        "title-shape",
        ("Title", 0),
        "梯形",
    ),
]
# What comes along with a fault of its nature: the mark of an attachment is not bold type either.
ALONG = {"附件一": {"attachment-font", "flush-left", "body-font"}, "大会报告落款": set()}


@pytest.mark.parametrize(("name", "hands", "rule", "place", "told"), CASES, ids=[case[0] for case in CASES])
def test_a_planted_deviation_is_found_at_its_place_and_nothing_else(
    name: str, hands: list[Hand], rule: str, place: tuple[Any, ...], told: str, made: Path, tmp_path: Path
) -> None:
    clean = next(made.glob("*.docx"))
    found = judged(spoil(clean, tmp_path / "稿.docx", *hands))
    assert {one.rule for one in found} - ALONG.get(name, set()) == {rule}, found
    hit = next(one for one in found if one.rule == rule)
    assert told in hit.message
    if place == WHOLE:
        assert (hit.paragraph, hit.page) == (-1, 0)
    else:
        wanted = number_of(clean, place[0], place[1]) + (place[2] if len(place) > 2 else 0)
        assert hit.paragraph == wanted, hit
        assert f"第 {wanted + 1} 段" in hit.message
        assert hit.page >= 1
        assert f"第 {hit.page} 页" in hit.message


def test_there_are_enough_kinds_of_them() -> None:
    assert len(CASES) >= 60
    assert len({case[2] for case in CASES}) >= 40


def test_places_are_characters_of_the_printed_line(made: Path, tmp_path: Path) -> None:
    clean = next(made.glob("*.docx"))
    spoilt = spoil(clean, tmp_path / "稿.docx", on(BODY, LONG, words(east("宋体"))))
    (found,) = judged(spoilt)
    line = texts(spoilt)[found.paragraph]
    quoted = line[found.start : found.end]
    assert quoted
    assert quoted[:8] in found.message
    assert line.count(quoted) == 1


ANYWHERE: list[tuple[str, Any]] = [
    ("body-font", words(east("宋体"))),
    ("body-font", words(east("微软雅黑"))),
    ("body-size", words(_size(15))),
    ("text-colour", words(_red)),
    ("highlighted-text", words(said("highlight", val="green"))),
    ("line-spacing", set_("spacing", line="560", lineRule="exact")),
    ("paragraph-spacing", set_("spacing", after="156", afterLines="50")),
    ("first-line-indent", set_("ind", firstLineChars="100", firstLine="320")),
    ("indent-by-spaces", before_text("　　")),
    ("text-alignment", set_("jc", val="right")),
]


@pytest.mark.parametrize("seed", range(20))
def test_it_is_found_wherever_it_is_planted(seed: int, made: Path, tmp_path: Path) -> None:
    clean, dice = next(made.glob("*.docx")), random.Random(seed)
    rule, change = ANYWHERE[seed % len(ANYWHERE)]
    kind = dice.choice([BODY, LEAD3])
    there = [number_of(clean, kind, n) for n in range(8)]
    n = dice.choice([n for n in range(8) if len(texts(clean)[there[n]]) > 60])
    (found,) = judged(spoil(clean, tmp_path / "稿.docx", on(kind, n, change)))
    assert (found.rule, found.paragraph) == (rule, there[n])


def test_several_deviations_are_told_apart(made: Path, tmp_path: Path) -> None:
    """Each of some cases together is still found: one fault hides no other."""
    clean = next(made.glob("*.docx"))
    picked = [
        case
        for case in CASES
        if case[0] in ("上边距 25 毫米", "正文样式宋体", "红字", "固定 30 磅", "页码五号")
    ]
    spoilt = spoil(clean, tmp_path / "稿.docx", *itertools.chain.from_iterable(case[1] for case in picked))
    assert {one.rule for one in judged(spoilt)} >= {case[2] for case in picked}
