"""Photographs in the document: their size, their place in the package, what people and programs see."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.shape import WD_INLINE_SHAPE
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.pictures import jpeg, png
from tests.word.office import convert, without_office
from toolkit.model import Block, Picture, Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.drawings import EMU_PER_MM, scaled
from toolkit.word.read import read_text
from toolkit.word.write import write

LAYOUT = Pack().layout
NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
IDENTIFIER = "urn:draft:0123456789abcdef0123456789abcdef"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CAPTION = '区政协主席高侃才（左二）在"金山"讲话 <1&2>'
FILES = {"照片/会.jpg": jpeg(160, 90), "竖.png": png(60, 90)}
LANDSCAPE = Picture("照片/会.jpg", "jpeg", 160, 90, CAPTION)
UPRIGHT = Picture("竖.png", "png", 60, 90, "委员走访")


def _block(kind: str, text: str = "", picture: Picture | None = None, id_: str = "") -> Block:
    return Block(id_ or kind, kind, "proposals", (Span(text),) if text else (), picture=picture)


REPORT = Report(
    "work_report",
    "报告",
    (
        _block("title", "报告"),
        _block("body", "前一段。"),
        _block("picture", picture=LANDSCAPE),
        _block("caption", CAPTION),
        _block("picture", picture=UPRIGHT, id_="p2"),
        _block("caption", "委员走访", id_="c2"),
        _block("picture", picture=LANDSCAPE, id_="p3"),
        _block("caption", CAPTION, id_="c3"),
        _block("body", "后一段。", id_="b2"),
    ),
)


@pytest.fixture(scope="module")
def docx() -> bytes:
    return write(REPORT, LAYOUT, IDENTIFIER, NOW, FILES)


@pytest.fixture(scope="module")
def parts(docx: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def document(parts: Mapping[str, bytes]) -> Any:
    return etree.fromstring(parts["word/document.xml"])


# -- size ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pixels", "millimetres"),
    [
        ((1600, 900), (156.0, 87.75)),  # as wide as the text
        ((160, 90), (156.0, 87.75)),  # however few its pixels
        ((1560, 1000), (156.0, 100.0)),
        ((1600, 1067), (149.953, 100.0)),  # as high as allowed
        ((900, 1200), (75.0, 100.0)),
        ((4000, 200), (156.0, 7.8)),
    ],
)
def test_a_picture_is_as_wide_as_the_text_or_as_high_as_allowed(
    pixels: tuple[int, int], millimetres: tuple[float, float]
) -> None:
    made = scaled(Picture("x", "png", *pixels, ""), LAYOUT)
    assert made == pytest.approx([length * EMU_PER_MM for length in millimetres], abs=20)


@given(st.integers(1, 60_000), st.integers(1, 60_000))
def test_a_picture_fits_and_keeps_its_shape(width: int, height: int) -> None:
    made = scaled(Picture("x", "png", width, height, ""), LAYOUT)
    most = (156 * EMU_PER_MM, 100 * EMU_PER_MM)
    assert 1 <= made[0] <= most[0]
    assert 1 <= made[1] <= most[1]
    assert made[0] == most[0] or made[1] == most[1]
    assert abs(made[0] * height - made[1] * width) <= max(width, height)


# -- the package -----------------------------------------------------------------------------


def test_a_file_that_stands_twice_is_stored_once(parts: Mapping[str, bytes]) -> None:
    stored = {name: data for name, data in parts.items() if name.startswith("word/media/")}
    assert stored == {
        "word/media/image1.jpeg": FILES["照片/会.jpg"],
        "word/media/image2.png": FILES["竖.png"],
    }


def test_every_drawing_refers_to_its_part(parts: Mapping[str, bytes], document: Any) -> None:
    rows = etree.fromstring(parts["word/_rels/document.xml.rels"])
    targets = {row.get("Id"): row.get("Target") for row in rows}
    assert len(targets) == len(rows)
    shown = [targets[blip.get(f"{R}embed")] for blip in document.iter(f"{A}blip")]
    assert shown == ["media/image1.jpeg", "media/image2.png", "media/image1.jpeg"]


def test_only_the_types_in_use_are_declared(parts: Mapping[str, bytes]) -> None:
    rows = etree.fromstring(parts["[Content_Types].xml"])
    types = {row.get("Extension"): row.get("ContentType") for row in rows if row.get("Extension")}
    assert {key: value for key, value in types.items() if key not in ("rels", "xml")} == {
        "png": "image/png",
        "jpeg": "image/jpeg",
    }


# -- the drawing -------------------------------------------------------------------------------


def test_the_alternative_text_is_the_caption(document: Any) -> None:
    assert [row.get("descr") for row in document.iter(f"{WP}docPr")] == [CAPTION, "委员走访", CAPTION]


def test_drawing_ids_are_unique(document: Any) -> None:
    ids = [row.get("id") for row in document.iter(f"{WP}docPr")]
    assert ids == ["1", "2", "3"]


def test_a_picture_s_paragraph_has_no_text_and_keeps_to_its_caption(
    document: Any, parts: Mapping[str, bytes]
) -> None:
    used = [row.get(f"{W}val") for row in document.iter(f"{W}pStyle")]
    assert used[2:8] == ["Picture", "Caption"] * 3
    styles = etree.fromstring(parts["word/styles.xml"])
    (style,) = styles.xpath("//*[local-name()='style'][@*[local-name()='styleId']='Picture']")
    assert style.find(f"{W}pPr/{W}keepNext") is not None
    assert style.find(f"{W}pPr/{W}snapToGrid") is None  # a picture takes whole lines of the grid
    assert style.find(f"{W}pPr/{W}spacing") is None  # an exact line would cut it


def test_the_text_reads_back_with_an_empty_line_for_a_picture(docx: bytes, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(docx)
    assert read_text(path) == REPORT.text
    assert REPORT.text.split("\n")[2:4] == ["", CAPTION]


def test_python_docx_sees_the_pictures_in_their_size(docx: bytes) -> None:
    shapes = list(Document(io.BytesIO(docx)).inline_shapes)
    assert [shape.type for shape in shapes] == [WD_INLINE_SHAPE.PICTURE] * 3
    assert (shapes[0].width, shapes[0].height) == scaled(LANDSCAPE, LAYOUT)


def test_a_report_with_pictures_survives_its_json() -> None:
    assert Report.from_json(REPORT.as_json()) == REPORT


# -- LibreOffice ---------------------------------------------------------------------------------


@pytest.mark.office
@without_office
def test_libreoffice_keeps_pictures_alternative_text_and_captions(docx: bytes, tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(docx)
    saved = convert(tmp_path / "报告.docx", "docx", tmp_path / "out")
    assert read_text(saved) == REPORT.text
    with zipfile.ZipFile(saved) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    assert [row.get("descr") for row in root.iter(f"{WP}docPr")] == [CAPTION, "委员走访", CAPTION]
    sizes = [(int(row.get("cx")), int(row.get("cy"))) for row in root.iter(f"{WP}extent")]
    expected = [scaled(p, LAYOUT) for p in (LANDSCAPE, UPRIGHT, LANDSCAPE)]
    assert [length for size in sizes for length in size] == pytest.approx(
        [length for size in expected for length in size], abs=EMU_PER_MM
    )
