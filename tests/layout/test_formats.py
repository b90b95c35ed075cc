"""The effective formatting, layer over layer, as Word comes to it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.layout.papers import HEAD, NS, styles
from tests.word.documents import OFFICE, PACKAGE, W, opened
from toolkit.layout.formats import DEFAULTS, DIRECT, Formats, ParagraphLook, RunLook
from toolkit.layout.looks import points
from toolkit.word.opened import Opened

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
THEME = (
    f"{HEAD}<a:theme {A}><a:themeElements><a:fontScheme>"
    '<a:majorFont><a:latin typeface="Calibri Light"/><a:ea typeface=""/>'
    '<a:font script="Hans" typeface="等线 Light"/>'
    '</a:majorFont><a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
    '<a:font script="Jpan" typeface="明朝"/>'
    '<a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
DEFAULT = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/><w:sz w:val="21"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="160" w:line="278" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
)


def style(
    id_: str, properties: str = "", kind: str = "paragraph", based: str = "", default: bool = False
) -> str:
    """A style."""
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id_}"{first}><w:name w:val="{id_}"/>{on}{properties}</w:style>'
    )


def file(body: str, *rows: str, numbering: str = "") -> Opened:
    """An opened document with styles and a theme."""
    names = {"styles": styles(*rows, defaults=DEFAULT), "theme": THEME, "numbering": numbering}
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for n, name in enumerate(names)
        if names[name]
    )
    parts: dict[str, str | bytes] = {f"word/{name}.xml": text for name, text in names.items() if text}
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    )
    return opened(body, parts)


def looks(body: str, *rows: str, numbering: str = "") -> tuple[ParagraphLook, RunLook]:
    """How the first paragraph and its first run look."""
    there = file(body, *rows, numbering=numbering)
    formats = Formats(there, {"normal": "正文"})
    paragraph: Any = there.document.find(f".//{W}p")
    return formats.paragraph(paragraph), formats.run(paragraph, paragraph.find(f"{W}r"))


def p(paragraph: str = "", run: str = "") -> str:
    """A paragraph with a run."""
    return f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>字</w:t></w:r></w:p>"


def test_defaults_name_their_fonts_by_the_theme_the_chinese_one_by_script() -> None:
    paragraph, run = looks(p())
    assert (run.east, run.latin, run.size) == ("等线", "Calibri", 10.5)
    assert run.said["east"] == DEFAULTS
    assert paragraph.number("line") == pytest.approx(278 / 240)
    assert paragraph.number("after") == 8


def test_a_font_by_name_in_a_higher_layer_replaces_the_theme_s() -> None:
    normal = style(
        "Normal", '<w:rPr><w:rFonts w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/></w:rPr>', default=True
    )
    _, run = looks(p(), normal)
    assert (run.east, run.latin, run.size, run.said["east"]) == ("仿宋_GB2312", "Calibri", 16, "样式“正文”")


def test_the_theme_counts_before_the_name_in_one_element() -> None:
    _, run = looks(p(run='<w:rFonts w:eastAsia="仿宋" w:eastAsiaTheme="majorEastAsia"/>'))
    assert (run.east, run.said["east"]) == ("等线 Light", DIRECT)


def test_styles_inherit_and_direct_formatting_comes_last() -> None:
    rows = (
        style("Base", '<w:rPr><w:sz w:val="28"/><w:color w:val="FF0000"/></w:rPr>'),
        style("Own", '<w:rPr><w:color w:val="auto"/></w:rPr>', based="Base"),
        style("Char", '<w:rPr><w:sz w:val="30"/></w:rPr>', kind="character"),
    )
    _, run = looks(p('<w:pStyle w:val="Own"/>', '<w:rStyle w:val="Char"/>'), *rows)
    assert (run.size, run.colour, run.said["size"]) == (15, "", "样式“Char”")
    _, run = looks(p('<w:pStyle w:val="Own"/>', '<w:rStyle w:val="Char"/><w:sz w:val="32"/>'), *rows)
    assert (run.size, run.said["size"]) == (16, DIRECT)


def test_two_styles_that_are_bold_cancel_out_and_direct_bold_counts() -> None:
    rows = (style("P", "<w:rPr><w:b/></w:rPr>"), style("C", "<w:rPr><w:b/></w:rPr>", kind="character"))
    assert looks(p('<w:pStyle w:val="P"/>'), *rows)[1].bold
    assert not looks(p('<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/>'), *rows)[1].bold
    assert looks(p('<w:pStyle w:val="P"/>', '<w:rStyle w:val="C"/><w:b/>'), *rows)[1].bold
    assert not looks(p('<w:pStyle w:val="P"/>', '<w:b w:val="0"/>'), *rows)[1].bold


def test_a_style_that_leads_in_a_circle_or_nowhere_is_no_trap() -> None:
    rows = (style("A", based="B"), style("B", '<w:rPr><w:sz w:val="40"/></w:rPr>', based="A"))
    assert looks(p('<w:pStyle w:val="A"/>'), *rows)[1].size == 20
    assert looks(p('<w:pStyle w:val="Gone"/>'), *rows)[1].size == 10.5


@pytest.mark.parametrize(
    ("inherited", "own", "first"),
    [
        ("", 'w:firstLine="640"', 2.0),
        ("", 'w:firstLineChars="200" w:firstLine="420"', 2.0),
        ("", 'w:firstLineChars="0" w:firstLine="640"', 2.0),
        ('w:firstLineChars="200" w:firstLine="640"', 'w:firstLineChars="0" w:firstLine="0"', 0.0),
        ('w:firstLineChars="200"', 'w:firstLine="0"', 2.0),
        ('w:firstLineChars="200"', 'w:hanging="320"', -1.0),
        ('w:hanging="320"', 'w:firstLineChars="200"', 2.0),
        ("", 'w:hangingChars="100" w:hanging="320"', -1.0),
        ("", 'w:firstLine="32pt"', 2.0),
        ('w:firstLine="640"', 'w:hanging="0"', 0.0),
        ('w:hanging="640"', 'w:firstLine="0"', 0.0),
        ('w:firstLineChars="200" w:firstLine="640"', 'w:hanging="0"', 2.0),
    ],
)
def test_first_lines(inherited: str, own: str, first: float) -> None:
    row = style("S", f"<w:pPr><w:ind {inherited}/></w:pPr>" if inherited else "")
    look, _ = looks(p(f'<w:pStyle w:val="S"/><w:ind {own}/>'), row)
    assert look.first(16.0) == pytest.approx(first)


def test_numbering_stands_below_the_style_that_gives_it_and_above_others() -> None:
    numbering = (
        f'{HEAD}<w:numbering {NS}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:pPr>'
        '<w:ind w:left="840" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    given_by_style = style("S", f'<w:pPr>{item}<w:ind w:left="0" w:firstLine="640"/></w:pPr>')
    look, _ = looks(p('<w:pStyle w:val="S"/>'), given_by_style, numbering=numbering)
    assert (look.first(16), look.length("left", 16)) == (2.0, 0.0)
    plain = style("S", '<w:pPr><w:ind w:left="0" w:firstLine="640"/></w:pPr>')
    look, _ = looks(p(f'<w:pStyle w:val="S"/>{item}'), plain, numbering=numbering)
    assert (look.first(16), look.length("left", 16)) == (-1.3125, 2.625)


@pytest.mark.parametrize(
    ("text", "found"),
    [("640", 32.0), ("32pt", 32.0), ("1in", 72.0), ("25.4mm", 72.0), ("-20", -1.0), ("", None), ("x", None),
     (None, None), ("12.5", 0.625), ("1e9", None), ("１２", None)],
)  # fmt: skip
def test_lengths(text: str | None, found: float | None) -> None:
    assert points(text) == (pytest.approx(found) if found is not None else None)


@given(st.integers(-30000, 30000))
def test_twips_come_back(twips: int) -> None:
    assert round((points(str(twips)) or 0.0) * 20) == twips


@given(st.text(max_size=12))
def test_no_text_breaks_a_length(text: str) -> None:
    assert points(text) is None or isinstance(points(text), float)
