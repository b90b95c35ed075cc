"""Near misses: a formulation or set phrase with one character wrong, missing or too many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.spared import curled
from toolkit.checks.wording.alike import LENGTH, SetPhrases, set_phrases
from toolkit.checks.wording.formulations import miswritten, rows, standing
from toolkit.checks.wording.terms import misspelt_terms
from toolkit.pack.pack import Pack
from toolkit.text import standings

HAN = re.compile(rf"[\u4e00-\u9fff]{{{LENGTH},}}")
HAN_CHAR = re.compile(r"[\u4e00-\u9fff]")
CLAUSE = re.compile(r"[，。；、：“”‘’《》]+")
DIGIT = re.compile(r"[\d〇一二三四五六七八九十两]")
EDGE = 2  # characters at both ends of a formulation within which another character is another word


def misspelt(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find set phrases and terms with a wrong character that sounds or looks like the right one.

    Titles and quotations may play with a set phrase, not with a term.
    """
    known, text = set_phrases(manuscript.pack), manuscript.text
    front, back = known.by_front, known.by_back
    for run in HAN.finditer(text):
        for at in range(run.start(), run.end() - LENGTH + 1):
            if text[at : at + 2] not in front and text[at + 2 : at + LENGTH] not in back:
                continue
            words = text[at : at + LENGTH]
            meant = known.meant(words)
            if meant and not _crosses(known, text, at) and not manuscript.spared.covers(at, at + LENGTH):
                severity = Severity.WARNING if words in known.doubtful else None
                yield Hit(at, at + LENGTH, f"“{words}”应为“{meant}”", meant, severity)
    yield from misspelt_terms(manuscript)


def _crosses(known: SetPhrases, text: str, at: int) -> bool:
    """Tell whether a set phrase rightly written shares two or more characters with a stretch."""
    near = (text[first : first + LENGTH] for first in range(max(0, at - 2), at + 3) if first != at)
    return any(words in known.words for words in near)


@dataclass(frozen=True)
class Needle:
    """A wording to look for near misses of; `sure` where it is verified and long."""

    text: str
    sure: bool


@lru_cache(maxsize=8)
def needles(
    pack: Pack, least: int, long: int, categories: tuple[str, ...], also: tuple[str, ...] = ()
) -> tuple[Needle, ...]:
    """Return the long formulations, the long clauses of them and others, each once, the longest first."""
    found: dict[str, bool] = {text: len(text) >= long for text in also}
    for row in rows(pack):
        if row.get("pattern") or row["category"] not in categories:
            continue
        for whole in (row["canonical"], *row["variants"]):
            for text in (whole, *CLAUSE.split(whole)):
                if len(text) >= least and "{" not in text:
                    found[text] = found.get(text, False) or (bool(row["verified"]) and len(text) >= long)
    ordered = sorted(found, key=lambda text: (-len(text), text))
    return tuple(Needle(text, found[text]) for text in ordered)


def slips(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find formulations that miss one of the table by one character.

    `data` of the rule: least (shortest wording), long (from which it may be an error), light
    (characters whose coming or going is only doubtful), heavy (from which length that is told), joints
    (whose difference is none), categories, also (more wordings), fine (right as
    they stand).
    """
    data = rule.data
    taken = [(start, end) for start, end, _ in miswritten(manuscript)]
    text = curled(manuscript.text)
    shapes = int(data["least"]), int(data["long"]), tuple(data["categories"]), tuple(data["also"].split())
    for needle in needles(manuscript.pack, *shapes):
        for start, end in near_misses(text, needle.text):
            free = all(end <= first or last <= start for first, last in taken)
            if not free or _right(text, manuscript.pack, data, start, end):
                continue
            if hit := _judged(text, manuscript.pack, data, needle, start, end):
                taken.append((start, end))
                yield hit


def near_misses(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are one character off a needle, or two beside each other.

    One half of the needle is whole then: the halves are looked for, the other half compared.
    """
    half = len(needle) // 2
    front, back = needle[:half], needle[half:]
    for at in standings(text, front):
        for size in _one_off(text, at + half, back):
            yield at, at + half + size
    turned, gone = text[::-1], front[::-1]
    for at in standings(text, back):
        for size in _one_off(turned, len(text) - at, gone):
            yield at - size, at + len(back)


def _one_off(text: str, at: int, rest: str) -> Iterator[int]:
    """Yield the lengths of what stands at a place where it is `rest` but for one character, or two."""
    same = 0
    while same < len(rest) and text[at + same : at + same + 1] == rest[same]:
        same += 1
    if same == len(rest):
        return
    for read, meant in ((1, 0), (0, 1), (1, 1)):
        if text.startswith(rest[same + meant :], at + same + read):
            yield same + read + len(rest) - same - meant
    if same + 1 < len(rest) and text.startswith(rest[same + 2 :], at + same + 2):
        yield len(rest)


def _right(text: str, pack: Pack, data: Mapping[str, Any], start: int, end: int) -> bool:
    """Tell whether a stretch is, or lies in, a wording that is right as it stands."""
    words = text[start:end]
    for right in (*standing(pack), *data["fine"], *data["also"].split()):
        inside = right.find(words)
        if inside >= 0 and text.startswith(right, start - inside):
            return True
    return "\n" in words


def _judged(
    text: str, pack: Pack, data: Mapping[str, Any], needle: Needle, start: int, end: int
) -> Hit | None:
    """Return what is to be told of a near miss; nothing where it is as good."""
    words, right = text[start:end], needle.text
    first, gone, come = _difference(words, right)
    mark = all(not HAN_CHAR.match(char) or char in data["joints"] for char in gone + come)
    light = any(char in data["light"] for char in gone + come)
    if mark or DIGIT.search(gone + come) or (light and len(right) < int(data["heavy"])):
        return None
    other = bool(gone and come and sorted(gone) != sorted(come))
    known = set_phrases(pack)
    alike = other and all(known.alike(*pair) for pair in zip(gone, come, strict=False))
    if other and len(gone + come) > 2 and not (alike and len(gone) == len(come)):
        return None
    room = min(first, len(right) - first - len(gone))
    if room < (EDGE if other else 1) and not alike:
        return None
    more = (
        bool(come)
        and not gone
        and come not in words[max(0, first - 1) : first] + words[first + 1 : first + 2]
    )
    sure = needle.sure and not light and not more and (alike or not other)
    message = f"与固定提法只差一个字，规范写法：{right}"
    return Hit(start, end, message, right, Severity.ERROR if sure else Severity.WARNING)


def _difference(words: str, right: str) -> tuple[int, str, str]:
    """Return where two wordings part, what is missing of the right one, what stands there instead."""
    shared = min(len(words), len(right))
    first = 0
    while first < shared and words[first] == right[first]:
        first += 1
    last = 0
    while last < shared - first and words[-1 - last] == right[-1 - last]:
        last += 1
    return first, right[first : len(right) - last], words[first : len(words) - last]
