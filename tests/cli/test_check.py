"""`draft check` at the command line: what a script gets, what a person reads, the exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from toolkit.checks.finding import Finding, Severity
from toolkit.cli.checks import excerpt

WRONG = "区委、区政府、区人大、区政协"
TEXT = f"某某区政协工作综述\n全区上下齐心协力。{WRONG}领导到会祝贺，听取了委员的意见建议，要求抓好落实。\n"
SLIP = "居民反应的问题逐一解决。\n"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "稿.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "稿.txt"


def test_json_is_as_the_contract_says(wrong: Path, run: Any) -> None:
    status, out, err = run("check", wrong, "--select", "four-bodies-order", "--json")
    data = json.loads(out)
    assert (status, err) == (1, "")
    assert data["file"] == str(wrong)
    (finding,) = data["findings"]
    assert finding == {
        "rule": "four-bodies-order",
        "severity": "error",
        "line": 2,
        "column": 10,
        "offset": TEXT.index(WRONG),
        "text": WRONG,
        "message": "班子次序应为“区委、区人大、区政府、区政协”",
        "suggestion": "区委、区人大、区政府、区政协",
    }


def test_several_files_give_one_document(wrong: Path, run: Any) -> None:
    clean = wrong.with_name("好.txt")
    clean.write_text("全区工作取得新进展。\n", encoding="utf-8")
    status, out, _ = run("check", wrong, clean, "--select", "four-bodies-order", "--json")
    assert status == 1
    assert [len(row["findings"]) for row in json.loads(out)["files"]] == [1, 0]


def test_a_person_reads_place_words_and_carets(wrong: Path, run: Any) -> None:
    status, out, err = run("check", wrong, "--select", "four-bodies-order")
    assert status == 1
    first, shown, carets = out.splitlines()
    assert first == f"{wrong}:2:10 错误 four-bodies-order 班子次序应为“区委、区人大、区政府、区政协”"
    # One column for each half of a full-width sign, so that the carets stand below the words.
    assert shown[4:].startswith(f"全区上下齐心协力。{WRONG}")
    assert carets == " " * (4 + 2 * 9) + "^" * (2 * len(WRONG))
    assert err.splitlines() == [f"{wrong}：错误 1 处。", "    1　四套班子次序颠倒　four-bodies-order"]


def test_a_clean_file_has_status_zero(tmp_path: Path, run: Any) -> None:
    (tmp_path / "稿.txt").write_text("全区工作取得新进展。\n", encoding="utf-8")
    status, out, err = run("check", tmp_path / "稿.txt", "--select", "four-bodies-order")
    assert (status, out) == (0, "")
    assert err == f"{tmp_path / '稿.txt'}：没有发现问题。\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "没有写要查的报告"),
        (["没有.docx"], "没有这个文件"),
        (["稿.txt", "--select", "four-body-order"], "没有规则“four-body-order”"),
        (["稿.txt", "--date", "明天"], "--date 不是日期"),
        (["稿.txt", "稿.txt", "--annotate", "批注.docx"], "一次只用于一份报告"),
        (["稿.txt", "--figures", "没有.yaml"], "没有.yaml"),
        (["--explain", "four-body-order"], "是不是“four-bodies-order”"),
        (["稿.txt", "--accept", "four-bodies-order", "--select", "four-bodies-order"], "没有写保留的理由"),
    ],
)
def test_bad_input_has_status_two_and_a_hint(
    wrong: Path, run: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(wrong.parent)
    status, out, err = run("check", *arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_what_is_accepted_is_counted_and_no_longer_told(wrong: Path, run: Any) -> None:
    chosen = ("--select", "four-bodies-order")
    status, _, err = run("check", wrong, *chosen, "--accept", "four-bodies-order", "--reason", "照通知")
    assert status == 0
    assert "1 条以后不再报" in err
    status, out, err = run("check", wrong, *chosen)
    assert (status, out) == (0, "")
    assert "另有 1 处已记为保留" in err


def test_what_is_accepted_now_is_told_with_what_was_before(wrong: Path, run: Any) -> None:
    wrong.write_text(f"{TEXT}{SLIP}", encoding="utf-8")
    said = ("--ignore", "masked-*", "--select", "error", "--json", "--reason", "照通知")
    run("check", wrong, *said, "--accept", "react-for-reflect")
    status, out, _ = run("check", wrong, *said, "--accept", "four-bodies-order")
    data = json.loads(out)
    assert (status, data["findings"]) == (0, [])
    assert [row["rule"] for row in data["accepted"]] == ["four-bodies-order", "react-for-reflect"]


def test_what_was_mended_is_no_longer_told(wrong: Path, run: Any) -> None:
    other = wrong.with_name("另一.txt")
    other.write_text(f"{WRONG}领导到会。\n{SLIP}", encoding="utf-8")
    said = ("--ignore", "masked-*", "--select", "error", "--json", "--fix")
    rows = json.loads(run("check", wrong, other, *said)[1])["files"]
    assert [[f["rule"] for f in row["findings"]] for row in rows] == [["four-bodies-order"]] * 2
    assert [[f["text"] for f in row.get("fixed", ())] for row in rows] == [[], ["居民反应"]]
    assert "居民反映" in other.read_text(encoding="utf-8")


def test_a_rule_is_explained_with_its_authority(run: Any) -> None:
    status, out, _ = run("check", "--explain", "four-bodies-order")
    assert status == 0
    assert out.splitlines()[:3] == [
        "four-bodies-order　四套班子次序颠倒",
        "级别　错误（词句）",
        "依据　党政机关公文和会议报道通行次序：党委、人大、政府、政协（一般）",
    ]
    assert "误例　区委、区政府、区人大、区政协" in out


def test_all_rules_are_listed(run: Any) -> None:
    status, out, _ = run("check", "--rules")
    assert status == 0
    assert "four-bodies-order  错误  词句  四套班子次序颠倒" in out.splitlines()
    status, out, _ = run("check", "--rules", "--json")
    assert {"id", "name", "severity", "force", "source", "why"} <= set(json.loads(out)[0])


def test_findings_are_written_into_a_copy(docx: Path, run: Any, tmp_path: Path) -> None:
    from tests.hands import edit, insert_behind

    edit(docx, insert_behind("立案157件", f"{WRONG}领导到会。"))
    out_path = tmp_path / "批注.docx"
    status, _, err = run("check", docx, "--select", "four-bodies-order", "--annotate", out_path)
    assert status == 1
    assert "批注 1 处" in err
    assert out_path.exists()


# -- excerpts --------------------------------------------------------------------------------------


def _finding(line: str, words: str) -> Finding:
    at = line.index(words)
    return Finding("r", Severity.ERROR, 1, at + 1, at, words, "")


@pytest.mark.parametrize(
    ("line", "words", "shown", "blanks", "carets"),
    [
        ("今年2024年,区政协", ",", "今年2024年,区政协", 10, 1),
        ("甲" * 20 + "错字" + "乙" * 40, "错字", "…" + "甲" * 12 + "错字" + "乙" * 20 + "…", 2 + 24, 4),
        ("错" * 60, "错" * 60, "错" * 34 + "…", 0, 68),
        ("ab错", "错", "ab错", 2, 2),
    ],
)
def test_carets_stand_below_the_words(line: str, words: str, shown: str, blanks: int, carets: int) -> None:
    assert excerpt([line], _finding(line, words)) == [shown, " " * blanks + "^" * carets]


def test_a_finding_without_words_has_no_excerpt() -> None:
    assert excerpt(["一行"], Finding("r", Severity.ERROR, 1, 1, 0, "", "")) == []
