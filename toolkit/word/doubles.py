"""Bookmarks that a paste doubled: a name and an id may stand once in a document (ECMA-376, 17.13.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from toolkit.word.package import W

Pair = tuple[Any, Any]


def undouble(body: Any, copies: Collection[Any], ids: Iterator[int]) -> set[Any]:
    """Let every bookmark stand once, as Word does when it opens a file; return the w:p changed.

    A doubled name goes from the paragraphs in `copies` (w:p) first, else from the later place; a
    doubled id is renewed from `ids`; an end or a beginning alone goes where its id stands in a pair
    elsewhere. What stands between paragraphs stays as it is.
    """
    whole, halves = _pairs(body)
    pairs = [pair for pair in whole if None not in (_home(pair[0]), _home(pair[1]))]
    pairs.sort(key=lambda pair: _home(pair[0]) in copies)  # a stable sort: the order stays otherwise
    names: set[str] = set()
    taken: set[str] = set()
    changed: set[Any] = set()
    for start, end in pairs:
        name, id_ = start.get(f"{W}name", ""), start.get(f"{W}id", "")
        if name not in names and id_ not in taken:
            names.add(name)
            taken.add(id_)
            continue
        changed |= {_home(start), _home(end)}
        if name in names:
            for mark in (start, end):
                mark.getparent().remove(mark)
            continue
        names.add(name)
        fresh = str(next(ids))
        start.set(f"{W}id", fresh)
        end.set(f"{W}id", fresh)
    paired = {start.get(f"{W}id", "") for start, _ in whole}
    for mark in halves:
        if _home(mark) is not None and mark.get(f"{W}id", "") in paired:
            changed.add(_home(mark))
            mark.getparent().remove(mark)
    return changed


def _pairs(body: Any) -> tuple[list[Pair], list[Any]]:
    """Return the bookmarks with their ends, the nearest of equal ids together, and halves left alone."""
    waiting: dict[str, Any] = {}
    whole: list[Pair] = []
    halves: list[Any] = []
    for mark in body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        id_ = mark.get(f"{W}id", "")
        if mark.tag == f"{W}bookmarkStart":
            halves += [waiting[id_]] if id_ in waiting else []
            waiting[id_] = mark
        elif id_ in waiting:
            whole.append((waiting.pop(id_), mark))
        else:
            halves.append(mark)
    return whole, [*halves, *waiting.values()]


def _home(mark: Any) -> Any:
    return next(mark.iterancestors(f"{W}p"), None)
