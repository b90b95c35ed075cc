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


def gathered(
    faults: Iterable[Fault], words: Callable[[Fault], str], page: Callable[[int], int], *, sure: bool
) -> list[Deviation]:
    """Return one deviation for each cause, in the order of the document.

    Args:
        faults: every place.
        words: the exact words of a place, to be quoted.
        page: the page of a paragraph.
        sure: whether the pages are what the file itself says, and not reckoned.
    """
    causes: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        causes.setdefault((fault.rule, fault.message), []).append(fault)
    found = [_told(places, words, page, sure=sure) for places in causes.values()]
    return sorted(found, key=lambda d: (d.paragraph, d.start, d.rule, d.message))


def _told(
    places: list[Fault], words: Callable[[Fault], str], page: Callable[[int], int], *, sure: bool
) -> Deviation:
    first = min(places, key=lambda fault: (fault.paragraph, fault.start))
    if first.paragraph == WHOLE:
        return Deviation(first.rule, WHOLE, 0, 0, first.message, first.suggestion)
    number = page(first.paragraph)
    quoted = f"“{words(first)}”" if words(first) else ""
    where = f"第 {first.paragraph + 1} 段{quoted}，{'' if sure else '约'}第 {number} 页"
    count = len({fault.paragraph for fault in places})
    more = f"共 {count} 段，首见" if count > 1 else ""
    message = f"{first.message}（{more}{where}）"
    return Deviation(first.rule, first.paragraph, first.start, first.end, message, first.suggestion, number)
