"""What `write` puts into a package: golden parts, and what they mean beside the goldens.

`ACCEPT=1 pytest tests/word/test_write.py` rewrites `golden/`; read the difference before committing it.
"""

from __future__ import annotations

import datetime
import io
import os
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from toolkit.model import Block, Placeholder, Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.marks import MAX_BOOKMARK, figure_bookmark, paragraph_bookmark
from toolkit.word.styles import character_spacing, line_pitch, twips
from toolkit.word.write import write

GOLDEN = Path(__file__).with_name("golden")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
IDENTIFIER = "urn:draft:0123456789abcdef0123456789abcdef"
PARTS = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package_rels.xml",
    "docProps/app.xml": "app.xml",
    "docProps/core.xml": "core.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/document.xml": "document.xml",
    "word/fontTable.xml": "fontTable.xml",
    "word/footer1.xml": "footer1.xml",
    "word/footer2.xml": "footer2.xml",
    "word/settings.xml": "settings.xml",
    "word/styles.xml": "styles.xml",
}
LONG = "a_key_so_long_that_a_bookmark_cannot_hold_all_of_it"


def _list(kind: str, *rows: list[str]) -> Block:
    cells = tuple(tuple((Span(text),) if text else () for text in row) for row in rows)
    return Block(f"honours-{kind}", kind, "honours", rows=cells)


def _block(kind: str, *spans: Span | str, id_: str = "") -> Block:
    made = tuple(span if isinstance(span, Span) else Span(span) for span in spans)
    return Block(id_ or kind, kind, "function", made)


def _figure(key: str, text: str) -> Span:
    return Span(text, f"figures.{key}")


REPORT = Report(
    genre="work_report",
    title="中国人民政治协商会议某某区第七届委员会常务委员会工作报告",
    properties={"title": "工作报告<&>", "creator": "政协某某区委员会", "subject": "常委会工作报告"},
    placeholders=(Placeholder("figures.proposal_replied", "办复提案（件）", "提案委员会"),),
    blocks=(
        _block("title", "中国人民政治协商会议\n", Span("某某区", "organ.place"), "第七届委员会\n工作报告"),
        _block("subtitle", "——在政协某某区第七届委员会第四次会议上"),
        _block("date", Span("（2025年1月8日）", "session.date")),
        _block("speaker", Span("高\u3000侃", "speaker.name")),
        _block("salutation", "各位委员、同志们："),
        _block("body", "我受常务委员会的委托，向大会报告工作，请予审议。", id_="mandate-1"),
        _block("heading1", Span("一、", "numbering"), "2024年工作回顾", id_="heading1-part"),
        _block("heading2", Span("（一）", "numbering"), "协商", id_="heading2-consultation"),
        _block("heading3", Span("1.", "numbering"), "提案", id_="heading3-proposals"),
        _block(
            "runin2",
            Span("（二）提案工作。", "", "lead"),
            "收到提案",
            _figure("proposal_received", "216"),
            "件，立案",
            _figure("proposal_filed", "157"),
            "件，办复",
            Span("〔待填：办复提案（件）〕", "missing.figures.proposal_replied", "placeholder"),
            "。",
            id_="proposals-1",
        ),
        _block(
            "runin3",
            Span("1.重点办理。", "", "lead"),
            _figure("proposal_filed", "157"),
            "件全部办复，满意率",
            _figure("rate", "100%"),
            "。",
            id_="proposals-2",
        ),
        _block("body", "A&B <p> \"直\" 'x' ", _figure(LONG, "150余"), _figure(LONG, "150余"), id_="signs"),
        _block("body", " 前后有空格 ", id_="section-" + "很长的名字" * 10),
        _block("body", "名字剪短后与上段相同", id_="section-" + "很长的名字" * 10 + "又"),
        _block("address", "各位委员、同志们！", id_="closing-1"),
        _block("epigraph", "开篇引文"),
        _block("byline", "本报记者"),
        _block("picture"),
        _block("caption", "图为协商会议"),
        _block("chart"),
        _block("table_title", "表题"),
        _block("table", "没有行的表格"),
        _block("title_end", "文章标题"),
        _block("subtitle_end", "文章副题"),
        _block("byline_end", "文章署名"),
        _block("signature", "（某某）"),
        _list("works", ["1.关于加强某事的提案"], ["■ 提案者：张　三"]),
        _list("units", ["甲委员会", "乙委员会", "丙委员会"]),
        _list("people", ["张　三", "李四光", "", "", ""]),
        _block("body", "甲\t乙", id_="tab"),
    ),
)


@pytest.fixture(scope="module")
def layout(pack: Pack) -> Mapping[str, Any]:
    return pack.layout


@pytest.fixture(scope="module")
def parts(layout: Mapping[str, Any]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write(REPORT, layout, IDENTIFIER, NOW))) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def document(parts: dict[str, bytes]) -> Any:
    return etree.fromstring(parts["word/document.xml"])


@pytest.fixture(scope="module")
def styles(parts: dict[str, bytes]) -> Any:
    return etree.fromstring(parts["word/styles.xml"])


def _canonical(data: bytes) -> str:
    """One element a line, so that a change of a golden file can be read; the dates are left out."""
    root = etree.fromstring(data, etree.XMLParser(remove_blank_text=True))
    for stamp in root.iter("{http://purl.org/dc/terms/}*"):
        stamp.text = ""
    etree.indent(root)
    return str(etree.tostring(root, method="c14n").decode()) + "\n"


def _style(styles: Any, id_: str) -> Any:
    (found,) = styles.xpath(f"//*[local-name()='style'][@*[local-name()='styleId']='{id_}']")
    return found


# -- the goldens -------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_part_is_the_golden_one(part: str, parts: dict[str, bytes]) -> None:
    made = _canonical(parts[part])
    golden = GOLDEN / PARTS[part]
    if os.environ.get("ACCEPT") == "1":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_every_part_but_the_theme_has_a_golden(parts: dict[str, bytes]) -> None:
    assert sorted(parts) == sorted([*PARTS, "word/theme/theme1.xml"])
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(PARTS.values())


def test_the_sample_has_every_kind_of_block_and_lead(layout: Mapping[str, Any]) -> None:
    kinds = {block.kind for block in REPORT.blocks}
    leads = {b.kind for b in REPORT.blocks for s in b.spans if s.role == "lead"}
    assert kinds == set(layout["blocks"]) | set(layout["lists"])
    assert leads == set(layout["leads"])


def test_every_part_declares_its_type_and_every_relationship_has_its_part(parts: dict[str, bytes]) -> None:
    declared = {row.get("PartName", "").lstrip("/") for row in etree.fromstring(parts["[Content_Types].xml"])}
    assert declared - {""} == {n for n in parts if not n.endswith((".rels", "[Content_Types].xml"))}
    for name, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        targets = [folder + row.get("Target") for row in etree.fromstring(parts[name])]
        assert set(targets) <= set(parts)


# -- core properties -----------------------------------------------------------------------


def _core(parts: dict[str, bytes]) -> dict[str, str]:
    return {etree.QName(e).localname: e.text or "" for e in etree.fromstring(parts["docProps/core.xml"])}


def test_core_properties_carry_title_author_and_identifier(parts: dict[str, bytes]) -> None:
    core = _core(parts)
    assert {key: core[key] for key in ("title", "creator", "subject", "identifier", "language")} == {
        "title": "工作报告<&>",
        "creator": "政协某某区委员会",
        "subject": "常委会工作报告",
        "identifier": IDENTIFIER,
        "language": "zh-CN",
    }


def test_core_dates_are_the_moment_of_writing_in_utc(layout: Mapping[str, Any]) -> None:
    china = datetime.timezone(datetime.timedelta(hours=8))
    now = datetime.datetime(2025, 1, 6, 1, 2, 3, tzinfo=china)
    with zipfile.ZipFile(io.BytesIO(write(REPORT, layout, IDENTIFIER, now))) as package:
        core = _core({"docProps/core.xml": package.read("docProps/core.xml")})
    assert (core["created"], core["modified"]) == ("2025-01-05T17:02:03Z", "2025-01-05T17:02:03Z")


def test_a_report_without_properties_takes_its_title(layout: Mapping[str, Any]) -> None:
    report = Report("work_report", "题目", REPORT.blocks)
    with zipfile.ZipFile(io.BytesIO(write(report, layout, IDENTIFIER, NOW))) as package:
        core = _core({"docProps/core.xml": package.read("docProps/core.xml")})
    assert (core["title"], core["creator"]) == ("题目", "")


def test_nothing_of_origins_keys_or_suppliers_is_readable_text(parts: dict[str, bytes]) -> None:
    text = "".join(etree.fromstring(parts["word/document.xml"]).itertext())
    assert "proposal_received" not in text
    assert "提案委员会" not in text
    assert not [name for name in parts if "custom" in name or "comments" in name]


# -- bookmarks -----------------------------------------------------------------------------


def _bookmarked(document: Any) -> dict[str, tuple[str, int]]:
    """Every bookmark's text and the number of its paragraph."""
    found: dict[str, tuple[str, int]] = {}
    for number, paragraph in enumerate(document.iter(f"{W}p")):
        open_: dict[str, str] = {}
        for element in paragraph.iter():
            if element.tag == f"{W}bookmarkStart":
                open_[element.get(f"{W}id")] = element.get(f"{W}name")
                found[element.get(f"{W}name")] = ("", number)
            elif element.tag == f"{W}bookmarkEnd":
                del open_[element.get(f"{W}id")]
            elif element.tag in (f"{W}t", f"{W}tab"):
                for name in open_.values():
                    found[name] = (found[name][0] + (element.text or "\t"), number)
        assert not open_
    return found


def _ids(block: Block) -> list[str]:
    """The ids of a block's paragraphs: its own, or one for each cell."""
    cells = [f"{block.id}.{n}.{m}" for n, row in enumerate(block.rows) for m, _ in enumerate(row)]
    return cells or [block.id]


def test_every_paragraph_lies_whole_in_one_bookmark_named_after_its_block(document: Any) -> None:
    marks = {name: found for name, found in _bookmarked(document).items() if name.startswith("_d_")}
    lines = [line for block in REPORT.blocks for line in block.lines]
    assert list(marks.values()) == [(line, n) for n, line in enumerate(lines)]
    ids = [id_ for block in REPORT.blocks for id_ in _ids(block)]
    assert [
        name
        for name, id_ in zip(marks, ids, strict=True)
        if name != paragraph_bookmark(id_) and not name.endswith("_2")
    ] == []


def test_every_figure_lies_alone_in_one_bookmark_whose_name_carries_its_key(document: Any) -> None:
    marks = {name: found for name, found in _bookmarked(document).items() if name.startswith("_f_")}
    short = LONG[: MAX_BOOKMARK - len("_f_") - len("_1")]
    assert marks == {
        "_f_proposal_received_1": ("216", 9),
        "_f_proposal_filed_1": ("157", 9),
        "_f_proposal_filed_2": ("157", 10),
        "_f_rate_1": ("100%", 10),
        f"_f_{short}_1": ("150余", 11),
        f"_f_{short}_2": ("150余", 11),
    }


def test_bookmarks_are_hidden_short_and_unique(document: Any) -> None:
    names = [start.get(f"{W}name") for start in document.iter(f"{W}bookmarkStart")]
    assert [name for name in names if not re.fullmatch(r"_[df]_\w+", name) or len(name) > MAX_BOOKMARK] == []
    assert len(set(names)) == len(names)


def test_bookmark_ids_are_unique_and_starts_and_ends_pair_up(document: Any) -> None:
    starts = [start.get(f"{W}id") for start in document.iter(f"{W}bookmarkStart")]
    ends = [end.get(f"{W}id") for end in document.iter(f"{W}bookmarkEnd")]
    assert len(set(starts)) == len(starts)
    assert sorted(starts) == sorted(ends)


def test_two_keys_cut_to_the_same_name_stay_apart(layout: Mapping[str, Any]) -> None:
    spans = [_figure(LONG + tail, "1") for tail in ("_one", "_two")]
    report = Report("g", "t", (_block("body", *spans),))
    with zipfile.ZipFile(io.BytesIO(write(report, layout, IDENTIFIER, NOW))) as package:
        marks = _bookmarked(etree.fromstring(package.read("word/document.xml")))
    assert len([name for name in marks if name.startswith("_f_")]) == 2


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (paragraph_bookmark("proposals-1.2"), "_d_proposals_1_2"),
        (paragraph_bookmark("x" * 60), "_d_" + "x" * 37),
        (figure_bookmark("proposal_received", 3), "_f_proposal_received_3"),
        (figure_bookmark("x" * 60, 12), "_f_" + "x" * 34 + "_12"),
    ],
)
def test_bookmark_names(made: str, expected: str) -> None:
    assert made == expected


# -- runs and styles -----------------------------------------------------------------------


def test_runs_have_no_formatting_but_a_character_style(document: Any) -> None:
    properties = [child.tag for row in document.iter(f"{W}rPr") for child in row]
    assert set(properties) == {f"{W}rStyle"}


def test_paragraphs_have_no_formatting_but_a_style(document: Any) -> None:
    properties = [child.tag for row in document.iter(f"{W}pPr") for child in row]
    assert properties == [f"{W}pStyle"] * sum(len(block.lines) for block in REPORT.blocks)


def test_every_paragraph_has_the_style_of_its_kind(document: Any, layout: Mapping[str, Any]) -> None:
    used = [row.get(f"{W}val") for row in document.iter(f"{W}pStyle")]
    wanted = []
    for block in REPORT.blocks:
        for n, row in enumerate(block.rows):
            turns = layout["lists"][block.kind]["rows"]
            wanted += [turns[n % len(turns)]] * len(row)
        wanted += [] if block.rows else [layout["blocks"][block.kind]]
    assert used == wanted


def test_leads_and_placeholders_behind_their_colon_have_a_character_style(document: Any) -> None:
    styled = {
        "".join(run.itertext()): run.find(f"{W}rPr/{W}rStyle").get(f"{W}val")
        for run in document.iter(f"{W}r")
        if run.find(f"{W}rPr") is not None
    }
    assert styled == {
        "（二）提案工作。": "Lead2",
        "办复提案（件）〕": "Placeholder",
        "1.重点办理。": "Lead3",
    }


def test_every_style_in_use_is_defined(document: Any, parts: dict[str, bytes], styles: Any) -> None:
    roots = [document, *(etree.fromstring(parts[f"word/footer{n}.xml"]) for n in (1, 2))]
    used = {row.get(f"{W}val") for root in roots for row in root.iter(f"{W}pStyle", f"{W}rStyle")}
    linked = {row.get(f"{W}val") for row in styles.iter(f"{W}basedOn", f"{W}next")}
    defined = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert used | linked <= defined


def test_a_title_breaks_its_lines_with_line_breaks(document: Any) -> None:
    title = next(document.iter(f"{W}p"))
    flow = ["/" if e.tag == f"{W}br" else e.text for e in title.iter(f"{W}br", f"{W}t")]
    assert "".join(flow) == "中国人民政治协商会议/某某区第七届委员会/工作报告"


def test_tabs_are_tabs_of_word(document: Any) -> None:
    paragraph = next(p for p in document.iter(f"{W}p") if "".join(p.itertext()) == "甲乙")
    flow = ["/" if e.tag == f"{W}tab" else e.text for e in paragraph.iter(f"{W}tab", f"{W}t")]
    assert flow == ["甲", "/", "乙"]


def test_a_list_is_a_table_without_lines_in_equal_columns(document: Any) -> None:
    tables = {len(table.findall(f"{W}tblGrid/{W}gridCol")): table for table in document.iter(f"{W}tbl")}
    assert set(tables) == {1, 3, 5}
    for count, table in tables.items():
        widths = {int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")}
        assert widths == {8845 // count}
        assert table.find(f"{W}tblPr/{W}tblStyle") is None
        assert table.find(f".//{W}tblHeader") is None


def test_the_rows_of_a_list_take_its_styles_in_turn(document: Any) -> None:
    works = next(document.iter(f"{W}tbl"))
    assert [style.get(f"{W}val") for style in works.iter(f"{W}pStyle")] == ["Work", "WorkBy"]


def test_spaces_survive_at_both_ends(document: Any) -> None:
    (text,) = [t for t in document.iter(f"{W}t") if t.text == " 前后有空格 "]
    assert text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_headings_have_outline_levels_and_the_title_has_none(styles: Any) -> None:
    levels = {
        style.get(f"{W}styleId"): style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    assert levels == {"Heading1": "0", "Heading2": "1", "Heading3": "2"}
    assert _style(styles, "Title").find(f"{W}basedOn").get(f"{W}val") == "Normal"


def test_the_language_is_chinese(styles: Any, parts: dict[str, bytes]) -> None:
    (lang,) = styles.iter(f"{W}lang")
    settings = etree.fromstring(parts["word/settings.xml"])
    assert lang.get(f"{W}eastAsia") == "zh-CN"
    assert settings.find(f"{W}themeFontLang").get(f"{W}eastAsia") == "zh-CN"


def test_fonts_stand_in_the_styles_only(parts: dict[str, bytes]) -> None:
    assert [name for name in parts if b"<w:rFonts" in parts[name]] == ["word/styles.xml"]


def test_every_font_of_a_style_is_in_the_font_table(
    styles: Any, parts: dict[str, bytes], layout: Mapping[str, Any]
) -> None:
    used = {row.get(f"{W}{a}") for row in styles.iter(f"{W}rFonts") for a in ("ascii", "hAnsi", "eastAsia")}
    table = {font.get(f"{W}name") for font in etree.fromstring(parts["word/fontTable.xml"])}
    assert used <= table == set(layout["fonts"].values())


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("Subtitle", "楷体_GB2312", None),
        ("Heading1", "黑体", None),
        ("Heading2", "楷体_GB2312", None),
        ("Heading3", None, None),
        ("Lead2", "楷体_GB2312", None),
        ("Footer", "宋体", "28"),
    ],
)
def test_fonts_and_sizes_are_those_of_gbt_9704(
    style: str, font: str | None, half_points: str | None, styles: Any
) -> None:
    properties = _style(styles, style).find(f"{W}rPr")
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    size = properties.find(f"{W}sz") if properties is not None else None
    assert (None if fonts is None else fonts.get(f"{W}eastAsia")) == font
    assert (None if size is None else size.get(f"{W}val")) == half_points


def test_body_text_starts_two_characters_in(styles: Any) -> None:
    indent = _style(styles, "BodyText").find(f"{W}pPr/{W}ind")
    assert dict(indent.attrib) == {f"{W}firstLineChars": "200", f"{W}firstLine": "640"}


# -- the page ------------------------------------------------------------------------------


def test_page_and_margins_are_those_of_gbt_9704(document: Any) -> None:
    (size,), (margins,) = document.iter(f"{W}pgSz"), document.iter(f"{W}pgMar")
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    found = {side: margins.get(f"{W}{side}") for side in ("top", "left", "right", "bottom", "gutter")}
    assert found == {"top": "2098", "left": "1587", "right": "1474", "bottom": "1984", "gutter": "0"}


def test_the_grid_takes_22_lines_and_no_more(document: Any, layout: Mapping[str, Any]) -> None:
    (grid,) = document.iter(f"{W}docGrid")
    height = 16838 - 2098 - 1984
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    assert line_pitch(layout["page"]) * 22 <= height < line_pitch(layout["page"]) * 23


def test_a_line_takes_28_characters_and_no_more(layout: Mapping[str, Any], styles: Any) -> None:
    width, advance = 11906 - 1587 - 1474, 32 * 10 + character_spacing(layout)
    assert advance * 28 <= width < advance * 29
    spacing = _style(styles, "Normal").find(f"{W}rPr/{W}spacing")
    assert spacing.get(f"{W}val") == str(character_spacing(layout))


@pytest.mark.parametrize(("millimetres", "length"), [(210, 11906), (297, 16838), (25.4, 1440), (0, 0)])
def test_twips(millimetres: float, length: int) -> None:
    assert twips(millimetres) == length


def test_odd_and_even_pages_have_their_own_footer(parts: dict[str, bytes], document: Any) -> None:
    settings = etree.fromstring(parts["word/settings.xml"])
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    targets = {r.get("Id"): r.get("Target") for r in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    footers = {
        row.get(f"{W}type"): targets[value]
        for row in document.iter(f"{W}footerReference")
        for name, value in row.items()
        if name.endswith("}id")
    }
    assert footers == {"default": "footer1.xml", "even": "footer2.xml"}


@pytest.mark.parametrize(("footer", "align"), [("word/footer1.xml", "right"), ("word/footer2.xml", "left")])
def test_page_numbers_stand_between_dashes_at_the_outer_edge(
    footer: str, align: str, parts: dict[str, bytes], styles: Any
) -> None:
    root = etree.fromstring(parts[footer])
    assert "".join(t.text for t in root.iter(f"{W}t")) == "— 1 —"
    assert [t.text.strip() for t in root.iter(f"{W}instrText")] == ["PAGE"]
    properties = _style(styles, next(root.iter(f"{W}pStyle")).get(f"{W}val")).find(f"{W}pPr")
    assert properties.find(f"{W}jc").get(f"{W}val") == align
    assert properties.find(f"{W}ind").get(f"{W}{align}Chars") == "100"
