"""`draft phrases` and `draft genres`: looking things up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.cli.main import main

BUREAU = Path(__file__).parents[2] / "samples/packs/bureau"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    out, err = capsys.readouterr()
    return int(caught.value.code or 0), out, err


def test_phrases_come_best_first_with_provenance(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "phrases", "凝心聚力", "--json")
    rows = json.loads(out)
    assert status == 0
    assert rows[0]["text"] == "凝心聚力"
    assert rows[0]["provenance"].startswith("见于种子")
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_phrases_may_be_narrowed_by_function_and_role(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "phrases", "--function", "proposals", "--role", "成效", "--json")
    rows = json.loads(out)
    assert rows
    assert all("proposals" in row["functions"] and row["role"] == "result" for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--function", "proposalss"), "是不是“proposals”？"),
        (("--role", "开头"), "没有“开头”这种用法"),
    ],
)
def test_an_unknown_function_or_role_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = run(capsys, "phrases", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_nothing_found_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, "phrases", "量子纠缠态叠加")
    assert (status, out) == (0, "")
    assert "没有找到" in err


def test_genres_tell_which_pack_they_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "genres", "--pack", str(BUREAU), "--json")
    packs = {row["id"]: row["pack"] for row in json.loads(out)}
    assert packs.pop("annual_summary").endswith("bureau")
    assert packs == dict.fromkeys(
        ("work_report", "year_review", "performance_digest", "campaign_feature", "multi_year_review"), "内置"
    )


def test_a_broken_pack_is_told_by_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "genres/x"
    folder.mkdir(parents=True)
    (folder / "genre.yaml").write_text("name: 试\nfoo: 1\n", encoding="utf-8")
    status, _, err = run(capsys, "genres", "--pack", str(tmp_path))
    assert status == 2
    assert "genre.yaml:2:1: genre.yaml 没有“foo”这一项" in err
