"""The chart part: DrawingML of one series, its values in the cells of the workbook behind it.

Elements stand in the order of the schema (ECMA-376, dml-chart.xsd).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.figures import format_number
from toolkit.model import Chart, Point
from toolkit.word.package import DRAWING, OFFICE
from toolkit.word.styles import HEADER, escape, quoteattr
from toolkit.word.workbook import SHEET

CATEGORY_AXIS, VALUE_AXIS = 111, 112
LABELS_AT = {"column": "outEnd", "bar": "outEnd", "pie": "outEnd", "line": "t"}
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def height(chart: Chart, layout: Mapping[str, Any]) -> float:
    """Return the height of a chart in millimetres; a bar chart grows with its bars."""
    given = layout["charts"]
    least = float(given["height"])
    if chart.kind != "bar":
        return least
    return min(max(least, 25 + len(chart.points) * float(given["bar"])), float(given["bar_most"]))


def heads(chart: Chart, layout: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands above the labels and above the values in the workbook."""
    words = layout["charts"]["head"]
    if chart.unit == "%":
        return words["label"], words["share"]
    return words["label"], words["number"] + (f"（{chart.unit}）" if chart.unit else "")


def chart_xml(chart: Chart, layout: Mapping[str, Any]) -> str:
    """Return the chart part; `rId1` is its workbook."""
    drawn = {"pie": _pie, "line": _line}.get(chart.kind, _bars)(chart, layout)
    text = _text_properties(layout, layout["charts"]["text"])
    return (
        f'{HEADER}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" '
        f'xmlns:r="{OFFICE}/relationships"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        f'<c:roundedCorners val="0"/><c:chart>{_title(chart, layout)}<c:autoTitleDeleted val="0"/>'
        f"<c:plotArea><c:layout/>{drawn}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


# -- texts -------------------------------------------------------------------------------


def _run_properties(layout: Mapping[str, Any], row: Mapping[str, Any], tag: str) -> str:
    chinese = quoteattr(layout["fonts"][row["font"]])
    western = quoteattr(layout["fonts"]["西文"])
    language = ' lang="zh-CN"' if tag == "a:rPr" else ""
    return (
        f'<{tag}{language} sz="{round(row["size"] * 100)}" b="0">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"<a:latin typeface={western}/><a:ea typeface={chinese}/></{tag}>"
    )


def _text_properties(layout: Mapping[str, Any], row: Mapping[str, Any], body: str = "<a:bodyPr/>") -> str:
    properties = _run_properties(layout, row, "a:defRPr")
    return (
        f"<c:txPr>{body}<a:lstStyle/><a:p>"
        f'<a:pPr>{properties}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )


def _title(chart: Chart, layout: Mapping[str, Any]) -> str:
    row = layout["charts"]["title"]
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/>"
        f"<a:p><a:pPr>{_run_properties(layout, row, 'a:defRPr')}</a:pPr>"
        f"<a:r>{_run_properties(layout, row, 'a:rPr')}<a:t>{escape(chart.text)}</a:t></a:r></a:p>"
        '</c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


# -- the series ------------------------------------------------------------------------------


def _series(chart: Chart, layout: Mapping[str, Any], look: str, labels: str) -> str:
    last = len(chart.points) + 1
    names = "".join(_cached(n, point.label) for n, point in enumerate(chart.points))
    values = "".join(_cached(n, format_number(point.value)) for n, point in enumerate(chart.points))
    count = f'<c:ptCount val="{len(chart.points)}"/>'
    series = _cached(0, heads(chart, layout)[1])
    return (
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f"<c:tx><c:strRef><c:f>{SHEET}!$B$1</c:f>"
        f'<c:strCache><c:ptCount val="1"/>{series}</c:strCache></c:strRef></c:tx>{look}{labels}'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f>"
        f"<c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!$B$2:$B${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{count}{values}</c:numCache></c:numRef></c:val>"
    )


def _cached(number: int, text: str) -> str:
    return f'<c:pt idx="{number}"><c:v>{escape(text)}</c:v></c:pt>'


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _labels(chart: Chart, layout: Mapping[str, Any]) -> str:
    """Label every point with its number as the report prints it: 150余, 72.7%, 216件.

    A slice has its name and number on one line, so that small neighbours keep apart. It has no
    percentage: offices print that in the number's format, 0.23件.
    """
    text = _text_properties(layout, layout["charts"]["text"])
    pie = chart.kind == "pie"
    shown = {"Val", *(("CatName",) if pie else ())}
    flags = "".join(f'<c:show{name} val="{int(name in shown)}"/>' for name in SHOWN)
    if pie:
        flags += "<c:separator> </c:separator>"
    look = (
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        f'<c:dLblPos val="{LABELS_AT[chart.kind]}"/>{flags}'
    )
    own = "".join(
        f'<c:dLbl><c:idx val="{number}"/>{_number_format(code)}{look}</c:dLbl>'
        for number, point in enumerate(chart.points)
        if (code := format_code(point, with_unit=pie or not chart.unit)) != "General"
    )
    leaders = '<c:showLeaderLines val="1"/>' if pie else ""
    return f"<c:dLbls>{own}{_number_format('General')}{look}{leaders}</c:dLbls>"


def _number_format(code: str) -> str:
    return f'<c:numFmt formatCode={quoteattr(code)} sourceLinked="0"/>'


def format_code(point: Point, *, with_unit: bool) -> str:
    """Return the number format that prints a point's value as the report does."""
    before, _, after = point.text.partition(format_number(point.value))
    if with_unit and point.unit != "%":
        after += point.unit
    quoted = [f'"{part}"' if part else "" for part in (before.replace('"', ""), after.replace('"', ""))]
    return f"{quoted[0]}General{quoted[1]}"


# -- the kinds ---------------------------------------------------------------------------------


def _bars(chart: Chart, layout: Mapping[str, Any]) -> str:
    upright = chart.kind == "column"
    look = f'<c:spPr>{_fill(layout["charts"]["colours"][0])}</c:spPr><c:invertIfNegative val="0"/>'
    return (
        f'<c:barChart><c:barDir val="{"col" if upright else "bar"}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{_series(chart, layout, look, _labels(chart, layout))}</c:ser>'
        f'<c:gapWidth val="{100 if upright else 60}"/>{_axis_ids()}</c:barChart>'
        f"{_axes(chart, layout)}"
    )


def _line(chart: Chart, layout: Mapping[str, Any]) -> str:
    colour = _fill(layout["charts"]["colours"][0])
    look = (
        f'<c:spPr><a:ln w="28575" cap="rnd">{colour}<a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="circle"/><c:size val="7"/><c:spPr>{colour}</c:spPr></c:marker>'
    )
    return (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{_series(chart, layout, look, _labels(chart, layout))}<c:smooth val="0"/></c:ser>'
        f'<c:marker val="1"/>{_axis_ids()}</c:lineChart>{_axes(chart, layout)}'
    )


def _pie(chart: Chart, layout: Mapping[str, Any]) -> str:
    colours = layout["charts"]["colours"]
    border = '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
    slices = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:bubble3D val="0"/>'
        f"<c:spPr>{_fill(colours[n % len(colours)])}{border}</c:spPr></c:dPt>"
        for n in range(len(chart.points))
    )
    return (
        f'<c:pieChart><c:varyColors val="1"/>{_series(chart, layout, slices, _labels(chart, layout))}'
        '</c:ser><c:firstSliceAng val="0"/></c:pieChart>'
    )


def _axis_ids() -> str:
    return f'<c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/>'


def _axes(chart: Chart, layout: Mapping[str, Any]) -> str:
    """Return both axes; where each bar has its number, the axis of values only takes room.

    Names of columns stay level and break their lines; the length of a bar counts from nothing.
    """
    bar, line = chart.kind == "bar", chart.kind == "line"
    text = _text_properties(layout, layout["charts"]["text"])
    grey = f'<c:spPr><a:ln w="9525">{_fill("A6A6A6")}</a:ln></c:spPr>'
    level = _text_properties(layout, layout["charts"]["text"], '<a:bodyPr rot="0" vert="horz"/>')
    least = "" if line or any(point.value < 0 for point in chart.points) else '<c:min val="0"/>'
    scale = _number_format('General"%"' if chart.unit == "%" else "General")
    grid = f'<c:majorGridlines><c:spPr><a:ln w="6350">{_fill("D9D9D9")}</a:ln></c:spPr></c:majorGridlines>'
    ticks = '<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
    return (
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/>'
        f'<c:scaling><c:orientation val="{"maxMin" if bar else "minMax"}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{"l" if bar else "b"}"/>'
        f'{_number_format("General")}{ticks}<c:tickLblPos val="low"/>{grey}{level}'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/>'
        f'<c:scaling><c:orientation val="minMax"/>{least}</c:scaling>'
        f'<c:delete val="{0 if line else 1}"/><c:axPos val="{"t" if bar else "l"}"/>{grid if line else ""}'
        f'{scale}{ticks}<c:tickLblPos val="nextTo"/>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        f'<c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )
