"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks import (
    counts,
    ends,
    enumerations,
    habits,
    numbering,
    numbers,
    pairs,
    repeats,
    widths,
)
from toolkit.checks.rule import Rule

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    "half-width-punctuation": widths.half_width,
    "straight-quotes": widths.straight_quotes,
    "full-width-digits": widths.full_width_characters,
    "space-in-sentence": widths.blanks,
    "unclosed-quotation": pairs.unpaired,
    "unclosed-title-marks": pairs.unpaired,
    "unclosed-brackets": pairs.unpaired,
    "nested-same-quotes": pairs.nested,
    "nested-same-title-marks": pairs.nested,
    "crossed-pairs": pairs.crossed,
    "enumeration-comma-between-quotes": habits.swapped,
    "hyphen-between-names": habits.swapped,
    "tilde-in-range": habits.swapped,
    "latin-enumeration-comma": habits.swapped,
    "wrong-mark-after-number": habits.swapped,
    "space-around-number": habits.swapped,
    "masked-words": habits.swapped,
    "broken-numbering": numbering.broken,
    "mixed-number-marks": numbering.mixed,
    "numbering-levels-reversed": numbering.misplaced,
    "broken-enumeration": enumerations.broken,
    "quoted-list-miscounted": counts.quoted,
    "joined-list-miscounted": counts.joined,
    "listed-behind-count": counts.following,
    "announced-count-wrong": counts.announced,
    "repeated-passage": repeats.passages,
    "heading-with-stop": ends.headings_with_stop,
    "missing-final-stop": ends.without_stop,
    "comma-at-paragraph-end": ends.comma_at_end,
    "salutation-without-colon": ends.salutation,
    "leading-zero-in-date": numbers.leading_zeros,
    "session-in-digits": numbers.sessions_in_digits,
    "thousands-written-two-ways": numbers.thousands,
    "percentages-of-uneven-precision": numbers.precisions,
}
