"""How a DOCX deviates from the standard, as findings."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.checks.finding import Finding
from toolkit.checks.rule import Rule
from toolkit.checks.traces import starts_of
from toolkit.layout.deviation import WHOLE, Deviation
from toolkit.pack.pack import Pack
from toolkit.readers.source import Source
from toolkit.word.opened import Opened


def laid_out(opened: Opened, source: Source, rules: Iterable[Rule], pack: Pack) -> list[Finding]:
    """Return the deviations that are asked for; `source` has a line for each paragraph."""
    wanted = {rule.id: rule for rule in rules if rule.kind == "layout"}
    if not wanted:
        return []
    # Texts have no layout, and looking at one takes a good part of the package.
    from toolkit.layout.judge import judge
    from toolkit.layout.norms import norms

    starts = starts_of(source.text.split("\n"))
    found = judge(opened, norms(pack))
    return [_finding(one, wanted[one.rule], source, starts) for one in found if one.rule in wanted]


def _finding(found: Deviation, rule: Rule, source: Source, starts: list[int]) -> Finding:
    """Return a deviation at its first place; that of the whole document stands at the head."""
    whole = found.paragraph == WHOLE
    number, start, end = (0, 0, 0) if whole else (found.paragraph, found.start, found.end)
    offset = starts[number] + start
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        line=number + 1,
        column=start + 1,
        offset=offset,
        text=source.text[offset : starts[number] + end],
        message=found.message,
        suggestion=found.suggestion,
        page=found.page,
    )
