"""What the tests of checking share: the built-in rules, loaded once, and texts as manuscripts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from toolkit.brief.load import Brief, load_brief, parse_brief
from toolkit.brief.source import Source as BriefSource
from toolkit.checks.finding import Finding
from toolkit.checks.manuscript import Manuscript, manuscript
from toolkit.checks.rule import Rule, load_rules
from toolkit.checks.run import check
from toolkit.checks.traces import traced_text
from toolkit.compose.assemble import compose
from toolkit.readers.plain import read_plain
from toolkit.resources import data_folder
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
    made = {
        "region": "某某区",
        "organ": {"place": "某某区", "level": "区"},
        "year": 2024,
        "session": {"term": 7, "number": 4},
        **fields,
    }
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False)
    return parse_brief(BriefSource(Path("brief.yaml"), text), using().pack.vocabulary)


@cache
def sample(region: str, genre: str = "work_report") -> tuple[str, Brief]:
    """Return the text of a bundled region's report, as `draft text` prints it, and its brief."""
    pack = using().pack
    path = data_folder("samples") / f"{region}.yaml"
    brief = load_brief(path, pack.vocabulary)
    return compose(brief, pack, pack.genre(genre)).text, brief


def read(text: str, *, date: Any = None, brief: Mapping[str, Any] | Brief | None = None) -> Manuscript:
    """Return a text as a manuscript; the date may be a day or its ISO form, the brief its fields."""
    day = datetime.date.fromisoformat(str(date)) if date else None
    source = read_plain(text, "稿.txt", "txt")
    given = brief if brief is None or isinstance(brief, Brief) else brief_of(brief)
    traced = traced_text(source.text, given, using().pack) if given else None
    return manuscript(source, using(), brief=given, day=day, traced=traced)


def found(
    text: str, *only: str, date: Any = None, brief: Mapping[str, Any] | Brief | None = None
) -> list[Finding]:
    """Return what rules (all of them where none is named) find in a text."""
    wanted = [rules()[name] for name in only] or list(rules().values())
    return check(read(text, date=date, brief=brief), wanted)
