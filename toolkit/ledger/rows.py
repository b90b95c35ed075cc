"""A ledger: every figure with its values, where it stands, whose it is; grouped by department."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from toolkit.brief.load import Brief
from toolkit.figures import TOTAL, Catalogue, Figure, derive, format_number
from toolkit.ledger.places import Place
from toolkit.merge.values import equal, number

PARTS = re.compile(r"[+-]")
# What skeletons make of one figure: last year's value, and this year's less last year's.
ASPECTS = {"previous": "上年数", "change": "增减数"}
FILE = re.compile(r"[/\\!]|\.(?:xlsx|csv|docx|pdf)\b", re.IGNORECASE)
HUNDRED = Decimal(100)
BRACKETED = re.compile(r"（[a-z_]+）")  # a field of the brief, behind its name
KEY_IN_TEXT = r"(?<![A-Za-z0-9_])[a-z]+(?:_[a-z0-9]+)+(?![A-Za-z0-9_])"


@dataclass(frozen=True)
class Standing:
    """A place of a figure and whether what is written there is what the brief says.

    `aspect` is 上年数 or 增减数 where not the value itself stands there.
    """

    place: Place
    agrees: bool
    aspect: str = ""


@dataclass(frozen=True)
class Row:
    """A figure of the ledger; `figure` is None while it has no value.

    `how` says what a derived figure is computed from; `previous` of a derived one is computed, too.
    """

    key: str
    label: str
    unit: str
    supplier: str
    figure: Figure | None = None
    previous: Decimal | None = None
    definition: str = ""
    how: str = ""
    standings: tuple[Standing, ...] = ()

    @property
    def value(self) -> str:
        """The number as it is printed, without %; empty while there is none."""
        return self.figure.printed(format_number(self.figure.value)) if self.figure else ""

    @property
    def change(self) -> Decimal | None:
        """This year's value less last year's; in percentage points where the figure is a percentage."""
        if self.figure is None or self.previous is None:
            return None
        return self.figure.value - self.previous

    @property
    def growth(self) -> Decimal | None:
        """The change in percent of last year's value, to one decimal; None for percentages."""
        change = self.change
        if change is None or not self.previous or self.unit == "%":
            return None
        return (change * HUNDRED / self.previous).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def differing(self) -> tuple[Standing, ...]:
        """The places where the report says something else."""
        return tuple(s for s in self.standings if not s.agrees)


@dataclass(frozen=True)
class Ledger:
    """All rows; `with_report` tells whether a report was searched for places."""

    rows: tuple[Row, ...]
    term_change: bool = False
    with_report: bool = False

    def departments(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield each department with its rows, in the order of the catalogue."""
        for name in dict.fromkeys(row.supplier for row in self.rows):
            yield name, tuple(row for row in self.rows if row.supplier == name)


def missing(rows: Iterable[Row]) -> int:
    """Return how many rows have no value yet."""
    return sum(row.figure is None for row in rows)


def differing(rows: Iterable[Row]) -> int:
    """Return how many rows the report contradicts."""
    return sum(bool(row.differing) for row in rows)


@dataclass(frozen=True)
class Sources:
    """What a ledger is made from.

    `drawn` has each figure's value when the report was generated, as text of a number.
    """

    brief: Brief
    catalogue: Catalogue
    unnamed: str
    drawn: Mapping[str, str] = dataclasses.field(default_factory=dict)


def supplier_of(key: str, sources: Sources) -> str:
    """Return who stands for a figure: the brief's source unless that is a file, else the catalogue's.

    A source that is the catalogue's department by a shorter or longer name (提案委) is that one.
    """
    name = PARTS.split(key)[0]
    figure, spec = sources.brief.figures.get(name), sources.catalogue.get(name)
    usual = (spec.supplier if spec else "") or sources.unnamed
    said = figure.source if figure is not None else ""
    if not said or FILE.search(said) or said in usual or usual in said:
        return usual
    return said


def defined(said: Iterable[str], catalogue: Catalogue) -> str:
    """Return definition and notes as departments read them: keys in them are called by their names."""

    def name(match: re.Match[str]) -> str:
        spec = catalogue.get(match[0])
        return f"“{spec.label}”" if spec else match[0]

    text = BRACKETED.sub("", "；".join(part.rstrip("。") for part in said if part))
    return re.sub(rf" ?{KEY_IN_TEXT} ?", lambda m: re.sub(KEY_IN_TEXT, name, m[0].strip()), text)


def rows_of(
    sources: Sources, places: Sequence[Place], empty: Iterable[str], *, with_report: bool
) -> tuple[Row, ...]:
    """Return the rows for a brief's figures, for what the report shows, and for the `empty` keys.

    With a report, a figure that is only computed and stands nowhere is no row.
    """
    makers = _Makers(sources)
    found = makers.standings(places)
    shown = [key for key, figure in sources.brief.figures.items() if not figure.derived or not with_report]
    keys = dict.fromkeys([*shown, *found, *empty])
    made = [makers.row(key, found.get(key, ())) for key in keys]
    order = {key: n for n, key in enumerate(sources.catalogue.keys)}
    return tuple(sorted((r for r in made if r), key=lambda r: _rank(r, order)))


def _rank(row: Row, order: Mapping[str, int]) -> tuple[int, bool]:
    """Cumulative figures and sums stand with the year's own, what the catalogue does not know last."""
    key = PARTS.split(row.key)[0]
    yearly = key.removesuffix(TOTAL) if key.removesuffix(TOTAL) in order else key
    return order.get(yearly, len(order)), key != yearly


class _Makers:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.figures = sources.brief.figures
        self.catalogue = sources.catalogue
        before = {
            key: figure._replace(value=figure.previous, approx="")
            for key, figure in self.figures.items()
            if figure.previous is not None
        }
        self.before = derive(before, sources.catalogue)

    # -- rows ------------------------------------------------------------------------------------

    def row(self, key: str, standings: Sequence[Standing]) -> Row | None:
        """Return the row of a key; None for what neither catalogue nor brief knows."""
        figure, spec = self.figure(key), self.catalogue.get(key)
        label = figure.label if figure and figure.label else self._label(key)
        if not label:
            return None
        previous = figure.previous if figure else None
        if previous is None and figure is not None and figure.derived and key in self.before:
            previous = self.before[key].value
        return Row(
            key=key,
            label=label,
            unit=(figure.unit if figure else "") or (spec.unit if spec else ""),
            supplier=supplier_of(key, self.sources),
            figure=figure,
            previous=previous,
            definition=self._definition(key),
            how=self._how(key, figure),
            standings=tuple(sorted(standings, key=lambda s: (s.place.paragraph, len(s.place.before)))),
        )

    def figure(self, key: str) -> Figure | None:
        """Return the figure of a key; a sum or difference that a skeleton makes is computed."""
        if key in self.figures:
            return self.figures[key]
        parts = [self.figures.get(name) for name in PARTS.split(key)]
        if len(parts) < 2 or not all(parts):
            return None
        first, *others = [part for part in parts if part is not None]
        total = first.value
        for sign, part in zip(PARTS.findall(key), others, strict=True):
            total += part.value if sign == "+" else -part.value
        approx = next((part.approx for part in (first, *others) if part.approx), "")
        return Figure(key, total, unit=first.unit, label=self._label(key), approx=approx, derived=True)

    def _label(self, key: str) -> str:
        names = PARTS.split(key)
        labels = [self._single_label(name) for name in names]
        if not all(labels):
            return ""
        signs = ["", *("＋" if sign == "+" else "－" for sign in PARTS.findall(key))]
        return "".join(sign + label for sign, label in zip(signs, labels, strict=True))

    def _single_label(self, key: str) -> str:
        figure, spec = self.figures.get(key), self.catalogue.get(key)
        return (figure.label if figure else "") or (spec.label if spec else "")

    def _definition(self, key: str) -> str:
        figure, spec = self.figures.get(key), self.catalogue.get(key)
        return defined([spec.definition if spec else "", figure.note if figure else ""], self.catalogue)

    def _how(self, key: str, figure: Figure | None) -> str:
        """Say how a figure is computed: 立案率＝立案提案÷收到提案＝157÷216."""
        spec = self.catalogue.get(key)
        if spec is None or not spec.parts:
            return f"＝{self._label(key)}" if len(PARTS.split(key)) > 1 else ""
        parts = [(self._single_label(name) or name, self.figures.get(name)) for name in spec.parts]
        said = _formula(spec.derive, [label for label, _ in parts])
        if not figure or not figure.derived:
            return f"＝{said}"
        numbers = [format_number(part.value) if part else "" for _, part in parts]
        if "growth" in spec.derive and parts[0][1] is not None and parts[0][1].previous is not None:
            numbers.append(format_number(parts[0][1].previous))
        return f"＝{said}＝{_formula(spec.derive, numbers)}"

    # -- what the report says ----------------------------------------------------------------------

    def standings(self, places: Sequence[Place]) -> dict[str, list[Standing]]:
        """Judge every place; a sentence of a person's counts where it says the figure's value."""
        found: dict[str, list[Standing]] = {}
        for place in places:
            key, _, aspect = place.key.partition(".")
            if aspect and aspect not in ASPECTS:
                continue
            wanted = self._wanted(key, aspect)
            agrees = self._agrees(place, wanted)
            if not place.generated and not agrees:
                continue
            found.setdefault(key, []).append(Standing(place, agrees, ASPECTS.get(aspect, "")))
        return found

    def _wanted(self, key: str, aspect: str) -> Figure | None:
        figure = self.figure(key)
        if figure is None or not aspect:
            return figure
        if figure.previous is None:
            return None
        value = figure.previous if aspect == "previous" else figure.value - figure.previous
        return Figure(key, value, unit=figure.unit)

    def _agrees(self, place: Place, wanted: Figure | None) -> bool:
        if wanted is None:
            return number(place.value) is None  # the placeholder still stands
        if place.scaled:
            return False
        if equal(place.value, wanted.text):
            return True
        if number(place.value) == abs(wanted.value) and wanted.value < 0:  # “减少5%”
            return True
        # Written in another way (八成) as it was generated, and the value is still the same.
        kept = not place.retyped and bool(place.generated)
        drawn = self.sources.drawn.get(place.key)
        return kept and drawn is not None and Decimal(drawn) == wanted.value


def _formula(rule: Mapping[str, Any], parts: Sequence[str]) -> str:
    if "sum" in rule:
        return "＋".join(parts)
    if "difference" in rule:
        return "－".join(parts)
    if "rate" in rule:
        return "÷".join(parts)
    before = parts[1] if len(parts) > 1 else f"{parts[0]}上年数"
    return f"（{parts[0]}－{before}）÷{before}"
