"""What a figure counts, over which time and of which place: whether two figures speak of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.data.told import SENTENCE_END, Told
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.quantities import numerals

SEVERAL_YEARS = "multi_year_review"  # there a figure is of all the years unless it says of which
NOUN = 4  # the fewest characters of a name that says what is counted


class Scopes:
    """The time and the place that figures of a manuscript speak of; the words are in the rule's file."""

    def __init__(self, manuscript: Manuscript, rule: Rule) -> None:
        self._manuscript, self._text = manuscript, manuscript.text
        self._years = rule.compiled(rule.data["years"])
        self._single = rule.compiled(rule.data["single"])
        self._other = rule.compiled(rule.data["other"])

    def lead(self, one: Told) -> str:
        """Return the sentence up to a figure, its own words included."""
        block = self._manuscript.block_at(one.q.offset)
        said = self._text[max(block.start, one.q.offset - 150) : one.q.offset]
        return SENTENCE_END.split(said)[-1]

    def years(self, one: Told) -> str:
        """Return the words that make a figure a sum over several years: 五年来, 近三年; "" for one year.

        The word nearest to the figure counts: 五年来…，今年….
        """
        lead = self.lead(one)
        many = list(self._years.finditer(lead))
        if not many:
            return one.q.span
        singles = list(self._single.finditer(lead))
        return "" if singles and singles[-1].start() > many[-1].start() else many[-1][0]

    def single(self, one: Told) -> str:
        """Return said where a figure is said to be of one year, open where nothing says otherwise."""
        lead = self.lead(one)
        if self._single.search(lead):
            return "said"
        return "" if self._other.search(lead) else "open"

    def others(self, one: Told) -> frozenset[str]:
        """Return the words that narrow a figure: 上半年, 大会期间, 街道."""
        return frozenset(self._other.findall(f"{self.lead(one)}※{one.after}"))

    def same(self, a: Told, b: Told) -> bool:
        """Tell whether two figures speak of one time and one place, as far as their words say."""
        if self.others(a) != self.others(b):
            return False
        spans = [self.years(one) for one in (a, b)]
        if bool(spans[0]) != bool(spans[1]):
            plain = a if spans[1] else b
            return self._manuscript.genre == SEVERAL_YEARS and self.single(plain) == "open"
        return digits(spans[0]) == digits(spans[1])


def digits(span: str) -> int:
    """Return how many years a span says: 5 of 五年来 and of 近5年; 0 for 累计 and 本届以来."""
    found = re.search("[两二三四五六七八九十]+|[0-9]+", span)
    return int(numerals.parse(found[0]) or 0) if found else 0


def core(rule: Rule, one: Told) -> str:
    """Return the name of a figure without the words that say nothing of what is counted."""
    label = re.sub(r"\s", "", one.q.label)
    return rule.compiled(rule.data["idle"]).sub("", label)


def names(rule: Rule, one: Told) -> Iterator[tuple[bool, str]]:
    """Yield what a figure is known by: its name where that says enough (sure), a count's key (a guess)."""
    name = core(rule, one)
    if len(name) >= NOUN:
        yield True, name
    if one.q.key and one.q.kind == "count":
        yield False, one.q.key
