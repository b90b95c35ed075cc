"""What stands between the paragraphs of a section: photographs, charts and tables of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.brief.load import Brief
from toolkit.compose.markup import spans
from toolkit.compose.names import Names
from toolkit.compose.values import Words
from toolkit.figures import format_number
from toolkit.model import Block, Cell, Chart, Picture, Point, Span, text_of

FEWEST = 2  # one value is no comparison


def media_blocks(brief: Brief, names: Names, head: Mapping[str, str]) -> Iterator[Block]:
    """Yield the blocks of all photographs, then of all charts, in the order of the brief.

    A block's `function` is the section that it belongs to, its id only says what it is. `head`
    has the words for the head of a table.
    """
    for number, row in enumerate(brief.values.get("photos") or ()):
        yield from _photo(row, f"photos[{number}]", names)
    for number, row in enumerate(brief.values.get("charts") or ()):
        yield from _chart(row, f"charts[{number}]", brief, names, head)


def _photo(row: Mapping[str, Any], origin: str, names: Names) -> Iterator[Block]:
    file, function = row["file"], row["section"]
    if not file.data:
        return
    caption = _words(row["caption"], f"{origin}.caption", names)
    picture = Picture(file.file, file.format, file.width, file.height, text_of(caption))
    yield Block("picture", "picture", function, picture=picture)
    yield Block("caption", "caption", function, caption)


def _chart(
    row: Mapping[str, Any], origin: str, brief: Brief, names: Names, head: Mapping[str, str]
) -> Iterator[Block]:
    kind, function = row["kind"], row["section"]
    sources = [*_figures(row, brief), *_rows(row, origin)]
    if kind == "pie":
        sources = [(point, where) for point, where in sources if point.value > 0]
    if len(sources) < FEWEST:
        return
    points = tuple(point for point, _ in sources)
    title = _words(row["title"], f"{origin}.title", names)
    units = {point.unit for point in points}
    unit = units.pop() if len(units) == 1 else ""
    if kind == "table":
        yield Block("table-title", "table_title", function, title)
        yield Block("table", "table", function, rows=_table(sources, unit, head))
        return
    note = (Span(f"（单位：{unit}）"),) if unit and unit != "%" else ()
    yield Block("chart", "chart", function, chart=Chart(kind, title + note, points, unit))


def _words(text: str, origin: str, names: Names) -> Cell:
    return spans(str(Words(text, origin, names.figure)))


def _figures(row: Mapping[str, Any], brief: Brief) -> Iterator[tuple[Point, str]]:
    """Yield the figures that have a value; the second item is empty: they are their own origin."""
    for key in row.get("figures") or ():
        if figure := brief.figures.get(key):
            yield Point(figure.label, figure.value, figure.text, figure.unit, key), ""


def _rows(row: Mapping[str, Any], origin: str) -> Iterator[tuple[Point, str]]:
    """Yield the values that are typed in the chart, each with its place in the brief."""
    unit = row.get("unit") or ""
    for number, given in enumerate(row.get("rows") or ()):
        text = format_number(given["value"]) + ("%" if unit == "%" else "")
        yield Point(given["label"], given["value"], text, unit), f"{origin}.rows[{number}]"


def _table(
    sources: Sequence[tuple[Point, str]], unit: str, head: Mapping[str, str]
) -> tuple[tuple[Cell, ...], ...]:
    """Return the head and a row for each value; a unit that all have in common is in the head."""
    shown = head["share"] if unit == "%" else head["number"] + (f"（{unit}）" if unit else "")
    rows: list[tuple[Cell, ...]] = [((Span(head["label"]),), (Span(shown),))]
    for point, where in sources:
        label = Span(point.label, f"{where}.label" if where else f"label.{point.figure}")
        number = Span(point.text, f"{where}.value" if where else f"figures.{point.figure}")
        behind = () if unit or point.unit in ("", "%") else (Span(point.unit),)
        rows.append(((label,), (number, *behind)))
    return tuple(rows)
