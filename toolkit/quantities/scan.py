"""From text to quantities without labels: every numeral is read on at its place, unless it is no figure.

One pass finds the numerals and one pass for each pattern finds what is none (dates, ordinals,
names), so time is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.quantities.knowledge import Knowledge
from toolkit.quantities.quantity import Quantity
from toolkit.quantities.readings import READINGS


class Excluded:
    """The stretches of a text whose numbers are no figures, to be asked in rising order."""

    def __init__(self, text: str, known: Knowledge) -> None:
        self._text, self._known = text, known
        self._spans = sorted(match.span() for form in known.not_figures for match in form.finditer(text))
        self._next, self._reach = 0, -1

    def holds(self, start: int, stop: int, arabic: bool) -> bool:
        """Tell whether a numeral lies in one, or begins one; numerals must come in order."""
        while self._next < len(self._spans) and self._spans[self._next][0] <= start:
            self._reach = max(self._reach, self._spans[self._next][1])
            self._next += 1
        if start >= self._reach and self._known.not_behind_any[arabic].match(self._text, stop):
            forms = self._known.not_behind[arabic]
            ends = [match.end() for form in forms if (match := form.match(self._text, stop))]
            self._reach = max(stop, *ends)
        return start < self._reach


def scan(text: str, known: Knowledge) -> Iterator[Quantity]:
    """Yield the figures of a text in order; those of shared predicates may still lack a unit."""
    excluded, place = Excluded(text, known), 0
    for match in known.numeral.finditer(text):
        kind = str(match.lastgroup)
        if match.start() < place or excluded.holds(*match.span(), kind == "arabic"):
            continue
        found = READINGS[kind](text, match, known)
        if found is not None:
            yield found
            place = found.end
