"""Words that a pattern cannot do without: never more than it needs, so that nothing is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.checking import rules_of
from toolkit.checks.needles import needles
from toolkit.checks.rule import Rule, expanded

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("凝心聚力", {"凝心聚力"}),
        ("甲|乙丙", {"甲", "乙丙"}),
        ("凝心(?:聚力|铸魂)谱新篇", {"谱新篇"}),
        ("(?:聚力|铸魂).", {"聚力", "铸魂"}),
        ("收到提案?[0-9]+件", {"收到提"}),
        ("委员+们都", {"委员"}),
        ("第{2,}届", {"第"}),
        ("(?<!中国)人民政协(?!报)", {"人民政协"}),
        (r"甲\.乙", {"甲.乙"}),
        ("[甲乙]?丙{0,3}", set()),
        ("甲?|乙", set()),
        ("(?i)ABC", set()),
        ("(?P<one>甲乙)(?P=one)", set()),
        ("甲(乙", set()),
        ("[甲", set()),
        ("*甲", set()),
        (r"\q甲", set()),
        ("", set()),
    ],
)
def test_the_words(pattern: str, words: set[str]) -> None:
    assert needles(pattern) == words


def _patterns(rule: Rule) -> Iterator[str]:
    rows = [*rule.body.get("patterns", ()), *rule.body.get("swaps", ())]
    for row in rows:
        yield str(row.get("find") or row["wrong"]) if isinstance(row, Mapping) else str(row)
    for group in rule.body.get("groups", ()):
        yield from map(str, group)


def test_no_rule_loses_a_match_in_any_text_at_hand() -> None:
    """Every built-in pattern over the cases of all rules: where it matches, one of its words stands."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "tests" / "rules").glob("*.yml"))]
    whole = "\n".join(texts)
    rows = [(rule, expanded(p, rule.words)) for rule in rules_of().values() for p in _patterns(rule)]
    told = 0
    for _, pattern in rows:
        words = needles(pattern)
        told += bool(words)
        for match in re.finditer(pattern, whole) if words else ():
            # What a match needs may stand in what it looks at round itself; a line has that.
            assert any(word in match[0] for word in words), pattern
    assert told > 0.8 * len(rows) > 400


atoms = st.sampled_from([*"甲乙丙丁", ".", "[甲乙]", "[^甲]", r"\.", "(?=甲)", "(?<!乙)", r"\d", "件"])
quantifiers = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,1}", "{1,}", "+?", "*?"])


def _quantified(item: str, quantifier: str) -> str:
    """What looks round itself takes no quantifier."""
    return item if item.startswith(("(?=", "(?<")) else item + quantifier


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})")
    items = st.one_of(atoms, groups, inner.map("({})".format))
    return st.lists(st.builds(_quantified, items, quantifiers), max_size=5).map("".join)


patterns = st.recursive(st.lists(atoms, max_size=4).map("".join), _repeated, max_leaves=8)


@given(patterns, st.text("甲乙丙丁件.1", max_size=12))
def test_whatever_matches_has_one_of_the_words(pattern: str, text: str) -> None:
    words = needles(pattern)
    match = re.search(pattern, text)
    if words and match:
        assert any(word in text for word in words)
