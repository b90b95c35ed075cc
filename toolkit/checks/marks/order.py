"""Rows of numbers: which of them are out of their order, as few as explain the row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

REPEATED, SKIPPED, MISTYPED, SWAPPED, BACK = "repeated", "skipped", "mistyped", "swapped", "back"


@dataclass(frozen=True)
class Fault:
    """What is wrong with the number at `index`; `expected` is the one that belongs there."""

    index: int
    kind: str
    expected: int


def faults(numbers: Sequence[int]) -> Iterator[Fault]:
    """Yield what is wrong in a row that should run 1, 2, 3 …; a new start at 1 is none.

    One slip is one fault: of 1, 3, 3, 4 the first 3 is mistyped; 1, 2, 4, 5 skips 3; 1, 2, 2, 3
    repeats 2; of 1, 3, 2, 4 two are swapped.
    """
    last, index = 0, 0
    while index < len(numbers):
        number = numbers[index]
        after = numbers[index + 1] if index + 1 < len(numbers) else 0
        expected = last + 1
        if number == expected:
            last = number
        elif after == expected + 1:
            yield Fault(index, MISTYPED, expected)
            last = expected
        elif number == 1 and last > 1:
            last = 1
        elif number == expected + 1 and after == expected:
            yield Fault(index, SWAPPED, expected)
            last, index = number, index + 1
        else:
            kind = REPEATED if number == last else SKIPPED if number > expected else BACK
            yield Fault(index, kind, expected)
            last = number
        index += 1
