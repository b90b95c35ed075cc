"""`draft figures ledger`, `form` and `import` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import hands
from tests.conftest import Run
from tests.ledger import kit


def test_the_three_verbs_explain_themselves_in_chinese(run: Run) -> None:
    for verb in ("ledger", "form", "import"):
        status, out, _ = run("figures", verb, "--help")
        assert status == 0
        assert "用法：" in out
        assert "Options" not in out


def test_a_ledger_is_written_and_told(docx: Path, run: Run) -> None:
    hands.edit(docx, hands.retype("216件", "218件"))
    status, out, err = run("figures", "ledger", docx)
    assert (status, out) == (0, "")
    assert "不一致　收到提案：报告第" in err
    assert "写作 218，底稿是216" in err
    assert len(list(docx.parent.glob("*数据核对表.*"))) == 2


def test_a_ledger_as_json(docx: Path, run: Run, tmp_path: Path) -> None:
    hands.edit(docx, hands.retype("216件", "218件"))
    status, out, err = run("figures", "ledger", docx, "--out", tmp_path / "a.xlsx", "--json")
    said = json.loads(out)
    assert (status, err) == (0, "")
    assert said["files"] == [str(tmp_path / "a.xlsx")]
    row = next(row for row in said["figures"] if row["key"] == "proposal_received")
    (place,) = row["places"]
    assert (row["value"], row["unit"], row["supplier"]) == ("216", "件", "提案委员会")
    assert (place["written"], place["agrees"]) == ("218", False)
    assert "218件" in place["text"]


def test_a_form_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    path, sheet = kit.brief(tmp_path), tmp_path / "表.xlsx"
    status, out, err = run("figures", "form", "--figures", path, "--out", sheet)
    assert (status, out) == (0, "")
    assert "提案委员会　" in err
    kit.fill(sheet, {"proposal_filed": "157件", "proposal_received": 218})
    status, out, err = run("figures", "import", sheet, "--dry-run")
    assert status == 0
    assert "proposal_filed　立案提案　（空） → 157" in err
    assert path.read_text(encoding="utf-8") == kit.BRIEF
    status, out, err = run("figures", "import", sheet, "--json")
    said = json.loads(out)
    assert (status, err) == (0, "")
    assert [(c["key"], c["old"], c["new"]) for c in said["changed"]] == [
        ("proposal_received", "216", "218"),
        ("proposal_filed", "", "157"),
    ]
    status, out, _ = run("figures", "form", "--figures", path, "--out", tmp_path / "又", "--json")
    assert status == 0
    assert {row["supplier"] for row in json.loads(out)["files"]} >= {"提案委员会", "办公室"}


def test_a_conflict_ends_with_status_1_and_bad_cells_with_2(run: Run, tmp_path: Path) -> None:
    path = kit.brief(tmp_path)
    file = kit.table(tmp_path / "a.xlsx", ("名称", "数值"), ("收到提案", 300), ("立案提案", 157))
    status, _, err = run("figures", "import", file)
    assert status == 1
    assert "没有收　收到提案：300（" in err
    assert "--force" in err
    assert run("figures", "import", file, "--force")[0] == 0
    before = path.read_bytes()
    bad = kit.table(tmp_path / "b.xlsx", ("名称", "数值"), ("收到提案", "若干"), ("立案提按", 1))
    status, out, err = run("figures", "import", bad, "--json")
    assert (status, out) == (2, "")
    assert "b.xlsx:Sheet!B2: “收到提案”应是数（单位：件），现在是“若干”" in err
    assert "b.xlsx:Sheet!A3: 数据目录里没有“立案提按”" in err
    assert "是不是“立案提案”？" in err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("ledger",),
        ("ledger", "没有.docx"),
        ("form",),
        ("import",),
        ("import", "没有.xlsx"),
        ("import", "没有.xlsx", "--figures", "没有.yaml"),
        ("form", "--figures", "没有.yaml"),
    ],
)
def test_what_is_missing_is_told_in_chinese(
    arguments: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run("figures", *arguments)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert "没有" in err or "缺少" in err
