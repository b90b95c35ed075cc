"""Findings that a person has looked at and lets stand: `.draft/accepted.yaml`, with reason and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.checks.finding import Finding
from toolkit.errors import InputProblems, Location, Problem, display_path
from toolkit.workspace import HIDDEN

NAME = "accepted.yaml"
HEAD = """# 复核后保留的写法：draft check 不再报。每条写明规则、原文、理由和日期；删去一条，下次就再报。
"""
NEEDED = ("rule", "text", "reason", "date")
WORDLESS = ("text", "")  # of a finding on the layout of the whole document


@dataclass(frozen=True)
class Accepted:
    """One exception: this rule lets these words stand, in sentences that hold `context` if that is given."""

    rule: str
    text: str
    reason: str
    date: str
    context: str = ""

    def covers(self, finding: Finding, sentence: str) -> bool:
        """Tell whether a finding in a sentence is the one meant."""
        return (self.rule, self.text) == (finding.rule, finding.text) and self.context in sentence


def accepted_path(path: Path) -> Path:
    """Return where the exceptions for a file are kept: beside it, one list for the folder."""
    return path.parent / HIDDEN / NAME


def load_accepted(path: Path) -> list[Accepted]:
    """Return the exceptions of a file, none where there is no such file.

    Raises:
        InputProblems: it is no list of exceptions, each with all that it needs.
    """
    import yaml

    shown = display_path(path)
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise InputProblems([Problem(Location(shown), "不能读取，应是 UTF-8 文本")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Location(shown, mark.line + 1, mark.column + 1) if mark else Location(shown)
        raise InputProblems([Problem(place, f"YAML 写法错误：{error.problem}")]) from error
    if not isinstance(rows, list):
        raise InputProblems([Problem(Location(shown), "应当是一个清单，每条以“- ”开头")])
    problems = [
        Problem(Location(shown), f"第 {number} 条缺少“{key}”", "每条要有 rule、text、reason、date")
        for number, row in enumerate(rows, 1)
        for key in NEEDED
        if not isinstance(row, dict) or (not row.get(key) and (key, row.get(key)) != WORDLESS)
    ]
    if problems:
        raise InputProblems(problems)
    return [Accepted(**{key: str(row.get(key, "")) for key in (*NEEDED, "context")}) for row in rows]


def with_added(path: Path, added: Sequence[Accepted]) -> bytes:
    """Return the file with exceptions put at its end; what stands in it keeps its bytes."""
    import yaml

    before = path.read_text(encoding="utf-8") if path.exists() else HEAD
    if before and not before.endswith("\n"):
        before += "\n"
    rows = [{key: value for key, value in vars(row).items() if value or key in NEEDED} for row in added]
    return (before + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=1000)).encode()
