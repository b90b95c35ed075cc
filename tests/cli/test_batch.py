"""The verb `batch`: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.cli.batches import duration, progress

ROOT = Path(__file__).parents[2]
LIST = "地区,年份,立案提案\n桐庐县,2024,12\n临安区,2024,{}\n"


def _run(tmp_path: Path, second: str, *options: str) -> subprocess.CompletedProcess[str]:
    listing = tmp_path / "名册.csv"
    listing.write_text(LIST.format(second), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "toolkit",
        "batch",
        str(listing),
        "--out",
        str(tmp_path / "结果"),
        *options,
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
                          env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip


def test_people_are_told_on_stderr_and_programs_on_stdout(tmp_path: Path) -> None:
    done = _run(tmp_path, "13", "--json", "--jobs", "2")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert document["made"] == 2
    assert {row["region"] for row in document["rows"]} == {"桐庐县", "临安区"}
    assert all(Path(row["docx"]).is_file() for row in document["rows"])
    assert "共 2 行：成稿 2" in done.stderr
    assert "\x1b" not in done.stderr
    again = _run(tmp_path, "13")
    assert again.stdout == ""
    assert "没有变化 2" in again.stderr


def test_a_bad_row_is_told_with_its_place_and_the_status_is_2(tmp_path: Path) -> None:
    done = _run(tmp_path, "很多", "--json")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    assert (document["made"], document["failed"]) == (1, 1)
    assert "名册.csv:3:10" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "缺少选项"),
        (("--out", "x", "--genre", "work_raport"), "work_report"),
        (("--out", "x", "--jobs", "-1"), "jobs"),
    ],
)
def test_usage_is_explained(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    (tmp_path / "a.csv").write_text("地区\n桐庐县\n", encoding="utf-8")
    command = [sys.executable, "-m", "toolkit", "batch", str(tmp_path / "a.csv"), *options]
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False, env=env
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


def test_progress_tells_rate_and_time_left() -> None:
    assert progress(0, 100, 0.0).endswith("0/100　每秒 0.0 份")
    assert progress(50, 200, 5.0) == f"[{'#' * 6}{'.' * 18}] 50/200　每秒 10.0 份，约剩 15 秒"
    assert progress(200, 200, 20.0) == f"[{'#' * 24}] 200/200　每秒 10.0 份"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 秒"), (59.4, "59 秒"), (60, "1 分 0 秒"), (200, "3 分 20 秒")]
)
def test_lengths_of_time_are_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
