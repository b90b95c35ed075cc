"""People's Word files as lines: headings made with styles, bold, fonts and automatic numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from toolkit.errors import DocumentError
from toolkit.readers.source import Source
from toolkit.word.lines import read_lines
from toolkit.word.read import read_text

BODY = "坚持把学习放在首位，全年组织集中学习35次，委员的思想认识有了新的提高。"


def saved(document: Document, folder: Path) -> Source:
    path = folder / "报告.docx"
    document.save(path)
    source = read_lines(path)
    assert source.text == read_text(path)
    for line in source.lines:
        assert "".join(source.text[place] for place in line.offsets) == line.text
    return source


def numbered(document: Document, rows: list[tuple[str, str]]) -> None:
    """Give the document one list of several levels: (format, text)."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(rows)
    )
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="7"><w:abstractNumId w:val="7"/></w:num>'))


def item(document: Document, text: str, level: int) -> None:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')
    )


def test_heading_styles_have_levels(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("题目", 0)
    document.add_heading("提案工作", 1)
    document.add_heading("办理", 2)
    document.add_paragraph(BODY)
    assert [line.level for line in saved(document, tmp_path).lines] == [1, 2, 3, 0]


def test_fake_headings_show_by_bold_size_and_place(tmp_path: Path) -> None:
    document = Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("县政协工作报告").font.size = Pt(22)
    heading = document.add_paragraph()
    heading.add_run("一、提案").bold = True
    heading.add_run("工作").bold = True
    document.add_paragraph(BODY)
    first, second, third = saved(document, tmp_path).lines
    assert (first.size, first.centred) == (22, True)
    assert (second.bold, third.bold) == (True, False)


def test_a_run_in_heading_shows_by_its_own_font(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph()
    run = paragraph.add_run("抓好学习。")
    run._r.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="楷体"/>'))
    paragraph.add_run(BODY)
    (line,) = saved(document, tmp_path).lines
    assert line.lead == 5


def test_automatic_numbers_are_hints_and_no_text(tmp_path: Path) -> None:
    document = Document()
    numbered(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 0), ("戊", 1), ("己", 2)):
        item(document, text, level)
    source = saved(document, tmp_path)
    assert [line.number for line in source.lines] == ["一、", "（一）", "（二）", "二、", "（一）", "1."]
    assert source.text == "甲\n乙\n丙\n丁\n戊\n己\n"


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("收到提案")
    mark = 'w:id="1" w:author="a" w:date="2025-01-01T00:00:00Z"'
    for xml in (
        f"<w:del {nsdecls('w')} {mark}><w:r><w:delText>109</w:delText></w:r></w:del>",
        f"<w:ins {nsdecls('w')} {mark}><w:r><w:t>216件</w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(xml))
    assert saved(document, tmp_path).text == "收到提案216件\n"


def test_content_controls_text_boxes_and_tables_are_read(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("甲")
    paragraph._p.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>216</w:t></w:r></w:sdtContent></w:sdt>")
    )
    box = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        "<w:txbxContent><w:p><w:r><w:t>框里的话</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph("乙")._p.append(parse_xml(box))
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "马罡", "丁丽珍"
    source = saved(document, tmp_path)
    assert [line.text for line in source.lines] == ["甲216", "乙", "框里的话", "马罡", "丁丽珍"]
    assert [line.cell for line in source.lines] == [False, False, False, True, True]


def test_a_document_without_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    Document().save(path)
    with pytest.raises(DocumentError, match="没有文字"):
        read_lines(path)


def test_styles_hand_down_what_they_say(tmp_path: Path) -> None:
    document = Document()
    style = document.styles.add_style("我的标题", 1)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("提案工作", style="我的标题")
    (line,) = saved(document, tmp_path).lines
    assert line.level == 3
