"""Honours lists: what their titles say they count, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.decompose.headings import Heading
from toolkit.decompose.knowledge import Knowledge
from toolkit.decompose.paragraphs import Paragraph
from toolkit.decompose.sections import Section
from toolkit.quantities.numerals import ordinal

NUMBERED = re.compile(r"\d{1,3}\s*[.．、]\s*\S")
BY = re.compile(r"[■□▲●◆★]|(?:提案|建议|报送|反映)?(?:者|人|单位)\s*：")
PERSONS = ("名", "人", "位")
CELLS = re.compile(r"\t|[ \u3000]{2,}|、")
MARK = re.compile(r"\A(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?\s*[、.．]?\s*)?")


@dataclass(frozen=True)
class Honours:
    """A list: its title without number and count, the count stated (None if none), its entries.

    `at` is the number of the title's paragraph; `people` says that persons are counted.
    """

    title: str
    stated: int | None
    entries: tuple[str, ...]
    at: int
    people: bool = False


def honours_of(
    sections: Sequence[Section], texts: Sequence[str], paragraphs: Sequence[Paragraph], known: Knowledge
) -> list[Honours]:
    """Return the lists among the sections; one that is in groups has the entries of all of them."""
    found = []
    for number, section in enumerate(sections):
        counted = known.counted.search(texts[number]) if section.heading else None
        if section.heading is None or section.heading.run_in or section.heading.level < 2:
            continue
        entries = _entries(section, paragraphs)
        if counted and not entries:
            entries = _below(number, sections, paragraphs)
        if entries and (counted or known.honours.search(texts[number])):
            title = MARK.sub("", texts[number][: counted.start()] if counted else texts[number]).strip()
            people = counted is not None and counted["unit"] in PERSONS
            found.append(Honours(title, _stated(counted), tuple(entries), section.heading.at, people))
    return found


def _stated(counted: re.Match[str] | None) -> int | None:
    if counted is None:
        return None
    return ordinal(counted["count"])


def _below(number: int, sections: Sequence[Section], paragraphs: Sequence[Paragraph]) -> list[str]:
    level = _level(sections[number].heading)
    found: list[str] = []
    for section in sections[number + 1 :]:
        if _level(section.heading) <= level:
            break
        found += _entries(section, paragraphs)
    return found


def _level(heading: Heading | None) -> int:
    return heading.level if heading else 0


def _entries(section: Section, paragraphs: Sequence[Paragraph]) -> list[str]:
    """Return a list's entries: numbered works, or the cells of its rows."""
    rows = [paragraphs[piece.at].raw for piece in section.pieces]
    works = [row for row in rows if NUMBERED.match(row)]
    if works:
        return [MARK.sub("", row).strip() for row in works]
    cells: list[str] = []
    for row in rows:
        if "。" not in row and not BY.match(row):
            cells += _cells(row)
    return cells


def _cells(row: str) -> list[str]:
    parts = [part.strip() for part in CELLS.split(row) if part.strip()]
    if len(parts) > 1 or " " not in row.strip():
        return parts
    joined: list[str] = []
    for word in row.split():
        if len(word) == 1 and joined and len(joined[-1]) == 1:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
