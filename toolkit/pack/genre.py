"""A genre: title patterns, outline, matched sets of headings and the skeletons' wordings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SECTION_FILE = re.compile(r"(?P<function>[a-z_]+)(?P<term>\.term)?\.(?P<number>\d+)\Z")


@dataclass(frozen=True)
class Genre:
    """One kind of report as its `genre.yaml` and `sections/` describe it."""

    id: str
    data: Mapping[str, Any]
    files: Mapping[str, Path]

    @property
    def name(self) -> str:
        """The Chinese name of the genre."""
        return str(self.data["name"])

    @property
    def numbered(self) -> frozenset[int]:
        """The heading levels that carry numbers (一、（一）1.); an article's carry none."""
        return frozenset(self.data.get("numbered", (1, 2, 3)))

    def outline(self, term_change: bool) -> Sequence[Mapping[str, Any]]:
        """Return the rows of the outline, those of the 换届 report where there are any."""
        rows: Sequence[Mapping[str, Any]] = self.data["outline"]
        if term_change:
            rows = self.data.get("outline_term", rows)
        return rows

    def headings(self, choice: Choice, term_change: bool) -> Mapping[str, str]:
        """Return one matched set of area headings."""
        sets = self.data.get("headings", [{}])
        if term_change:
            sets = self.data.get("headings_term", sets)
        chosen: Mapping[str, str] = sets[choice.index("headings", len(sets))]
        return chosen

    def wording(self, function: str, choice: Choice, term_change: bool, number: int = 0) -> Path | None:
        """Return the skeleton file for a section, or None where the genre has none.

        `number` is the wording that the outline asks for by name, 0 where it leaves the choice.
        """
        if number:
            return self.files.get(f"{function}.{number}")
        wordings = self._wordings.get((function, True), []) if term_change else []
        wordings = wordings or self._wordings.get((function, False), [])
        return wordings[choice.index(function, len(wordings))] if wordings else None

    @cached_property
    def _wordings(self) -> Mapping[tuple[str, bool], list[Path]]:
        """The skeletons of each function in the order of their numbers, those for a 换届 report apart."""
        found: dict[tuple[str, bool], list[tuple[int, Path]]] = {}
        for name, path in self.files.items():
            if match := SECTION_FILE.match(name):
                key = match["function"], bool(match["term"])
                found.setdefault(key, []).append((int(match["number"]), path))
        return {key: [path for _, path in sorted(rows)] for key, rows in found.items()}


@dataclass(frozen=True)
class Choice:
    """The deterministic choice among wordings: a function of region, year and variant.

    The same three always choose the same; the next variant takes the next wording of every
    section; two regions differ.
    """

    region: str
    year: int
    variant: int = 0

    def index(self, name: str, count: int) -> int:
        """Return which of `count` wordings of `name` to take."""
        seed = hashlib.sha256(f"{self.region}/{self.year}/{name}".encode()).digest()
        return (int.from_bytes(seed[:8]) + self.variant) % count
