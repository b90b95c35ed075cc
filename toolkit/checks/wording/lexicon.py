"""Two characters that are no word, beside no word, and sound like one: what a slip makes of a common word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording.alike import SetPhrases, set_phrases
from toolkit.pack.pack import Pack

TABLE = "lexicon.yaml"
BEFORE = 6


@dataclass(frozen=True)
class Lexicon:
    """Words of two characters.

    Attributes:
        pairs: which characters may follow one, in a word or inside a longer one.
        by_front: common words by their first character, `by_back` by their last.
        free: characters that often stand as words by themselves.
    """

    pairs: Mapping[str, frozenset[str]]
    by_front: Mapping[str, list[str]]
    by_back: Mapping[str, list[str]]
    free: frozenset[str]

    def joined(self, one: str, other: str) -> bool:
        """Tell whether two characters in a row are, or lie in, a word."""
        return other in self.pairs.get(one, ())

    def meant(self, words: str, known: SetPhrases) -> list[str]:
        """Return the common words that two characters miss by one that sounds or looks alike."""
        first, last = words[0], words[1]
        found = []
        if last not in self.free:
            found += [word for word in self.by_front.get(first, ()) if known.alike(word[1], last)]
        if first not in self.free:
            found += [word for word in self.by_back.get(last, ()) if known.alike(word[0], first)]
        return found


@lru_cache(maxsize=4)
def lexicon(pack: Pack) -> Lexicon:
    """Return the words of a pack, read once."""
    data: Mapping[str, str] = pack.mapping(TABLE)
    by_front: dict[str, list[str]] = defaultdict(list)
    by_back: dict[str, list[str]] = defaultdict(list)
    for word in data["words"].split():
        by_front[word[0]].append(word)
        by_back[word[1]].append(word)
    pairs = {row[0]: frozenset(row[1:]) for row in data["pairs"].split()}
    free = frozenset("".join(data["free"].split()))
    return Lexicon(pairs, dict(by_front), dict(by_back), free)


def no_words(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find two characters in no word that are one sound away from a common word.

    `data` of the rule: run (pattern of the stretches looked at: names in a list are too short to be one),
    fine (pattern of what may stand so), named (pattern before a person's name).
    """
    known, words, text = set_phrases(manuscript.pack), lexicon(manuscript.pack), manuscript.text
    fine, named = rule.compiled(rule.data["fine"]), rule.compiled(rule.data["named"])
    for run in rule.compiled(rule.data["run"]).finditer(text):
        for at in _loose(words, text, *run.span()):
            meant = words.meant(text[at : at + 2], known)
            if not meant or fine.search(text[max(run.start(), at - 2) : at + 4]):
                continue
            if named.search(text[max(0, at - BEFORE) : at]):
                continue
            shown = "”“".join(meant[:3])
            said = f"“{text[at : at + 2]}”不成词，是不是“{shown}”"
            yield Hit(at, at + 2, said, meant[0] if len(meant) == 1 else "")


def _loose(words: Lexicon, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where two characters stand in a stretch that belong to no word on either side."""
    before = False
    here = start + 1 < end and words.joined(text[start], text[start + 1])
    for at in range(start, end - 1):
        behind = at + 2 < end and words.joined(text[at + 1], text[at + 2])
        if not (before or here or behind):
            yield at
        before, here = here, behind


def doubled_inside(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a word one of whose characters is there twice: 机机制, 献策策.

    `data` of the rule: twice (pattern of a doubled character), fine (what may stand doubled).
    """
    words, text = lexicon(manuscript.pack), manuscript.text
    fine = rule.compiled(rule.data["fine"])
    for match in rule.compiled(rule.data["twice"]).finditer(text):
        char, start, end = match[1], match.start(), match.end()
        if words.joined(char, char) or fine.search(text[max(0, start - 2) : end + 2]):
            continue
        before = words.joined(text[start - 1 : start], char)
        behind = words.joined(char, text[end : end + 1])
        if before != behind and (before or char not in words.free):
            yield Hit(start, end, f"“{char}”写了两遍", char)
