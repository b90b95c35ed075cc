"""What the tests of checking share: the built-in rules, loaded once, and texts as manuscripts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from toolkit.brief.load import Brief, parse_brief
from toolkit.brief.source import Source as BriefSource
from toolkit.checks.finding import Finding
from toolkit.checks.manuscript import Manuscript, manuscript
from toolkit.checks.rule import Rule, load_rules
from toolkit.checks.run import check
from toolkit.readers.plain import read_plain
from toolkit.sources import Tools, tools

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "rules"
ORIGINALS = ROOT.parent / "shared" / "seeds"


@cache
def using() -> Tools:
    return tools()


@cache
def rules() -> Mapping[str, Rule]:
    return load_rules(using().pack)


def brief_of(fields: Mapping[str, Any]) -> Brief:
    text = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False)
    return parse_brief(BriefSource(Path("brief.yaml"), text), using().pack.vocabulary)


def read(text: str, *, date: Any = None, brief: Mapping[str, Any] | None = None) -> Manuscript:
    """Return a text as a manuscript; the date may be a day or its ISO form."""
    day = datetime.date.fromisoformat(str(date)) if date else None
    source = read_plain(text, "稿.txt", "txt")
    return manuscript(source, using(), brief=brief_of(brief) if brief else None, day=day)


def found(text: str, *only: str, date: Any = None, brief: Mapping[str, Any] | None = None) -> list[Finding]:
    """Return what rules (all of them where none is named) find in a text."""
    wanted = [rules()[name] for name in only] or list(rules().values())
    return check(read(text, date=date, brief=brief), wanted)
