"""Figures that cannot be greater than others: 采用 and 报送, 实到 and 应到, one year and five."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.checks.data.told import Told, above, groups, told
from toolkit.checks.data.topics import Scopes, digits, names
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.quantities.identities import Identity

PERSONS = ("名", "人", "位")
JOINTS = ("、", "和", "与", "及")
ORDER = re.compile(r"\w+ (<=|>=) \w+\Z")


def chain_inverted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find what comes out of something and is more than went in: 报送50篇、采用60篇."""
    said = told(manuscript)
    seen: set[tuple[int, int]] = set()
    for row in rule.data["chains"]:
        for group in groups(said, row.get("within", "sentence")):
            pairs = list(_pairs(rule, row, group))
            pairs += _by_organ(rule, row, group) if row.get("organs") else []
            for less, more in dict.fromkeys(pairs):
                seen.add((less.q.offset, more.q.offset))
                if above(less, more):
                    told_so = "sure" not in row or rule.compiled(row["sure"]).search(less.before) is not None
                    sure = told_so and less.unit == more.unit
                    yield _inverted(less, more, None if sure else Severity.WARNING)
    for one in manuscript.identities:
        if one.kind == "catalogue" and not one.holds and ORDER.match(one.expr):
            yield from _catalogued(manuscript, rule, said, one, seen)


def _pairs(rule: Rule, row: Mapping[str, Any], group: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Yield each smaller figure with the greater one that it is to be held against: the nearest before it."""
    less, more = rule.compiled(row["less"]), rule.compiled(row["more"])
    barred = rule.compiled(row["not"]) if "not" in row else None
    source: Told | None = None
    for one in reversed(group) if row.get("after") else group:
        clause = f"{one.before or _shared(one)}※{one.after}"
        if barred is not None and barred.search(clause):
            continue
        if less.search(clause):
            if source is not None and _same_unit(rule, one, source) and _same_place(rule, source, one):
                yield one, source
        elif source is not None and source.unit == one.unit and source.clause == one.clause:
            source = None  # 报送全国政协29篇、省政协120篇: more went in than either says
        elif more.search(clause) and "其中" not in one.before:
            source = one


def _by_organ(rule: Rule, row: Mapping[str, Any], group: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Yield what one organ took with what was sent to it: 报送全国政协29篇、省政协71篇，省政协采用77篇."""
    ways = {"less": rule.compiled(row["less"]), "more": rule.compiled(row["more"])}
    organ = rule.compiled(rule.data["organs"])
    sent: dict[tuple[str, str], Told] = {}
    last: tuple[Told, str] | None = None
    for one in group:
        clause = one.around
        role = next((name for name, way in ways.items() if way.search(clause)), "")
        if not role and last is not None and last[0].clause == one.clause and organ.search(one.before):
            role = last[1]
        last = (one, role) if role else None
        found = organ.findall(one.before) or organ.findall(one.after)
        if not role or not found:
            continue
        place = (found[-1], one.unit)
        if role == "more":
            sent.setdefault(place, one)
        elif place in sent:
            yield one, sent[place]


def _shared(one: Told) -> str:
    """Return the words that a figure shares with the one before it: 分别采用38篇、77篇."""
    return one.q.label if one.gap in JOINTS else ""


def _same_unit(rule: Rule, less: Told, more: Told) -> bool:
    """Tell whether two figures count alike; an issue (期) holds one piece (篇) or more of them."""
    return less.unit == more.unit or [less.unit, more.unit] in rule.data["fewer"]


def _same_place(rule: Rule, a: Told, b: Told) -> bool:
    """Tell whether two figures speak of one organ, or one of them of none."""
    organ = rule.compiled(rule.data["organs"])
    places = [set(organ.findall(one.before + one.after)) for one in (a, b)]
    return not (places[0] and places[1]) or bool(places[0] & places[1])


def _inverted(less: Told, more: Told, severity: Severity | None = None) -> Hit:
    later = less if less.number > more.number else more
    return Hit(later.q.offset, later.q.end, f"“{less.words}”大于“{more.words}”", severity=severity)


def _catalogued(
    manuscript: Manuscript, rule: Rule, said: Sequence[Told], one: Identity, seen: set[tuple[int, int]]
) -> Iterator[Hit]:
    """What the catalogue says of two keys, anywhere in the text: a doubt, since keys are guessed."""
    places = {figure.q.offset: figure for figure in said}
    a, b = (places[q.offset] for q in one.figures[:2])
    less, more = (a, b) if "<=" in one.expr else (b, a)
    if (less.q.offset, more.q.offset) in seen or less.unit != more.unit:
        return
    if any(rule.compiled(rule.data["guessed"]).search(o.before) for o in (less, more)):
        return
    if any(o.clause == more.clause and o.unit == more.unit for o in said[more.number + 1 : more.number + 2]):
        return
    if "_total" in one.expr or manuscript.is_next(a.q.offset) or manuscript.is_next(b.q.offset):
        return
    yield _inverted(less, more, Severity.WARNING)


def person_times_below_persons(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 120名委员参与80人次: whoever took part did so at least once."""
    for sentence in groups(told(manuscript), "sentence"):
        for persons, times in itertools.pairwise(sentence):
            if times.unit != "人次" or not above(persons, times):
                continue
            events = persons.unit in rule.data["events"]
            way = rule.compiled(rule.data["served" if events else "took"])
            between = manuscript.text[persons.q.end : times.q.offset]
            if (events or persons.unit in PERSONS) and way.fullmatch(between):
                severity = None if persons.clause == times.clause and not events else Severity.WARNING
                least = "次数" if events else "人数"
                message = f"“{times.words}”少于“{persons.words}”，人次一般不少于{least}"
                yield Hit(times.q.offset, times.q.end, message, severity=severity)


def total_below_year(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a sum over years that is less than one of those years."""
    scopes = Scopes(manuscript, rule)
    said = [one for one in told(manuscript) if not one.percent and not manuscript.is_next(one.q.offset)]
    yield from _shorter(rule, scopes, said)
    most = _greatest(rule, scopes, [one for one in said if not scopes.years(one)])
    for total in said:
        if not scopes.years(total):
            continue
        for sure, name in names(rule, total):
            one = most.get((name, total.unit))
            if one is None or not above(one, total):
                continue
            later = max(one, total, key=lambda told: told.number)
            message = f"“{total.words}”是累计数，少于一年的“{one.words}”"
            severity = None if sure and scopes.single(one) == "said" else Severity.WARNING
            yield Hit(later.q.offset, later.q.end, message, severity=severity)
            break
    yield from _beside(manuscript, rule, scopes)


def _shorter(rule: Rule, scopes: Scopes, said: Sequence[Told]) -> Iterator[Hit]:
    """Find 近三年…80次 above 五年来…60次 of one name."""
    known: dict[tuple[str, str], list[tuple[Told, int]]] = {}
    for one in said:
        years = digits(scopes.years(one))
        if not years or not scopes.single(one):
            continue
        for name in (name for sure, name in names(rule, one) if sure):
            row = known.setdefault((name, one.unit), [])
            for other, often in row:
                short, long = (one, other) if years < often else (other, one)
                if years != often and above(short, long):
                    spans = sorted((years, often))
                    message = f"{spans[0]}年的“{short.words}”多于{spans[1]}年的“{long.words}”"
                    yield Hit(one.q.offset, one.q.end, message, severity=Severity.WARNING)
                    break
            row.append((one, years))


def _beside(manuscript: Manuscript, rule: Rule, scopes: Scopes) -> Iterator[Hit]:
    """累计收集信息2600篇，今年收集2816篇: the year's clause repeats the verb, or has none of its own."""
    for total, one in itertools.pairwise(told(manuscript)):
        if total.unit != one.unit or total.percent or not scopes.years(total) or not above(one, total):
            continue
        if _is_year_of(rule, total, one):
            message = f"“{total.words}”是累计数，少于一年的“{one.words}”"
            yield Hit(one.q.offset, one.q.end, message)


def _is_year_of(rule: Rule, total: Told, one: Told) -> bool:
    """Tell whether a figure is one year's of the total before it: 今年收集2816篇, 仅去年就开展240多次."""
    single, only = rule.compiled(rule.data["single"]), rule.compiled(rule.data["only"])
    said = only.sub("", one.before)
    if not single.match(said) or one.paragraph != total.paragraph or one.sentence - total.sentence > 1:
        return False
    verb = single.sub("", said)
    beside = one.sentence == total.sentence
    if len(verb) > 1 and verb in total.before and beside:
        return True
    stressed = rule.compiled(rule.data["stressed"]).match(one.before) is not None
    bare = rule.compiled(rule.data["bare"]).fullmatch(verb) is not None
    named = not one.after or one.after[:2] in total.before + total.after
    return bare and named and (stressed or (beside and one.clause == total.clause + 1))


def _greatest(rule: Rule, scopes: Scopes, said: Sequence[Told]) -> dict[tuple[str, str], Told]:
    """Return by name and unit the greatest figure of one year."""
    most: dict[tuple[str, str], Told] = {}
    for one in said:
        if not scopes.single(one):
            continue
        for _, name in names(rule, one):
            known = most.get((name, one.unit))
            if known is None or above(one, known):
                most[name, one.unit] = one
    return most
