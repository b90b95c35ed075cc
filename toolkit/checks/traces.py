"""Where the values of a brief stand in a text, and which words nobody generated.

A file that was generated here is read against its base, with its bookmarks; any other text against
the report that the brief would make now, if it is much the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.brief.load import Brief
from toolkit.merge.place import shingles
from toolkit.merge.reading import Reading
from toolkit.merge.standing import Sentence, State
from toolkit.merge.texts import Line, Passage, Slot

LIKE = 0.3  # share of a generated report's stretches of text that a file made from it still has


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


def share(passages: Sequence[Passage], lines: Sequence[Line]) -> float:
    """Return how much of a generated report's text stands in a file."""
    ours = set().union(*(shingles(p.text) for p in passages)) if passages else set()
    there = set().union(*(shingles(line.text) for line in lines)) if lines else set()
    return len(ours & there) / max(1, len(ours))


def trace(
    passages: Sequence[Passage],
    lines: Sequence[Line],
    names: Mapping[str, str],
    brief: Brief,
    starts: Sequence[int],
) -> Traced:
    """Read lines against passages; `starts` has the place of each line in the file's text."""
    reading = Reading(passages, lines, names)
    copies = [s for line, numbers in reading.placement.copies.items() for s in reading.copied(line, numbers)]
    own = [sentence for sentences in reading.own.values() for sentence in sentences]
    traces = {found for sentence in [*own, *copies] for found in _values(sentence, brief, starts)}
    typed = {
        (starts[line] + a, starts[line] + b) for line, ranges in reading.typed.items() for a, b in ranges
    }
    typed |= {
        (starts[s.at.line] + s.at.start, starts[s.at.line] + s.at.end)
        for s in own
        if s.at is not None and s.state is State.TOUCHED
    }
    return Traced(
        tuple(sorted(traces, key=lambda t: (t.start, t.end, t.key))),
        tuple(sorted(typed)),
        "\n".join(passage.text for passage in passages),
    )


def _values(sentence: Sentence, brief: Brief, starts: Sequence[int]) -> Iterator[Trace]:
    for slot, at in zip(sentence.slots, sentence.values, strict=True):
        if at is not None:
            start = starts[at.line]
            yield Trace(slot.key, start + at.start, start + at.end, _wanted(slot, brief))


def _wanted(slot: Slot, brief: Brief) -> str:
    if not slot.figure:
        return "" if slot.missing else slot.text
    figure = brief.figures.get(slot.figure)
    return figure.text if figure is not None else "" if slot.missing else slot.text
