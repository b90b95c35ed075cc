"""The phrase bank (语汇): set phrases of the genre, found by words in any order or in spite of a typo.

The bank takes parsed rows and reads no files; `phrase_files` tells which files of a pack hold
them, and `Pack.phrases` reads these.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.errors import ToolkitError, suggest

ROLES = {
    "opener": "起句",
    "transition": "过渡",
    "verb_object": "动宾搭配",
    "four_character": "四字格",
    "parallel": "排比三联",
    "result": "成效",
    "measure": "举措",
    "call": "号召",
}
_FULL_WIDTH = str.maketrans(",;:!?()", "，；：！？（）")
# What a match scores: a phrase found in a better way always stands before one found in a worse.
_EQUAL, _WHOLE, _WORDS, _NOTE, _FUZZY = 1.0, 0.8, 0.6, 0.4, 0.4
# One wrong character in a word of three or a 四字格.
_ALIKE = 0.66


@dataclass(frozen=True)
class Phrase:
    """One set phrase; `start` and `end` are its first and last day of use, where it is dated."""

    id: str
    text: str
    role: str
    functions: tuple[str, ...]
    register: tuple[str, ...] = ()
    fits: str = ""
    limit: int = 1
    seeds: Mapping[str, int] = field(default_factory=dict, hash=False)
    formulation: str = ""
    start: datetime.date | None = None
    end: datetime.date | None = None

    def usable(self, day: datetime.date | None) -> bool:
        """Tell whether a report of `day` may use it; without a day, whether it never runs out."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def uses(self) -> int:
        """How often the seed reports use it, all together."""
        return sum(self.seeds.values())

    @property
    def provenance(self) -> str:
        """Where the phrase comes from, in words for people."""
        seen = "、".join(f"{seed}（{count}次）" for seed, count in sorted(self.seeds.items()))
        parts = [f"见于种子{seen}" if seen else "文种通用语"]
        if self.formulation:
            parts.append(f"固定提法 {self.formulation}")
        return "；".join(parts)


class Match(NamedTuple):
    """A phrase that a search found; `score` is between 0 and 1, and 1 is the phrase itself."""

    phrase: Phrase
    score: float

    @property
    def provenance(self) -> str:
        """Where the phrase comes from, in words for people."""
        return self.phrase.provenance


class PhraseBank(Mapping[str, Phrase]):
    """Set phrases by id, in the order of the rows; a later row replaces an earlier one of its id."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._given = rows
        self._made: dict[str, Phrase] = {}

    @cached_property
    def _rows(self) -> dict[str, Mapping[str, Any]]:
        return {_id(row): row for row in self._given}

    @cached_property
    def _keys(self) -> dict[str, tuple[str, str]]:
        """What is searched: the letters of the text, and of the note with the name of the role."""
        return {
            phrase.id: (_key(phrase.text), _key(phrase.fits + ROLES[phrase.role])) for phrase in self.values()
        }

    def __getitem__(self, key: str) -> Phrase:
        """Return a phrase, made when first asked for: a report uses few of the many."""
        if key not in self._made:
            self._made[key] = _phrase(self._rows[key])
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def candidates(
        self, role: str = "", function: str = "", *, register: str = "", day: datetime.date | None = None
    ) -> list[Phrase]:
        """Return the phrases of a role, function and register that a report of `day` may use.

        Raises:
            ToolkitError: there is no such role.
        """
        return [
            phrase
            for phrase in self._filtered(role, function)
            if phrase.usable(day) and (not register or register in phrase.register)
        ]

    def choose(
        self,
        role: str,
        function: str,
        choice_index: int,
        *,
        register: str = "",
        day: datetime.date | None = None,
    ) -> Phrase | None:
        """Return the candidate that an index picks, going round; None where there is none.

        The index comes from `genre.Choice`, so that the same report is always worded alike.

        Raises:
            ToolkitError: there is no such role.
        """
        found = self.candidates(role, function, register=register, day=day)
        return found[choice_index % len(found)] if found else None

    def search(self, query: str = "", function: str = "", role: str = "", limit: int = 20) -> list[Match]:
        """Return the phrases that fit a query, best first; all of them where it is empty.

        Words stand in any order and punctuation does not count. Before phrases that are merely
        alike come those that contain the whole query, then those that contain all its words,
        then those whose note helps; among equals those that the seeds use more.

        Raises:
            ToolkitError: there is no such role.
        """
        whole = _key(query)
        words = ["".join(run) for letters, run in groupby(_fold(query), str.isalnum) if letters]
        phrases = self._filtered(role, function)
        found = [Match(phrase, self._contained(phrase, whole, words)) for phrase in phrases]
        if whole and sum(match.score > 0 for match in found) < limit:
            found = [
                match if match.score else Match(match.phrase, _alike(words, self._keys[match.phrase.id][0]))
                for match in found
            ]
        found = [match for match in found if match.score > 0]
        # The sort is stable: what is equal stays in the order of the bank.
        found.sort(key=lambda match: (-match.score, -match.phrase.uses))
        return found[: max(0, limit)]

    def _filtered(self, role: str, function: str) -> list[Phrase]:
        role = _role(role)
        return [
            phrase
            for phrase in self.values()
            if role in ("", phrase.role) and (not function or function in phrase.functions)
        ]

    def _contained(self, phrase: Phrase, whole: str, words: Sequence[str]) -> float:
        """Return the score of a phrase that contains the query, or 0."""
        text, note = self._keys[phrase.id]
        if whole == text or not whole:
            return _EQUAL
        share = min(1.0, sum(map(len, words)) / max(1, len(text))) * 0.19
        if whole in text:
            return _WHOLE + share
        inside = [word for word in words if word in text]
        if len(inside) == len(words):
            return _WORDS + share
        if all(word in text or word in note for word in words):
            return _NOTE + 0.19 * len(inside) / len(words)
        return 0.0


def phrase_files(folders: Sequence[Path]) -> list[str]:
    """Return the names, within a pack, of its files of phrases.

    `folders` are those of the pack, the one that counts first, as in `Pack.folders`. The names of
    the built-in pack come first, so that a phrase of a later pack replaces one of the same id.
    """
    names = (f"phrases/{path.name}" for folder in reversed(folders) for path in _yaml_files(folder))
    return list(dict.fromkeys(names))


def full_width(text: str) -> str:
    """Return `text` with full-width punctuation, as phrases are written."""
    return text.translate(_FULL_WIDTH)


def _yaml_files(folder: Path) -> list[Path]:
    return sorted((folder / "phrases").glob("*.yaml"))


def _id(row: Mapping[str, Any]) -> str:
    """Return the id of a row that has all that a phrase must have."""
    missing = [name for name in ("id", "text", "role", "functions") if not row.get(name)]
    if missing:
        known = row.get("id") or row.get("text") or "？"
        raise ToolkitError(f"语汇“{known}”缺少 {'、'.join(missing)}", "补全 phrases/ 里的这一条")
    return str(row["id"])


def _phrase(row: Mapping[str, Any]) -> Phrase:
    return Phrase(
        id=row["id"],
        text=row["text"],
        role=_role(row["role"]),
        functions=tuple(row["functions"]),
        register=tuple(row.get("register", ())),
        fits=row.get("fits", ""),
        limit=row.get("limit", 1),
        seeds=row.get("seeds", {}),
        formulation=row.get("formulation", ""),
        start=_day(row.get("valid_from")),
        end=_day(row.get("valid_until")),
    )


def _role(name: str) -> str:
    """Return the role that a person names in English or in Chinese; no name stays none."""
    if not name or name in ROLES:
        return name
    for role, chinese in ROLES.items():
        if name == chinese:
            return role
    hint = suggest(name, [*ROLES, *ROLES.values()])
    raise ToolkitError(f"没有语汇类别“{name}”", hint or f"可用的类别：{'、'.join(ROLES.values())}")


def _day(text: object) -> datetime.date | None:
    # YAML makes a date of one that stands without quotes.
    return datetime.date.fromisoformat(str(text)) if text else None


def _key(text: str) -> str:
    """Return the letters and digits of `text`: what two ways of writing it have in common."""
    return "".join(c for c in _fold(text) if c.isalnum())


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _alike(words: Sequence[str], text: str) -> float:
    """Return the score of a text in which every word has something like it, or 0."""
    shares = [_share(word, text) for word in words]
    if not shares or min(shares) < _ALIKE:
        return 0.0
    # The mean share decides, then how much of the text the query is; never as good as a real find.
    size = min(1.0, sum(map(len, words)) / max(1, len(text)))
    return _FUZZY * (0.8 * sum(shares) / len(shares) + 0.19 * size)


def _share(word: str, text: str) -> float:
    """Return the share of a word's characters that stand in a text, close together and in order."""
    if word in text:
        return 1.0
    if len(set(word) & set(text)) / len(set(word)) < _ALIKE:
        return 0.0
    # Loaded when nothing else is found.
    from difflib import SequenceMatcher

    blocks = [b for b in SequenceMatcher(None, word, text, autojunk=False).get_matching_blocks() if b.size]
    spread = blocks[-1].b + blocks[-1].size - blocks[0].b
    if max(b.size for b in blocks) < 2 or spread > len(word) + 2:
        return 0.0
    return sum(b.size for b in blocks) / len(word)
