"""Where every figure stands in a report that people have edited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.figures import Catalogue
from toolkit.merge.reading import Reading
from toolkit.merge.standing import FIGURE_MARK, LONGEST
from toolkit.merge.texts import Line, sentences
from toolkit.merge.values import equal
from toolkit.model import Report
from toolkit.quantities.find import find
from toolkit.quantities.identities import named
from toolkit.quantities.knowledge import Knowledge

HEADING = "heading"
RUN_IN = "runin"
LONGEST_LEAD = 40  # characters of a heading that begins its paragraph


@dataclass(frozen=True)
class Place:
    """One standing of a figure: paragraph (from 1), heading above it, and the sentence it stands in.

    `value` is what is written there, `before` and `after` the sentence round it. `generated` is what the
    program wrote there, empty where a person wrote the sentence. `chart` names the chart that shows it.
    """

    key: str
    paragraph: int
    section: str
    before: str
    value: str
    after: str
    generated: str = ""
    scaled: bool = False
    chart: str = ""

    @property
    def retyped(self) -> bool:
        """Whether a person made it another value."""
        return bool(self.generated) and not equal(self.generated, self.value)


def places(reading: Reading) -> Iterator[Place]:
    """Yield every standing of every figure that was generated, in no order; placeholders filled in too."""
    sections = sections_of(reading)
    for sentence, slot, at in reading.values():
        if slot.figure:
            where, text = (at.line, sections[at.line]), reading.lines[at.line].text
            scaled = reading.scaled(sentence, slot, at)
            yield placed(slot.figure, text, (at.start, at.end), where, slot.text, scaled=scaled)


def placed(
    key: str,
    text: str,
    stretch: tuple[int, int],
    where: tuple[int, str],
    generated: str = "",
    *,
    scaled: bool = False,
) -> Place:
    """Return the place of a stretch of a paragraph; `where` is the paragraph's number from 0 and heading."""
    start, end = stretch
    around = [(a, b) for a, b in sentences(text) if a <= start < b] or [(0, len(text))]
    a, b = around[0]
    return Place(
        key=key,
        paragraph=where[0] + 1,
        section=where[1],
        before=text[a:start].lstrip(),
        value=text[start:end],
        after=text[end : max(b, end)].rstrip(),
        generated=generated,
        scaled=scaled,
    )


def sections_of(reading: Reading) -> list[str]:
    """Return the nearest heading for each line: its own run-in heading, else the one above."""
    kinds = {
        line: reading.base[group.passages[0]].kind
        for group in reading.placement.groups
        for line in group.lines[:1]
    }
    found, current = [], ""
    for number, line in enumerate(reading.lines):
        kind = kinds.get(number, "")
        if kind.startswith(HEADING):
            current = line.text
        found.append(_lead(line.text) if kind.startswith(RUN_IN) else current)
    return found


def _lead(text: str) -> str:
    lead, stop, _ = text.partition("。")
    return lead if stop and len(lead) <= LONGEST_LEAD else text[:LONGEST_LEAD]


def charted(report: Report, reading: Reading) -> Iterator[Place]:
    """Yield the figures that charts show, as they were drawn, for charts that are still there."""
    sections = sections_of(reading)
    for number, passage in enumerate(reading.base):
        chart, group = report.blocks[passage.block].chart, reading.groups.get(number)
        if chart is None or group is None:
            continue
        for point in chart.points:
            if point.figure:
                line = group.lines[0]
                yield Place(
                    key=point.figure,
                    paragraph=line + 1,
                    section=sections[line],
                    before=point.label,
                    value=point.text,
                    after=point.unit,
                    generated=point.text,
                    chart=chart.text,
                )


def bookmarked(lines: Sequence[Line], sections: Sequence[str], keys: Iterable[str]) -> Iterator[Place]:
    """Yield the figures that stand in our bookmarks, for a file whose record is lost."""
    stems = {(FIGURE_MARK + re.sub(r"\W", "_", key)): key for key in keys}
    for number, line in enumerate(lines):
        for mark in line.marks:
            key = _key_of(mark.name, stems)
            if key and mark.end > mark.start:
                yield placed(key, line.text, (mark.start, mark.end), (number, sections[number]))


def _key_of(name: str, stems: Mapping[str, str]) -> str:
    stem, _, number = name.rpartition("_")
    if not number.isdigit() or not stem.startswith(FIGURE_MARK):
        return ""
    if stem in stems:
        return stems[stem]
    cut = [key for whole, key in stems.items() if len(name) == LONGEST and whole.startswith(stem)]
    return cut[0] if len(cut) == 1 else ""


def recognised(
    lines: Sequence[Line],
    sections: Sequence[str],
    typed: Mapping[int, Sequence[tuple[int, int]]],
    known: tuple[Knowledge, Catalogue],
) -> Iterator[Place]:
    """Yield what sentences typed by people say of the catalogue's figures, told by their words.

    `typed` has the stretches of each line that people wrote. A number whose words do not say which
    figure it is belongs to none.
    """
    knowledge, catalogue = known
    for number, ranges in sorted(typed.items()):
        text = lines[number].text
        for quantity in find(text, knowledge):
            inside = any(a <= quantity.offset and quantity.end <= b for a, b in ranges)
            if inside and quantity.key and quantity.upper is None:
                start, end = quantity.offset, quantity.end
                surface = text[start:end]
                if quantity.unit and surface.endswith(quantity.unit) and quantity.unit != "%":
                    end -= len(quantity.unit)
                yield placed(named(quantity, catalogue), text, (start, end), (number, sections[number]))
