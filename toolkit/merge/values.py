"""Values as people retype them: 231, ２３１, 二百三十一, 近240; and the same value written their way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from toolkit.figures import AFTER, BEFORE
from toolkit.merge.texts import NUMBER
from toolkit.quantities.numerals import chinese, parse

# A word of scale alone (万篇) is no number: it belongs to the digits before it, or to the unit.
HAN = re.compile(r"[〇零一二两三四五六七八九十][〇零一二两三四五六七八九十百千万亿]*|[百千](?=[余多])")
VALUE_FORM = re.compile(rf"(?:{NUMBER.pattern}|{HAN.pattern})")


def forms(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the stretches that write a number, with the words of approximation that belong to it."""
    end = len(text) if end is None else end
    for found in VALUE_FORM.finditer(text, start, end):
        a, b = found.span()
        if a > start and text[a - 1] in BEFORE:
            a -= 1
        if b < end and text[b] in AFTER:
            b += 1
        if b < end and text[b] in "%％":
            b += 1
        yield a, b


def bare(text: str) -> str:
    """Return the number in a value's text: 150 of 150余, 100 of 100%."""
    found = VALUE_FORM.search(text)
    return found[0] if found else ""


def number(text: str) -> Decimal | None:
    """Return what a value's text says as a number, or None."""
    found = bare(text)
    return parse(found) if found else None


def approximation(text: str) -> str:
    """Return the word of approximation in a value's text, or an empty string."""
    return next((word for word in (*BEFORE, *AFTER) if word in text), "")


def equal(one: str, other: str) -> bool:
    """Tell whether two texts write the same value, in whatever figures."""
    if one == other:
        return True
    value = number(one)
    same = value is not None and value == number(other)
    return same and approximation(one) == approximation(other)


def in_the_manner_of(text: str, value: str) -> str:
    """Return the new `value` (220, 150余) in the figures that a person used for the old one.

    二百一十七 becomes 二百二十; what has no such form stays in Arabic digits.
    """
    shown = bare(text)
    wanted = number(value)
    if not HAN.fullmatch(shown) or wanted is None or wanted != wanted.to_integral():
        return value
    return value.replace(bare(value), chinese(int(wanted), liang="两" in shown), 1)
