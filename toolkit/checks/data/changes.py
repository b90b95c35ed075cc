"""Growth and decline: the words, the two values and the difference must agree."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from toolkit.checks.data.told import Told, above, groups, number, rounded, step_of, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

HUNDRED = Decimal(100)
POINTS = ("百分点", "个百分点", "点", "个点")


@dataclass(frozen=True)
class Change:
    """From one value to another: `sign` is 1 for rising, -1 for falling, 0 for 持平."""

    old: Told
    new: Told
    sign: int
    by: Told | None = None


def change_against_values(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 由230件增加到216件, and 由200件增加到216件，增长12%."""
    for paragraph in groups(told(manuscript), "paragraph"):
        for sentence in groups(paragraph, "sentence"):
            for change in (*_from_to(manuscript.text, rule, sentence), *_against(rule, paragraph, sentence)):
                yield from _wrong(rule, change)
                if change.by is None and change.new.number > change.old.number:
                    yield from _twice(manuscript.text, rule, change)
            yield from _both_ways(rule, sentence)


def _sign(rule: Rule, words: str) -> int | None:
    """Return the direction that words tell, None where they tell none; the last word counts."""
    found = [
        (match.end(), sign)
        for sign, way in ((1, "rising"), (-1, "falling"), (0, "level"))
        for match in rule.compiled(rule.data[way]).finditer(words)
    ]
    return max(found)[1] if found else None


def _from_to(text: str, rule: Rule, sentence: Sequence[Told]) -> Iterator[Change]:
    """由200件增加到216件(，增长8%)."""
    for index, (old, new) in enumerate(itertools.pairwise(sentence)):
        between = rule.compiled(rule.data["to"]).fullmatch(text[old.q.end : new.q.offset])
        led = rule.compiled(rule.data["from"]).search(old.before)
        if (
            between is None
            or led is None
            or not _comparable(old, new)
            or not _one_thing(rule, old, new, between[0])
        ):
            continue
        sign = _sign(rule, between[0])
        if sign is not None:
            yield Change(old, new, sign, _by(rule, sentence[index + 2 : index + 3], sign))
            if index and _led_by(rule, sentence[index - 1], old, sign):
                yield Change(old, new, sign, sentence[index - 1])


def _led_by(rule: Rule, by: Told, old: Told, sign: int) -> bool:
    """Tell whether the growth stands before the two values: 较上年增长20%，由上年的120件增加到150件."""
    than = rule.compiled(rule.data["than"]).search(by.before) is not None
    return by.percent and than and old.clause - by.clause == 1 and _sign(rule, by.before) == sign


def _one_thing(rule: Rule, old: Told, new: Told, between: str) -> bool:
    """Tell whether both count the same: neither 由2次/年到每季度1次 nor 从3个街道到12个社区."""
    if rule.compiled(rule.data["each"]).search(old.before + between):
        return False
    counted = rule.compiled(rule.data["turn"]).split(between)[0].strip("，的")
    return not (counted and new.after) or counted[-2:] in new.after or new.after[:2] in counted


def _by(rule: Rule, following: Sequence[Told], sign: int) -> Told | None:
    """The difference told next: ，增长8%."""
    for one in following:
        match = rule.compiled(rule.data["by"]).fullmatch(one.before)
        if match is not None and _sign(rule, one.before) == sign:
            return one
    return None


def _against(rule: Rule, paragraph: Sequence[Told], sentence: Sequence[Told]) -> Iterator[Change]:
    """收到216件，比上年的200件增加16件; 去年收到200件，今年收到216件，同比增长8%."""
    than, reaches = rule.compiled(rule.data["than"]), rule.compiled(rule.data["reaches"])
    for index, by in enumerate(sentence):
        sign = _sign(rule, by.before)
        if reaches.search(by.before):
            continue
        if sign is None or not than.search(sentence[index - 1].before + by.gap if index else by.before):
            continue
        earlier = sentence[max(0, index - 3) : index]
        pair = _with_last_year(rule, earlier, by) or _two_years(rule, paragraph, sentence, index)
        if pair is not None:
            yield Change(*pair, sign, by)
    for new, old in itertools.pairwise(sentence):
        sign = _sign(rule, old.after)
        towards = reaches.search(old.after)
        if sign is not None and than.search(old.before) and not towards and _comparable(old, new):
            yield Change(old, new, sign)


def _with_last_year(rule: Rule, earlier: Sequence[Told], by: Told) -> tuple[Told, Told] | None:
    """The two figures before: 216件，比上年200件增加…"""
    if len(earlier) < 2:
        return None
    new, old = earlier[-2], earlier[-1]
    than = rule.compiled(rule.data["than"]).search(old.before) is not None and _sign(rule, old.before) is None
    return (old, new) if than and _comparable(old, new) and _measures(by, new) else None


def _two_years(
    rule: Rule, paragraph: Sequence[Told], sentence: Sequence[Told], index: int
) -> tuple[Told, Told] | None:
    """The figure before, and one of last year earlier in the paragraph that counts the same."""
    if not index:
        return None
    by, last = sentence[index], rule.compiled(rule.data["last"])
    told_new = (one for one in sentence[index - 1 :: -1] if _sign(rule, one.before) is None)
    reached = rule.compiled(rule.data["reached"])
    after = [
        one
        for one in sentence[index + 1 : index + 2]
        if reached.search(one.before) and not last.search(one.before)
    ]
    new = after[0] if after else next(told_new, by)
    if last.search(new.lead) or by.clause - new.clause > 2 or not _measures(by, new):
        return None
    others = [one for one in paragraph if one.unit == new.unit and one not in (new, by)]
    plain = [one for one in others if _sign(rule, one.before) is None]
    olds = [one for one in plain if last.search(one.before)]
    alone = len(plain) == 1 or (olds and olds[0].number == by.number + 1)
    return (olds[0], new) if len(olds) == 1 and alone and _comparable(olds[0], new) else None


def _measures(by: Told, new: Told) -> bool:
    """Tell whether a difference may be one of this figure: in its unit, in per cent, or in times."""
    if new.percent:
        return by.q.unit in POINTS
    return by.percent or by.unit in ("倍", "番") or by.unit == new.unit


def _comparable(old: Told, new: Told) -> bool:
    return old.unit == new.unit and old.q.kind == new.q.kind and old.value > 0


def _both_ways(rule: Rule, sentence: Sequence[Told]) -> Iterator[Hit]:
    """Find 收到216件，比上年增加26件，增长8%: the value less the difference is what it grew from."""
    than = rule.compiled(rule.data["than"])
    for new, more, percent in zip(sentence, sentence[1:], sentence[2:], strict=False):
        sign = _sign(rule, more.before)
        if not sign or not than.search(more.before) or not percent.percent or more.unit != new.unit:
            continue
        old = new.value - sign * more.value
        grown = rule.compiled(rule.data["by"]).fullmatch(percent.before)
        exact = new.exact and more.exact and percent.exact
        if grown is None or _sign(rule, percent.before) != sign or not exact or old <= 0 or new.value <= 0:
            continue
        if percent.clause - new.clause > 2 or rule.compiled(rule.data["last"]).search(new.lead):
            continue
        right = rounded(more.value * HUNDRED / old, percent.q.value)
        if abs(right - percent.q.value) > step_of(percent.q.value):
            message = f"{new.words}，{more.words}，变化应为{number(right)}%，写作{percent.q.text}"
            yield Hit(percent.q.offset, percent.q.end, message)


def _wrong(rule: Rule, change: Change) -> Iterator[Hit]:
    old, new, by = change.old, change.new, change.by
    said = {1: "增加", -1: "减少", 0: "持平"}[change.sign]
    turned = (change.sign > 0 and above(old, new)) or (change.sign < 0 and above(new, old))
    level = change.sign == 0 and old.exact and new.exact and old.value != new.value
    if turned or level:
        place = max(old, new, key=lambda one: one.number)
        message = f"由“{old.q.text}”到“{new.q.text}”，不是{said}"
        yield Hit(place.q.offset, place.q.end, message)
    elif by is not None and by.exact and old.exact and new.exact and change.sign:
        yield from _miscounted(rule, change, by)


def _miscounted(rule: Rule, change: Change, by: Told) -> Iterator[Hit]:
    """Compare the difference told with the one between the values, at the printed precision."""
    difference = abs(change.new.value - change.old.value)
    if by.percent and not change.new.percent:
        right = difference * HUNDRED / change.old.value
    elif by.unit == "倍":
        right = difference / change.old.value
    elif by.unit == "番":
        yield from _doubled(rule, change, by)
        return
    else:
        right = difference
    if by.unit == "倍" and rule.compiled(rule.data["is"]).search(by.before):
        right = change.new.value / change.old.value
    printed = by.value if by.unit not in ("%", "倍") else by.q.value
    shown = rounded(right, printed)
    if shown == printed:
        return
    step = step_of(printed)
    near = abs(right - printed) < step and by.unit in ("%", "倍")
    message = f"由“{change.old.q.text}”到“{change.new.q.text}”，应为{number(shown)}{by.unit}，写作{by.q.text}"
    suggestion = by.q.text.replace(by.q.numeral, number(shown)) if not by.q.in_words else ""
    yield Hit(by.q.offset, by.q.end, message, suggestion, Severity.WARNING if near else None)


def _doubled(rule: Rule, change: Change, by: Told) -> Iterator[Hit]:
    """翻两番 is four times as much."""
    said = _times_off(rule, change, Decimal(2) ** int(by.value))
    if said:
        yield Hit(by.q.offset, by.q.end, f"{said}，写作“{by.before}{by.q.text}”", severity=Severity.WARNING)


def _twice(text: str, rule: Rule, change: Change) -> Iterator[Hit]:
    """由20篇增加到50篇，翻了一番: 一番 and 一倍 are no figures of their own."""
    match = rule.compiled(rule.data["twice"]).match(text, change.new.q.end)
    said = _times_off(rule, change, Decimal(2)) if match else ""
    if match and said:
        yield Hit(*match.span("twice"), f"{said}，写作“{match['twice']}”", severity=Severity.WARNING)


def _times_off(rule: Rule, change: Change, meant: Decimal) -> str:
    """Return what is wrong where a value is not nearly so many times the other, else nothing."""
    times = change.new.value / change.old.value
    if not (change.old.exact and change.new.exact):
        return ""
    if abs(times - meant) <= meant * Decimal(str(rule.data["doubled"])):
        return ""
    shown = number(rounded(times, Decimal("0.1")))
    return f"由“{change.old.q.text}”到“{change.new.q.text}”，是原来的{shown}倍"
