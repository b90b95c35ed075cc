"""A file with what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from toolkit.checks.accepted import Accepted
from toolkit.checks.finding import Finding
from toolkit.checks.rule import Rule
from toolkit.readers.source import Source
from toolkit.word.opened import Opened


@dataclass(frozen=True)
class Checked:
    """A file with what was found in it.

    `accepted` are findings that a person has let stand; `brief` is the brief that the figures were
    held against, `opened` is there for a DOCX, `rules` are those that were run.
    """

    path: Path
    source: Source
    findings: Sequence[Finding]
    accepted: Sequence[Finding] = ()
    brief: Path | None = None
    opened: Opened | None = None
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines; a DOCX has one for each paragraph."""
        return self.source.text.splitlines() if self.source.kind != "docx" else self.source.text.split("\n")

    def sentence(self, finding: Finding) -> str:
        """Return the words round a finding by which it is known again."""
        line = self.lines[finding.line - 1] if finding.line <= len(self.lines) else ""
        at = finding.column - 1
        begin = max(line.rfind(mark, 0, at) for mark in "。！？") + 1
        ends = [end for mark in "。！？" if (end := line.find(mark, at)) >= 0]
        return line[begin : min(ends, default=len(line))].strip()

    def without(self, exceptions: Sequence[Accepted]) -> Checked:
        """Return the same with the findings set apart, too, that exceptions cover."""
        stands = [f for f in self.findings if any(e.covers(f, self.sentence(f)) for e in exceptions)]
        told = [f for f in self.findings if f not in stands] if stands else self.findings
        accepted = sorted((*self.accepted, *stands), key=lambda f: f.order)
        return replace(self, findings=told, accepted=accepted)
