"""What a cell says: a number with its word of approximation, a date; or why it says neither."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toolkit.dates import Date, parse_date
from toolkit.figures import FigureSpec, format_number
from toolkit.ledger.tables import Cell
from toolkit.quantities.numerals import parse

INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
TOO_LARGE = 10**15
MYRIADS = ("万", "亿")
DIGITS = 15  # what a spreadsheet keeps of a number; further ones are noise
EPOCH = datetime.date(1899, 12, 30)
SERIALS = range(36_526, 73_051)  # 2000 to 2099
DATE_MARKS = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?\Z")
DATE_DIGITS = re.compile(r"(20\d{2})(\d{2})(\d{2})\Z")
MIDNIGHT = re.compile(r"[ T]0{1,2}:00(?::00)?(?:\.0+)?\Z")


class Refused(Exception):
    """A cell that does not say what it should; message and hint for a person."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Number:
    """A number and 约, 近, 超, 余 or 多, or nothing."""

    value: Decimal
    approx: str = ""

    @property
    def text(self) -> str:
        """As a brief has it: 216, 150余, 约40."""
        after = self.approx in ("余", "多")
        number = format_number(self.value)
        return number + self.approx if after else self.approx + number


def plain(text: str) -> str:
    """Return text in half-width forms without white space and invisible characters."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def number_of(cell: Cell, spec: FigureSpec, terms: Mapping[str, Any]) -> Number | None:
    """Return what a cell says of a figure, None where it says nothing.

    `terms` is the `import` block of `templates/ledger.yaml`.

    Raises:
        Refused: it says something else than a number that the figure can have.
    """
    if cell.uncomputed:
        raise Refused("这一格是公式，没有存下算出的结果", "用 Excel 或 WPS 打开，保存一次再导入；或直接填数")
    if cell.value is None:
        return None
    if isinstance(cell.value, bool | datetime.date | datetime.time | datetime.timedelta):
        what = "对错值" if isinstance(cell.value, bool) else "日期"
        raise Refused(
            f"应是数（单位：{spec.unit}），这一格是{what}：{cell.text}", "把单元格格式改成“常规”，重新填数"
        )
    if isinstance(cell.value, int | float):
        found = Number(_typed(cell, spec))
    else:
        text = plain(str(cell.value))
        if text in terms["empty"]:
            return None
        found = _written(text, spec, terms["approximations"])
    _judge(found.value, spec)
    return found


def _typed(cell: Cell, spec: FigureSpec) -> Decimal:
    """Return a cell's number; one that is shown as a percentage is a hundredth of what people see."""
    value = Decimal(f"{cell.value:.{DIGITS}g}") if isinstance(cell.value, float) else Decimal(cell.value)
    if not value.is_finite() or abs(value) >= TOO_LARGE:
        raise Refused(f"应是数（单位：{spec.unit}），现在是 {cell.text}，太大了", "核对来源")
    if cell.percent:
        if spec.unit != "%":
            shown = _tidy(value * 100)
            raise Refused(
                f"单位是“{spec.unit}”，这一格的格式是百分比（{shown}%）", "把单元格格式改成“常规”，重新填数"
            )
        return _tidy(value * 100)
    if spec.unit == "%" and 0 < value <= 1:
        raise Refused(
            f"是 {_tidy(value * 100)}% 还是 {_tidy(value)}%？",
            f"写明百分号，如 {_tidy(value * 100)}%，或写成百分之几的数",
        )
    return _tidy(value)


def _tidy(value: Decimal) -> Decimal:
    """Return a value without exponent and without noughts behind the point."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else Decimal(f"{value.normalize():f}")


def _written(text: str, spec: FigureSpec, approximations: Mapping[str, str]) -> Number:
    approx, rest = _approximation(text, spec, approximations)
    percent = rest.endswith("%")
    if percent and spec.unit != "%":
        raise Refused(f"单位是“{spec.unit}”，不是百分比：{text}", "写个数")
    value = _parsed(rest.removesuffix("%")) if rest else None
    if value is None:
        raise Refused(f"应是数（单位：{spec.unit}），现在是“{text[:30]}”", "只写一个数，如 216、约150、150余")
    return Number(value, approx)


def _approximation(text: str, spec: FigureSpec, words: Mapping[str, str]) -> tuple[str, str]:
    """Return the word of approximation and the bare number; units go, 余 may stand before or behind them."""
    found = ""
    units = sorted({spec.unit, *spec.units} - {"%"}, key=len, reverse=True)
    changed = True
    while changed and text:
        changed = False
        for unit in units:
            if unit and text.endswith(unit) and len(text) > len(unit):
                text, changed = text.removesuffix(unit), True
        for word in sorted(words, key=len, reverse=True):
            if text.startswith(word) or text.endswith(word):
                text = text.removeprefix(word) if text.startswith(word) else text.removesuffix(word)
                found, changed = found or words[word], True
                break
    return found, text


def _parsed(text: str) -> Decimal | None:
    text = GROUPED.sub("", text)
    if re.fullmatch(r"-[0-9]+(?:\.[0-9]+)?", text):
        return Decimal(text)
    value = parse(text) if "," not in text and "-" not in text else None
    return _tidy(value) if value is not None and text.endswith(MYRIADS) else value


def _judge(value: Decimal, spec: FigureSpec) -> None:
    """Refuse what the brief would refuse, while the cell can still be named."""
    shown = format_number(value)
    if value < 0:
        raise Refused(f"不能是负数：{shown}", "核对来源")
    if spec.unit == "%" and value > 100:
        raise Refused(f"是百分比，不能超过 100：{shown}", "核对来源")
    if spec.kind == "count" and value != value.to_integral():
        raise Refused(f"按{spec.unit}计，应是整数：{shown}", "核对来源")
    if value >= TOO_LARGE:
        raise Refused(f"太大了：{shown}", "核对来源")


def date_of(cell: Cell, empty: Any = ("",)) -> str:
    """Return the date that a cell says, as 2024-12-20 or 2024-12; empty where it says nothing.

    Raises:
        Refused: it is no date, or one without its year.
    """
    if cell.uncomputed:
        raise Refused(
            "这一格是公式，没有存下算出的结果", "用 Excel 或 WPS 打开，保存一次再导入；或直接填日期"
        )
    value = cell.value
    if isinstance(value, datetime.date):  # a datetime is one, too
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    if isinstance(value, int | float) and SERIALS.start <= value < SERIALS.stop:
        return str(EPOCH + datetime.timedelta(days=int(value)))
    text = plain(MIDNIGHT.sub("", str(value).strip())) if value is not None else ""
    if text in empty or not text:
        return ""
    date = _date(text.removeprefix("截至").removesuffix("止").removesuffix("底"))
    if date is None:
        raise Refused(f"截至日期看不懂：{text[:30]}", "写全年月日，如 2024-12-20；只到月的写 2024-12")
    return str(date)


def _date(text: str) -> Date | None:
    for form in (DATE_MARKS, DATE_DIGITS):
        if match := form.match(text):
            return parse_date("-".join(part for part in match.groups() if part))
    return parse_date(text)
