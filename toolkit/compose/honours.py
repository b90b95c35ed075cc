"""The honours list (光荣榜): titles with counted entries, works, names in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.compose.markup import mark
from toolkit.text import padded_name

STROKES = "按姓氏笔画"
COLUMNS = {"units": 3, "people": 5}
PERSON = 4


def honour_lines(honours: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield (kind, marked text) of every paragraph; counts are computed, never typed.

    Kinds: heading2 and heading3 for titles, `work` and `work_by`, `units` and `people` for rows
    of names parted by tabs.
    """
    for number, row in enumerate(honours):
        origin = f"honours[{number}]"
        groups = row.get("groups") or []
        total = len(row.get("works") or row.get("names") or [])
        total = total or sum(len(group["names"]) for group in groups)
        yield "heading2", _title(row, row["title"], total, row["unit"], origin)
        yield from _works(row.get("works") or [], origin)
        yield from _names(row.get("names") or [], row.get("sort", ""), origin)
        for index, group in enumerate(groups):
            below = f"{origin}.groups[{index}]"
            yield "heading3", _title(group, group["title"], len(group["names"]), row["unit"], below)
            yield from _names(group["names"], group.get("sort", ""), below)


def _title(row: Mapping[str, Any], title: str, count: int, unit: str, origin: str) -> str:
    """GB/T practice: the count, and the order where it is one, in brackets behind the title."""
    order = f"，{STROKES}排序" if row.get("sort") == STROKES else ""
    return f"{mark(origin, title)}（{mark(f'{origin}.count', str(count))}{unit}{order}）"


def _works(works: Sequence[Mapping[str, Any]], origin: str) -> Iterator[tuple[str, str]]:
    for number, work in enumerate(works):
        place = f"{origin}.works[{number}]"
        yield "work", mark("numbering", f"{number + 1}.") + mark(place, work["title"])
        people = "、".join(padded_name(name) for name in work["by"])
        yield "work_by", "■ 提案者：" + mark(f"{place}.by", people)


def _names(names: Sequence[str], order: str, origin: str) -> Iterator[tuple[str, str]]:
    """Yield rows of names; four characters and fewer are people, padded to three."""
    if not names:
        return
    if order == STROKES:
        from toolkit.strokes import sort_by_surname_strokes

        names = sort_by_surname_strokes(names)
    people = all(len(name) <= PERSON for name in names)
    kind = "people" if people else "units"
    shown = [padded_name(name) for name in names] if people else list(names)
    width = COLUMNS[kind]
    for start in range(0, len(shown), width):
        yield kind, mark(f"{origin}.names", "\t".join(shown[start : start + width]))
