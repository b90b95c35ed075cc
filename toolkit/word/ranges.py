"""Ranges between two markers: bookmarks, comments, moves, permissions. They may reach beyond a block."""

from __future__ import annotations

from typing import Any

from toolkit.word.package import W

# The element that begins a range, and the one that ends it; both have the range's id.
RANGES = {
    f"{W}{name}Start": f"{W}{name}End"
    for name in ("bookmark", "commentRange", "moveFromRange", "moveToRange", "perm")
}
MARKERS = {*RANGES, *RANGES.values()}


def orphans(element: Any) -> list[Any]:
    """Return the markers in an element whose other end is outside."""
    out = []
    for start, end in RANGES.items():
        starts = {e.get(f"{W}id"): e for e in element.iter(start)}
        ends = {e.get(f"{W}id"): e for e in element.iter(end)}
        out += [e for id_, e in starts.items() if id_ not in ends]
        out += [e for id_, e in ends.items() if id_ not in starts]
    return out


def whole(element: Any) -> list[Any]:
    """Return the markers of the ranges that begin and end in an element."""
    outside = orphans(element)
    return [marker for marker in element.iter(*MARKERS) if marker not in outside]
