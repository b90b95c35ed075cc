"""Stretches that keep their words: titles of works, and what somebody else said."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

BEFORE = 8


@dataclass(frozen=True)
class Spared:
    """Stretches of a text without their marks: where they start, in order; how far any up to each reaches."""

    starts: Sequence[int]
    reach: Sequence[int]

    def covers(self, start: int, end: int) -> bool:
        """Tell whether a stretch lies wholly inside one of them."""
        begun = bisect.bisect_right(self.starts, start)
        return begun > 0 and end <= self.reach[begun - 1]


def find_spared(text: str, said: Mapping[str, Any]) -> Spared:
    """Return what wording rules leave alone; `said` is `quotations` of checking.yaml."""
    found = sorted([*_titles(text, said["titles"]), *_quotations(text, said)])
    return Spared([start for start, _ in found], list(itertools.accumulate((end for _, end in found), max)))


def curled(text: str) -> str:
    """Return a text with straight double quotation marks curled, by what is open in their paragraph."""
    out, opened = list(text), False
    for match in re.finditer('[“”"\\n]', text):
        if match[0] == '"':
            out[match.start()] = "”" if opened else "“"
        opened = out[match.start()] == "“"
    return "".join(out)


def _between(text: str, marks: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between a pair of marks in one paragraph; an outer pair is one stretch."""
    opened: list[int] = []
    for match in re.finditer(rf"[{re.escape(marks)}\n]", text):
        if match[0] == marks[0]:
            opened.append(match.end())
        elif match[0] == "\n":
            opened.clear()
        elif opened:
            start = opened.pop()
            if not opened:
                yield start, match.start()


def _titles(text: str, pairs: list[str]) -> Iterator[tuple[int, int]]:
    for marks in pairs:
        yield from _between(text, marks)


def _quotations(text: str, said: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    inside, before = re.compile(said["inside"]), re.compile(said["before"])
    for marks in said["marks"]:
        for start, end in _between(text, marks):
            long = end - start >= int(said["length"])
            led = before.search(text[max(0, start - 1 - BEFORE) : start - 1])
            if long or led or inside.search(text, start, end):
                yield start, end
