"""Where the values of a brief stand in a text, and which words nobody generated.

A file that was generated here is read against its base, with its bookmarks; any other text against
the report that the brief would make now, if it is much the same.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.brief.load import Brief
from toolkit.compose.assemble import compose
from toolkit.edited.document import Edited
from toolkit.edited.recovered import closest
from toolkit.merge.place import OWN, share, stretches
from toolkit.merge.reading import Reading
from toolkit.merge.standing import State
from toolkit.merge.texts import Line, Passage, Slot, passages
from toolkit.pack.pack import Pack
from toolkit.word.read import printed, shown
from toolkit.word.story import Paragraph


@dataclass(frozen=True)
class Trace:
    """A value of the data where it stands.

    Attributes:
        key: its origin: figures.KEY, session.term, year, numbering …
        start: where the value begins.
        end: where it ends.
        wanted: what the data say it should be; empty where they say nothing.
    """

    key: str
    start: int
    end: int
    wanted: str

    @property
    def figure(self) -> str:
        """The figure's key, or an empty string."""
        return self.key.removeprefix("figures.") if self.key.startswith("figures.") else ""


@dataclass(frozen=True)
class Traced:
    """A text read against what was `generated`: values in their places, and stretches that people wrote."""

    traces: tuple[Trace, ...] = ()
    typed: tuple[tuple[int, int], ...] = ()
    generated: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a brief says now: its figures, and the other values of the report that it makes."""

    brief: Brief
    values: Mapping[str, str]

    def text(self, slot: Slot) -> str:
        """Return what should stand in a slot, an empty string where the brief does not say."""
        figure = self.brief.figures.get(slot.figure) if slot.figure else None
        if figure is not None:
            return figure.text
        return self.values.get(slot.key, "" if slot.missing else slot.text)


def wanted(brief: Brief, made: Sequence[Passage]) -> Wanted:
    """Return what a brief says, with the values of the report that it makes where each has one text."""
    texts: dict[str, set[str]] = {}
    for slot in (slot for passage in made for slot in passage.slots):
        texts.setdefault(slot.key, set()).add("" if slot.missing else slot.text)
    return Wanted(brief, {key: text for key, (text, *more) in texts.items() if not more})


def made_from(brief: Brief, pack: Pack, lines: Sequence[Line]) -> list[Passage]:
    """Return the report of a brief, in whatever genre and wording is most like a file; none if none is."""
    there = stretches(line.text for line in lines)
    made = passages(closest(there, set(), brief, pack)[2])
    return made if share(stretches(p.text for p in made), there) > OWN else []


def traced_text(text: str, brief: Brief, pack: Pack) -> Traced | None:
    """Read a text, a paragraph a line, against what its brief would make; None where that is another."""
    rows = text.split("\n")
    lines = [Line(row.rstrip("\r")) for row in rows]
    made = made_from(brief, pack, lines)
    return trace(made, lines, {}, wanted(brief, made), starts_of(rows)) if made else None


def traced_edited(edited: Edited, brief: Brief, pack: Pack) -> Traced:
    """Read a report that was generated here against its base, as `draft text` prints it."""
    base = edited.base
    lines = [_printed(line, p) for line, p in zip(edited.lines, edited.story, strict=True)]
    now = wanted(brief, passages(compose(brief, pack, pack.genre(base.genre), base.variant)))
    starts = starts_of([line.text for line in lines])
    return trace(passages(base.report), lines, base.marks, now, starts)


def _printed(line: Line, paragraph: Paragraph) -> Line:
    """Return a line with the text that is printed of it, its bookmarks in their places there."""
    places = shown(paragraph)
    marks = tuple(
        replace(mark, start=bisect.bisect_left(places, mark.start), end=bisect.bisect_left(places, mark.end))
        for mark in line.marks
    )
    return Line(printed(paragraph), marks, line.inside, cell=line.cell)


def starts_of(rows: Sequence[str]) -> list[int]:
    """Return where each row begins in the text that they make."""
    return list(itertools.accumulate((len(row) + 1 for row in rows), initial=0))


def trace(
    passages: Sequence[Passage],
    lines: Sequence[Line],
    names: Mapping[str, str],
    now: Wanted,
    starts: Sequence[int],
) -> Traced:
    """Read lines against passages; `starts` has the place of each line in the file's text."""
    reading = Reading(passages, lines, names)
    traces = {
        Trace(slot.key, starts[at.line] + at.start, starts[at.line] + at.end, now.text(slot))
        for _, slot, at in reading.values()
    }
    typed = {
        (starts[line] + a, starts[line] + b) for line, ranges in reading.typed.items() for a, b in ranges
    }
    # A paragraph that repeats a passage may say more than it.
    typed |= {(starts[line], starts[line] + len(lines[line].text)) for line in reading.placement.copies}
    typed |= {
        (starts[s.at.line] + s.at.start, starts[s.at.line] + s.at.end)
        for s in itertools.chain.from_iterable(reading.own.values())
        if s.at is not None and s.state is State.TOUCHED
    }
    return Traced(
        tuple(sorted(traces, key=lambda t: (t.start, t.end, t.key))),
        tuple(sorted(typed)),
        "\n".join(passage.text for passage in passages),
    )
