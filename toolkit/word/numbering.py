"""Automatic numbers, counted and printed as Word does, and how properties are read."""

from __future__ import annotations

from typing import Any

from toolkit.text import chinese_numeral
from toolkit.word.opened import Opened
from toolkit.word.package import W

ON = (None, "1", "true", "on")
CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting",
           "taiwaneseCountingThousand", "chineseLegalSimplified")  # fmt: skip


def value(element: Any, *path: str) -> str | None:
    """Return the w:val of the element at a path of names; None where there is none."""
    found = element.find("/".join(W + name for name in path))
    return None if found is None else found.get(f"{W}val")


def flag(element: Any, *path: str) -> bool | None:
    """Return an on-off property at a path of names; None where nothing is said."""
    found = element.find("/".join(W + name for name in path))
    return None if found is None else found.get(f"{W}val") in ON


def own_numbering(element: Any) -> tuple[str, int] | None:
    """Return the list and the level, from 0, that a paragraph or a style says itself."""
    number = value(element, "pPr", "numPr", "numId")
    if number is None or number == "0":
        return None
    level = value(element, "pPr", "numPr", "ilvl") or "0"
    return number, int(level) if level.isdecimal() else 0


class Numbering:
    """Counts automatic numbers as Word does and prints them."""

    def __init__(self, opened: Opened) -> None:
        self.formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.abstract: dict[str, str] = {}
        for part in opened.related("numbering"):
            self._load(opened.xml(part))

    def _load(self, root: Any) -> None:
        for abstract in root.findall(f"{W}abstractNum"):
            id_ = abstract.get(f"{W}abstractNumId")
            for level in abstract.findall(f"{W}lvl"):
                start = value(level, "start") or "1"
                self.formats[id_, int(level.get(f"{W}ilvl") or 0)] = (
                    value(level, "numFmt") or "decimal",
                    value(level, "lvlText") or "",
                    int(start) if start.isdecimal() else 1,
                )
        for number in root.findall(f"{W}num"):
            self.abstract[number.get(f"{W}numId")] = value(number, "abstractNumId") or ""

    def next(self, number: str, level: int) -> str:
        """Return the number that the next paragraph of this list and level carries."""
        id_ = self.abstract.get(number, "")
        if (id_, level) not in self.formats:
            return ""
        counts = self.counts.setdefault(id_, {})
        counts[level] = counts.get(level, self.formats[id_, level][2] - 1) + 1
        for below in [other for other in counts if other > level]:
            del counts[below]
        text = self.formats[id_, level][1]
        for above in range(level + 1):
            kind, _, start = self.formats.get((id_, above), ("decimal", "", 1))
            text = text.replace(f"%{above + 1}", _spelt(counts.get(above, start), kind))
        return "" if self.formats[id_, level][0] == "bullet" else text


def _spelt(value: int, kind: str) -> str:
    return chinese_numeral(value) if kind in CHINESE and 0 <= value <= 99 else str(value)
