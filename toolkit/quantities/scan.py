"""From text to quantities without labels: numerals, approximations, units, and what is no figure.

One pass finds the numerals; each is read on at its place (unit behind, approximation before and
behind), then asked whether it is a figure at all. Nothing is scanned twice, so time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from toolkit.quantities import numerals
from toolkit.quantities.knowledge import ARABIC, CHINESE, Knowledge
from toolkit.quantities.quantity import Quantity

PERCENT = "%％‰"
NUMERAL = re.compile(
    rf"(?P<share>(?:百|{CHINESE})分之{CHINESE}(?:点{CHINESE})?)"
    rf"|(?P<half>(?:半数|一半)(?=以上|左右)|(?<=[近超过占])(?:半数|一半))"
    rf"|(?P<arabic>{ARABIC})"
    rf"|(?P<chinese>(?:好?[数几上过近超逾约成](?=[十百千万亿]))?{CHINESE})"
)
RANGE = re.compile(rf"\s?[%％]?[十百千万亿]{{0,2}}\s?[-－—–~～至到]{{1,2}}\s?({ARABIC})")
RATIO = re.compile(rf"\s?[:：∶]\s?({ARABIC})(?![0-9:：])")
FRACTION = re.compile(r"/([1-9][0-9]?)(?=以|左右|的|，|。|强)")
BEFORE_FRACTION = re.compile(r"[一-鿿，。、；]")
SPELT_RATIO = re.compile(rf"\s?比\s?({ARABIC})")
ROUGH = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万]?)\Z")
ONE = Decimal(1)
REACH = 8


class Excluded:
    """The stretches of a text whose numbers are no figures, to be asked in rising order."""

    def __init__(self, text: str, known: Knowledge) -> None:
        self._text, self._known = text, known
        self._spans = sorted(match.span() for form in known.not_figures for match in form.finditer(text))
        self._next, self._reach = 0, -1

    def holds(self, start: int, stop: int, arabic: bool) -> bool:
        """Tell whether a numeral lies in one, or begins one; numerals must come in order."""
        while self._next < len(self._spans) and self._spans[self._next][0] <= start:
            self._reach = max(self._reach, self._spans[self._next][1])
            self._next += 1
        if start >= self._reach and self._known.not_behind_any[arabic].match(self._text, stop):
            forms = self._known.not_behind[arabic]
            ends = [match.end() for form in forms if (match := form.match(self._text, stop))]
            self._reach = max(stop, *ends)
        return start < self._reach


def scan(text: str, known: Knowledge) -> Iterator[Quantity]:
    """Yield the figures of a text in order; those of shared predicates may still lack a unit."""
    excluded, place = Excluded(text, known), 0
    for match in NUMERAL.finditer(text):
        if match.start() < place or excluded.holds(*match.span(), match.lastgroup == "arabic"):
            continue
        read = {"arabic": _arabic, "chinese": _chinese, "share": _share, "half": _half}[str(match.lastgroup)]
        found = read(text, match, known)
        if found is not None:
            yield found
            place = found.end


def _arabic(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    start, stop = match.span()
    value = numerals.parse(match[0])
    if value is None or _leading_zero(match[0]):
        return None
    upper, kind = None, "count"
    if ranged := RANGE.match(text, stop):
        upper, stop, kind = numerals.parse(ranged[1]), ranged.end(), "range"
    elif (part := FRACTION.match(text, stop)) and BEFORE_FRACTION.match(text, start - 1):
        return _fraction(text, (start, part.end()), (value, Decimal(part[1])), known)
    elif ratio := RATIO.match(text, stop) or SPELT_RATIO.match(text, stop):
        return _framed(text, (start, ratio.end()), Quantity(start, "", value, kind="ratio"), known)
    unit = known.units.match(text, stop)
    if unit is None:
        return _bare(text, Quantity(start, "", value, start=start, stop=stop, upper=upper), known)
    approx = known.inside.get(unit[2], "")
    surface = unit[1] + unit[3] + unit[4]
    kind = kind if upper is not None else _kind(surface)
    found = Quantity(start, "", value, surface, approx, kind=kind, start=start, stop=stop, upper=upper)
    return _framed(text, (start, unit.end()), found, known)


def _bare(text: str, found: Quantity, known: Knowledge) -> Quantity:
    """A number without unit: 2700余万 is whole, any other waits for a neighbour's unit."""
    behind = known.magnitudes.match(text, found.stop)
    if behind is None or not (behind[1] or behind[2]):
        return _framed(text, (found.start, found.stop), found.with_(kind="bare"), known)
    approx = known.inside.get(behind[1] or behind[3], "")
    return _framed(text, (found.start, behind.end()), found.with_(unit=behind[2], approx=approx), known)


def _fraction(
    text: str, span: tuple[int, int], parts: tuple[Decimal, Decimal], known: Knowledge
) -> Quantity | None:
    """2/3 of something; 3/2 and 1/1 are lists or dates."""
    if not parts[0] < parts[1]:
        return None
    share = (parts[0] / parts[1]).quantize(Decimal("0.0001"))
    return _framed(text, span, Quantity(span[0], "", share, kind="ratio", start=span[0], stop=span[1]), known)


def _leading_zero(surface: str) -> bool:
    """Codes and telephone numbers begin with 0, quantities only as 0 or 0.5."""
    return len(surface) > 1 and surface[0] == "0" and surface[1] not in ".．"


def _chinese(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    start, stop = match.span()
    numeral = match[0].lstrip("好数几上过近超逾约成")
    head = match[0][: len(match[0]) - len(numeral)]
    unit = known.chinese_units.match(text, stop)
    if unit is None or any(form.match(text, stop - len(numeral)) for form in known.idle):
        return None
    rough = ROUGH.match(numeral)
    value = _rough(rough) if rough else numerals.parse_chinese(numeral)
    if value is None or (unit[2] in known.durations and not _lasts(text, start, known)):
        return None
    if not (head or unit[1] or _counts(numeral, unit[2], rough is not None, known)):
        return None
    approx = known.heads.get(head, "") or known.inside.get(unit[1], "")
    found = Quantity(start, "", Decimal(value), unit[2], approx, start=stop - len(numeral), stop=stop)
    if unit[2] == "成":
        found = found.with_(value=found.value * 10, unit="%", kind="percent")
    return _framed(text, (start, unit.end()), found, known)


def _rough(match: re.Match[str]) -> int | None:
    """两三, 三五, 二三十: the lower of two neighbours."""
    low, high = (numerals.DIGIT[char] for char in match.group(1, 2))
    factor = numerals.PLACE.get(match[3]) or numerals.MYRIAD.get(match[3]) or 1
    return low * factor if low < high <= low + 2 else None


def _counts(numeral: str, unit: str, rough: bool, known: Knowledge) -> bool:
    """Tell whether a bare numeral in words counts: neither 一个 nor 千家 nor 2024 in words."""
    if numeral in ("一", "零", "〇", "二") or numeral[0] in "百千万亿" or numeral.endswith(("〇", "○")):
        return False
    if not rough and len(numeral) > 1 and all(char in numerals.DIGIT for char in numeral):
        return False
    return unit not in known.idle_units or len(numeral) > 1


def _lasts(text: str, start: int, known: Knowledge) -> bool:
    """Tell whether a stretch of time in words is a fact (为期三天), not a manner of speaking."""
    return known.lasting.search(text, max(0, start - 4), start) is not None


def _share(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    """三分之一, 百分之八十五点五."""
    whole, _, part = match[0].partition("分之")
    below, _, tenths = part.partition("点")
    numerator, denominator = numerals.parse_chinese(below), numerals.parse_chinese(whole)
    if numerator is None or not denominator:
        return None
    value = Decimal(numerator)
    if tenths and (digits := numerals.parse_chinese(tenths)) is not None:
        value += Decimal(digits).scaleb(-len(tenths))
    span = match.span()
    if whole == "百":
        found = Quantity(span[0], "", value, "%", kind="percent", start=span[0], stop=span[1])
    else:
        share = (value / denominator).quantize(Decimal("0.0001"))
        found = Quantity(span[0], "", share, kind="ratio", start=span[0], stop=span[1])
    return _framed(text, span, found, known)


def _half(text: str, match: re.Match[str], known: Knowledge) -> Quantity:
    """半数以上, 近一半: 50 %."""
    start, stop = match.span()
    found = Quantity(start, "", Decimal(50), "%", kind="percent", start=start, stop=stop)
    return _framed(text, (start, stop), found, known)


def _kind(unit: str) -> str:
    if unit[-1:] in PERCENT:
        return "percent"
    return "amount" if unit.endswith(("元", "亩", "吨", "米", "公里", "顷")) else "count"


def _framed(text: str, span: tuple[int, int], found: Quantity, known: Knowledge) -> Quantity:
    """Add the approximations before and behind, and set offset and surface."""
    start, end = span
    approx = found.approx
    before = known.before.search(text, max(0, start - REACH), start)
    if before and not _other_word(text, before, known):
        start, approx = before.start(), approx or known.words[before[0].strip()]
    behind = known.after.match(text, end) if found.kind != "bare" else None
    if behind:
        end, approx = behind.end(), approx or known.words[behind[1]]
    unit = re.sub(r"\s", "", found.unit).replace("％", "%")
    numeral = (found.start, found.stop) if found.stop else span
    return found.with_(
        offset=start, text=text[start:end], approx=approx, unit=unit, start=numeral[0], stop=numeral[1]
    )


def _other_word(text: str, before: re.Match[str], known: Knowledge) -> bool:
    """Tell whether 近 or 约 is the end of another word: 附近, 签约."""
    barred = known.not_before.get(before[0].strip(), "")
    return before.start() > 0 and text[before.start() - 1] in barred
