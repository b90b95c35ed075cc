"""A file with what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from toolkit.checks.finding import Finding, Severity
from toolkit.checks.rule import Rule
from toolkit.readers.source import Source
from toolkit.word.opened import Opened
from toolkit.word.story import Paragraph


@dataclass(frozen=True)
class Checked:
    """A file with what was found in it.

    `accepted` are findings that a person has let stand; `brief` is the brief that the figures were
    held against, `opened` and `story` are there for a DOCX.
    """

    path: Path
    source: Source
    findings: Sequence[Finding]
    accepted: Sequence[Finding] = ()
    brief: Path | None = None
    opened: Opened | None = None
    story: Sequence[Paragraph] = ()
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

    def count(self, severity: Severity) -> int:
        """Return how many findings are as grave as that."""
        return sum(finding.severity == severity for finding in self.findings)
