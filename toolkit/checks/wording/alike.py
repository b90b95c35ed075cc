"""Set phrases, and characters that sound or look alike: what a slip of the keyboard makes of a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.pack.pack import Pack

TABLE = "set-phrases.yaml"
LENGTH = 4


@dataclass(frozen=True)
class SetPhrases:
    """Phrases of four characters, by their first and last two, and what is mistaken for what."""

    words: frozenset[str]
    doubtful: frozenset[str]
    fine: frozenset[str]
    by_front: dict[str, list[str]]
    by_back: dict[str, list[str]]
    groups: dict[str, frozenset[int]]

    def alike(self, one: str, other: str) -> bool:
        """Tell whether two characters sound or look alike."""
        return not self.groups.get(one, frozenset()).isdisjoint(self.groups.get(other, frozenset()))

    def meant(self, words: str) -> str:
        """Return the set phrase that four characters miss by one that sounds or looks alike, else ""."""
        if words in self.words or words in self.fine:
            return ""
        near = [*self.by_front.get(words[:2], []), *self.by_back.get(words[2:], [])]
        for phrase in near:
            wrong = [at for at in range(LENGTH) if words[at] != phrase[at]]
            if len(wrong) == 1 and self.alike(words[wrong[0]], phrase[wrong[0]]):
                return phrase
        return ""


@lru_cache(maxsize=4)
def set_phrases(pack: Pack) -> SetPhrases:
    """Return the set phrases of a pack, read once."""
    data: Mapping[str, str] = pack.mapping(TABLE)
    words = frozenset(data["words"].split())
    by_front: dict[str, list[str]] = defaultdict(list)
    by_back: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words):
        by_front[word[:2]].append(word)
        by_back[word[2:]].append(word)
    groups: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate([*data["sounds"].split(), *data["shapes"].split()]):
        for char in group:
            groups[char].add(number)
    frozen = {char: frozenset(numbers) for char, numbers in groups.items()}
    doubtful, fine = frozenset(data["doubtful"].split()), frozenset(data["fine"].split())
    return SetPhrases(words, doubtful, fine, dict(by_front), dict(by_back), frozen)
