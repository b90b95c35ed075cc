"""What deviates from the standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

WHOLE = -1


@dataclass(frozen=True)
class Fault:
    """One place that deviates: characters `start` to `end` of what is printed of paragraph `paragraph`.

    Faults of one rule with the same `message` have one cause. `paragraph` is `WHOLE` for the document.
    """

    rule: str
    paragraph: int
    start: int
    end: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True)
class Place:
    """What people need to find a fault: its words, the paragraph's style, the page and whether it is sure."""

    words: str
    style: str
    page: int
    sure: bool


@dataclass(frozen=True)
class Deviation:
    """One cause with its first place; `message` names all that a person needs to find it.

    Attributes:
        rule: the rule's id.
        paragraph: number of the paragraph in the document's story, from 0; `WHOLE` for the document.
        start: where the words begin in what `draft text` prints of the paragraph.
        end: where they end there.
        message: a Chinese sentence: what is found, where it is said, what it should be, where it stands.
        suggestion: what to do, where there is more to say.
        page: the page, from 1; 0 for the document.
    """

    rule: str
    paragraph: int
    start: int
    end: int
    message: str
    suggestion: str = ""
    page: int = 0


def gathered(faults: Iterable[Fault], place: Callable[[Fault], Place]) -> list[Deviation]:
    """Return one deviation for each cause, in the order of the document.

    `place` tells where a fault stands.
    """
    causes: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        causes.setdefault((fault.rule, fault.message), []).append(fault)
    found = [_told(faults, place) for faults in causes.values()]
    return sorted(found, key=lambda d: (d.paragraph, d.start, d.rule, d.message))


def _told(faults: list[Fault], place: Callable[[Fault], Place]) -> Deviation:
    first = min(faults, key=lambda fault: (fault.paragraph, fault.start))
    if first.paragraph == WHOLE:
        return Deviation(first.rule, WHOLE, 0, 0, first.message, first.suggestion)
    where = place(first)
    quoted = f"“{where.words}”" if where.words else ""
    style = f"样式“{where.style}”"
    named = f"，{style}" if where.style and style not in first.message else ""
    at = f"第 {first.paragraph + 1} 段{quoted}{named}，{'' if where.sure else '约'}第 {where.page} 页"
    count = len({fault.paragraph for fault in faults})
    message = f"{first.message}（{f'共 {count} 段，首见' if count > 1 else ''}{at}）"
    return Deviation(
        first.rule, first.paragraph, first.start, first.end, message, first.suggestion, where.page
    )
