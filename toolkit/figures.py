"""Figures: named quantities, the catalogue that defines them, and the derived ones.

A figure is what a person or a department stands for: key, value, unit, approximation, span,
source, last year's value. The catalogue (`templates/figures.yaml`) says what each key means;
sums, rates and differences are declared there and computed here, never typed twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache, cached_property
from typing import Any, NamedTuple

TOTAL = "_total"
BEFORE = ("约", "近", "超")
AFTER = ("余", "多")
APPROXIMATIONS = AFTER + BEFORE
DERIVATIONS = ("rate", "sum", "difference", "growth")
KEY = re.compile(r"[a-z][a-z0-9_]*\Z")
# A relation such as proposal_filed = proposal_collective + proposal_member.
NAME = re.compile(r"[a-z]\w*")
SIGN = re.compile(r"\s*(<=|>=|=)\s*")
TERM = re.compile(r"([+-]?)\s*([a-z]\w*)")
SPELT = (("<=", "≤"), (">=", "≥"), ("=", "＝"), ("+", "＋"), ("-", "－"), (" ", ""))


@dataclass(frozen=True)
class FigureSpec:
    """What the catalogue says of a key.

    `kind` is count, percent or amount; `units` are the units that a brief may give instead of
    `unit` where offices count differently (期 or 篇).
    """

    key: str
    label: str
    unit: str
    units: tuple[str, ...] = ()
    kind: str = "count"
    definition: str = ""
    supplier: str = ""
    sections: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    plausible: tuple[float, float] | None = None
    derive: Mapping[str, Any] = field(default_factory=dict)
    total: bool = False
    cumulative: bool = False
    fallback: tuple[str, ...] = ()
    note: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys that a derived figure is computed from, in their order."""
        for rule in DERIVATIONS:
            if rule in self.derive:
                return tuple(self.derive[rule])
        return ()


class Figure(NamedTuple):
    """A value of the brief (or a derived one) under its key."""

    key: str
    value: Decimal
    unit: str = ""
    label: str = ""
    approx: str = ""
    span: str = ""
    source: str = ""
    as_of: str = ""
    previous: Decimal | None = None
    note: str = ""
    derived: bool = False
    line: int = 0

    @property
    def text(self) -> str:
        """The number as it is printed: Arabic digits with its approximation, 150余, 近40, 100%.

        GB/T 15835-2011: statistics in Arabic digits; the percent sign belongs to the number.
        """
        return self.printed(format_number(self.value)) + ("%" if self.unit == "%" else "")

    def printed(self, number: str) -> str:
        """Return `number`, in whatever way it is written, with this figure's approximation."""
        before = self.approx if self.approx in BEFORE else ""
        after = self.approx if self.approx in AFTER else ""
        return f"{before}{number}{after}"


class Catalogue:
    """The figure catalogue of a pack: specs by key, totals included."""

    def __init__(self, specs: Iterable[FigureSpec]) -> None:
        self._specs = {spec.key: spec for spec in specs}

    def __iter__(self) -> Any:
        return iter(self._specs.values())

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, key: str) -> FigureSpec | None:
        """Return what the catalogue knows of `key`; `<key>_total` follows from its key."""
        return self._specs.get(key) or self._totals.get(key)

    @cached_property
    def _totals(self) -> Mapping[str, FigureSpec]:
        """The specs of cumulative figures by key."""
        return {key + TOTAL: _total_of(spec) for key, spec in self._specs.items() if spec.total}

    @cached_property
    def derived(self) -> tuple[FigureSpec, ...]:
        """The figures that are computed from others, in the order in which that can be done."""
        return tuple(spec for spec in self if spec.parts)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every key that a brief may use, totals last."""
        return (*self._specs, *self._totals)


def _total_of(base: FigureSpec) -> FigureSpec:
    key = base.key + TOTAL
    return FigureSpec(
        key=key,
        label=f"累计{base.label}",
        unit=base.unit,
        units=base.units,
        kind=base.kind,
        definition=f"{base.definition}；跨年累计，须写明时段（span）",
        supplier=base.supplier,
        sections=base.sections,
        relations=(f"{key} >= {base.key}",),
        cumulative=True,
    )


def catalogue(data: Mapping[str, Any]) -> Catalogue:
    """Build the catalogue from the parsed `figures.yaml`."""
    return Catalogue(
        FigureSpec(
            key=row["key"],
            label=row["label"],
            unit=row["unit"],
            units=tuple(row.get("units", ())),
            kind=row.get("kind", "count"),
            definition=row.get("definition", ""),
            supplier=row.get("supplier", ""),
            sections=tuple(row.get("sections", ())),
            relations=tuple(row.get("relations", ())),
            plausible=_range(row.get("plausible")),
            derive=row.get("derive", {}),
            total=bool(row.get("total", False)),
            fallback=tuple(row.get("fallback", ())),
            note=row.get("note", ""),
        )
        for row in data["figures"]
    )


def _range(data: Any) -> tuple[float, float] | None:
    return (data["low"], data["high"]) if data else None


def format_number(value: Decimal) -> str:
    """Return a number without exponent, as typed: 4300, 3.45, 72.7."""
    return f"{value:f}"


def derive(figures: Mapping[str, Figure], known: Catalogue) -> dict[str, Figure]:
    """Return the derived figures whose parts are all known and exact.

    Approximate parts (150余) prove nothing about a sum or a rate, so they derive nothing.
    `rate` is a percentage of two figures, `growth` the change on last year's value in percent.
    """
    made: dict[str, Figure] = {}
    for spec in known.derived:
        if spec.key in figures:
            continue
        parts = [figures.get(key) or made.get(key) for key in spec.parts]
        exact = [part for part in parts if part is not None and not part.approx]
        if len(exact) == len(parts) and (value := _compute(spec, exact)) is not None:
            made[spec.key] = Figure(spec.key, value, unit=spec.unit, label=spec.label, derived=True)
    return made


def _compute(spec: FigureSpec, parts: list[Figure]) -> Decimal | None:
    values = [part.value for part in parts]
    if "sum" in spec.derive:
        return sum(values, Decimal(0))
    if "difference" in spec.derive:
        return values[0] - sum(values[1:], Decimal(0))
    before = parts[0].previous if "growth" in spec.derive else values[1]
    if not before:
        return None
    step = Decimal(1).scaleb(-int(spec.derive.get("decimals", 1)))
    change = values[0] - before if "growth" in spec.derive else values[0]
    try:
        rate = (change * 100 / before).quantize(step, ROUND_HALF_UP)
    except InvalidOperation:  # more digits than any report has
        return None
    return rate.quantize(Decimal(1)) if rate == rate.to_integral() else rate


def broken_relations(figures: Mapping[str, Figure], known: Catalogue) -> list[tuple[str, str]]:
    """Return (relation in labels, relation in numbers) for every relation that does not hold.

    A relation is judged when all its figures are known and exact. Where none of a key's
    relations can be judged, the first of its `fallback` ones that can is taken.
    """
    broken = []
    for key in sorted(figures):
        spec = known.get(key)
        if spec is None:
            continue
        judged = [relation for relation in map(_relation, spec.relations) if relation.judgeable(figures)]
        if not any(relation.sign == "=" for relation in judged):
            judged += [r for r in map(_relation, spec.fallback) if r.judgeable(figures)][:1]
        for relation in judged:
            if not relation.holds(figures):
                labels = relation.spelt({name: figures[name].label for name in relation.names})
                broken.append((labels, relation.spelt({n: figures[n].text for n in relation.names})))
    return broken


@dataclass(frozen=True)
class _Relation:
    """A relation of the catalogue, taken apart: (sign, key) of each term on its two sides."""

    text: str
    left: tuple[tuple[str, str], ...]
    sign: str
    right: tuple[tuple[str, str], ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The keys that it relates."""
        return tuple(key for _, key in (*self.left, *self.right))

    def judgeable(self, figures: Mapping[str, Figure]) -> bool:
        """Whether all that it relates is known exactly."""
        return all(name in figures and not figures[name].approx for name in self.names)

    def holds(self, figures: Mapping[str, Figure]) -> bool:
        """Whether the figures are as it says."""
        left, right = _total(self.left, figures), _total(self.right, figures)
        if self.sign == "=":
            return left == right
        return left <= right if self.sign == "<=" else left >= right

    def spelt(self, words: Mapping[str, str]) -> str:
        """Return it for people, with a word in place of each key."""
        spelt = NAME.sub(lambda match: words[match.group()], self.text)
        for sign, shown in SPELT:
            spelt = spelt.replace(sign, shown)
        return spelt


@cache
def _relation(text: str) -> _Relation:
    """Take a relation apart, once: a batch asks for the same ones row by row."""
    left, sign, right = SIGN.split(text, maxsplit=1)
    return _Relation(text, tuple(TERM.findall(left)), sign, tuple(TERM.findall(right)))


def _total(side: tuple[tuple[str, str], ...], figures: Mapping[str, Figure]) -> Decimal:
    return sum((-figures[key].value if sign == "-" else figures[key].value for sign, key in side), Decimal(0))
