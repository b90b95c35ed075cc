"""How numbers are written: sessions in words, thousands alike, percentages to one precision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.finding import Hit, Severity
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks.habits import told_once
from toolkit.checks.rule import Rule
from toolkit.text import chinese_numeral

GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
PLAIN = re.compile(r"(?<![\d.,/\-A-Za-z〔〕第])[1-9]\d{3,}(?![\d,年/\-A-Za-z号〕.])(?!\s*[-~～—至]\s*\d)")
PERCENT = re.compile(r"\d+(?:\.(\d+))?[%％]")
STAMP = 40  # characters of a line that only says when it was published
LEAST = 3  # percentages in a sentence make a row


def sessions_in_digits(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find ordinals of sessions and congresses in digits; the suggestion has them in words."""
    for pattern in rule.data["find"]:
        for match in rule.compiled(pattern).finditer(manuscript.text):
            words = re.sub(r"\d+", lambda m: chinese_numeral(int(m[0])), match[0])
            yield Hit(match.start(), match.end(), suggestion=words)


def leading_zeros(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find 01月05日; in a line that is nothing but a stamp (of a newspaper, a page) that is a doubt."""
    hits = []
    for row in rule.data["swaps"]:
        for match in rule.compiled(row["wrong"]).finditer(manuscript.text):
            text = manuscript.block_at(match.start()).text
            stamp = len(text) < STAMP and not re.search("[，。；]", text)
            level = Severity.WARNING if stamp else None
            hits.append(Hit(*match.span(), suggestion=match.expand(row["right"]), severity=level))
    yield from told_once(rule, sorted(hits, key=lambda hit: hit.start), int(rule.data["most"]))


def thousands(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find the rarer of two ways to write thousands: 2,816 and 2816."""
    grouped = list(GROUPED.finditer(manuscript.text))
    plain = [m for m in PLAIN.finditer(manuscript.text) if _counts(m, manuscript.text, rule)]
    if not grouped or not plain:
        return
    rarer, other = (grouped, plain) if len(grouped) < len(plain) else (plain, grouped)
    for match in rarer:
        digits = match[0].replace(",", "")
        wanted = digits if rarer is grouped else f"{int(digits):,}"
        message = f"多位数的写法不一，别处写作“{other[0][0]}”，这里宜写“{wanted}”"
        yield Hit(match.start(), match.end(), message, wanted)


def _counts(match: re.Match[str], text: str, rule: Rule) -> bool:
    return rule.compiled(rule.data["units"]).match(text, match.end()) is not None


def precisions(manuscript: Manuscript, rule: Rule) -> Iterator[Hit]:
    """Find a percentage with more or fewer decimals than the others of its sentence."""
    for block in manuscript.blocks:
        for start, end in manuscript.sentences(block):
            row = list(PERCENT.finditer(manuscript.text, start, end))
            if len(row) < LEAST:
                continue
            places = [len(match[1] or "") for match in row]
            usual = max(set(places), key=lambda n: (places.count(n), n))
            odd = [
                m for m, n in zip(row, places, strict=True) if n != usual and m[0][:-1] not in ("100", "0")
            ]
            if usual and len(odd) == 1:
                yield Hit(*odd[0].span(), f"同一句里的百分数小数位数不一，别处{usual}位")
