"""Charts that Word can edit and plain tables: parts, values, labels, cells.

`ACCEPT=1 pytest tests/word/test_charts.py` rewrites `golden_charts/`; read the difference first.
"""

from __future__ import annotations

import datetime
import io
import os
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.word.office import convert, without_office
from toolkit.figures import format_number
from toolkit.model import Block, Chart, Point, Report, Span
from toolkit.pack.pack import Pack
from toolkit.word.charts import chart_xml, format_code, height
from toolkit.word.drawings import EMU_PER_MM
from toolkit.word.read import read_text
from toolkit.word.workbook import workbook
from toolkit.word.write import write

GOLDEN = Path(__file__).with_name("golden_charts")
LAYOUT = Pack().layout
NOW = datetime.datetime(2025, 1, 6, 9, 30, tzinfo=datetime.UTC)
IDENTIFIER = "urn:draft:0123456789abcdef0123456789abcdef"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

POINTS = (
    Point("收到提案", Decimal(216), "216", "件", "proposal_received"),
    Point("立案<提案>", Decimal(157), "157", "件", "proposal_filed"),
    Point("协商&建言", Decimal(150), "150余", "件", "consult_total"),
)
TITLE = (Span("2024年提案办理情况", "charts[0].title"), Span("（单位：件）"))
COLUMN = Chart("column", TITLE, POINTS, "件")
MIXED = (*POINTS[:1], Point("办复率", Decimal("72.7"), "72.7%", "%", "rate"), Point("湖面", Decimal(3), "3"))


def _cell(text: str, origin: str = "") -> tuple[Span, ...]:
    return (Span(text, origin),)


ROWS = (
    (_cell("项目"), _cell("数量")),
    (_cell("收到提案", "label.proposal_received"), (Span("216", "figures.proposal_received"), Span("件"))),
    (_cell("办复率", "label.rate"), _cell("72.7%", "figures.rate")),
    (_cell("去年收到提案", "charts[0].rows[0].label"), _cell("216", "charts[0].rows[0].value")),
)
TABLE = Block("proposals-table", "table", "proposals", rows=ROWS)


def _chart(kind: str, points: tuple[Point, ...] = POINTS, unit: str = "件") -> Chart:
    return Chart(kind, TITLE, points, unit)


REPORT = Report(
    "work_report",
    "报告",
    (
        Block("title", "title", "title", (Span("报告"),)),
        Block(
            "body",
            "body",
            "proposals",
            (Span("收到"), Span("216", "figures.proposal_received"), Span("件。")),
        ),
        *(Block(k, "chart", "proposals", chart=_chart(k)) for k in ("column", "bar", "pie", "line")),
        Block("proposals-table-title", "table_title", "proposals", (Span("主要数据"),)),
        TABLE,
        Block("last", "body", "proposals", (Span("后一段。"),)),
    ),
)


@pytest.fixture(scope="module")
def docx() -> bytes:
    return write(REPORT, LAYOUT, IDENTIFIER, NOW)


@pytest.fixture(scope="module")
def parts(docx: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def document(parts: Mapping[str, bytes]) -> Any:
    return etree.fromstring(parts["word/document.xml"])


def _root(chart: Chart) -> Any:
    return etree.fromstring(chart_xml(chart, LAYOUT).encode())


def _texts(root: Any, place: str) -> list[str]:
    return [v.text or "" for v in root.iterfind(f".//{C}{place}//{C}v")]


def _sheet(data: bytes) -> list[list[str]]:
    """The cells of the workbook's sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        root = etree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in root.iter(f"{X}row")]


# -- goldens ------------------------------------------------------------------------------------


def _same_as_golden(name: str, root: Any) -> None:
    etree.indent(root)
    made = etree.tostring(root, method="c14n").decode() + "\n"
    golden = GOLDEN / name
    if os.environ.get("ACCEPT") == "1":
        GOLDEN.mkdir(exist_ok=True)
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_the_chart_part_is_the_golden_one(parts: Mapping[str, bytes]) -> None:
    _same_as_golden("chart.xml", etree.fromstring(parts["word/charts/chart1.xml"]))


def test_the_table_is_the_golden_one(document: Any) -> None:
    _same_as_golden("table.xml", next(document.iter(f"{W}tbl")))


# -- the package ----------------------------------------------------------------------------------


def test_every_chart_has_its_part_its_workbook_and_their_types(
    parts: Mapping[str, bytes], document: Any
) -> None:
    rows = {r.get("Id"): r.get("Target") for r in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    charts = [rows[chart.get(f"{R}id")] for chart in document.iter(f"{C}chart")]
    assert charts == [f"charts/chart{n}.xml" for n in range(1, 5)]
    for number in range(1, 5):
        (row,) = etree.fromstring(parts[f"word/charts/_rels/chart{number}.xml.rels"])
        assert row.get("Target") == f"../embeddings/Microsoft_Excel_Sheet{number}.xlsx"
        part = etree.fromstring(parts[f"word/charts/chart{number}.xml"])
        assert part.find(f"{C}externalData").get(f"{R}id") == row.get("Id")
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {row.get("PartName") or row.get("Extension"): row.get("ContentType") for row in types}
    assert named["/word/charts/chart4.xml"].endswith("drawingml.chart+xml")
    assert named["xlsx"].endswith("spreadsheetml.sheet")
    assert "png" not in named


def test_the_same_chart_gives_the_same_workbook() -> None:
    assert workbook(POINTS, "项目", "数量") == workbook(POINTS, "项目", "数量")


def test_the_workbook_holds_what_the_chart_shows(parts: Mapping[str, bytes]) -> None:
    sheet = _sheet(parts["word/embeddings/Microsoft_Excel_Sheet1.xlsx"])
    root = etree.fromstring(parts["word/charts/chart1.xml"])
    assert sheet == [
        ["项目", "数量（件）"],
        ["收到提案", "216"],
        ["立案<提案>", "157"],
        ["协商&建言", "150"],
    ]
    assert [sheet[0][1]] == _texts(root, "tx")
    assert [row[0] for row in sheet[1:]] == _texts(root, "cat")
    assert [row[1] for row in sheet[1:]] == _texts(root, "val")
    assert [f.text for f in root.iter(f"{C}f")] == ["Sheet1!$B$1", "Sheet1!$A$2:$A$4", "Sheet1!$B$2:$B$4"]


def test_every_part_of_the_workbook_is_there(parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(parts["word/embeddings/Microsoft_Excel_Sheet1.xlsx"])) as package:
        names = package.namelist()
        types = etree.fromstring(package.read("[Content_Types].xml"))
        targets = [r.get("Target") for r in etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))]
    assert {f"/{name}" for name in names if name.startswith("xl/") and not name.endswith(".rels")} == {
        row.get("PartName") for row in types if row.get("PartName")
    }
    assert {f"xl/{target}" for target in targets} <= set(names)


# -- what people see -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("point", "with_unit", "code"),
    [
        (Point("甲", Decimal(216), "216", "件"), False, "General"),
        (Point("甲", Decimal(216), "216", "件"), True, 'General"件"'),
        (Point("甲", Decimal(150), "150余", "件"), False, 'General"余"'),
        (Point("甲", Decimal(150), "150余", "次"), True, 'General"余次"'),
        (Point("甲", Decimal(40), "近40", "件"), False, '"近"General'),
        (Point("甲", Decimal("72.7"), "72.7%", "%"), True, 'General"%"'),
        (Point("甲", Decimal(3), "3", '"寸"'), True, 'General"寸"'),
    ],
)
def test_a_label_prints_the_number_as_the_report_does(point: Point, with_unit: bool, code: str) -> None:
    assert format_code(point, with_unit=with_unit) == code


def test_units_stand_at_the_numbers_where_they_differ() -> None:
    root = _root(_chart("bar", MIXED, ""))
    codes = {
        label.find(f"{C}idx").get("val"): label.find(f"{C}numFmt").get("formatCode")
        for label in root.iter(f"{C}dLbl")
    }
    assert codes == {"0": 'General"件"', "1": 'General"%"'}
    assert _texts(root, "tx") == ["数量"]


@pytest.mark.parametrize("kind", ["column", "bar", "pie", "line"])
def test_every_kind_shows_values_and_has_a_title_in_chinese_fonts(kind: str) -> None:
    root = _root(_chart(kind))
    assert len(root.findall(f".//{C}{'bar' if kind in ('column', 'bar') else kind}Chart")) == 1
    assert {row.get("val") for row in root.iter(f"{C}showVal")} == {"1"}
    title = root.find(f"{C}chart/{C}title")
    assert "".join(title.itertext()) == "2024年提案办理情况（单位：件）"
    fonts = {
        row.get("typeface") for row in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}ea")
    }
    assert fonts == {LAYOUT["fonts"]["黑体"], LAYOUT["fonts"]["仿宋"]}


def test_bars_start_at_nothing_unless_a_value_is_below() -> None:
    below = (*POINTS, Point("降", Decimal("-3.5"), "-3.5"))
    assert _root(COLUMN).find(f".//{C}min").get("val") == "0"
    assert _root(_chart("column", below)).find(f".//{C}min") is None
    assert _root(_chart("line")).find(f".//{C}min") is None


def test_a_slice_has_its_name_and_number_with_unit_on_one_line() -> None:
    root = _root(_chart("pie"))
    codes = [label.find(f"{C}numFmt").get("formatCode") for label in root.iter(f"{C}dLbl")]
    assert codes == ['General"件"', 'General"件"', 'General"余件"']
    for name, shown in (("Val", "1"), ("CatName", "1"), ("Percent", "0")):
        assert {row.get("val") for row in root.iter(f"{C}show{name}")} == {shown}
    assert {row.text for row in root.iter(f"{C}separator")} == {" "}


def test_a_scale_of_shares_has_its_sign() -> None:
    points = tuple(Point(name, Decimal(60), "60%", "%") for name in "甲乙")
    axis = _root(_chart("line", points, "%")).find(f".//{C}valAx/{C}numFmt")
    assert axis.get("formatCode") == 'General"%"'


def test_slices_differ_in_colour_and_the_first_bar_is_on_top() -> None:
    slices = _root(_chart("pie")).findall(f".//{C}dPt//*[@val]/..")
    assert len(slices) >= len(POINTS)
    colours = [row.get("val") for row in _root(_chart("pie")).findall(f".//{C}dPt/{C}spPr/*/*[@val]")]
    assert len(set(colours)) == len(POINTS)
    assert _root(_chart("bar")).find(f".//{C}catAx//{C}orientation").get("val") == "maxMin"


@pytest.mark.parametrize(("count", "millimetres"), [(2, 79), (4, 79), (10, 135), (40, 200)])
def test_a_bar_chart_grows_with_its_bars(count: int, millimetres: float) -> None:
    points = tuple(Point(str(n), Decimal(n), str(n)) for n in range(count))
    assert height(_chart("bar", points), LAYOUT) == millimetres
    assert height(_chart("column", points), LAYOUT) == 79


def test_a_chart_is_as_wide_as_the_text_and_says_its_values_to_those_who_cannot_see(document: Any) -> None:
    assert {int(row.get("cx")) for row in document.iter(f"{WP}extent")} == {156 * EMU_PER_MM}
    drawings = list(document.iter(f"{WP}docPr"))
    assert [row.get("id") for row in drawings] == ["1", "2", "3", "4"]
    assert drawings[0].get("descr") == (
        "2024年提案办理情况（单位：件）：收到提案216件，立案<提案>157件，协商&建言150余件"
    )


values = st.decimals(-(10**9), 10**9, allow_nan=False, places=2)
labels = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("Cs", "Cc", "Cn"))
)
points = st.builds(
    lambda label, value, after, unit: Point(label, value, f"{format_number(value)}{after}", unit),
    labels,
    values,
    st.sampled_from(["", "余", "%"]),
    st.sampled_from(["", "件", "%", '"&<']),
)
charts = st.builds(
    Chart,
    st.sampled_from(["column", "bar", "pie", "line"]),
    labels.map(lambda text: (Span(text),)),
    st.lists(points, min_size=2, max_size=6).map(tuple),
    st.sampled_from(["", "件", "%"]),
)


@given(charts)
def test_any_values_stand_in_chart_and_workbook_unchanged(chart: Chart) -> None:
    root = _root(chart)
    assert [Decimal(text) for text in _texts(root, "val")] == [point.value for point in chart.points]
    assert _texts(root, "cat") == [point.label for point in chart.points]
    assert "".join(root.find(f"{C}chart/{C}title").itertext()) == chart.text
    sheet = _sheet(workbook(chart.points, "项目", "数量"))
    assert [(row[0], Decimal(row[1])) for row in sheet[1:]] == [(p.label, p.value) for p in chart.points]


@given(charts)
def test_a_report_with_a_chart_survives_its_json(chart: Chart) -> None:
    report = Report("g", "t", (Block("c", "chart", "f", chart=chart), TABLE))
    assert Report.from_json(report.as_json()) == report


# -- tables ----------------------------------------------------------------------------------------


def test_each_cell_is_a_line_of_the_text(docx: bytes, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(docx)
    assert read_text(path) == REPORT.text
    lines = ["项目", "数量", "收到提案", "216件", "办复率", "72.7%", "去年收到提案", "216"]
    assert REPORT.text.splitlines()[7:-1] == lines == TABLE.lines


def test_figures_in_cells_keep_their_bookmarks_and_typed_numbers_have_none(document: Any) -> None:
    marks = [start.get(f"{W}name") for start in document.iter(f"{W}bookmarkStart")]
    figures = [name for name in marks if name.startswith("_f_")]
    assert figures == ["_f_proposal_received_1", "_f_proposal_received_2", "_f_rate_1"]
    assert len(figures) == len(list(REPORT.figures()))
    assert len([name for name in marks if name.startswith("_d_proposals_table_")]) == 1 + 8
    assert len(set(marks)) == len(marks)


def test_the_table_is_no_wider_than_the_text_and_repeats_its_head(document: Any) -> None:
    table = next(document.iter(f"{W}tbl"))
    widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
    assert int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == sum(widths) <= 11906 - 1587 - 1474
    repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
    assert repeated == [True, False, False, False]
    assert {row.get(f"{W}val") for row in table.iter(f"{W}trHeight")} == {"579"}


def test_every_style_of_charts_and_tables_is_defined(parts: Mapping[str, bytes], document: Any) -> None:
    used = {row.get(f"{W}val") for row in document.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    styles = etree.fromstring(parts["word/styles.xml"])
    assert used <= {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert {"Chart", "TableTitle", "CellHead", "Cell", "CellNumber", "ReportTable"} <= used


def test_python_docx_sees_charts_and_table(docx: bytes) -> None:
    document = Document(io.BytesIO(docx))
    assert [shape.width for shape in document.inline_shapes] == [156 * EMU_PER_MM] * 4
    (table,) = document.tables
    assert table.style.name == LAYOUT["tables"]["name"]
    assert [[cell.text for cell in row.cells] for row in table.rows][1] == ["收到提案", "216件"]


# -- LibreOffice -----------------------------------------------------------------------------------


@pytest.mark.office
@without_office
def test_libreoffice_keeps_charts_values_cells_and_bookmarks(docx: bytes, tmp_path: Path) -> None:
    (tmp_path / "报告.docx").write_bytes(docx)
    saved = convert(tmp_path / "报告.docx", "docx", tmp_path / "out")
    assert read_text(saved) == REPORT.text
    with zipfile.ZipFile(saved) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        charts = [n for n in package.namelist() if n.startswith("word/charts/chart") and n.endswith(".xml")]
        values = [_texts(etree.fromstring(package.read(name)), "val") for name in sorted(charts)]
    assert values == [["216", "157", "150"]] * 4
    names = {start.get(f"{W}name") for start in root.iter(f"{W}bookmarkStart")}
    assert {"_f_proposal_received_2", "_f_rate_1", "_d_proposals_table_1_1"} <= names
