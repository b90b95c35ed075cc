"""Averages: 40人提交80条，人均2条."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from toolkit.checks.data.told import PERSONS, Told, groups, number, rounded, step_of, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.quantities import numerals


def average_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find an average that is not the quotient of the only total and the only count of its sentence."""
    way = rule.compiled(rule.data["average"])
    for sentence in groups(told(manuscript), "sentence"):
        yearly = rule.compiled(rule.data["yearly"])
        barred = rule.compiled(rule.data["not"])
        for one in sentence:
            yield from _multiplied(rule, one, sentence)
        averages = [
            one
            for one in sentence
            if way.search(one.before) or yearly.search(one.before) or _times(rule, one)
        ]
        others = [one for one in sentence if one not in averages and one.exact and not one.percent]
        for one in averages:
            match = way.search(one.before)
            if barred.search(one.before):
                continue
            if one.exact and (times := _times(rule, one)):
                yield from _periodic(rule, one, others, times)
            elif match is not None and one.exact:
                yield from _off(rule, one, others, match["each"] or "")
            elif one.exact and (years := _years(rule, one)):
                yield from _yearly(one, others, years)


def _off(rule: Rule, one: Told, others: Sequence[Told], each: str) -> Iterator[Hit]:
    before = [other for other in others if other.number < one.number]
    if not before and "均" in one.before:  # 人均3件，236名委员共提交216件
        before = [other for other in others if other.number <= one.number + 2 and other.lead != one.lead]
    totals = [other for other in before if _same_unit(rule, other, one)]
    heads = _heads(rule, each)
    counts = [o for o in before if o.value > 1 and (o.unit in heads or (each and o.after.startswith(each)))]
    pairs = [(t, c) for t in totals for c in counts if t is not c]
    if not pairs or any(rounded(t.value / c.value, one.q.value) == one.value for t, c in pairs):
        return
    total, count = pairs[-1]
    right = rounded(total.value / count.value, min(step_of(one.q.value), Decimal("0.1")))
    message = f"{total.words}、{count.words}，平均应为{number(right)}{one.unit}，写作{one.q.text}"
    near = abs(total.value / count.value - one.value) < step_of(one.q.value)
    sure = len(pairs) == 1 and not near and one.sentence == total.sentence
    yield Hit(one.q.offset, one.q.end, message, severity=None if sure else Severity.WARNING)


def _multiplied(rule: Rule, one: Told, sentence: Sequence[Told]) -> Iterator[Hit]:
    """12个镇街每个镇街举办2场，共举办26场: what each did, times how many there are."""
    row = rule.data["each"]
    match = rule.compiled(row["find"]).search(one.before)
    if match is None or not one.exact or rule.compiled(row["not"]).search(one.before + one.after):
        return
    often = _often(row, match, [o for o in sentence if o.number < one.number and not o.percent])
    together = rule.compiled(row["together"])
    totals = [o for o in sentence if o.number > one.number and o.unit == one.unit and o.exact]
    made = [count * one.value for count in often]
    for total in totals[:1]:
        if made and together.search(total.before) and total.value not in made:
            shown = f"{number(made[0])}{one.unit}"
            message = f"{match[0]}{one.q.text}，合计应为{shown}，写作“{total.words}”"
            yield Hit(total.q.offset, total.q.end, message, severity=Severity.WARNING)


def _often(row: Mapping[str, Any], match: re.Match[str], before: Sequence[Told]) -> list[Decimal]:
    """Return how many there are of what 每 speaks of."""
    what, unit = match["what"] or "", "人" if match["unit"] in PERSONS else match["unit"]
    found = [Decimal(row["times"][what])] if what in row["times"] else []
    last = before[-1] if before else None
    if last is not None and last.exact and last.value > 1:
        named = bool(what) and last.after.startswith(what)
        found += [last.value] if named or last.unit == unit else []
    return found


def _times(rule: Rule, one: Told) -> Sequence[int]:
    """Return how often in a year 平均每月, 日均 is counted, at least and at most; else nothing."""
    rows = rule.data["periods"]
    found: Sequence[int] = next(
        (row["times"] for row in rows if rule.compiled(row["find"]).search(one.before)), ()
    )
    return found


def _periodic(rule: Rule, one: Told, others: Sequence[Told], times: Sequence[int]) -> Iterator[Hit]:
    """全年11场，平均每月2场: months need not be alike, so what rounds to it either way is right."""
    totals = [o for o in others if o.number < one.number and o.unit == one.unit and not o.q.span]
    if not totals or rule.compiled(rule.data["shorter"]).search(totals[-1].lead):
        return
    low, high = (totals[-1].value / often for often in (times[1], times[0]))
    if not low - step_of(one.q.value) < one.value < high + step_of(one.q.value):
        shown = number(rounded(low, Decimal("0.1")))
        message = f"{totals[-1].words}，平均应为{shown}{one.q.unit}，写作{one.q.text}"
        yield Hit(one.q.offset, one.q.end, message, severity=Severity.WARNING)


def _years(rule: Rule, one: Told) -> int:
    """Return over how many years 年均 is taken, 0 where the sentence does not say."""
    if not rule.compiled(rule.data["yearly"]).search(one.before):
        return 0
    found = rule.compiled(rule.data["span"]).search(one.q.span)
    return int(numerals.parse(found[0]) or 0) if found else 0


def _yearly(one: Told, others: Sequence[Told], years: int) -> Iterator[Hit]:
    """五年来办理1069件，年均214件."""
    totals = [other for other in others if other.unit == one.unit and other.q.span]
    if len(totals) == 1 and years > 1:
        right = rounded(totals[0].value / years, one.q.value)
        if abs(totals[0].value / years - one.value) >= step_of(one.q.value):
            message = f"{totals[0].words}，{years}年平均应为{number(right)}{one.q.unit}，写作{one.q.text}"
            yield Hit(one.q.offset, one.q.end, message)


def _same_unit(rule: Rule, total: Told, one: Told) -> bool:
    """Tell whether a total counts what the average does; 人次 are told on average as 次."""
    return total.unit == one.unit or (total.unit, one.unit) in {tuple(p) for p in rule.data["units"]}


def _heads(rule: Rule, each: str) -> Sequence[str]:
    """The units of what the average is over: of 人均 persons, of 平均每家 those counted in 家."""
    persons: Sequence[str] = rule.data["persons"]
    return persons if not each or each in persons else (each,)
