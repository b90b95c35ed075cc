"""How a figure of a brief has to be printed so that a text comes back as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from toolkit.figures import AFTER, BEFORE, format_number
from toolkit.quantities import numerals
from toolkit.quantities.quantity import Quantity

# The ways of the skeletons' filter `written`, each as a function of the value; tried in this order.
WAYS: Mapping[str, Callable[[Decimal], str]] = {
    "数字": format_number,
    "全角": lambda value: format_number(value).translate(numerals.WIDEN),
    "千分位": lambda value: f"{value:,f}",
    "汉字": lambda value: _words(value),
    "汉字两": lambda value: _words(value, liang=True),
    "成": lambda value: _words(value / 10),
    "成两": lambda value: _words(value / 10, liang=True),
}


@dataclass(frozen=True)
class Printed:
    """Characters `start` to `stop` of the text are the figure; `way` is "" for its plain form."""

    start: int
    stop: int
    approx: str
    way: str


def printed(figure: Quantity, text: str) -> Printed | None:
    """Return how a figure stands in a text, or None where no way of printing gives it back."""
    numeral = text[figure.start : figure.stop]
    way = next((name for name, spell in WAYS.items() if spell(figure.value) == numeral), None)
    if way is None:
        return None
    start, stop, approx = figure.start, figure.stop, ""
    if figure.approx in BEFORE and text.startswith(figure.approx, start - len(figure.approx)):
        start, approx = start - len(figure.approx), figure.approx
    elif figure.approx in AFTER and text.startswith(figure.approx, stop):
        stop, approx = stop + len(figure.approx), figure.approx
    if way == "数字":
        signed = figure.unit == "%" and text.startswith("%", stop)
        if signed or figure.unit != "%":
            return Printed(start, stop + signed, approx, "")
    return Printed(start, stop, approx, way)


def _words(value: Decimal, *, liang: bool = False) -> str:
    if value != value.to_integral_value() or not 0 <= value < numerals.LIMIT:
        return ""
    return numerals.chinese(int(value), liang=liang)
