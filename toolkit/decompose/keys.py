"""Each figure of a report under a key of the brief: the catalogue's where it fits, else one of its own."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from toolkit.decompose.printing import Printed, printed
from toolkit.figures import TOTAL, Catalogue, Figure, FigureSpec, derive, format_number
from toolkit.quantities.quantity import Quantity

MOST_PERCENT = 100
NUMBER = "数字"
PERCENT = "百分数"  # the unit under which a brief takes shares above a hundred
SPAN_MARKS = re.compile(r"[，。；,;\n]")


@dataclass(frozen=True)
class Stand:
    """One place where a figure stands in the text."""

    quantity: Quantity
    printed: Printed


@dataclass
class Keyed:
    """A figure of the brief with all places where it stands."""

    key: str
    value: Decimal
    unit: str
    approx: str
    label: str
    span: str = ""
    own: bool = False
    cumulative: bool = False
    derived: bool = False
    stands: list[Stand] = field(default_factory=list)

    def jinja(self, stand: Stand) -> str:
        """Return what a skeleton writes where the figure stands."""
        name = f"total.{self.key.removesuffix(TOTAL)}" if self.cumulative else f"f.{self.key}"
        way = stand.printed.way
        return f"{{{{ {name} | written('{way}') }}}}" if way else f"{{{{ {name} }}}}"


def keyed(figures: Sequence[Quantity], functions: Sequence[str], raw: str, known: Catalogue) -> list[Keyed]:
    """Return the brief's figures in the order of the text.

    `functions` has the section function under which each figure stands. Figures that no way of
    printing gives back stay words of the skeleton.
    """
    keeper = _Keeper(known)
    for quantity, function in zip(figures, functions, strict=True):
        way = printed(quantity, raw)
        if way is not None and quantity.unit and quantity.value >= 0:
            keeper.add(Stand(quantity, way), function)
    return keeper.settled()


class _Keeper:
    def __init__(self, known: Catalogue) -> None:
        self.known = known
        self.made: dict[str, Keyed] = {}
        self.counts: Counter[str] = Counter()

    def add(self, stand: Stand, function: str) -> None:
        quantity = stand.quantity
        spec = self._spec(quantity)
        if spec is not None and self._put(spec.key, spec, stand, own=False):
            return
        base = (quantity.key or function).removesuffix(TOTAL)
        self._put_own(base, stand)

    def _put_own(self, base: str, stand: Stand) -> None:
        while True:
            self.counts[base] += 1
            key = f"{base}_{self.counts[base]}"
            if key not in self.known and self._put(key, None, stand, own=True):
                return

    def _spec(self, quantity: Quantity) -> FigureSpec | None:
        """Return the entry of the catalogue that a figure fits, its unit and kind included."""
        if quantity.key is None:
            return None
        total = self.known.get(quantity.key + TOTAL) if quantity.span else None
        spec = total or self.known.get(quantity.key)
        if spec is None or quantity.unit not in (spec.unit, *spec.units):
            return None
        whole = quantity.value == quantity.value.to_integral_value()
        if (spec.kind == "count" and not whole) or (spec.unit == "%" and quantity.value > MOST_PERCENT):
            return None
        if spec.cumulative and (not quantity.span or SPAN_MARKS.search(quantity.span)):
            return None
        return spec

    def _put(self, key: str, spec: FigureSpec | None, stand: Stand, *, own: bool) -> bool:
        """Let a figure stand under a key, unless the key is another figure's."""
        quantity, way = stand.quantity, stand.printed
        unit = quantity.unit
        if own and unit == "%" and quantity.value > MOST_PERCENT:
            unit = PERCENT
            stand = dataclasses.replace(stand, printed=_unsigned(way))
        there = self.made.get(key)
        if there is None:
            total = spec is not None and spec.cumulative
            label = spec.label if spec else quantity.label or key
            span = quantity.span if total else ""
            self.made[key] = Keyed(
                key, quantity.value, unit, way.approx, label, span, own, total, stands=[stand]
            )
            return True
        same = (there.value, there.unit, there.approx) == (quantity.value, unit, way.approx)
        # A figure of one's own is one place: what it counts is not known well enough to say it is the same.
        if not same or own or (there.span and there.span != quantity.span):
            return False
        there.stands.append(stand)
        return True

    def settled(self) -> list[Keyed]:
        """Return the figures, those that can be computed marked as such or given a key of their own."""
        for key in [key for key, row in self.made.items() if self._computed(row)]:
            row = self.made[key]
            if self._derived(key) == row.value and not row.approx:
                row.derived = True
                continue
            del self.made[key]
            for stand in row.stands:
                self._put_own(key, stand)
        return sorted(self.made.values(), key=lambda row: row.stands[0].quantity.offset)

    def _computed(self, row: Keyed) -> bool:
        """Tell whether a brief may not state this figure because it states all that it comes from."""
        spec = self.known.get(row.key)
        parts = [self.made.get(part) for part in spec.parts] if spec else []
        return bool(parts) and all(part is not None and not part.approx for part in parts)

    def _derived(self, key: str) -> Decimal | None:
        others = {name: _figure(row) for name, row in self.made.items() if name != key}
        found = derive(others, self.known).get(key)
        return found.value if found else None


def _unsigned(way: Printed) -> Printed:
    return way if way.way else dataclasses.replace(way, stop=way.stop - 1, way=NUMBER)


def _figure(row: Keyed) -> Figure:
    return Figure(row.key, row.value, unit=row.unit, approx=row.approx)


def entries(rows: Sequence[Keyed]) -> Iterator[tuple[Keyed, Mapping[str, str]]]:
    """Yield each figure with the parts that its line in the brief has; none for a computed one."""
    for row in rows:
        parts = {} if row.derived else {"value": format_number(row.value)}
        if parts and row.approx:
            parts["approx"] = row.approx
        if parts and row.span:
            parts["span"] = row.span
        if parts and row.own:
            parts |= {"label": row.label, "unit": row.unit}
        yield row, parts
