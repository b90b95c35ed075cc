"""The honours list (光荣榜): titles with counted entries, works, names in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.compose.markup import mark
from toolkit.text import padded_name

STROKES = "按姓氏笔画"
PERSON = 4
Rows = list[list[str]]


def honour_lines(
    honours: Sequence[Mapping[str, Any]], lists: Mapping[str, Any]
) -> Iterator[tuple[str, str | Rows]]:
    """Yield (kind, marked text) of headings and (kind, marked cells) of lists; counts are computed.

    Kinds: heading2 and heading3, and the lists `works`, `units` and `people` of the layout, whose
    columns `lists` has.
    """
    for number, row in enumerate(honours):
        origin = f"honours[{number}]"
        groups = row.get("groups") or []
        total = len(row.get("works") or row.get("names") or [])
        total = total or sum(len(group["names"]) for group in groups)
        yield "heading2", _title(row, row["title"], total, row["unit"], origin)
        if row.get("works"):
            yield "works", _works(row["works"], origin)
        if row.get("names"):
            yield _names(row["names"], row.get("sort", ""), origin, lists)
        for index, group in enumerate(groups):
            below = f"{origin}.groups[{index}]"
            yield "heading3", _title(group, group["title"], len(group["names"]), row["unit"], below)
            yield _names(group["names"], group.get("sort", ""), below, lists)


def _title(row: Mapping[str, Any], title: str, count: int, unit: str, origin: str) -> str:
    """GB/T practice: the count, and the order where it is one, in brackets behind the title."""
    order = f"，{STROKES}排序" if row.get("sort") == STROKES else ""
    return f"{mark(origin, title)}（{mark(f'{origin}.count', str(count))}{unit}{order}）"


def _works(works: Sequence[Mapping[str, Any]], origin: str) -> Rows:
    rows = []
    for number, work in enumerate(works):
        place = f"{origin}.works[{number}]"
        people = "、".join(padded_name(name) for name in work["by"])
        rows.append([mark("numbering", f"{number + 1}.") + mark(place, work["title"])])
        rows.append(["■ 提案者：" + mark(f"{place}.by", people)])
    return rows


def _names(names: Sequence[str], order: str, origin: str, lists: Mapping[str, Any]) -> tuple[str, Rows]:
    """Return rows of names, the last filled up; four characters and fewer are people, padded to three."""
    if order == STROKES:
        from toolkit.strokes import sort_by_surname_strokes

        names = sort_by_surname_strokes(names)
    people = all(len(name) <= PERSON for name in names)
    kind = "people" if people else "units"
    shown = [mark(f"{origin}.names", padded_name(name) if people else name) for name in names]
    width = int(lists[kind]["columns"])
    shown += [""] * (-len(shown) % width)
    return kind, [shown[start : start + width] for start in range(0, len(shown), width)]
