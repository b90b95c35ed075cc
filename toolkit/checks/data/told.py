"""Figures with the words round them: what rules of figures look at.

    立案158件，其中委员提案130件、集体提案27件
    130件: before 其中委员提案, after "";  27件: before 集体提案

`before` and `after` reach to the next figure or clause mark; a figure with 余, 近, 约 is a pair of bounds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from toolkit.checks.manuscript import Manuscript, once
from toolkit.quantities.context import HERE
from toolkit.quantities.quantity import Quantity

CLAUSE_END = re.compile(r"[，。；：！？\n]|(?<![0-9])[,;]")
SENTENCE_END = re.compile(r"[。！？\n]")
LEADING = re.compile(r"\A(?:其中|[：和与及以有])+")
REACH = 80
PERSONS = ("名", "位", "人")
ABOVE, MORE, BELOW = ("超", "以上", "上", "数"), ("余", "多"), ("不足", "以内", "以下")
WIDE, LESS, UNDER = Decimal("1.2"), Decimal("0.8"), Decimal("0.99")


@dataclass(frozen=True)
class Told:
    """A figure of a manuscript.

    Attributes:
        q: the quantity.
        number: its place among the figures.
        before: words of its clause between the figure before it and itself; behind another figure of
            the clause only what follows the last 、.
        after: words of its clause between itself and the next figure; up to a 、 if there is one.
        lead: its whole clause up to it, other figures included.
        gap: everything between the figure before it and itself in its paragraph.
        sentence: the sentence's number; figures of one sentence have the same.
        paragraph: the number of its paragraph.
        clause: the number of its clause in the text.
    """

    q: Quantity
    number: int
    before: str
    after: str
    lead: str
    gap: str
    sentence: int
    paragraph: int
    clause: int

    @property
    def value(self) -> Decimal:
        """The number with 万 and 亿 multiplied out."""
        return self.q.amount

    @property
    def unit(self) -> str:
        """The unit without 万 and 亿; persons are 人, whether printed 名, 位 or 人."""
        return "人" if self.q.base_unit in PERSONS else self.q.base_unit

    @property
    def around(self) -> str:
        """The words of its clause on both sides, itself as ※."""
        return f"{self.before}{HERE}{self.after}"

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.q.unit == "%"

    @property
    def exact(self) -> bool:
        """Whether it says one number and no more: neither about nor from … to."""
        return not self.q.approx and self.q.upper is None and self.q.kind not in ("ratio", "range")

    @cached_property
    def bounds(self) -> tuple[Decimal, Decimal | None]:
        """The lowest and the highest number that it may stand for; None is no limit."""
        return bounds(self.q)

    @property
    def words(self) -> str:
        """The figure with the words before it, as a finding quotes it: 收到提案109件."""
        return short(self.before) + self.q.text


def short(before: str) -> str:
    """Return the last words before a figure, without what stands before a 、 or a conjunction."""
    return LEADING.sub("", re.split(r"[、（(]", before)[-1])[-14:]


@once
def told(manuscript: Manuscript) -> list[Told]:
    """Return the figures of a manuscript, in order, with their words."""
    return tell(manuscript.figures, manuscript.text)


def tell(figures: Sequence[Quantity], text: str) -> list[Told]:
    """Return figures with their words."""
    clauses = [match.end() for match in CLAUSE_END.finditer(text)]
    sentences = [match.end() for match in SENTENCE_END.finditer(text)]
    lines = [match.end() for match in re.finditer("\n", text)]
    found = []
    for number, q in enumerate(figures):
        clause = bisect_right(clauses, q.offset)
        start = max(clauses[clause - 1] if clause else 0, q.offset - REACH)
        behind = bisect_right(clauses, q.end)
        end = min(clauses[behind] - 1 if behind < len(clauses) else len(text), q.end + REACH)
        last = figures[number - 1].end if number else 0
        following = figures[number + 1].offset if number + 1 < len(figures) else len(text)
        line = bisect_right(lines, q.offset)
        gap = max(last, lines[line - 1] if line else 0, q.offset - REACH)
        found.append(
            Told(
                q,
                number,
                _own(text[start : q.offset], max(start, last) - start),
                _first(text[q.end : max(q.end, min(end, following))], following < end),
                text[start : q.offset],
                text[gap : q.offset],
                bisect_right(sentences, q.offset),
                line,
                clause,
            )
        )
    return found


def _own(lead: str, last: int) -> str:
    """Return what stands before a figure; behind another figure only what follows the 、 between them."""
    own = lead[last:]
    return own.rpartition("、")[2] if last else own


def _first(behind: str, more: bool) -> str:
    """Return what stands behind a figure; before another one only up to the 、 between them."""
    return behind.partition("、")[0] if more else behind


def groups(figures: Iterable[Told], by: str) -> list[list[Told]]:
    """Return the figures of each sentence, clause or paragraph."""
    found: dict[int, list[Told]] = {}
    for one in figures:
        found.setdefault(getattr(one, by), []).append(one)
    return list(found.values())


def bounds(q: Quantity) -> tuple[Decimal, Decimal | None]:
    """Return between which numbers a figure lies, both included: 150余 is 150 to 159.9, 近300 is 240 to 300.

    余 and 多 reach to the next number as round as the one printed; 近 and 约 reach a fifth; 超 and
    以上 have no upper limit.
    """
    low = q.amount
    high = low if q.upper is None else low / q.value * q.upper if q.value else q.upper
    if q.kind == "ratio":
        return low, high
    if q.approx in ABOVE:
        return low, None
    if q.approx in MORE:
        return low, low + _step(q) * UNDER
    if q.approx in BELOW:
        return Decimal(0), high
    if q.approx:
        return low * LESS, high if q.approx == "近" else high * WIDE
    return low, high + _step(q) * 2 if _rough(q) else high


def _rough(q: Quantity) -> bool:
    """两三家, 三五次: a pair of neighbours without a mark of their own."""
    return q.in_words and re.search(r"[一二两三四五六七八九]{2}", q.numeral) is not None


def _step(q: Quantity) -> Decimal:
    """Return by how much the next number as round as the printed one is greater."""
    _, digits, exponent = q.value.normalize().as_tuple()
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) and digits else 0)
    return step * (q.amount / q.value if q.value else 1)


def above(a: Told, b: Told) -> bool:
    """Tell whether the first is greater for sure."""
    high = b.bounds[1]
    return high is not None and a.bounds[0] > high


def may_meet(a: Told, b: Told) -> bool:
    """Tell whether both may stand for one number."""
    return not above(a, b) and not above(b, a)


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """Return a value with as many decimals as another is printed with, halves up."""
    return value.quantize(step_of(like), ROUND_HALF_UP)


def step_of(printed: Decimal) -> Decimal:
    """Return the last place of a printed number: 0.1 of 89.3, 1 of 100."""
    exponent = printed.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent) if isinstance(exponent, int) else 0)


def percentage(part: Decimal, whole: Decimal, printed: Decimal) -> Decimal:
    """Return the percentage at the precision of the printed one."""
    return rounded(part * 100 / whole, printed)


def together(parts: Sequence[Told]) -> Decimal:
    """Return the sum of some figures."""
    return sum((one.value for one in parts), Decimal(0))


def printed(value: Decimal, like: Told) -> str:
    """Return a number in another figure's unit: 380000 like 20万元 is 38万元."""
    factor = like.q.amount / like.q.value if like.q.value else Decimal(1)
    return number(value / factor) + like.q.unit


def number(value: Decimal) -> str:
    """Return a number as people write it: 85.7, 3, 40000."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
