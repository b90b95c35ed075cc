"""The report between Jinja and Word: sections of blocks of spans, each knowing its origin.

`compose` makes it, `word` writes and reads it; neither knows the other. The model holds text
and roles only: no fonts, no Jinja.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple


class Span(NamedTuple):
    """A stretch of text of one origin.

    `origin` says where it comes from: "" for the skeleton's own words, `figures.KEY` for a
    figure, `label.KEY` for its name, `facts.…`, `session.…`, `year`, `formulation.ID`,
    `calendar.…`, `numbering`, `missing.KEY` for a placeholder. `role` is "" or "lead" (a run-in
    heading) or "placeholder".
    """

    text: str
    origin: str = ""
    role: str = ""

    @property
    def figure(self) -> str:
        """The figure's key, or an empty string."""
        return self.origin.removeprefix("figures.") if self.origin.startswith("figures.") else ""


class Picture(NamedTuple):
    """A photograph: the file as the brief names it, its form and size in pixels."""

    file: str
    format: str
    width: int
    height: int
    alt: str


class Point(NamedTuple):
    """A value of a chart: `text` is the number as printed (150余), `figure` its key if it has one."""

    label: str
    value: Decimal
    text: str
    unit: str = ""
    figure: str = ""


class Chart(NamedTuple):
    """A chart of one series; `unit` is the unit of all its points, empty where they differ."""

    kind: str
    title: tuple[Span, ...]
    points: tuple[Point, ...]
    unit: str = ""

    @property
    def text(self) -> str:
        """The title's plain text."""
        return text_of(self.title)

    @property
    def values(self) -> str:
        """What the chart shows, in words: 收到提案216件，立案提案157件."""
        return "，".join(f"{p.label}{p.text}{'' if p.unit == '%' else p.unit}" for p in self.points)


Cell = tuple[Span, ...]


def text_of(spans: tuple[Span, ...]) -> str:
    """Return the plain text of spans."""
    return "".join([span.text for span in spans])


class Block(NamedTuple):
    """A paragraph, or a table if it has `rows`.

    `kind` names a row of `blocks` in the pack's layout.yaml, or one of `lists` (a table without
    lines); the first row of other tables is repeated on every page. A paragraph with a picture or a
    chart has no text beside it.
    """

    id: str
    kind: str
    function: str
    spans: tuple[Span, ...] = ()
    picture: Picture | None = None
    chart: Chart | None = None
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def text(self) -> str:
        """The paragraph's plain text; a line break inside a title is a newline."""
        return text_of(self.spans)

    @property
    def lines(self) -> list[str]:
        """The paragraphs as they are read back from Word: one, or one for each cell of a table."""
        if self.rows:
            return [text_of(cell).replace("\n", "") for row in self.rows for cell in row]
        return [self.text.replace("\n", "")]

    @property
    def written(self) -> Iterator[Span]:
        """Every span that stands in the text, those of cells too."""
        yield from self.spans
        for row in self.rows:
            for cell in row:
                yield from cell

    def as_json(self) -> dict[str, Any]:
        """Return plain data; what a block does not have is left out."""
        made: dict[str, Any] = {"id": self.id, "kind": self.kind, "function": self.function}
        made["spans"] = self.spans
        if self.picture:
            made["picture"] = self.picture._asdict()
        if self.chart:
            made["chart"] = {
                "kind": self.chart.kind,
                "title": self.chart.title,
                "points": [{**point._asdict(), "value": str(point.value)} for point in self.chart.points],
                "unit": self.chart.unit,
            }
        if self.rows:
            made["rows"] = self.rows
        return made

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Block:
        """Rebuild a block from what `as_json` returned."""
        return cls(
            id=row["id"],
            kind=row["kind"],
            function=row["function"],
            spans=_spans(row["spans"]),
            picture=Picture(**row["picture"]) if "picture" in row else None,
            chart=_chart(row["chart"]) if "chart" in row else None,
            rows=tuple(tuple(_spans(cell) for cell in cells) for cells in row.get("rows", ())),
        )


def _spans(rows: list[list[str]]) -> tuple[Span, ...]:
    return tuple(Span(*row) for row in rows)


def _chart(row: dict[str, Any]) -> Chart:
    points = tuple(Point(**{**point, "value": Decimal(point["value"])}) for point in row["points"])
    return Chart(row["kind"], _spans(row["title"]), points, row["unit"])


class Placeholder(NamedTuple):
    """A value that the report lacks and a person has to supply."""

    key: str
    label: str
    supplier: str


@dataclass(frozen=True)
class Report:
    """One document: its blocks in order and what is still missing."""

    genre: str
    title: str
    blocks: tuple[Block, ...]
    placeholders: tuple[Placeholder, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The paragraphs as they are read back from Word, those in cells of tables, too."""
        return [line for block in self.blocks for line in block.lines]

    @property
    def text(self) -> str:
        """Plain text, a paragraph a line, and a line for each cell of a table."""
        return "".join(f"{line}\n" for line in self.lines)

    @property
    def characters(self) -> int:
        """Characters without white space: what Word calls 字数 for a Chinese text."""
        return sum(len(word) for line in self.lines for word in line.split())

    def figures(self) -> Iterator[tuple[Block, Span]]:
        """Yield every figure where it stands in the text; those of charts are in `Chart.points`."""
        for block in self.blocks:
            for span in block.written:
                if span.figure:
                    yield block, span

    def as_json(self) -> dict[str, Any]:
        """Return plain data from which `from_json` rebuilds the report."""
        return {
            "genre": self.genre,
            "title": self.title,
            "properties": self.properties,
            "placeholders": [[p.key, p.label, p.supplier] for p in self.placeholders],
            "blocks": [block.as_json() for block in self.blocks],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Rebuild a report from what `as_json` returned."""
        return cls(
            genre=data["genre"],
            title=data["title"],
            properties=dict(data["properties"]),
            placeholders=tuple(Placeholder(*row) for row in data["placeholders"]),
            blocks=tuple(map(Block.from_json, data["blocks"])),
        )
