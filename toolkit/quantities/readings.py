"""How a numeral is read on: unit behind it, approximation before and behind, in figures and in words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from toolkit.quantities import numerals
from toolkit.quantities.knowledge import ARABIC, Knowledge
from toolkit.quantities.quantity import Quantity

RANGE = re.compile(rf"\s?[%％]?[十百千万亿]{{0,2}}\s?[-－—–~～至到]{{1,2}}\s?({ARABIC})")
RATIO = re.compile(rf"(?:\s?[:：∶︰比]\s?{ARABIC})+(?![0-9:：])")
FRACTION = re.compile(r"/([1-9][0-9]?)(?=以|左右|的|强|[，。；、,;]|\Z)")
ROUGH = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千万]?)\Z")
TENTH = re.compile(r"[一二三四五六七八九](?=[以的左，。；、,;）)]|\Z)")  # 九成五
BLANK = re.compile(r"\s")
SHARE = Decimal("0.0001")
REACH, LASTING, LONGEST = 8, 4, 20


def arabic(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    """216件, 3.45亿元, 260余次, 3至5件, 2/3以上; without unit `kind` is bare."""
    start, stop = match.span()
    value = numerals.parse(match[0]) if stop - start <= LONGEST else None
    if value is None or _leading_zero(match[0]):
        return None
    upper = None
    if ranged := RANGE.match(text, stop):
        upper, stop = numerals.parse(ranged[1][:LONGEST]), ranged.end()
    elif part := FRACTION.match(text, stop):
        return _fraction(text, (start, part.end()), (value, Decimal(part[1])), known)
    elif ratio := RATIO.match(text, stop):
        return _quantity(text, (start, ratio.end()), known, value=value, kind="ratio", upper=upper)
    found = known.units.match(text, stop)
    if found is None:
        return _bare(text, (start, stop), known, value=value, upper=upper)
    unit, approx = found[1] + found[3] + found[4], known.inside.get(found[2], "")
    kind = _kind(unit) if upper is None else "range"
    if unit == "成":
        value, unit, kind = value * 10, "%", "percent"
    said: dict[str, Any] = {"value": value, "unit": unit, "approx": approx, "kind": kind, "upper": upper}
    return _quantity(text, (start, found.end()), known, numeral=(start, stop), **said)


def chinese(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    """十件, 近两成, 数十家, 二百一十七名, 两三次: only with a unit that is counted in words."""
    stop = match.end()
    head, numeral = match["head"] or "", match["words"]
    unit = known.chinese_units.match(text, stop)
    if unit is None or any(form.match(text, stop - len(numeral)) for form in known.idle):
        return None
    rough = ROUGH.match(numeral)
    value = _rough(rough) if rough else numerals.parse_chinese(numeral)
    if value is None or (unit[2] in known.durations and not _lasts(text, match.start(), known)):
        return None
    if not (head or unit[1] or _counts(numeral, unit[2], rough is not None, known)):
        return None
    said: dict[str, Any] = {"value": Decimal(value), "unit": unit[2], "kind": _kind(unit[2])}
    end = unit.end()
    if unit[2] == "成":
        more = TENTH.match(text, end)
        end = more.end() if more else end
        tenths = value * 10 + (numerals.DIGIT[more[0]] if more else 0)
        said = {"value": Decimal(tenths), "unit": "%", "kind": "percent"}
    approx = known.heads.get(head, "") or known.inside.get(unit[1], "")
    numeral_span = (stop - len(numeral), stop)
    return _quantity(text, (match.start(), end), known, numeral=numeral_span, approx=approx, **said)


def share(text: str, match: re.Match[str], known: Knowledge) -> Quantity | None:
    """三分之一, 百分之八十五点五."""
    whole, _, part = match[0].partition("分之")
    below, _, tenths = part.partition("点")
    numerator, denominator = numerals.parse_chinese(below), numerals.parse_chinese(whole)
    if numerator is None or not denominator:
        return None
    value = Decimal(numerator)
    if tenths and (digits := numerals.parse_chinese(tenths)) is not None:
        value += Decimal(digits).scaleb(-len(tenths))
    if whole == "百":
        return _quantity(text, match.span(), known, value=value, unit="%", kind="percent")
    return _quantity(text, match.span(), known, value=(value / denominator).quantize(SHARE), kind="ratio")


def half(text: str, match: re.Match[str], known: Knowledge) -> Quantity:
    """半数以上, 近一半: 50 %."""
    return _quantity(text, match.span(), known, value=Decimal(50), unit="%", kind="percent")


READINGS = {"arabic": arabic, "chinese": chinese, "share": share, "half": half}


def _leading_zero(surface: str) -> bool:
    """Codes and telephone numbers begin with 0, quantities only as 0 or 0.5."""
    return len(surface) > 1 and surface[0] == "0" and surface[1] not in ".．"


def _bare(text: str, numeral: tuple[int, int], known: Knowledge, **said: Any) -> Quantity:
    """A number without unit: 2700余万 is whole, any other waits for a neighbour's unit."""
    behind = known.magnitudes.match(text, numeral[1])
    if behind is None or not (behind[1] or behind[2]):
        return _quantity(text, numeral, known, kind="bare", **said)
    approx = known.inside.get(behind[1] or behind[3], "")
    span = (numeral[0], behind.end())
    return _quantity(text, span, known, numeral=numeral, unit=behind[2], approx=approx, **said)


def _fraction(
    text: str, span: tuple[int, int], parts: tuple[Decimal, Decimal], known: Knowledge
) -> Quantity | None:
    """2/3 of something; 3/2 and 1/1 are lists or dates."""
    if not parts[0] < parts[1]:
        return None
    return _quantity(text, span, known, value=(parts[0] / parts[1]).quantize(SHARE), kind="ratio")


def _rough(match: re.Match[str]) -> int | None:
    """两三, 三五, 二三十: the lower of two neighbours."""
    low, high = (numerals.DIGIT[char] for char in match.group(1, 2))
    factor = numerals.PLACE.get(match[3]) or numerals.MYRIAD.get(match[3]) or 1
    return low * factor if low < high <= low + 2 else None


def _counts(numeral: str, unit: str, rough: bool, known: Knowledge) -> bool:
    """Tell whether a bare numeral in words counts: neither 一个 nor 千家 nor 2024 in words."""
    if numeral == "一":
        return unit in known.one_units
    if numeral == "二" or numeral[0] in "百千万亿" or numeral[-1] in "零〇○":
        return False
    if not rough and len(numeral) > 1 and all(char in numerals.DIGIT for char in numeral):
        return False
    return unit not in known.idle_units or len(numeral) > 1


def _lasts(text: str, start: int, known: Knowledge) -> bool:
    """Tell whether a stretch of time in words is a fact (为期三天), not a manner of speaking."""
    return known.lasting.search(text, max(0, start - LASTING), start) is not None


def _kind(unit: str) -> str:
    if unit[-1:] in numerals.PERCENT:
        return "percent"
    return "amount" if unit.endswith(("元", "亩", "吨", "米", "公里", "顷")) else "count"


def _quantity(
    text: str,
    span: tuple[int, int],
    known: Knowledge,
    *,
    value: Decimal,
    unit: str = "",
    approx: str = "",
    kind: str = "count",
    upper: Decimal | None = None,
    numeral: tuple[int, int] | None = None,
) -> Quantity:
    """Build the record; the approximations before and behind belong to the surface."""
    start, end = span
    before = known.before.search(text, max(0, start - REACH), start)
    if before and not _other_word(text, before, known):
        start, approx = before.start(), approx or known.words[before[0].strip()]
    behind = known.after.match(text, end) if kind != "bare" else None
    if behind:
        end, approx = behind.end(), approx or known.words[behind[1]]
    return Quantity(
        offset=start,
        text=text[start:end],
        value=value,
        unit=BLANK.sub("", unit).replace("％", "%"),
        approx=approx,
        kind=kind,
        start=(numeral or span)[0],
        stop=(numeral or span)[1],
        upper=upper,
    )


def _other_word(text: str, before: re.Match[str], known: Knowledge) -> bool:
    """Tell whether 近 or 约 is the end of another word: 附近, 签约."""
    barred = known.not_before.get(before[0].strip(), "")
    return before.start() > 0 and text[before.start() - 1] in barred
