"""What skeletons see: figures, facts, formulations and missing values, each knowing its origin."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from toolkit.compose.markup import SINCE, SINCE_END, mark
from toolkit.errors import suggest
from toolkit.figures import Figure
from toolkit.model import Placeholder
from toolkit.quantities import numerals
from toolkit.text import joint, quoted

WAYS: Mapping[str, Callable[[Decimal], str]] = {
    "数字": lambda value: f"{value:f}",
    "汉字": lambda value: in_words(value),
    "汉字两": lambda value: in_words(value, liang=True),
    "全角": lambda value: f"{value:f}".translate(numerals.WIDEN),
    "千分位": lambda value: f"{value:,f}",
    "成": lambda value: in_words(value / 10),
    "成两": lambda value: in_words(value / 10, liang=True),
}
REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def in_words(value: Decimal, *, liang: bool = False) -> str:
    """Return a number in Chinese numerals; one that is not whole, or too large for them, in Arabic ones."""
    if value != value.to_integral_value() or not 0 <= value < numerals.LIMIT:
        return f"{value:f}"
    return numerals.chinese(int(value), liang=liang)


class MissingData(Exception):
    """A value that is not known was printed inside a clause: the clause goes."""


class UnknownName(Exception):
    """A skeleton uses a name that its namespace does not have."""

    def __init__(self, name: str, place: str, known: Iterable[str]) -> None:
        hint = suggest(name, known)
        super().__init__(f"{place}里没有“{name}”" + (f"，{hint}" if hint else ""))


@dataclass
class State:
    """One rendering: how deep in clauses we are, and which values were found missing."""

    guard: int = 0
    dropped: bool = False
    phrases: list[str] = field(default_factory=list)
    placeholders: dict[str, Placeholder] = field(default_factory=dict)


class Missing:
    """A known name without a value: drops its clause, or prints a placeholder."""

    __slots__ = ("key", "label", "state", "supplier")

    def __init__(self, state: State, key: str, label: str, supplier: str = "") -> None:
        self.state, self.key, self.label, self.supplier = state, key, label, supplier

    def __str__(self) -> str:
        if self.state.guard:
            raise MissingData(self.key)
        return self.placeholder()

    def placeholder(self) -> str:
        """Return the visible placeholder and remember what it stands for."""
        self.state.placeholders.setdefault(self.key, Placeholder(self.key, self.label, self.supplier))
        return mark(f"missing.{self.key}", f"〔待填：{self.label}〕")

    def __getattr__(self, name: str) -> Missing:
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator[Any]:
        if self.state.guard:
            raise MissingData(self.key)
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __lt__(self, other: object) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __add__(self, other: object) -> Missing:
        return self

    __radd__ = __sub__ = __rsub__ = __add__


class Number:
    """A figure in a skeleton: prints itself marked, compares, adds."""

    def __init__(self, figure: Figure, state: State, supplier: str = "") -> None:
        self._figure = figure
        self._state = state
        self._supplier = supplier

    def __str__(self) -> str:
        return mark(f"figures.{self._figure.key}", self._figure.text)

    def written(self, how: str) -> str:
        """Print the number otherwise, its approximation with it, without %: 二百一十七, ２１７, 1,069.

        Raises:
            ValueError: there is no such way of writing.
        """
        if how not in WAYS:
            raise ValueError(f"没有“{how}”这种写法，可用：{'、'.join(WAYS)}")
        return mark(f"figures.{self._figure.key}", self._figure.printed(WAYS[how](self._figure.value)))

    @property
    def value(self) -> Decimal:
        """The exact value."""
        return self._figure.value

    @property
    def unit(self) -> str:
        """The unit, 件."""
        return self._figure.unit

    @property
    def label(self) -> str:
        """The Chinese name, 立案提案."""
        return self._figure.label

    @property
    def span(self) -> Any:
        """The span of a cumulative figure, 五年来."""
        figure = self._figure
        if figure.span:
            return mark(f"figures.{figure.key}.span", figure.span)
        return Missing(self._state, f"{figure.key}.span", f"{figure.label}的时段", self._supplier)

    @property
    def previous(self) -> Any:
        """Last year's value as a number of its own."""
        return self._with("previous", self._figure.previous)

    @property
    def change(self) -> Any:
        """This year's value less last year's."""
        before = self._figure.previous
        return self._with("change", None if before is None else self._figure.value - before)

    def _with(self, name: str, value: Decimal | None) -> Any:
        figure = self._figure
        key = f"{figure.key}.{name}"
        if value is None:
            return Missing(self._state, key, f"{figure.label}（上年）", self._supplier)
        return Number(Figure(key, value, unit=figure.unit, label=figure.label), self._state)

    def _combined(self, other: Any, sign: str) -> Any:
        if isinstance(other, Missing):
            return other
        if not isinstance(other, Number):
            return NotImplemented
        value = self.value + other.value if sign == "+" else self.value - other.value
        key = f"{self._figure.key}{sign}{other._figure.key}"
        approx = self._figure.approx or other._figure.approx
        return Number(Figure(key, value, unit=self.unit, approx=approx), self._state)

    def __abs__(self) -> Number:
        return Number(self._figure._replace(value=abs(self.value)), self._state)

    def __add__(self, other: Any) -> Any:
        return self._combined(other, "+")

    def __sub__(self, other: Any) -> Any:
        return self._combined(other, "-")

    def __eq__(self, other: object) -> bool:
        return self.value == (other.value if isinstance(other, Number) else other)

    def __lt__(self, other: Any) -> bool:
        return self._compared(other, operator.lt)

    def __gt__(self, other: Any) -> bool:
        return self._compared(other, operator.gt)

    def __le__(self, other: Any) -> bool:
        return self._compared(other, operator.le)

    def __ge__(self, other: Any) -> bool:
        return self._compared(other, operator.ge)

    def _compared(self, other: Any, holds: Callable[[Any, Any], bool]) -> bool:
        """Compare values; with a missing one nothing holds."""
        if isinstance(other, Missing):
            return False
        return holds(self.value, other.value if isinstance(other, Number) else other)

    def __hash__(self) -> int:
        return hash(self._figure.key)


class Words:
    """A text from the brief or the pack: prints itself marked, with the figures it names."""

    def __init__(self, raw: str, origin: str, figure: Callable[[str], Any]) -> None:
        self.raw = raw
        self._origin = origin
        self._figure = figure

    def __str__(self) -> str:
        if "{" not in self.raw:
            return mark(self._origin, self.raw)
        return mark(self._origin, REFERENCE.sub(lambda m: str(self._figure(m[1])), self.raw))

    def changed(self, raw: str) -> Words:
        """Return the same words in another form."""
        return Words(raw, self._origin, self._figure)


class Namespace:
    """Names of one kind in a skeleton; a name it does not have is an error, not an empty text.

    What a name stands for is looked up once in a report, and kept as an attribute.
    """

    def __init__(self, place: str, known: Collection[str], look_up: Callable[[str], Any]) -> None:
        self._place = place
        self._known = known
        self._look_up = look_up

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._known:
            raise UnknownName(name, self._place, self._known)
        found = self.__dict__[name] = self._look_up(name)
        return found


class Record:
    """One item of a list of facts; its fields are attributes."""

    def __init__(self, values: Mapping[str, Any], place: str) -> None:
        self._values = values
        self._place = place

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._values:
            raise UnknownName(name, self._place, self._values)
        return self._values[name]


def _raw(item: Any) -> str:
    return item.raw if isinstance(item, Words) else str(item)


def quoted_filter(value: Any) -> Any:
    """Put a phrase, or each phrase of a list, in quotation marks unless it has marks."""
    if isinstance(value, Missing):
        return value
    if isinstance(value, list):
        return [quoted_filter(item) for item in value]
    if isinstance(value, Words):
        return value.changed(quoted(value.raw))
    return quoted(str(value))


def series_filter(value: Any) -> Any:
    """Join phrases into a series: 甲、乙和丙, or “甲”“乙” without marks between closed ones."""
    if isinstance(value, Missing):
        return value
    items = list(value)
    text = ""
    for number, item in enumerate(items):
        between = joint(_raw(items[number - 1]), _raw(item)) if number else ""
        if between and number == len(items) - 1 and not _compound(items):
            between = "和"
        text += between + str(item)
    return text


def _compound(items: list[Any]) -> bool:
    """Whether a member holds 和 or 、 itself, so that a final 和 would be misread."""
    return any(mark_ in _raw(item) for item in items for mark_ in ("和", "、", "与", "及"))


def clauses_filter(value: Any) -> Any:
    """Join clauses by full-width commas."""
    if isinstance(value, Missing):
        return value
    return "，".join(str(item) for item in value)


def written_filter(value: Any, how: str) -> Any:
    """Print a figure's number in another way, 汉字 or 千分位; see `WAYS`."""
    return value.written(how) if isinstance(value, Number) else value


def literal_filter(value: Any) -> str:
    """Print a text as it stands, even where a paragraph's first character would mean something."""
    return mark("literal", str(value))


def must_filter(value: Any) -> Any:
    """Print a placeholder for a missing value even inside a clause."""
    return value.placeholder() if isinstance(value, Missing) else value


def since_filter(value: Any) -> Any:
    """Print the span of a cumulative figure, 五年来累计; within a sentence once for each span."""
    if isinstance(value, Missing):
        return value
    return f"{SINCE}{value.span}累计{SINCE_END}"


def is_known(value: Any) -> bool:
    """The test `is known`: there is a value, and a list is not empty."""
    return not isinstance(value, Missing)
