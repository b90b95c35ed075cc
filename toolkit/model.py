"""The report between Jinja and Word: sections of blocks of spans, each knowing its origin.

`compose` makes it, `word` writes and reads it; neither knows the other. The model holds text
and roles only: no fonts, no Jinja.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Span:
    """A stretch of text of one origin.

    `origin` says where it comes from: "" for the skeleton's own words, `figures.KEY` for a
    figure, `facts.…`, `session.…`, `year`, `formulation.ID`, `calendar.…`, `numbering`,
    `missing.KEY` for a placeholder. `role` is "" or "lead" (a run-in heading) or "placeholder".
    """

    text: str
    origin: str = ""
    role: str = ""

    @property
    def figure(self) -> str:
        """The figure's key, or an empty string."""
        return self.origin.removeprefix("figures.") if self.origin.startswith("figures.") else ""


@dataclass(frozen=True)
class Block:
    """A paragraph. `kind` names a row of `blocks` in the pack's layout.yaml."""

    id: str
    kind: str
    function: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The paragraph's plain text; a line break inside a title is a newline."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Placeholder:
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

    @property
    def text(self) -> str:
        """Plain text, a paragraph a line."""
        return "".join(block.text.replace("\n", "") + "\n" for block in self.blocks)

    @property
    def characters(self) -> int:
        """Characters without white space: what Word calls 字数 for a Chinese text."""
        return len("".join(self.text.split()))

    def figures(self) -> Iterator[tuple[Block, Span]]:
        """Yield every figure where it stands."""
        for block in self.blocks:
            for span in block.spans:
                if span.figure:
                    yield block, span

    def as_json(self) -> dict[str, Any]:
        """Return plain data from which `from_json` rebuilds the report."""
        return {
            "genre": self.genre,
            "title": self.title,
            "properties": self.properties,
            "placeholders": [[p.key, p.label, p.supplier] for p in self.placeholders],
            "blocks": [
                {
                    "id": block.id,
                    "kind": block.kind,
                    "function": block.function,
                    "spans": [[s.text, s.origin, s.role] for s in block.spans],
                }
                for block in self.blocks
            ],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Report:
        """Rebuild a report from what `as_json` returned."""
        return cls(
            genre=data["genre"],
            title=data["title"],
            properties=dict(data["properties"]),
            placeholders=tuple(Placeholder(*row) for row in data["placeholders"]),
            blocks=tuple(
                Block(
                    id=row["id"],
                    kind=row["kind"],
                    function=row["function"],
                    spans=tuple(Span(*span) for span in row["spans"]),
                )
                for row in data["blocks"]
            ),
        )
