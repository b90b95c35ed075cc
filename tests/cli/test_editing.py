"""update, pull and restore at the command line: what a script gets, what a person reads, the exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.hands import edit, insert_behind, retype


def brief(docx: Path, old: str, new: str) -> None:
    path = docx.with_name("brief.yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_update_gives_one_json_document(docx: Path, run: Any) -> None:
    edit(docx, retype("评选优秀提案12件", "评选优秀提案13件"))
    brief(docx, "proposal_received: 216", "proposal_received: 221")
    status, out, err = run("update", docx, "--json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert set(data) == {"file", "changed", "kept", "conflicts"}
    assert data["changed"] == [{"key": "proposal_received", "old": "216", "new": "221", "paragraph": 27}]
    assert [row["text"] for row in data["kept"]] == ["13"]
    assert data["conflicts"] == []


def test_update_tells_section_by_section(docx: Path, run: Any) -> None:
    brief(docx, "proposal_received: 216", "proposal_received: 221")
    status, out, err = run("update", docx, "--dry-run")
    assert (status, out) == (0, "")
    assert err.splitlines() == [
        "（三）以精准建言服务大局，助推经济社会发展",
        "  第27段　收到提案　216 → 221",
        "以上共 1 处会改，文件没有动。",
    ]
    assert run("update", docx, "--dry-run")[2] == err


def test_conflicts_are_exit_status_one_and_listed(docx: Path, run: Any) -> None:
    edit(docx, retype("评选优秀提案12件", "我们反复比较，评选优秀提案12件"))
    brief(docx, "  proposal_excellent: 12\n", "")
    status, out, _ = run("update", docx, "--json")
    (conflict,) = json.loads(out)["conflicts"]
    assert status == 1
    assert set(conflict) == {"paragraph", "edited", "regenerated", "why"}
    assert conflict["edited"].startswith("我们反复比较")
    status, _, err = run("update", docx)
    assert status == 0
    assert "没有要改的" in err


def test_update_says_how_to_go_back(docx: Path, run: Any) -> None:
    before = docx.read_bytes()
    brief(docx, "proposal_received: 216", "proposal_received: 221")
    _, _, err = run("update", docx)
    assert "draft restore" in err
    status, out, _ = run("restore", docx, "--list")
    assert status == 0
    assert re.fullmatch(r"\d{8}-\d{6}  .+\.docx\n", out)
    assert run("restore", docx)[0] == 0
    assert docx.read_bytes() == before


def test_pull_gives_one_json_document(docx: Path, run: Any) -> None:
    edit(
        docx,
        retype("共收到提案216件", "共收到提案230件"),
        insert_behind("共收到提案230件", "这一段是新写的。"),
    )
    status, out, err = run("pull", docx, "--json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert set(data) == {"brief", "changed", "disagreements", "wording"}
    assert data["changed"] == [{"key": "proposal_received", "old": "216", "new": "230"}]
    assert data["wording"] == [{"paragraph": 28, "before": "", "after": "这一段是新写的。"}]
    assert "proposal_received: 230" in docx.with_name("brief.yaml").read_text(encoding="utf-8")


def test_a_disagreement_is_exit_status_one(docx: Path, run: Any) -> None:
    edit(docx, retype("办复率100%", "办复率99%"))
    status, _, err = run("pull", docx)
    assert status == 1
    assert "由其他数据算出" in err


@pytest.mark.parametrize("verb", ["update", "pull", "restore"])
def test_what_is_wrong_is_said_without_a_traceback(verb: str, tmp_path: Path, run: Any) -> None:
    missing = tmp_path / "没有.docx"
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no more")
    for path in (missing, broken):
        status, out, err = run(verb, path)
        assert (status, out) == (2, "")
        assert "Traceback" not in err
        assert path.name in err


def test_a_brief_with_mistakes_changes_nothing(docx: Path, run: Any) -> None:
    brief(docx, "proposal_received: 216", "proposal_recieved: 216")
    before = docx.read_bytes()
    status, _, err = run("update", docx)
    assert status == 2
    assert "proposal_received" in err
    assert docx.read_bytes() == before
