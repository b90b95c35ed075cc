"""Fixed labels and the words that go with them: 增强“四个意识”, “五位一体”总体布局."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording.formulations import miswritten
from toolkit.pack.pack import Pack

TABLE = "labels.yaml"
MARKS = ('"', "“", "”", "‘", "’")


@dataclass(frozen=True)
class Label:
    """A label and what goes with it.

    Attributes:
        name: the label without its marks.
        verbs: verbs that may stand before it, of those that are looked for.
        nouns: nouns that may stand behind it, likewise.
        say: the usual wording, to be told.
        find: the label with a verb and a noun, if there are any.
    """

    name: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    say: str
    find: re.Pattern[str]


@dataclass(frozen=True)
class Labels:
    """All labels; `owned` are the verbs and nouns that go with one of them."""

    every: tuple[Label, ...]
    owned: frozenset[str]


@lru_cache(maxsize=4)
def labels(pack: Pack) -> Labels:
    """Return the labels of a pack, read once."""
    data = pack.mapping(TABLE)
    rows = data["labels"]
    verbs, nouns = (_either(data[key], (row[key] for row in rows)) for key in ("verbs", "nouns"))
    every = tuple(_label(row, verbs, nouns, data["between"]) for row in rows)
    return Labels(every, frozenset().union(*(label.verbs | label.nouns for label in every)))


def _either(shared: str, others: Iterable[str]) -> str:
    """Return a pattern of words, the longest first."""
    words = {word for text in (shared, *others) for word in text.split()}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


def _label(row: Mapping[str, Any], verbs: str, nouns: str, between: str) -> Label:
    name = f'(?P<label>[“‘"]?{row["label"]}[”’"]?)'
    find = re.compile(f"(?:(?P<verb>{verbs}))?{name}(?:{between}(?P<noun>{nouns}))?")
    return Label(
        row["label"], frozenset(row["verbs"].split()), frozenset(row["nouns"].split()), row["say"], find
    )


def ill_matched(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a label with a verb or a noun that goes with another; one that goes with none is a doubt."""
    told = [(start, end) for start, end, _ in miswritten(manuscript)]
    known = labels(manuscript.pack)
    for label in known.every:
        if label.name not in manuscript.text:
            continue
        for match in label.find.finditer(manuscript.text):
            hit = _judged(label, match, known.owned)
            if hit and all(hit.end <= first or last <= hit.start for first, last in told):
                yield hit


def _judged(label: Label, match: re.Match[str], owned: frozenset[str]) -> Hit | None:
    """Return what is wrong with the words beside a label; the noun is told before the verb."""
    marked = match["label"].startswith(MARKS) and match["label"].endswith(MARKS)
    verb, noun = match["verb"], match["noun"]
    if noun and noun not in label.nouns:
        said = f"“{label.name}”后面不配“{noun}”，通行说法：{label.say}"
        sure = None if marked and noun in owned else Severity.WARNING
        return Hit(match.start("label"), match.end("noun"), said, severity=sure)
    if verb and verb not in label.verbs:
        said = f"“{verb}”不配“{label.name}”，通行说法：{label.say}"
        sure = None if marked and verb in owned else Severity.WARNING
        return Hit(match.start("verb"), match.end("label"), said, severity=sure)
    return None
