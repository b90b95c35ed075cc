"""A quantity of a text: where it stands, what it says, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from toolkit.quantities import numerals

MYRIADS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Quantity:
    """A figure as it is printed.

    Attributes:
        offset: index of `text` in the document.
        text: the exact surface, approximation and unit included: 216件, 近300名, 90%以上.
        value: the printed number. In Arabic writing 万 and 亿 stay with the unit (3.45亿元 has
            value 3.45 and unit 亿元, 1.2万人次 has 1.2 and 万人次), as the catalogue's units do;
            a number in words is read in full (三万余人 is 30000 人). 两成 is 20 %, 三分之一 is
            the number 1/3 to four places with unit "" and `kind` ratio.
        unit: as printed, white space removed; of a shared predicate the unit of the others.
        approx: 余 多 近 约 超 以上 以内 不足 左右 上 数, "" for an exact number.
        label: what it counts, from its context: 收到提案.
        key: key of the figure catalogue without `_total`, None where no entry fits.
        kind: count, percent, amount, ratio or range.
        start: index of the first character of the numeral itself.
        stop: index behind the numeral, before approximations and unit.
        upper: the second number of a range (3至5件), None elsewhere.
        span: the stretch of several years that it sums up (五年来), "" for one year.
    """

    offset: int
    text: str
    value: Decimal
    unit: str = ""
    approx: str = ""
    label: str = ""
    key: str | None = None
    kind: str = "count"
    start: int = 0
    stop: int = 0
    upper: Decimal | None = None
    span: str = ""

    @property
    def end(self) -> int:
        """Index behind the last character."""
        return self.offset + len(self.text)

    @property
    def amount(self) -> Decimal:
        """The value with the 万 or 亿 of its unit multiplied out: 3.45亿元 is 345000000."""
        value = self.value
        for char in self.unit:
            if char not in MYRIADS:
                break
            value *= MYRIADS[char]
        return value

    @property
    def base_unit(self) -> str:
        """The unit without 万 or 亿 before it: 元 of 亿元, 人次 of 万人次."""
        return self.unit.lstrip("".join(MYRIADS)) if len(self.unit) > 1 else self.unit

    @property
    def numeral(self) -> str:
        """The numeral alone, as printed."""
        return self.text[self.start - self.offset : self.stop - self.offset]

    @property
    def in_words(self) -> bool:
        """Whether the number is written in Chinese numerals."""
        return bool(self.numeral) and numerals.ARABIC.search(self.numeral.translate(numerals.WIDE)) is None

    def with_(self, **changes: Any) -> Quantity:
        """Return a copy with some attributes changed."""
        return replace(self, **changes)
