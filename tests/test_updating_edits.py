"""Whatever people do in Word, and whichever figures change: nothing typed is lost, nothing old is left."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wordlike import Person, faults
from toolkit import tasks
from toolkit.updating import Request, update
from toolkit.word.read import read_text

NOW = datetime.datetime(2025, 1, 6, tzinfo=datetime.UTC)
REGIONS = ("金山区", "中山区", "上虞区", "平湖市")
FIGURE = re.compile(r"^(  \w+: (?:\{value: )?)(?!100\b)(\d{2,})(?=[ ,}\n])", re.MULTILINE)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("made")
    for region in REGIONS:
        tasks.new(tasks.Request(region, out=folder / region, now=NOW))
    return {region: folder / region for region in REGIONS}


def _renew(brief: Path, seed: int) -> dict[str, str]:
    """Change about half of the figures; return new texts by old ones that stand for one figure only."""
    changed: dict[str, str] = {}

    def more(match: re.Match[str]) -> str:
        if (match.start() + seed) % 2:
            return match[0]
        changed[match[2]] = str(int(match[2]) + 40_000)
        return match[1] + changed[match[2]]

    text = brief.read_text(encoding="utf-8")
    head, block, rest = text.partition("\nfigures:")
    figures, facts, tail = rest.partition("\nfacts:")
    values = FIGURE.findall(figures)
    brief.write_text(head + block + FIGURE.sub(more, figures) + facts + tail, encoding="utf-8")
    alone = {v for _, v in values if sum(v == w for _, w in values) == 1}
    return {old: new for old, new in changed.items() if old in alone and len(old) > 2}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    region=st.sampled_from(REGIONS), seed=st.integers(0, 10**6), edits=st.integers(0, 30), track=st.booleans()
)
def test_edits_survive_and_figures_are_new(
    made: dict[str, Path], region: str, seed: int, edits: int, track: bool
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(made[region], folder, dirs_exist_ok=True)
        docx = next(Path(folder).glob("*.docx"))
        person = Person(docx, seed)
        for _ in range(edits):
            person.edit()
        person.save()
        changed = _renew(docx.with_name("brief.yaml"), seed)
        done = update(Request(docx, track=track, now=NOW))
        text = read_text(docx)
        assert [words for words in person.typed if words not in text] == []
        assert [words for words in person.gone if words in text.split("\n")] == []
        told = " ".join([*(k.text for _, k in done.kept), *(c.edited for _, c in done.conflicts)])
        left = [old for old in changed if re.search(rf"(?<![\d.]){old}(?![\d.])", text) and old not in told]
        assert left == []
        assert faults(docx) == []
        once = docx.read_bytes()
        assert update(Request(docx, track=track, now=NOW)).changed == []
        assert docx.read_bytes() == once
