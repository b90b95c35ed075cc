r"""The kinds of rules that are data alone.

    existence     patterns: each is a fault, unless one of `except` covers it
    substitution  swaps: [{wrong: pattern, right: what it should be; \1 is the first group}]
    occurrence    pattern, most, within (sentence, paragraph, document): more of it is a fault
    consistency   groups: [[pattern, pattern …]]: of several ways to write one thing, the rarer ones

A row of `patterns` may be a mapping {find, message, suggestion, severity, but}: `but` is a pattern
that, where it covers the words, makes them right. Rows of `swaps` may have message, severity and but, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

NEAR = 40  # characters round a match in which an exception may begin


def existence(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find words that must not be there."""
    text = _text(manuscript, rule)
    for row in rule.body["patterns"]:
        said = row if isinstance(row, Mapping) else {"find": row}
        for match in rule.matches(said["find"], text):
            if not _excused(rule, said, text, match):
                yield _hit(said, match, said.get("suggestion", ""))


def substitution(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find words that should be others."""
    text = _text(manuscript, rule)
    for row in rule.body["swaps"]:
        for match in rule.matches(row["wrong"], text):
            right = match.expand(row["right"])
            if right != match[0] and not _excused(rule, row, text, match):
                yield _hit(row, match, right)


def occurrence(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find what stands too often in one sentence, paragraph, or document; the first one too many is told."""
    text = _text(manuscript, rule)
    pattern, most = rule.compiled(rule.body["pattern"]), int(rule.body["most"])
    for start, end in _stretches(manuscript, rule.body.get("within", "paragraph")):
        found = list(pattern.finditer(text, start, end))
        if len(found) > most:
            yield Hit(*found[most].span(), _told(rule.message, found[most][0], n=len(found)))


def consistency(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find the rarer ways of writing one thing; of equals, those that come later."""
    text = _text(manuscript, rule)
    for group in rule.body["groups"]:
        ways = [[m for m in rule.matches(way, text) if _free(manuscript, rule, m)] for way in group]
        used = [way for way in ways if way]
        if len(used) < 2:
            continue
        main = max(used, key=lambda way: (len(way), -way[0].start()))
        for way in used:
            if way is not main:
                for match in way:
                    yield Hit(*match.span(), _told(rule.message, match[0], other=main[0][0]), main[0][0])


KINDS: Mapping[str, Callable[[Manuscript, Rule], Iterator[Hit]]] = {
    "existence": existence,
    "substitution": substitution,
    "occurrence": occurrence,
    "consistency": consistency,
}


def _text(manuscript: Manuscript, rule: Rule) -> str:
    return manuscript.raw if rule.raw else manuscript.text


def _free(manuscript: Manuscript, rule: Rule, match: re.Match[str]) -> bool:
    return rule.quoted or not manuscript.spared.covers(*match.span())


def _hit(row: Mapping[str, Any], match: re.Match[str], suggestion: str) -> Hit:
    severity = Severity(row["severity"]) if "severity" in row else None
    return Hit(match.start(), match.end(), row.get("message", ""), suggestion, severity)


def _excused(rule: Rule, row: Mapping[str, Any], text: str, match: re.Match[str]) -> bool:
    """Tell whether an exception covers the words found."""
    exceptions = [*rule.body.get("except", ()), *([row["but"]] if "but" in row else [])]
    first, last = max(0, match.start() - NEAR), min(len(text), match.end() + NEAR)
    return any(
        found.start() <= match.start() and match.end() <= found.end()
        for pattern in exceptions
        for found in rule.compiled(pattern).finditer(text, first, last)
    )


def _stretches(manuscript: Manuscript, within: str) -> Iterator[tuple[int, int]]:
    if within == "document":
        yield 0, len(manuscript.text)
        return
    for block in manuscript.blocks:
        if within == "sentence":
            yield from manuscript.sentences(block)
        else:
            yield block.start, block.end


def _told(message: str, text: str, **words: Any) -> str:
    for name, value in words.items():
        message = message.replace(f"{{{name}}}", str(value))
    return message.replace("{text}", text)
