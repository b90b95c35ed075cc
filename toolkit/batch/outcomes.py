"""What became of each row of a list, and what a whole run did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import Exit

SHOWN = 50  # outcomes of each kind that the summary keeps; the log has all of them

MADE, RENEWED, UNCHANGED, EDITED, BLOCKED, FAILED = (
    "made",
    "renewed",
    "unchanged",
    "edited",
    "blocked",
    "failed",
)


class Outcome(NamedTuple):
    """What became of a row: `status` is made, renewed, unchanged, edited, blocked or failed.

    `row` is its place in the list, `number` counts from 1.

    `edited` is a result that a person has changed while the row says the same as before: nothing to
    do. `blocked` is one that should be made anew and may not be.
    """

    row: str
    status: str
    number: int = 0
    region: str = ""
    year: int = 0
    folder: str = ""
    docx: str = ""
    characters: int = 0
    placeholders: int = 0
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Return the line of the log."""
        return {**self._asdict(), "problems": list(self.problems), "notes": list(self.notes)}


@dataclass
class Summary:
    """What a run did; `counts` by status, `told` the rows that a person should look at."""

    out: Path
    log: Path
    counts: Counter[str] = field(default_factory=Counter)
    told: list[Outcome] = field(default_factory=list)
    first: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0
    characters: int = 0
    placeholders: int = 0
    interrupted: bool = False
    rows: Callable[[], Iterator[dict[str, Any]]] = lambda: iter(())

    @property
    def total(self) -> int:
        """The number of rows that were dealt with."""
        return sum(self.counts.values())

    @property
    def exit(self) -> Exit:
        """2 where a row could not be made, 1 where a person's changes stand against it, else 0."""
        if self.counts[FAILED]:
            return Exit.BAD_INPUT
        return Exit.FOUND if self.counts[BLOCKED] else Exit.DONE

    def add(self, outcome: Outcome) -> None:
        """Count an outcome; keep it where it is one of the first, or one to look at."""
        self.counts[outcome.status] += 1
        self.characters += outcome.characters
        self.placeholders += outcome.placeholders
        if outcome.status in (FAILED, BLOCKED) and len(self.told) < SHOWN:
            self.told.append(outcome)
        if len(self.first) < SHOWN:
            self.first.append(outcome)
