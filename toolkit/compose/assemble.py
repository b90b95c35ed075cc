"""Compose a report: outline → rendered sections → numbered blocks of spans."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from toolkit.brief.load import Brief
from toolkit.compose.markup import LEAD, LEAD_END, PARAGRAPH, PARAGRAPH_END, blank, mark, plain, spans
from toolkit.compose.names import Names
from toolkit.compose.render import Renderer
from toolkit.compose.tags import STATE
from toolkit.compose.values import State, Words
from toolkit.errors import InputProblems, Location, Problem
from toolkit.model import Block, Placeholder, Report, Span
from toolkit.pack.genre import Choice, Genre
from toolkit.pack.pack import Pack
from toolkit.text import chinese_numeral, title_lines

STARTS = re.compile(f"{PARAGRAPH}([0-9]+){PARAGRAPH_END}")
HEADING = re.compile(r"(#{1,3})\s*(.*)\Z", re.DOTALL)
FUNCTION = re.compile(r"\s*@(\w+)\s*\Z")
PREFIXES = {"!": "address", ">": "epigraph", "^": "caption"}
NUMBERS = {
    1: lambda n: f"{chinese_numeral(n)}、",
    2: lambda n: f"（{chinese_numeral(n)}）",
    3: lambda n: f"{n}.",
}


def compose(
    brief: Brief, pack: Pack, genre: Genre, variant: int = 0, renderer: Renderer | None = None
) -> Report:
    """Write the report that a brief and a genre make, in memory.

    Raises:
        TemplateError: a skeleton is wrong.
    """
    return _Composer(brief, pack, genre, variant, renderer or Renderer()).report()


class _Composer:
    def __init__(self, brief: Brief, pack: Pack, genre: Genre, variant: int, renderer: Renderer) -> None:
        self.brief, self.pack, self.genre, self.renderer = brief, pack, genre, renderer
        self.choice = Choice(brief.region, brief.year, variant)
        self.state = State()
        self.names = Names(brief, pack, self.state, variant)
        self.term_change = self.names.term_change
        self.context = self.renderer.context({**self.names.context(), STATE: self.state})
        self.blocks: list[Block] = []
        self.ids: Counter[str] = Counter()
        self.counters = {1: 0, 2: 0, 3: 0}
        self.media: dict[str, list[Block]] = {}
        if brief.values.get("photos") or brief.values.get("charts"):
            # Few reports have any; the others start without.
            from toolkit.compose.media import media_blocks

            for block in media_blocks(brief, self.names, pack.layout["charts"]["head"]):
                self.media.setdefault(block.function, []).append(block)

    def report(self) -> Report:
        for row in self.genre.data["head"]:
            self._head(row)
        self._end_head()
        headings = self.genre.headings(self.choice, self.term_change)
        for row in self.genre.outline(self.term_change):
            if "part" in row:
                self._heading(1, self._line(row["part"]), "part")
            elif "area" in row:
                level = int(row.get("level", 2))
                self._heading(level, self._line(headings[row["area"]]), str(row["area"]))
            elif "honours" in row:
                self._honours(self._line(row["honours"]))
            else:
                self._section(str(row["section"]), int(row.get("wording", 0)))
        for row in self.genre.data.get("tail", ()):
            self._head(row)
        titles = (b.text for b in self.blocks if b.kind.startswith("title"))
        title = next(titles, self.genre.name).replace("\n", "")
        return Report(
            genre=self.genre.id,
            title=title,
            blocks=tuple(self.blocks),
            placeholders=self._placeholders(),
            properties=self._properties(title),
        )

    def _line(self, text: str) -> str:
        return self.renderer.line(text, f"{self.genre.id}/genre.yaml", self.context)

    def _properties(self, title: str) -> dict[str, str]:
        organ = self.context["organ"]
        return {"title": title, "creator": plain(str(organ.name)), "subject": self.genre.name}

    # -- title block ---------------------------------------------------------------------

    def _head(self, row: Mapping[str, Any]) -> None:
        kind = str(row["kind"])
        if "pieces" in row:
            text = self._title([self._line(piece) for piece in row["pieces"]])
        else:
            text = self._line(row["text"])
        if text:
            self._add(kind, kind, kind, spans(text))

    @staticmethod
    def _title(pieces: list[str]) -> str:
        """Break the title into lines; marks ride along with their piece."""
        lines = title_lines([plain(piece) for piece in pieces])
        out, line = "", 0
        filled = ""
        for piece in pieces:
            if filled and filled == lines[line]:
                out, line, filled = out + "\n", line + 1, ""
            out += piece
            filled += plain(piece)
        return out

    def _end_head(self) -> None:
        """Let the last line of an article's head keep its distance, where the layout knows how."""
        if not self.blocks:
            return
        last = self.blocks[-1]
        ended = f"{last.kind}_end"
        if ended in self.pack.layout["blocks"]:
            self.blocks[-1] = last._replace(kind=ended)

    # -- headings and sections --------------------------------------------------------------

    def _number(self, level: int) -> str:
        self.counters[level] += 1
        for below in range(level + 1, 4):
            self.counters[below] = 0
        if level not in self.genre.numbered:
            return ""
        return mark("numbering", NUMBERS[level](self.counters[level]))

    def _heading(self, level: int, text: str, function: str) -> None:
        name = f"heading{level}"
        self._add(f"{name}-{function}", name, function, spans(self._number(level) + text))

    def _section(self, function: str, wording: int) -> None:
        path = self.genre.wording(function, self.choice, self.term_change, wording)
        first = len(self.blocks)
        if path is not None:
            text = self.renderer.file(path, self.context)
            parts = STARTS.split(text)[1:]
            current = function
            for number, chunk in zip(parts[::2], parts[1::2], strict=True):
                if switch := FUNCTION.match(chunk):
                    current = switch[1]
                else:
                    self._paragraph(current, number, chunk)
        self._local(function, first)
        self._illustrate(function, first)

    def _paragraph(self, function: str, number: str, text: str) -> None:
        text = "".join([line.strip() for line in text.split("\n")])
        if blank(text):
            return
        name = f"{function}-{number}"
        heading = HEADING.match(text)
        if heading is not None:
            self._headed(function, name, len(heading[1]), heading[2])
        elif text[0] in PREFIXES:
            self._add(name, PREFIXES[text[0]], function, spans(text[1:].strip()))
        else:
            self._add(name, "body", function, spans(text))

    def _headed(self, function: str, name: str, level: int, text: str) -> None:
        """Add a heading of its own, or a paragraph with a run-in heading up to its first 。"""
        lead, stop, rest = text.partition("。")
        if not stop:
            self._heading(level, text, function)
        elif not blank(rest.lstrip()):
            number = self._number(level)
            marked = f"{LEAD}{number}{lead}。{LEAD_END}{rest}"
            self._add(name, f"runin{level}", function, spans(marked))

    def _honours(self, heading: str) -> None:
        honours = self.brief.values.get("honours")
        if not honours:
            return
        from toolkit.compose.honours import honour_lines

        first = len(self.blocks)
        self._heading(1, heading, "honours")
        try:
            lines = list(honour_lines(honours, self.pack.layout["lists"]))
        except ValueError as error:
            place = Location(self.brief.path, self.brief.lines.get("honours", 0))
            raise InputProblems([Problem(place, f"光荣榜不能按姓氏笔画排序：{error}")]) from error
        for kind, content in lines:
            if isinstance(content, str):
                self._heading(int(kind[-1]), content, "honours")
            else:
                rows = tuple(tuple(spans(cell) for cell in row) for row in content)
                self.blocks.append(Block(self._unique(f"honours-{kind}"), kind, "honours", rows=rows))
        self._illustrate("honours", first)

    def _local(self, function: str, first: int) -> None:
        """Put the brief's own sentences at a section's end: in its only paragraph, or in a new one."""
        sentences = self.brief.value(f"facts.local.{function}") or []
        if not sentences:
            return
        words = [
            str(Words(text, f"facts.local.{function}[{n}]", self.names.figure))
            for n, text in enumerate(sentences)
        ]
        added = spans("".join(words))
        last = self.blocks[-1] if len(self.blocks) == first + 1 else None
        if last is not None and last.kind in ("body", "runin2", "runin3"):
            self.blocks[-1] = last._replace(spans=last.spans + added)
        else:
            self._add(f"{function}-local", "body", function, added)

    def _illustrate(self, function: str, first: int) -> None:
        """Put photographs, charts and tables behind their section, or the part of it they belong to."""
        if not self.media:
            return
        names = dict.fromkeys(block.function for block in self.blocks[first:])
        for name in (*(name for name in names if name != function), function):
            last = max((n for n, b in enumerate(self.blocks) if b.function == name), default=0)
            at = len(self.blocks) if name == function else last + 1
            waiting = self.media.pop(name, ())
            self.blocks[at:at] = [block._replace(id=self._unique(f"{name}-{block.id}")) for block in waiting]

    def _unique(self, name: str) -> str:
        self.ids[name] += 1
        count = self.ids[name]
        return name if count == 1 else f"{name}.{count}"

    def _add(self, name: str, kind: str, function: str, parts: tuple[Span, ...]) -> None:
        self.blocks.append(Block(self._unique(name), kind, function, parts))

    def _placeholders(self) -> tuple[Placeholder, ...]:
        """The placeholders that stand in the text, each once, in order of appearance."""
        if not self.state.placeholders:
            return ()
        found: dict[str, Placeholder] = {}
        for block in self.blocks:
            for span in (*block.written, *(block.chart.title if block.chart else ())):
                if span.role == "placeholder":
                    key = span.origin.removeprefix("missing.")
                    found.setdefault(key, self.state.placeholders[key])
        return tuple(found.values())
