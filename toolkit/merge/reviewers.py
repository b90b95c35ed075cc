"""Edits of several reviewers of one paragraph: what all can have, and where they cross each other.

The unit is the sentence. One that a single reviewer changed is changed as they wish; one that
several changed alike is one change of them all; where they differ the first one's stands.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.merge.plan import Edit, revised
from toolkit.merge.texts import SEPARATOR, sentences

CLOSED = ("。", "！", "？", "；", "”", "’", "」", "』", "）", "》")


@dataclass(frozen=True)
class Cluster:
    """Neighbouring sentences that the same reviewers changed.

    `texts` is what each makes of the stretch; `edits` are those of the first, whose names are
    `names` together with all who agree.
    """

    start: int
    end: int
    edits: tuple[Edit, ...]
    names: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def others(self) -> dict[str, str]:
        """What those who do not agree with the first make of it."""
        return {name: text for name, text in self.texts.items() if name not in self.names}


def combined(text: str, edits: Mapping[str, Sequence[Edit]]) -> list[Cluster]:
    """Return the clusters of a paragraph's edits in order; reviewers come in the order of the mapping."""
    ends = [end for _, end in sentences(text)]
    stretches = sorted(
        (*_stretch(edit, ends, text), name, n, edit)
        for name, rows in edits.items()
        for n, edit in enumerate(rows)
    )
    clusters: list[Cluster] = []
    open_: list[tuple[str, Edit]] = []
    start = stop = -1
    for first, last, name, _, edit in stretches:
        if open_ and (first < stop or (first, last) == (start, stop)):
            stop = max(stop, last)
        else:
            if open_:
                clusters.append(_cluster(text, start, stop, open_, list(edits)))
            open_, start, stop = [], first, last
        open_.append((name, edit))
    if open_:
        clusters.append(_cluster(text, start, stop, open_, list(edits)))
    return [part for cluster in clusters for part in _apart(cluster)]


def _apart(cluster: Cluster) -> list[Cluster]:
    """New sentences at one place do not cross each other: all are taken, the same one once."""
    if cluster.start < cluster.end or not all(_whole(text, "") for text in cluster.texts.values()):
        return [cluster]
    names: dict[str, tuple[str, ...]] = {}
    for name, text in cluster.texts.items():
        names[text] = (*names.get(text, ()), name)
    at = cluster.start
    return [Cluster(at, at, (Edit(at, at, text),), by, dict.fromkeys(by, text)) for text, by in names.items()]


def _stretch(edit: Edit, ends: Sequence[int], text: str) -> tuple[int, int]:
    """Return the sentences that an edit touches; a new sentence between two touches neither."""
    starts = [0, *ends]
    if edit.start == edit.end and edit.start in (0, *ends) and _whole(edit.text, text[: edit.start]):
        return edit.start, edit.start
    open_end = edit.start == len(text) or not text[: edit.start].endswith(CLOSED)
    if edit.start == edit.end and edit.start in ends and open_end:  # it goes on with the sentence before
        return starts[bisect_left(ends, edit.start)], edit.start
    first = starts[max(0, bisect_right(starts, edit.start) - 1)]
    last = ends[min(len(ends) - 1, bisect_left(ends, max(edit.end, edit.start + 1)))] if ends else 0
    return first, max(last, edit.end)


def _whole(new: str, before: str) -> bool:
    closed = not before or before.endswith(CLOSED)
    return closed and new.strip().endswith(CLOSED) and SEPARATOR not in new


def _cluster(
    text: str, start: int, end: int, rows: Sequence[tuple[str, Edit]], order: Sequence[str]
) -> Cluster:
    texts: dict[str, str] = {}
    for name in order:
        own = [Edit(e.start - start, e.end - start, e.text) for by, e in rows if by == name]
        if own:
            texts[name] = revised(text[start:end], own)
    first = next(iter(texts))
    edits = tuple(edit for name, edit in rows if name == first)
    names = tuple(name for name, made in texts.items() if made == texts[first])
    return Cluster(start, end, edits, names, texts)
