"""Percentages against the counts that they are taken from: 占, …率, and percentages of one whole."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from toolkit.checks.data.told import Told, groups, number, percentage, step_of, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

HUNDRED = Decimal(100)
BACK = 24


@dataclass(frozen=True)
class Share:
    """56件，占35.7%, with the counts before it in its paragraph, nearest first, and those it fits."""

    part: Told
    of: Told
    wholes: Sequence[Told]
    fits: Sequence[Told]


def share_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 占 N% that is not the share of the count before it in any count it may be part of."""
    said = told(manuscript)
    for paragraph in groups(said, "paragraph"):
        for index in range(2, len(paragraph)):
            yield from _of_named(rule, manuscript.text, *paragraph[index - 2 : index + 1])
        found = list(_told_shares(rule, manuscript.text, said, paragraph))
        shown = _shown(found)
        sure = shown is not None and sum(_fits(s.part, shown, s.of) for s in found) * 2 >= len(found)
        yield from _apart(found)
        for share in found:
            if share.fits and not (sure and _by_chance(share, shown)):
                continue
            if shown is not None and shown.unit == share.part.unit and shown.value >= share.part.value:
                yield from _missed(rule, share.part, shown, share.of, True, sure and not share.fits)
            elif share.wholes:
                whole, may = _named(rule, share.wholes, share.of)
                named = may and rule.compiled(rule.data["named"]).search(share.of.before) is not None
                yield from _missed(rule, share.part, whole, share.of, named, may)


def _apart(found: Sequence[Share]) -> Iterator[Hit]:
    """Find shares of a whole that is not told which cannot be of one: 196件占80.7%, 20件占9.3%."""
    shares = [one for one in found if not one.wholes and not one.fits and one.of.q.value > 0]
    for first, second in itertools.pairwise(shares):
        if first.part.sentence != second.part.sentence or first.part.unit != second.part.unit:
            continue
        rows = [
            (one.part.value * HUNDRED, one.of.q.value, step_of(one.of.q.value)) for one in (first, second)
        ]
        lows = [part / (percent + step) for part, percent, step in rows]
        highs = [part / (percent - step) if percent > step else None for part, percent, step in rows]
        high = min((one for one in highs if one is not None), default=None)
        if high is not None and max(lows) > high:
            rows_ = "、".join(f"{one.part.q.text}占{one.of.q.text}" for one in (first, second))
            message = f"{rows_}，算出的总数不一样"
            yield Hit(second.of.q.offset, second.of.q.end, message, severity=Severity.WARNING)


def _told_shares(rule: Rule, text: str, said: Sequence[Told], paragraph: Sequence[Told]) -> Iterator[Share]:
    """Yield the shares of a paragraph; a part that has a share itself is no whole unless it fits."""
    parts: set[int] = set()
    for index, (part, share) in enumerate(itertools.pairwise(paragraph)):
        if not _shares(rule, text, part, share):
            continue
        parts.add(part.number)
        before = _wholes(paragraph[max(0, index - BACK) : index], part)
        fits = [one for one in before if _fits(part, one, share)]
        if not fits:
            fits = [
                one for one in said if one is not part and one.unit == part.unit and _fits(part, one, share)
            ]
        yield Share(part, share, [one for one in before if one.number not in parts], fits)


def _shown(found: Sequence[Share]) -> Told | None:
    """Return the whole that the shares which are right are taken from; one alone may fit by chance."""
    fits = [one for share in found for one in {fit.value: fit for fit in share.fits}.values()]
    often = Counter(one.value for one in fits).most_common(1)
    near = {fit.value for share in found for fit in share.fits if fit.paragraph == share.part.paragraph}
    if not often or (often[0][1] < 2 and often[0][0] not in near):
        return None
    return next(one for one in fits if one.value == often[0][0])


def _by_chance(share: Share, shown: Told | None) -> bool:
    """Tell whether a share fits only counts of other paragraphs, and not the whole of its neighbours."""
    return all(one.paragraph != share.part.paragraph and one is not shown for one in share.fits)


def _of_named(rule: Rule, text: str, part: Told, whole: Told, share: Told) -> Iterator[Hit]:
    """48件，占立案提案157件的31.6%: the whole stands between the part and the share."""
    if not share.percent or part.unit != whole.unit or not part.exact or not whole.exact:
        return
    led = rule.compiled(rule.data["of"]).search(whole.before)
    said = led is not None and text[whole.q.end : share.q.offset] in rule.data["then"]
    if said and part.value > whole.value > 0:
        yield Hit(whole.q.offset, whole.q.end, f"“{part.words}”大于总数“{whole.q.text}”")
    elif said and part.value > 0 and not _fits(part, whole, share):
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
    return whole.value >= part.value > 0 and _same(part.value, whole.value, share.q.value)


def _same(part: Decimal, whole: Decimal, printed: Decimal) -> bool:
    return percentage(part, whole, printed) == printed


def _named(rule: Rule, wholes: Sequence[Told], share: Told) -> tuple[Told, bool]:
    """Return the whole that the words name (占立案提案的), else the nearest; and whether it may be meant."""
    named = rule.compiled(rule.data["named"]).search(share.before)
    if named is None:
        return wholes[0], True
    found = [one for one in wholes if named[1] in one.lead or named[1] in one.after]
    return (found or wholes)[0], bool(found)


def _missed(
    rule: Rule, part: Told, whole: Told, share: Told, shown: bool, sure: bool = True
) -> Iterator[Hit]:
    """Tell of a share; one that is off by far may be of another whole, unless other shares show which."""
    right = percentage(part.value, whole.value, share.q.value)
    off = abs(right - share.q.value)
    if off > Decimal(str(rule.data["far"])) and not shown:
        return
    message = f"{part.words}、{whole.words}，应占{number(right)}%，写作{share.q.text}"
    cut = off <= step_of(share.q.value)
    sure = sure and not cut and (shown or off <= Decimal(str(rule.data["meant"])))
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
    if not rate.percent or rule.compiled(rule.data["not"]).search(rate.before):
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
    return [one for one in near if one.unit in rule.data["units"] and one.exact and way.search(one.around)]


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


def _drift(count: int) -> Decimal:
    """Return how far so many rounded numbers may miss their sum: two and a half times the usual."""
    return Decimal("2.5") * (Decimal(count) / 12).sqrt()


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
    slack = max(step_of(one.q.value) for one in row) * min(Decimal(len(row)) / 2, _drift(len(row)))
    stretch = text[row[0].q.offset - len(row[0].lead) : row[-1].q.end + 8]
    if abs(together - HUNDRED) <= slack or rule.compiled(data["some"]).search(stretch):
        return
    rows = "、".join(one.q.text for one in row)
    yield Hit(row[-1].q.offset, row[-1].q.end, f"{rows}相加为{number(together)}%，不是100%")
