"""One report as text, Markdown, a web page and several sorts of Word file comes apart the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from tests.decompose.kit import apart, using
from toolkit.decompose.decomposition import Decomposition, as_json
from toolkit.decomposing import decompose

CASE = yaml.safe_load(Path(__file__).with_name("conventions.yaml").read_text(encoding="utf-8"))[0]
LINES: list[str] = CASE["text"].splitlines()
FIGURES = ["21次", "12条"]


def found(path: Path) -> Decomposition:
    return next(iter(decompose([path], using())))


def plain_docx(path: Path) -> None:
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(path)


def bold_docx(path: Path) -> None:
    """Headings by bold and size, run-in ones by a font of their own: no styles at all."""
    document = Document()
    for line in LINES:
        paragraph = document.add_paragraph()
        lead, stop, rest = line.partition("。")
        if line.startswith("（") and rest:
            run = paragraph.add_run(lead + stop)
            run._r.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="楷体"/>'))
            paragraph.add_run(rest)
        else:
            run = paragraph.add_run(line)
            run.bold = "。" not in line
            run.font.size = Pt(16)
    document.save(path)


def text_file(encoding: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(CASE["text"].replace("\n", "\r\n").encode(encoding))

    return write


def page(path: Path) -> None:
    body = "".join(f"<p>　　{line.replace('。', '。<b></b>', 1)}</p>\n" for line in LINES)
    nav = "<div><a href='/'>首页</a> &gt; <a>要闻</a></div>"
    path.write_text(f"<html><head><title>x</title></head><body>{nav}{body}</body></html>", encoding="utf-8")


def markdown(path: Path) -> None:
    signs = {"2": "## ", "3": "### "}
    levels = {row.split("|")[1]: row.split("|")[0] for row in CASE["headings"]}
    path.write_text(
        "\n\n".join(signs.get(levels.get(line, ""), "") + line for line in LINES), encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.docx", plain_docx),
        ("b.docx", bold_docx),
        ("c.txt", text_file("utf-8")),
        ("d.txt", text_file("gb18030")),
        ("e.txt", text_file("utf-16")),
        ("f.html", page),
        ("g.md", markdown),
    ],
)
def test_every_kind_of_file_comes_apart_the_same(
    name: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / name
    write(path)
    document: dict[str, Any] = as_json(found(path))
    assert [f"{row['level']}|{row['text']}" for row in document["headings"]] == CASE["headings"]
    assert [row["text"] for row in document["figures"]] == FIGURES
    assert (document["genre"], document["meta"]["speaker"]) == ("work_report", "林大川")


def test_automatic_numbers_make_headings(tmp_path: Path) -> None:
    """一、（一） from Word's own numbering: the numbers are no text, the levels count all the same."""
    document = Document()
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"))
    rows = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="7">{rows}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="7"><w:abstractNumId w:val="7"/></w:num>'))
    body = "全年组织集中学习，开展读书活动，委员的思想认识和履职本领都得到了新的提高，成效明显。"
    for text, level in (
        ("云河县政协工作总结", None),
        ("加强学习", 0),
        (body, None),
        ("读书。" + body, 1),
        ("改进作风", 0),
        (body, None),
    ):
        paragraph = document.add_paragraph(text)
        if level is not None:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>')
            )
    path = tmp_path / "a.docx"
    document.save(path)
    assert [(row["level"], row["text"]) for row in as_json(found(path))["headings"]] == [
        (1, "云河县政协工作总结"),
        (2, "加强学习"),
        (3, "读书。"),
        (2, "改进作风"),
    ]


def test_unnumbered_headings_of_two_sizes_have_two_levels(tmp_path: Path) -> None:
    document = Document()
    body = "全年组织集中学习，开展读书活动，委员的思想认识和履职本领都得到了新的提高，成效明显。"
    rows = [
        ("同心履职谱新篇", 22),
        (body, 0),
        ("把牢政治方向", 18),
        ("学习有深度", 16),
        (body, 0),
        ("党建有力度", 16),
        (body, 0),
        ("服务中心大局", 18),
        (body, 0),
    ]
    for text, size in rows:
        run = document.add_paragraph().add_run(text)
        run.font.size = Pt(size or 16)
        run.bold = bool(size)
    path = tmp_path / "a.docx"
    document.save(path)
    assert [(row["level"], row["text"]) for row in as_json(found(path))["headings"]] == [
        (1, "同心履职谱新篇"),
        (2, "把牢政治方向"),
        (3, "学习有深度"),
        (3, "党建有力度"),
        (2, "服务中心大局"),
    ]


def test_a_year_in_words_is_no_stretch_of_years() -> None:
    text = "县政协二〇二三年工作总结\n今年以来，县政协认真履行职能，收到提案216件，工作取得新的成绩。\n"
    assert apart(text).genre == "year_review"
