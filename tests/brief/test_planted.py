"""A brief with a mistake of every kind: each is found at its line, and nothing else is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.brief.load import Vocabulary, load_brief
from toolkit.errors import InputProblems

BRIEF = Path(__file__).with_name("planted.yaml")
ROOT = BRIEF.parents[2]
PLANTED = [
    (2, "缺少“地区”（region）"),
    (4, "“级别”不能是“镇”"),
    (5, "“机构”没有“uper”这个字段"),
    (6, "“报告年份”应是整数，现在是“二〇二四”"),
    (10, "“报告日期”不是日历上有的日期：2024-02-30"),
    (11, "“次”应在 1 到 8 之间，现在是 9"),
    (13, "用了制表符（Tab）"),
    (15, "“奋斗目标”是名词短语，末尾不带标点，现在以“。”结尾"),
    (16, "“结尾号召的落点”里有直引号"),
    (17, "“工作主线”里的“”没有配对"),
    (18, "“year”写了两次，第 6 行已有"),
    (21, "“下年贯彻的会议”（next_year）应写成清单，每项一行，以“- ”开头"),
    (24, "“党组会议”不能是负数：-32"),
    (25, "数据目录里没有“requests_report”"),
    (26, "“理论学习”应是数（单位：次），现在是“35次”"),
    (28, "YAML 写法错误：方括号 [ ] 没有配对，或中间缺逗号"),
    (31, "“提案立案率”由立案提案、收到提案算出，不要手填"),
    (32, "“合并提案”按件计，应是整数：5.5"),
    (33, "“提案办结率”是百分比，不能超过 100：101"),
    (35, "约数字样不能是“左右”"),
    (36, "“累计调研课题”是累计数，缺少 span（时段）"),
    (37, "统计截止日不是日历上有的日期：2024-13-20"),
    (38, "数据目录里没有“理论学习”"),
    (43, "“学习形式”是名词短语，末尾不带标点，现在以“，”结尾"),
    (46, "“党建工作”里有半角标点“,”"),
    (47, "文字里的 {party_branches} 不是已有的数据键"),
    (49, "YAML 写法错误：缺少冒号"),
    (51, "缺少“议题”（facts.standing_topics[0].topic）"),
    (54, "“做法和成效”是完整的句子，应以句号结尾"),
    (55, "YAML 写法错误：引号没有配对"),
    (56, "YAML 写法错误：这个字符不能放在值的开头"),
    (58, "没有“party_leaders”这个章节功能"),
]


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """What `draft new` says to the planted brief, and the folder where it was to write."""
    out = tmp_path_factory.mktemp("out") / "report"
    command = [sys.executable, "-m", "toolkit", "new", "--figures", BRIEF.name, "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, cwd=BRIEF.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done, out


def test_exactly_the_planted_mistakes_are_found(words: Vocabulary) -> None:
    with pytest.raises(InputProblems) as caught:
        load_brief(BRIEF, words)

    assert [(p.location.line, p.message) for p in caught.value.problems] == PLANTED


def test_every_found_mistake_shows_its_line(words: Vocabulary) -> None:
    with pytest.raises(InputProblems) as caught:
        load_brief(BRIEF, words)

    lines = BRIEF.read_text(encoding="utf-8").split("\n")
    shown = [problem.excerpt for problem in caught.value.problems]
    assert shown == [lines[line - 1].expandtabs(4) for line, _ in PLANTED]


def test_the_command_line_names_every_planted_line(
    failed: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _ = failed

    found = re.findall(r"^planted\.yaml:(\d+):\d+: (.*)$", done.stderr, re.MULTILINE)

    assert [(int(line), message) for line, message in found] == PLANTED
    assert done.stderr.endswith(f"\n共 {len(PLANTED)} 处问题，没有写出任何文件。\n")


def test_bad_input_ends_with_status_2_and_no_traceback(
    failed: tuple[subprocess.CompletedProcess[str], Path],
) -> None:
    done, _ = failed

    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_bad_input_writes_nothing(failed: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    _, out = failed

    assert list(out.parent.iterdir()) == []
