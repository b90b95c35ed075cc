"""Totals and their parts: 收到 = 立案 + 合并 + 转办, 其中 …, … 共 ….

Which numbers were meant to add up is in the words: a rule's file names families of parts that share
no member (委员提案 and 集体提案), the words that promise all parts (分别为, 由…组成), and those that
promise only some (等, 其他). Without such words nothing is proved, and at most a doubt is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from toolkit.checks.data.spread import spread
from toolkit.checks.data.told import (
    CLAUSE_END,
    SENTENCE_END,
    Told,
    above,
    groups,
    printed,
    together,
    told,
)
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.quantities import numerals

REACH = 240
AMONG = re.compile("其中")
CLOSED = re.compile("[^，。；、（]{0,5}）")
ANEW = re.compile("并|还|同时|另|为|帮助|形成|提出|被|获")
LEAST, MOST, BACK = 2, 14, 12


def proposals_do_not_add_up(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find proposals received that are not those filed, merged, passed on and turned down."""
    said = told(manuscript)
    for paragraph in groups(said, "paragraph"):
        for index, total in enumerate(paragraph):
            if _role(rule, total) == "received" and total.exact:
                yield from _against(rule, total, _roles(rule, manuscript.text, paragraph, index))


def _role(rule: Rule, one: Told) -> str:
    if one.unit not in rule.data["units"]:
        return ""
    ways = [(name, rule.compiled(way)) for name, way in rule.data["roles"].items()]
    said = (one.around, f"{CLAUSE_END.split(one.gap)[-1]}※")
    return next((name for clause in said for name, way in ways if way.search(clause)), "")


def _roles(rule: Rule, text: str, paragraph: Sequence[Told], index: int) -> dict[str, Told]:
    """Return what became of the proposals received, as far as the paragraph goes on telling of it."""
    total, found = paragraph[index], dict[str, Told]()
    for one in paragraph[index + 1 :]:
        role = _role(rule, one)
        if role == "received" or one.q.offset - total.q.offset > REACH:
            break
        within = AMONG.search(one.lead) is not None and "filed" in found
        if role and role not in found and not within:
            found[role] = one
    return found


def _against(rule: Rule, total: Told, found: Mapping[str, Told]) -> Iterator[Hit]:
    parts = [one for role, one in found.items() if role in rule.data["parts"]]
    if "filed" not in found or len(parts) < LEAST:
        return
    added = together(parts)
    if added == total.value or not all(one.exact for one in parts):
        return
    short, near = added < total.value, _near(rule, added, total)
    severity = None if not short or (len(parts) > LEAST and near) else Severity.WARNING
    last = max(parts, key=lambda one: one.q.offset)
    yield _hit(total, parts, last, severity)


def parts_miss_total(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find totals that are not the sum of the parts told behind them, or before them."""
    said = told(manuscript)
    for paragraph in groups(said, "paragraph"):
        for sentence in groups(paragraph, "sentence"):
            yield from _among(manuscript.text, rule, said, paragraph, sentence)
            yield from _together(manuscript.text, rule, sentence)
    for whole, parts in spread(manuscript, rule):
        yield _hit(whole, parts, max((whole, *parts), key=_place), Severity.WARNING)


def _among(
    text: str, rule: Rule, said: Sequence[Told], paragraph: Sequence[Told], sentence: list[Told]
) -> Iterator[Hit]:
    """A total with 其中 …, 分别为 … behind it, or with parts of a known family and no such word."""
    leave = rule.compiled(rule.data["leave"])
    for index, first in enumerate(sentence):
        parts = [] if first.percent else _run(text, sentence, index)
        if len(parts) < LEAST or any(leave.search(part.before + part.after) for part in parts):
            continue
        led, family = rule.compiled(rule.data["led"]).search(first.gap), _family(rule, parts)
        wholes = _wholes(rule, said, paragraph, sentence, index)
        if wholes and all(together(parts) != whole.value for whole in wholes):
            parts = _cut(parts, wholes[0], family)
            family = _family(rule, parts)
        alike = bool(wholes) and _family(rule, [wholes[0], *parts]) != ""
        if led is None and (alike or not _follows(sentence, wholes, parts, family)):
            continue
        least = len(parts) if family == "all" else LEAST
        if not wholes or any(_meets(whole, parts, least) for whole in wholes):
            continue
        if any(above(part, wholes[0]) for part in parts) and (AMONG.search(first.gap) or not family):
            continue
        severity = _grave(text, rule, wholes[0], parts, led[0] if led else "")
        if severity is not None:
            yield _hit(wholes[0], parts, parts[-1], severity if led or family == "all" else Severity.WARNING)


def _follows(sentence: Sequence[Told], wholes: Sequence[Told], parts: Sequence[Told], family: str) -> bool:
    """Tell whether parts that no word introduces stand right behind what they are parts of."""
    first = parts[0]
    if first.before != first.lead or not wholes:
        return False
    if family == "all":
        return first is not sentence[0]
    many = len(parts) > LEAST or together(parts) > wholes[0].value
    return family == "some" and many and wholes[0].number == first.number - 1


def _run(text: str, sentence: Sequence[Told], index: int) -> list[Told]:
    """The row of parts that begins at a figure: one unit, percentages between them left out."""
    first = sentence[index]
    found = [first]
    for one in sentence[index + 1 : index + 1 + MOST * 2]:
        between = text[found[-1].q.end : one.q.offset]
        if "）" in between.partition("（")[0]:
            break
        if one.percent or one.q.kind == "ratio" or between.count("（") > between.count("）"):
            continue
        if one.unit != first.unit or len(found) == MOST or AMONG.search(one.gap):
            break
        if re.search("[；：]", between) or _anew(found[-1], one):
            break
        found.append(one)
    return found


def _anew(before: Told, one: Told) -> bool:
    """Tell whether a clause with a verb of its own begins: …30件，办理答复200件."""
    return one.clause > before.clause and (len(one.before) > 10 or ANEW.match(one.before) is not None)


def _cut(parts: list[Told], whole: Told, family: str) -> list[Told]:
    """Leave out clauses behind the row of parts if the sum is nearer to the whole without them."""
    if family == "all":
        return parts
    ends = [at for at in range(LEAST, len(parts)) if parts[at].clause > parts[at - 1].clause]
    rows = [parts, *(parts[:end] for end in ends)]
    return min(rows, key=lambda row: (abs(together(row) - whole.value), -len(row)))


def _wholes(
    rule: Rule, said: Sequence[Told], paragraph: Sequence[Told], sentence: Sequence[Told], index: int
) -> list[Told]:
    """What the parts may be parts of: the last figure before them, or one of the sentence before.

    Where they are said to be parts of something (立案提案中), it is the last figure of that.
    """
    first = sentence[index]
    named = rule.compiled(rule.data["of"]).search(first.gap) if index == 0 else None
    if named is not None:
        counted = rule.compiled(rule.data["counts"].replace("什么", named["what"]))
        back = said[max(0, first.number - BACK) : first.number]
        return [o for o in back[::-1] if o.unit == first.unit and o.exact and counted.search(o.before)]
    before = [one for one in sentence[:index] if one.unit == first.unit]
    if before:
        return [before[-1]]
    if sentence[:index]:
        return []
    earlier = [one for one in paragraph if one.sentence == first.sentence - 1 and one.unit == first.unit]
    return earlier[::-1]


def _meets(whole: Told, parts: Sequence[Told], least: int = LEAST) -> bool:
    """Tell whether the parts, or the first of them (at least so many), may add up to the whole."""
    low, high = Decimal(0), Decimal(0)
    for count, part in enumerate(parts, 1):
        low += part.bounds[0]
        high += part.bounds[1] if part.bounds[1] is not None else 10 * part.bounds[0]
        top = whole.bounds[1]
        if count >= least and high >= whole.bounds[0] and (top is None or low <= top):
            return True
    return False


def _grave(text: str, rule: Rule, whole: Told, parts: Sequence[Told], led: str) -> Severity | None:
    """Tell how sure it is that these parts were to add up; None where nothing says so."""
    data = rule.data
    behind = text[parts[-1].q.end : parts[-1].q.end + 6]
    start = max(whole.q.end, parts[0].q.offset - len(SENTENCE_END.split(parts[0].gap)[-1]))
    some = rule.compiled(data["some"]).search(text[start : parts[-1].q.end] + behind) is not None
    family = _family(rule, parts)
    added, near = together(parts), _near(rule, together(parts), whole)
    promised = rule.compiled(data["all"]).search(led) is not None
    promised = promised or _complete(rule, text, whole, parts, family)
    if added > whole.value:
        if family or (promised and near):
            return Severity.ERROR
        crossing = rule.compiled(data["crossing"])
        mixed = whole.unit == "人" and any(crossing.search(part.before + part.after) for part in parts)
        row = len({part.clause for part in parts}) == 1 and whole.unit != "人"
        return Severity.WARNING if (near or row) and not mixed else None
    if some or not near:
        return Severity.WARNING if (family == "all" or promised) and not some else None
    return Severity.ERROR if family == "all" or promised else Severity.WARNING


def _complete(rule: Rule, text: str, whole: Told, parts: Sequence[Told], family: str) -> bool:
    """Tell whether parts end with 其他, or are all that a bracket behind the total holds."""
    if family and rule.compiled(rule.data["rest"]).search(parts[-1].before):
        return True
    between, behind = text[whole.q.end : parts[0].q.offset], text[parts[-1].q.end :][:6]
    opened = rule.compiled(rule.data["bracket"]).match(between) is not None
    if not opened or CLOSED.match(behind) is None:
        return False
    return bool(family) or (len(parts) > LEAST and whole.unit != "人")


def _near(rule: Rule, added: Decimal, total: Told) -> bool:
    """Tell whether parts miss their total by so little that they must have been meant to meet it."""
    return abs(added - total.value) <= total.value * Decimal(str(rule.data["near"]))


def _family(rule: Rule, parts: Sequence[Told]) -> str:
    """Return all where the parts are a known whole, some where they share no member, else nothing."""
    for family in rule.data["families"]:
        if parts[0].unit not in family.get("units", (parts[0].unit,)):
            continue
        kinds = [rule.compiled(way) for way in family["kinds"]]
        met = [_kind(kinds, part.around) for part in parts]
        if None in met or (len(met) != len(set(met)) and not family.get("many")):
            continue
        return "all" if family.get("whole") and len(set(met)) == len(kinds) else "some"
    return ""


def _kind(kinds: Sequence[re.Pattern[str]], words: str) -> int | None:
    return next((index for index, kind in enumerate(kinds) if kind.search(words)), None)


def _together(text: str, rule: Rule, sentence: list[Told]) -> Iterator[Hit]:
    """Parts with their total behind them: …，共68名."""
    for index, total in enumerate(sentence):
        joined = rule.compiled(rule.data["joined"]).match(total.gap)
        counted = rule.compiled(rule.data["counted"]).fullmatch(total.lead)
        if index < LEAST or not total.exact or (total.before != total.lead and not joined and not counted):
            continue
        parts = _before(text, sentence, index, counted)
        if len(parts) < LEAST or not all(part.exact for part in parts):
            continue
        match = rule.compiled(rule.data["together"]).search(total.before) if not joined else None
        whole = rule.compiled(rule.data["altogether"]).search(total.lead) and _family(rule, parts) == "all"
        if match is None and not whole and not joined:
            continue
        sums = [together(parts[at:]) for at in range(len(parts) - 1)]
        if total.value in sums or max(part.value for part in parts) == total.value:
            continue
        near = _near(rule, sums[0], total)
        if near or whole or (match is not None and match["sure"]):
            doubtful = match is not None and match["verb"] is not None
            yield _hit(total, parts, total, None if (near or whole) and not doubtful else Severity.WARNING)


def _before(text: str, sentence: Sequence[Told], index: int, counted: re.Match[str] | None) -> list[Told]:
    """Return the row before a total; of 三项合计 the last three of it."""
    found: list[Told] = []
    most = int(numerals.parse(counted["n"]) or MOST) if counted else MOST * 2
    for one in reversed(sentence[:index]):
        if len(found) == most:
            break
        if one.percent or (counted and one.clause == sentence[index].clause):
            continue
        if one.unit != sentence[index].unit or SENTENCE_END.search(text, one.q.end, sentence[index].q.offset):
            break
        found.append(one)
        if AMONG.search(one.lead):
            return []
    return found[::-1]


def _hit(whole: Told, parts: Sequence[Told], at: Told, severity: Severity | None) -> Hit:
    """Tell of a sum; the place is the last of its figures."""
    rows = "、".join(one.words for one in parts)
    message = f"{rows}相加为{printed(together(parts), parts[0])}，与“{whole.words}”不符"
    place = max(at, whole, key=_place)
    return Hit(place.q.offset, place.q.end, message, severity=severity)


def attendance_does_not_add_up(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find figures of one matter that make up another and do not: 应到 = 实到 + 请假."""
    for paragraph in groups(told(manuscript), "paragraph"):
        for row in rule.data["balances"]:
            found = [_first(rule, way, paragraph) for way in (row["whole"], *row["parts"])]
            figures = [one for one in found if one is not None and one.exact]
            if len(figures) < len(found) or len({one.unit for one in figures}) > 1:
                continue
            whole, parts = figures[0], figures[1:]
            apart = max(figures, key=_place).q.offset - min(figures, key=_place).q.offset
            if together(parts) != whole.value and apart <= REACH:
                yield _hit(whole, parts, max(parts, key=_place), None)


def _place(one: Told) -> int:
    return one.number


def _first(rule: Rule, way: str, paragraph: Sequence[Told]) -> Told | None:
    pattern = rule.compiled(way)
    return next((one for one in paragraph if pattern.search(one.around)), None)


def part_exceeds_whole(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a part behind 其中 that is greater than the figure that it is part of."""
    among = rule.compiled(rule.data["among"])
    said = told(manuscript)
    for paragraph in groups(said, "paragraph"):
        for sentence in groups(paragraph, "sentence"):
            for index, first in enumerate(sentence):
                if not among.search(first.gap):
                    continue
                wholes = _whole_of(paragraph, sentence, index)
                for part in _beside(sentence, index):
                    if wholes and all(above(part, whole) for whole in wholes):
                        message = f"其中“{part.words}”大于总数“{wholes[0].words}”"
                        yield Hit(part.q.offset, part.q.end, message)


def _whole_of(paragraph: Sequence[Told], sentence: Sequence[Told], index: int) -> list[Told]:
    """What 其中 speaks of: the last figure before it if that counts in the same unit."""
    first = sentence[index]
    for one in reversed(sentence[:index]):
        if not one.percent:
            return [one] if one.unit == first.unit else []
    earlier = [one for one in paragraph if one.sentence == first.sentence - 1 and not one.percent]
    return [one for one in earlier if one.unit == first.unit]


def _beside(sentence: Sequence[Told], index: int) -> Iterable[Told]:
    """The figure at 其中 and those joined to it by 、."""
    first = sentence[index]
    yield first
    for one in sentence[index + 1 :]:
        if one.clause != first.clause or one.unit != first.unit:
            break
        yield one
