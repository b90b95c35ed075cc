"""A file that LibreOffice rewrote wholly, twice, with a person's edits in it, is updated like any other."""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.word.office_edits import Log, edited, without_uno
from toolkit import tasks
from toolkit.pulling import Request as PullRequest
from toolkit.pulling import pull
from toolkit.updating import Request, Updated, update
from toolkit.word.read import read_text

NOW = datetime.datetime(2025, 1, 6, tzinfo=datetime.UTC)
CASES = [("金山区", 3), ("中山区", 4), ("上虞区", 5)]
EDITS = 25
FIGURE = re.compile(r"^(  \w+: (?:\{value: )?)(?!100\b)(\d{3,})(?=[ ,}\n])", re.MULTILINE)

pytestmark = [pytest.mark.office, without_uno]


@dataclass(frozen=True)
class Case:
    docx: Path
    log: Log
    before: str
    changed: dict[str, str]
    done: Updated


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def case(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Case:
    region, seed = request.param
    folder = tmp_path_factory.mktemp("office")
    made = tasks.new(tasks.Request(region, out=folder, now=NOW))
    log = edited(made.docx, folder / "edited.docx", seed, EDITS)
    shutil.move(folder / "edited.docx", made.docx)
    changed: dict[str, str] = {}

    def more(match: re.Match[str]) -> str:
        changed[match[2]] = str(int(match[2]) + 11111)
        return match[1] + changed[match[2]]

    brief = made.brief.read_text(encoding="utf-8")
    head, block, rest = brief.partition("\nfigures:")
    figures, facts, tail = rest.partition("\nfacts:")
    made.brief.write_text(head + block + FIGURE.sub(more, figures) + facts + tail, encoding="utf-8")
    before = read_text(made.docx)
    return Case(made.docx, log, before, changed, update(Request(made.docx, now=NOW)))


def test_figures_were_changed_at_all(case: Case) -> None:
    assert case.done.changed
    assert case.changed


def test_nothing_that_was_typed_is_lost(case: Case) -> None:
    text = read_text(case.docx)
    assert [words for words in case.log.inserted if words not in text] == []


def test_nothing_that_was_deleted_comes_back(case: Case) -> None:
    text = read_text(case.docx)
    assert [words for words in case.log.deleted if words in text] == []


def test_every_old_value_is_gone_or_reported(case: Case) -> None:
    text = read_text(case.docx)
    reported = " ".join([*(k.text for _, k in case.done.kept), *(c.edited for _, c in case.done.conflicts)])
    typed = " ".join(after for _, after in case.log.retyped)
    left = [old for old in case.changed if re.search(rf"(?<!\d){old}(?!\d)", text)]
    assert [old for old in left if old not in reported and old not in typed] == []


def test_a_second_run_changes_nothing(case: Case) -> None:
    before = case.docx.read_bytes()
    assert update(Request(case.docx, now=NOW)).changed == []
    assert case.docx.read_bytes() == before


def test_what_was_retyped_comes_back_to_the_brief(case: Case) -> None:
    done = pull(PullRequest(case.docx, now=NOW, dry_run=True))
    new = {c.new for c in done.changed} | {v for d in done.disagreements for v in d.values}
    kept = {k.text for _, k in case.done.kept if k.key}
    assert kept <= new
