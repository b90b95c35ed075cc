"""One thing with two values: 各类协商活动150余次 above, 130余次 below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from toolkit.checks.data.retold import retold, unit_of
from toolkit.checks.data.told import Told, groups, may_meet, told
from toolkit.checks.data.topics import NOUN, Scopes, core
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.quantities import numerals

MOST = 12  # figures of one name; more of them are rows of a list
LONG = 4
QUOTED = re.compile("“[^”]*”|《[^》]*》")


def same_figure_two_values(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find figures of one name, time and place that cannot stand for one number."""
    said = [one for one in told(manuscript) if _counts(manuscript, rule, one)]
    scopes = Scopes(manuscript, rule)
    found: dict[int, Hit] = {}
    for group in _named(rule, said):
        for index, later in enumerate(group):
            for earlier in group[:index]:
                if later.number not in found and _differ(scopes, rule, earlier, later):
                    found[later.number] = _hit(manuscript, rule, earlier, later)
    for later, earlier in retold(manuscript, rule, said):
        found.setdefault(later.number, _hit(manuscript, rule, earlier, later))
    for paragraph in groups(told(manuscript), "paragraph"):
        for again, first in _again(rule, paragraph):
            found.setdefault(again.number, _hit(manuscript, rule, first, again))
    yield from found.values()
    yield from _committees(manuscript, rule, said)


def _counts(manuscript: Manuscript, rule: Rule, one: Told) -> bool:
    """Leave out what is planned, a part, last year's, a difference or an average."""
    if manuscript.is_next(one.q.offset) or one.q.kind in ("ratio", "range"):
        return False
    words = one.around
    return rule.compiled(rule.data["barred"]).search(words) is None


def _named(rule: Rule, said: Sequence[Told]) -> Iterator[list[Told]]:
    """Yield the figures of one key, and those of one name."""
    keyed: dict[tuple[str, str], list[Told]] = {}
    labelled: dict[tuple[str, str], list[Told]] = {}
    for one in said:
        name = core(rule, one)
        key = _key(rule, one)
        if key:
            keyed.setdefault((key, unit_of(rule, one)), []).append(one)
        elif len(name) >= LONG and not rule.compiled(rule.data["common"]).fullmatch(name):
            labelled.setdefault((name, one.unit), []).append(one)
    for group in (*keyed.values(), *labelled.values()):
        if 1 < len(group) <= MOST:
            yield group


def _key(rule: Rule, one: Told) -> str:
    """Return the catalogue's key where the words leave no doubt of it."""
    if one.q.key in rule.data["keys"] and _sure(rule, one):
        return one.q.key or ""
    clause = one.around
    rows = (row for row in rule.data["also"] if one.unit in row["units"])
    return next((row["key"] for row in rows if rule.compiled(row["find"]).search(clause)), "")


def _sure(rule: Rule, one: Told) -> bool:
    """Tell whether the words beside a figure are those of its key, for keys that are easily guessed wrong."""
    must = rule.data["must"].get(one.q.key)
    return must is None or rule.compiled(must).search(one.around) is not None


def _differ(scopes: Scopes, rule: Rule, a: Told, b: Told) -> bool:
    """Tell whether two figures of one name contradict each other."""
    beside = a.sentence == b.sentence and not _named_twice(rule, a, b)
    if beside or may_meet(a, b) or not scopes.same(a, b):
        return False
    last, narrow = rule.compiled(rule.data["last"]), rule.compiled(rule.data["narrow"])
    whole = rule.compiled(rule.data["all"])
    leads = [QUOTED.sub("", scopes.lead(one)) for one in (a, b)]
    years = {year for lead in leads if (year := _year(lead))}
    if len(years) > 1 or any(last.search(lead) for lead in leads):
        return False
    return all(
        whole.search(one.before) or not narrow.search(lead) for one, lead in zip((a, b), leads, strict=True)
    )


def _named_twice(rule: Rule, a: Told, b: Told) -> bool:
    """Tell whether one sentence tells one thing twice: 全国政协采用38篇，……信息中全国政协采用48篇."""
    name = core(rule, a)
    same = len(name) >= NOUN and core(rule, b).endswith(name) and a.q.key == b.q.key
    return same and a.q.key in rule.data["sure"]


def _year(lead: str) -> str:
    """Return the last year written out before a figure, "" without one."""
    found = re.findall("(?:19|20)[0-9]{2}年", lead)
    return str(found[-1]) if found else ""


def _hit(manuscript: Manuscript, rule: Rule, a: Told, b: Told) -> Hit:
    where = "前面" if a.paragraph == b.paragraph else f"前面第{manuscript.block_at(a.q.offset).number + 1}段"
    message = f"“{b.words}”与{where}的“{a.words}”不一致"
    alike = core(rule, a) == core(rule, b) and len(core(rule, a)) >= NOUN
    sure = alike and a.q.key == b.q.key and a.q.key in rule.data["sure"]
    return Hit(b.q.offset, b.q.end, message, severity=Severity.ERROR if sure else None)


def _again(rule: Rule, paragraph: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Find 立案420件，……立案的394件: what is spoken of again, and nothing before it has that number."""
    for index, one in enumerate(paragraph):
        match = rule.compiled(rule.data["again"]).search(one.before)
        if match is None or not one.exact:
            continue
        before = [other for other in paragraph[:index] if other.unit == one.unit]
        named = [other for other in before if match["what"] in other.before[-8:] and other.exact]
        if named and not any(other.value == one.value for other in before):
            yield one, named[-1]


def _committees(manuscript: Manuscript, rule: Rule, said: Sequence[Told]) -> Iterator[Hit]:
    """七委一室 and 八个专门委员会."""
    row = rule.data["spoken"]
    mentions = [
        (match.start(), match.end(), numerals.parse_chinese(match["n"]))
        for match in rule.compiled(row["find"]).finditer(manuscript.text)
    ]
    counted = [(o.q.offset, o.q.end, int(o.value)) for o in said if o.q.key == row["key"] and o.exact]
    for first, second in itertools.pairwise(mentions):
        if first[2] != second[2]:
            yield _unlike(manuscript, first, second)
    for mention in mentions[:1]:
        for figure in counted[:1]:
            if figure[2] != mention[2]:
                yield _unlike(manuscript, *sorted((mention, figure)))


def _unlike(manuscript: Manuscript, a: tuple[int, int, int | None], b: tuple[int, int, int | None]) -> Hit:
    words, before = (manuscript.text[one[0] : one[1]] for one in (b, a))
    return Hit(b[0], b[1], f"“{words}”与前面的“{before}”不一致")
