"""Recurring set phrases of one or several reports, with how often and in which sections they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.decompose.decomposition import Decomposition

BREAK = re.compile(r"[，。；：！？…—（）()\n]+")
WORDS = re.compile(r"[\u4e00-\u9fff“”‘’《》、]{4,80}")
SHORTEST, LONGEST = 4, 25
MOST = 300


@dataclass
class Found:
    """A phrase with its counts; `formulation` is the id where the wording is fixed from outside."""

    text: str
    count: int
    files: int
    functions: Counter[str] = field(default_factory=Counter)
    formulation: str = ""


def recurring(packed: Sequence[Decomposition], formulations: Iterable[Mapping[str, Any]]) -> list[Found]:
    """Return fixed formulations that stand in the reports, then other clauses that recur, commonest first."""
    texts = [list(_sections(apart)) for apart in packed]
    fixed = list(_formulations(texts, formulations))
    known = {found.text for found in fixed}
    others = [found for found in _clauses(texts) if found.text not in known]
    ordered = sorted(others, key=lambda found: (-found.files, -found.count, found.text))
    return [*fixed, *ordered[:MOST]]


def _sections(apart: Decomposition) -> Iterator[tuple[str, str]]:
    """Yield the function and the text of every section, heading included."""
    for section, judged in zip(apart.sections, apart.judged, strict=True):
        here = section.heading
        pieces = [apart.body.paragraphs[p.at].text[p.start : p.stop] for p in section.pieces]
        if here is not None:
            pieces.insert(0, apart.body.paragraphs[here.at].text[here.start : here.stop])
        yield judged.best, "\n".join(pieces)


def _formulations(
    texts: Sequence[Sequence[tuple[str, str]]], rows: Iterable[Mapping[str, Any]]
) -> Iterator[Found]:
    for row in rows:
        for wording in dict.fromkeys((row["canonical"], *row.get("variants", ()))):
            if "{" in wording or len(wording) < SHORTEST:
                continue
            found = Found(wording, 0, 0, formulation=str(row["id"]))
            for sections in texts:
                count = 0
                for function, text in sections:
                    here = text.count(wording)
                    count += here
                    if here:
                        found.functions[function] += here
                found.count += count
                found.files += bool(count)
            if found.count:
                yield found


def _clauses(texts: Sequence[Sequence[tuple[str, str]]]) -> Iterator[Found]:
    """Yield whole clauses between marks that stand twice or more."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    files: dict[str, set[int]] = defaultdict(set)
    for number, sections in enumerate(texts):
        for function, text in sections:
            for clause in _whole(text):
                counts[clause][function] += 1
                files[clause].add(number)
    for clause, functions in counts.items():
        total = sum(functions.values())
        if total > 1:
            yield Found(clause, total, len(files[clause]), functions)


def _whole(text: str) -> Iterator[str]:
    """Yield the clauses of a text that are words only: one with a number in it is this year's."""
    for clause in BREAK.split(text):
        if WORDS.fullmatch(clause):
            yield from _parts(clause)


def _parts(clause: str) -> Iterator[str]:
    """Yield a clause and the members of its series that are long enough to be phrases."""
    bare = clause.strip("、")
    if SHORTEST <= len(bare) <= LONGEST and bare.count("“") == bare.count("”"):
        yield bare
    parts = bare.split("、")
    if len(parts) > 1:
        yield from (part for part in parts if len(part) > SHORTEST and part.count("“") == part.count("”"))


def phrases_text(found: Iterable[Found], quote: Any) -> str:
    """Return phrases.yaml: formulations first, then the rest."""
    lines = ["# 反复用到的词句：见几次、几篇，用在哪些章节；formulation 是固定提法的编号。", "phrases:"]
    for row in found:
        functions = ", ".join(f"{name}: {count}" for name, count in row.functions.most_common())
        fixed = f", formulation: {row.formulation}" if row.formulation else ""
        counts = f"count: {row.count}, files: {row.files}"
        lines.append(f"  - {{text: {quote(row.text)}, {counts}, functions: {{{functions}}}{fixed}}}")
    return "\n".join(lines) + "\n"
