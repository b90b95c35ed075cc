"""What a pattern cannot do without: words one of which stands in every text that it matches.

A rule's file has hundreds of patterns, a text matches few of them. Looking for a word takes a hundredth of
the time of compiling a pattern and a tenth of searching for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

QUANTIFIER = re.compile(r"(?:([?*])|(\+)|\{(\d*)(?:,\d*)?\})[?+]?")
CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
OPENING = re.compile(r"\((?:\?(?::|P<[^\W\d]\w*>|(?P<around><?[=!])))?")
PLAIN_ESCAPES = frozenset("dDsSwWbBAZ0123456789nrtfv")
Words = frozenset[str]
NONE: Words = frozenset()


class _Unsure(Exception):
    """The pattern has something that is not understood here, or is none."""


def needles(pattern: str) -> Words:
    """Return words one of which every match of a pattern has; none where that is not sure."""
    reader = _Reader(pattern)
    try:
        found = reader.alternatives()
    except _Unsure:
        return NONE
    return found if reader.at == len(pattern) else NONE


def _best(candidates: Iterable[Words]) -> Words:
    """Return the words that are the least likely to stand in a text: the longest, of equals the fewest."""
    return max(candidates, key=lambda words: (min(map(len, words)), -len(words)), default=NONE)


class _Reader:
    """A regular expression, read from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> Words:
        """Read up to the end of a group or of the pattern."""
        branches = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            branches.append(self._sequence())
        return NONE.union(*branches) if all(branches) else NONE

    def _sequence(self) -> Words:
        candidates: list[Words] = []
        run = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            literal, inner = self._atom()
            least, repeated = self._repeats()
            if literal and least and not repeated:
                run += literal
                continue
            candidates += [frozenset({run + literal * bool(least)})] if run + literal * bool(least) else []
            candidates += [inner] if inner and least else []
            run = ""
        return _best([*candidates, frozenset({run})] if run else candidates)

    def _atom(self) -> tuple[str, Words]:
        """Read one thing: the character that it stands for, or the words that it must have."""
        sign = self.pattern[self.at]
        if sign == "(":
            return "", self._group()
        if sign == "[":
            return "", self._skip(CLASS)
        self.at += 1
        if sign in ".^$":
            return "", NONE
        if sign == "\\":
            return self._escape(), NONE
        if sign in "?*+":
            raise _Unsure
        return sign, NONE

    def _escape(self) -> str:
        sign = self.pattern[self.at : self.at + 1]
        self.at += 1
        if not sign or (sign.isascii() and sign.isalnum() and sign not in PLAIN_ESCAPES):
            raise _Unsure
        return "" if sign in PLAIN_ESCAPES else sign

    def _group(self) -> Words:
        opening = OPENING.match(self.pattern, self.at)
        if opening is None or self.pattern.startswith("?", opening.end()):
            raise _Unsure
        self.at = opening.end()
        inner = self.alternatives()
        if not self.pattern.startswith(")", self.at):
            raise _Unsure
        self.at += 1
        return NONE if opening["around"] else inner

    def _skip(self, thing: re.Pattern[str]) -> Words:
        match = thing.match(self.pattern, self.at)
        if match is None:
            raise _Unsure
        self.at = match.end()
        return NONE

    def _repeats(self) -> tuple[int, bool]:
        """Read how often the thing before stands: at least, and whether that is told at all."""
        match = QUANTIFIER.match(self.pattern, self.at)
        if match is None or match[0] == "{}":
            return 1, False
        self.at = match.end()
        if match[1]:
            return 0, True
        return (1 if match[2] else int(match[3] or 0)), True
