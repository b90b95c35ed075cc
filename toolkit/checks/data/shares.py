"""Percentages against the counts that they are taken from: 占, …率, and percentages of one whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from toolkit.checks.data.told import Told, groups, number, percentage, step_of, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

HUNDRED = Decimal(100)
BACK = 24


def share_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 占 N% that is not the share of the count before it in any count it may be part of."""
    text = manuscript.text
    for paragraph in groups(told(manuscript), "paragraph"):
        shown: Told | None = None
        first = paragraph[0].number
        for index, share in enumerate(paragraph):
            yield from _of_named(rule, text, paragraph, index)
            part = paragraph[index - 1] if index else None
            if part is None or not _shares(rule, text, part, share):
                continue
            wholes = _wholes(paragraph[max(0, index - BACK) : index - 1], part)
            held = [one for one in wholes if _fits(part, one, share)]
            if held:
                shown = shown if shown in held else held[0]
                continue
            wholes = [
                one for one in wholes if not _shares(rule, text, one, paragraph[one.number - first + 1])
            ]
            if wholes and not _elsewhere(manuscript, part, share):
                yield from _missed(rule, part, shown or _named(rule, wholes, share), share, shown is not None)


def _of_named(rule: Rule, text: str, paragraph: Sequence[Told], index: int) -> Iterator[Hit]:
    """48件，占立案提案157件的31.6%: the whole stands between the part and the share."""
    part, whole, share = paragraph[index - 2 : index + 1] if index > 1 else (None, None, None)
    if part is None or whole is None or share is None or not share.percent:
        return
    led = rule.compiled(rule.data["of"]).search(whole.before)
    near = text[whole.q.end : share.q.offset] in rule.data["then"]
    if led and near and part.unit == whole.unit and all(one.exact for one in (part, whole, share)):
        right = percentage(part.value, whole.value, share.q.value) if whole.value else share.q.value
        if right != share.q.value and part.value <= whole.value:
            yield from _missed(rule, part, whole, share, True)


def _shares(rule: Rule, text: str, part: Told, share: Told) -> bool:
    """Tell whether a percentage says which share the figure before it is: 56件，占35.7%."""
    if not share.percent or not share.exact or part.percent or not part.exact or part.q.kind != "count":
        return False
    between = text[part.q.end : share.q.offset]
    return rule.compiled(rule.data["between"]).fullmatch(between) is not None


def _wholes(before: Sequence[Told], part: Told) -> list[Told]:
    """The counts before it in the paragraph that it may be a part of, the nearest first."""
    return [
        one
        for one in reversed(before)
        if one.unit == part.unit and one.exact and one.value >= part.value and one.value > 0
    ]


def _fits(part: Told, whole: Told, share: Told) -> bool:
    return percentage(part.value, whole.value, share.q.value) == share.q.value


def _elsewhere(manuscript: Manuscript, part: Told, share: Told) -> bool:
    """Tell whether a count of any other paragraph explains the share."""
    return any(
        q.unit == part.q.unit and q.value >= part.q.value > 0 and _same(part.q.value, q.value, share.q.value)
        for q in manuscript.figures
        if q.offset != part.q.offset
    )


def _same(part: Decimal, whole: Decimal, printed: Decimal) -> bool:
    return percentage(part, whole, printed) == printed


def _named(rule: Rule, wholes: Sequence[Told], share: Told) -> Told:
    """The whole that the words name (占立案提案的), else the one whose share comes nearest."""
    named = rule.compiled(rule.data["named"]).search(share.lead)
    if named:
        word = named[1][:2]
        found = [one for one in wholes if word in one.lead or word in one.after]
        if found:
            return found[0]
    return wholes[0]


def _missed(rule: Rule, part: Told, whole: Told, share: Told, shown: bool) -> Iterator[Hit]:
    right = percentage(part.value, whole.value, share.q.value)
    off = abs(right - share.q.value)
    if off > Decimal(str(rule.data["far"])) and not shown:
        return
    message = f"{part.words}、{whole.words}，应占{number(right)}%，写作{share.q.text}"
    small = off <= step_of(share.q.value)
    sure = not small and (shown or off <= Decimal(str(rule.data["meant"])))
    yield _hit(share, right, message, None if sure else Severity.WARNING)


def _hit(share: Told, right: Decimal, message: str, severity: Severity | None) -> Hit:
    printed = share.q.text
    return Hit(
        share.q.offset, share.q.end, message, printed.replace(share.q.numeral, number(right)), severity
    )


def rate_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 立案率, 办复率 … that is not the quotient of the counts told in the same paragraph."""
    for paragraph in groups(told(manuscript), "paragraph"):
        for rate in paragraph:
            row = _row(rule, rate)
            if row is None or not rate.exact:
                continue
            near = [one for one in paragraph if abs(one.number - rate.number) <= int(rule.data["near"])]
            yield from _off(rule, row, near, rate)


def _row(rule: Rule, rate: Told) -> Mapping[str, Any] | None:
    if not rate.percent:
        return None
    found: Mapping[str, Any]
    for found in rule.data["rates"]:
        if rule.compiled(found["rate"]).search(rate.before):
            return found
    return None


def _off(rule: Rule, row: Mapping[str, Any], near: Sequence[Told], rate: Told) -> Iterator[Hit]:
    parts = _counted(rule, row["part"], near)
    wholes = _counted(rule, row["whole"], near)
    pairs = [(p, w) for p in parts for w in wholes if p is not w and p.unit == w.unit and p.value <= w.value]
    pairs = [(p, w) for p, w in pairs if w.value > 0]
    if not pairs or any(_same(p.value, w.value, rate.q.value) for p, w in pairs):
        return
    part, whole = min(pairs, key=lambda pair: _distance(rate, *pair))
    right = percentage(part.value, whole.value, rate.q.value)
    cut = (part.value * HUNDRED / whole.value).quantize(step_of(rate.q.value), ROUND_DOWN) == rate.q.value
    message = f"{part.words}、{whole.words}，应为{number(right)}%，写作{rate.q.text}"
    sure = not cut and len(pairs) == 1 and part.paragraph == whole.paragraph
    sure = sure and abs(part.sentence - rate.sentence) + abs(whole.sentence - rate.sentence) <= 1
    yield _hit(rate, right, message, None if sure else Severity.WARNING)


def _counted(rule: Rule, words: str, near: Sequence[Told]) -> list[Told]:
    way = rule.compiled(words)
    return [
        one
        for one in near
        if one.unit in rule.data["units"] and one.exact and way.search(f"{one.before}※{one.after}")
    ]


def _distance(rate: Told, part: Told, whole: Told) -> int:
    return abs(part.number - rate.number) + abs(whole.number - rate.number)


def percent_over_hundred(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find shares and rates above 100 % that cannot be: 办复率102%, 占110%."""
    may, never = rule.compiled(rule.data["may"]), rule.compiled(rule.data["never"])
    for one in told(manuscript):
        if one.percent and one.q.value > HUNDRED and never.search(one.before) and not may.search(one.lead):
            yield Hit(one.q.offset, one.q.end, f"“{one.words}”超过了100%")


def percentages_miss_hundred(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find percentages of one whole, told as if complete, that do not come to 100."""
    text = manuscript.text
    for paragraph in groups(told(manuscript), "paragraph"):
        row: list[Told] = []
        for one in [*(q for q in paragraph if q.percent), None]:
            if one is not None and _joins(rule, text, row, one):
                row.append(one)
                continue
            yield from _hundred(rule, text, row)
            row = [one] if one is not None and _begins(rule, one) else []


def _begins(rule: Rule, one: Told) -> bool:
    return one.exact and rule.compiled(rule.data["share"]).search(one.before) is not None


def _joins(rule: Rule, text: str, row: Sequence[Told], one: Told) -> bool:
    if not row or not one.exact or one.number - row[-1].number > 2:
        return False
    between = text[row[-1].q.end : one.q.offset]
    if "。" in between or len(between) > int(rule.data["apart"]):
        return False
    return rule.compiled(rule.data["joint"]).fullmatch(between) is not None or _begins(rule, one)


def _hundred(rule: Rule, text: str, row: Sequence[Told]) -> Iterator[Hit]:
    data = rule.data
    together = sum((one.q.value for one in row), Decimal(0))
    exclusive = all(rule.compiled(data["exclusive"]).search(one.before) for one in row)
    least = 2 if exclusive and together > HUNDRED else int(data["least"])
    if len(row) < least or not Decimal(str(data["from"])) <= together <= Decimal(str(data["to"])):
        return
    slack = sum((step_of(one.q.value) for one in row), Decimal(0)) / 2
    stretch = text[row[0].q.offset - len(row[0].lead) : row[-1].q.end + 8]
    if abs(together - HUNDRED) <= slack or rule.compiled(data["some"]).search(stretch):
        return
    rows = "、".join(one.q.text for one in row)
    yield Hit(row[-1].q.offset, row[-1].q.end, f"{rows}相加为{number(together)}%，不是100%")
