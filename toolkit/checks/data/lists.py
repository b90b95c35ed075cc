"""Counts against what is listed: 甲、乙、丙等2家, 3家单位（甲、乙）, 优秀提案（12件） with eleven below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.data.told import Told, told
from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.decompose.honours import Honours

TOLD = re.compile(r"[^。；\n：（()）]{0,20}分别[是为]([^，。；：\n（()）0-9]{4,200})[。；\n]")
REACH = 200
LEAST = 2
ITEM = re.compile(r"、|以及|[和及与](?=[^、和及与]{2,20}\Z)")
MARKS = re.compile("[、，,；;]|以及|和|及|与")
BRACKET = re.compile(r"[^，。；\n（()）]{0,12}[（(]([^（()）\n]{2,200})[)）]")
COLON = re.compile(r"[^，。；\n：（()）]{0,10}(?:：|分别[是为]|，即)([^，。；：\n（()）0-9]{4,200})[。；\n]")


def list_count_mismatch(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a number that is not that of the names before it, or behind it in brackets."""
    for one in told(manuscript):
        if not one.exact or one.q.kind != "count" or one.unit not in rule.data["units"]:
            continue
        ways = (_before, _behind, _told)
        found = next((way for find in ways if (way := find(rule, manuscript.text, one))), None)
        if found is not None:
            names, is_open = found
            if names > one.value or (not is_open and names < one.value):
                message = (
                    f"写作“{one.q.text}”，列出的是{names}{'' if one.unit in rule.data['whole'] else one.unit}"
                )
                yield Hit(one.q.offset, one.q.end, message, severity=_grave(one, names))


def _grave(one: Told, names: int) -> Severity | None:
    """A list that misses its number by far may be no list of what is counted."""
    return None if names > LEAST and abs(names - one.value) <= 2 else Severity.WARNING


def _before(rule: Rule, text: str, one: Told) -> tuple[int, bool] | None:
    """Return how many names stand before a number, and whether 等 says that there are more."""
    line = max(text.rfind("\n", 0, one.q.offset) + 1, one.q.offset - REACH)
    row = re.split("[，。；：！？（）()“”《》]", text[line : one.q.offset])[-1].rstrip()
    is_open = row.endswith("等")
    items = [item for item in ITEM.split(row.removesuffix("等")) if item]
    if "、" not in row or len(items) < LEAST:
        return None
    names = rule.compiled(rule.data["names"])
    if not all(names.search(item) and len(item) <= int(rule.data["longest"]) for item in items):
        return None
    nested = len(items) != row.count("、") + 1 and len(ITEM.split(items[-1])) > 1
    return None if nested else (len(items), is_open)


def _behind(rule: Rule, text: str, one: Told) -> tuple[int, bool] | None:
    """Return how many names stand in the brackets, or behind the colon, that follow a number."""
    for form in (BRACKET, COLON):
        if (match := form.match(text, one.q.end)) is None:
            continue
        items = [item.strip() for item in MARKS.split(match[1])]
        if len(items) < LEAST or min(map(len, items)) < LEAST or re.search("[0-9]", match[1]):
            return None
        names = rule.compiled(rule.data["listed"])
        if all(names.search(item) for item in items):
            return len(items), match[1].rstrip().endswith(("等", "等等"))
    return None


def _told(rule: Rule, text: str, one: Told) -> tuple[int, bool] | None:
    """Return how many items 分别是 tells; one item may hold a 和 of its own."""
    match = TOLD.match(text, one.q.end)
    if match is None or "、" not in match[1] or one.unit in rule.data["apart"]:
        return None
    items = match[1].split("、")
    joined = re.search("[^和及与]{2}[和及与][^和及与]{2}", items[-1]) is not None
    if joined and len(items) + 1 == one.value:
        return None
    return len(items), items[-1].endswith(("等", "等等"))


def honours_miscounted(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a list of honours whose title states another number than it has entries."""
    for honours in manuscript.apart.honours:
        if honours.stated is None or honours.stated == len(honours.entries):
            continue
        block = manuscript.blocks[honours.at]
        place = _stated(block.text, honours)
        if place is not None:
            off = abs(honours.stated - len(honours.entries))
            near = off <= max(int(rule.data["near"]), honours.stated // 10)
            message = f"“{honours.title}”写明{honours.stated}，实际列出{len(honours.entries)}"
            start, end = block.start + place[0], block.start + place[1]
            yield Hit(start, end, message, severity=None if near else Severity.WARNING)


def _stated(text: str, honours: Honours) -> tuple[int, int] | None:
    """Return where a list's title states its number."""
    match = re.search(rf"(?<![0-9]){honours.stated}\s?[^\s，。（）()]?", text)
    if match is None:
        match = re.search(r"[（(]([〇零一二两三四五六七八九十百]+[^\s，。（）()]?)", text)
        return match.span(1) if match else None
    return match.span()
