"""Figures far off what a county has in a year, and sums of money that lack their 万."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from toolkit.checks.data.told import Told, number, told
from toolkit.checks.data.topics import Scopes
from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule


def implausible_size(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find figures that are many times more than the catalogue says is usual in a county's year."""
    region = manuscript.meta.region
    if region is not None and region.level not in rule.data["levels"]:
        return
    keys = {*rule.data["keys"], *(rule.data["county"] if region is not None else ())}
    scopes, times = Scopes(manuscript, rule), Decimal(str(rule.data["times"]))
    for one in told(manuscript):
        usual = _usual(manuscript, one) if one.q.key in keys else None
        if usual is None or not one.exact or scopes.years(one) or scopes.others(one):
            continue
        low, high = (Decimal(str(limit)) for limit in usual)
        if one.q.value > high * times:
            message = f"“{one.words}”，县区一年一般在{number(low)}到{number(high)}之间，请核对"
            yield Hit(one.q.offset, one.q.end, message)


def _usual(manuscript: Manuscript, one: Told) -> tuple[float, float] | None:
    """Return what the catalogue calls usual for a figure's key, in its own unit only."""
    spec = manuscript.pack.catalogue.get(one.q.key) if one.q.key else None
    if spec is None or spec.plausible is None or one.q.unit not in (spec.unit, *spec.units):
        return None
    return spec.plausible


def money_without_myriads(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 注册资金4300元: sums so small that 万 was left out, or so great that it is once too many."""
    each = rule.compiled(rule.data["each"])
    for one in told(manuscript):
        if one.unit != "元" or one.q.kind != "amount":
            continue
        for row in rule.data["sums"]:
            if not rule.compiled(row["of"]).search(one.before) or each.search(one.lead):
                continue
            if not row["least"] <= one.value <= row["most"]:
                yield Hit(one.q.offset, one.q.end, f"“{one.words}”的数量级不合常理，核对单位是元还是万元")
            break
