"""`draft pull`: figures typed in Word go back into the brief, and nothing else of it changes."""

from __future__ import annotations

import datetime
import difflib
import re
from pathlib import Path

import pytest
import yaml

from tests.hands import delete, edit, insert_behind, retype, strip_bookmarks
from toolkit import tasks
from toolkit.errors import WorkspaceError
from toolkit.lookups import find_phrases
from toolkit.pack.pack import Pack
from toolkit.pulling import Pulled, Request, pull
from toolkit.updating import Request as UpdateRequest
from toolkit.updating import update

NOW = datetime.datetime(2025, 1, 3, 9, 0, tzinfo=datetime.UTC)


def brief(docx: Path) -> str:
    return docx.with_name("brief.yaml").read_bytes().decode()


def go(docx: Path, **more: object) -> Pulled:
    return pull(Request(docx, now=NOW, **more))  # type: ignore[arg-type]


def lines_changed(before: str, after: str) -> list[str]:
    return [row for row in difflib.ndiff(before.splitlines(), after.splitlines()) if row[:1] in "+-"]


def test_a_retyped_figure_goes_back_and_nothing_else_changes(docx: Path) -> None:
    before = brief(docx)
    edit(docx, retype("共收到提案216件", "共收到提案230件"))
    done = go(docx)
    assert [(c.key, c.old, c.new) for c in done.changed] == [("proposal_received", "216", "230")]
    assert lines_changed(before, brief(docx)) == [
        "-   proposal_received: 216        # 七届三次会议以来",
        "+   proposal_received: 230        # 七届三次会议以来",
    ]
    assert go(docx).changed == []
    assert update(UpdateRequest(docx, now=NOW)).changed == []


@pytest.mark.parametrize("typed", ["230", "２３０", "二百三十"])
def test_whatever_digits_it_is_typed_in(docx: Path, typed: str) -> None:
    edit(docx, retype("共收到提案216件", f"共收到提案{typed}件"))
    go(docx)
    assert yaml.safe_load(brief(docx))["figures"]["proposal_received"] == 230


def test_an_approximation_goes_back_too(docx: Path) -> None:
    edit(docx, retype("各类协商活动150余次", "各类协商活动近160次"))
    go(docx)
    figure = yaml.safe_load(brief(docx))["figures"]
    (value,) = [v for v in figure.values() if isinstance(v, dict) and v.get("value") == 160]
    assert value["approx"] == "近"


def test_two_values_of_one_quantity_are_reported_not_guessed(docx: Path) -> None:
    """157 stands in two places of the text, as filed and as replied; a copy makes two of one."""
    before = brief(docx)
    edit(docx, insert_behind("共收到提案216件", "过渡段。"), retype("共收到提案216件", "共收到提案230件"))
    whole = next(p for p in _texts(docx) if "共收到提案230件" in p)
    edit(docx, insert_behind("过渡段。", whole.replace("230", "216")))
    done = go(docx)
    assert [(d.key, sorted(d.values)) for d in done.disagreements] == [("proposal_received", ["216", "230"])]
    assert done.changed == []
    assert brief(docx) == before


def _texts(docx: Path) -> list[str]:
    from docx import Document

    return [p.text for p in Document(str(docx)).paragraphs]


def test_a_figure_that_the_brief_changed_too_is_not_overwritten(docx: Path) -> None:
    path = docx.with_name("brief.yaml")
    path.write_text(brief(docx).replace("proposal_received: 216", "proposal_received: 221"), encoding="utf-8")
    edit(docx, retype("共收到提案216件", "共收到提案230件"))
    done = go(docx)
    assert [(d.key, sorted(d.values)) for d in done.disagreements] == [("proposal_received", ["221", "230"])]
    assert "proposal_received: 221" in brief(docx)


def test_a_derived_figure_cannot_go_back(docx: Path) -> None:
    edit(docx, retype("办复率100%", "办复率99%"))
    done = go(docx)
    assert [d.why for d in done.disagreements] == ["这个数由其他数据算出，请改那些数据"]


def test_another_unit_is_not_taken_for_a_number(docx: Path) -> None:
    edit(docx, retype("来稿2816篇", "来稿0.28万篇"))
    done = go(docx)
    assert [d.key for d in done.disagreements] == ["info_collected"]
    assert "info_collected: 2816" in brief(docx)


def test_a_placeholder_that_was_filled_in_word_fills_the_brief(tmp_path: Path) -> None:
    tasks.new(tasks.Request("平湖市", out=tmp_path / "报告"))
    docx = next((tmp_path / "报告").glob("*.docx"))
    holder = next(m[0] for text in _texts(docx) for m in re.finditer("〔待填：立案提案[^〕]*〕", text))
    edit(docx, retype(holder, "188"))
    done = go(docx)
    assert ("proposal_filed", "", "188") in [(c.key, c.old, c.new) for c in done.changed]
    assert yaml.safe_load(brief(docx))["figures"]["proposal_filed"] == 188
    assert update(UpdateRequest(docx, now=NOW)).conflicts == []


def test_new_wording_is_listed(docx: Path) -> None:
    edit(
        docx,
        retype("评选优秀提案12件，发挥典型引路作用。", "评选优秀提案12件，树起提案工作的标杆。"),
        insert_behind("共收到提案216件", "聚焦急难愁盼，办好民生实事。"),
        delete("我受政协上海市金山区"),
    )
    done = go(docx)
    rows = [(w.before, w.after) for w in done.wording]
    assert ("评选优秀提案12件，发挥典型引路作用。", "评选优秀提案12件，树起提案工作的标杆。") in rows
    assert ("", "聚焦急难愁盼，办好民生实事。") in rows
    assert any(before.startswith("我受政协上海市金山区") and after == "" for before, after in rows)
    assert done.changed == []


def test_new_wording_becomes_phrases_of_a_pack(docx: Path, tmp_path: Path) -> None:
    edit(docx, insert_behind("共收到提案216件", "聚焦急难愁盼，当好群众的贴心人。"))
    done = go(docx, learn=tmp_path / "包")
    assert [p.name for p in done.learned] == ["learned.yaml"]
    found = find_phrases(Pack([tmp_path / "包"]), "贴心人", "", "", 50)
    assert any("当好群众的贴心人" in row["text"] for row in found)


def test_a_dry_run_touches_nothing(docx: Path, tmp_path: Path) -> None:
    edit(docx, retype("共收到提案216件", "共收到提案230件"))
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert [c.new for c in go(docx, dry_run=True, learn=tmp_path / "包").changed] == ["230"]
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before


def test_a_file_without_bookmarks_gives_back_as_well(docx: Path) -> None:
    edit(docx, retype("共收到提案216件", "共收到提案230件"), strip_bookmarks)
    assert [c.new for c in go(docx).changed] == ["230"]


def test_the_brief_as_it_was_is_kept(docx: Path) -> None:
    before = brief(docx)
    edit(docx, retype("共收到提案216件", "共收到提案230件"))
    done = go(docx)
    assert done.backup is not None
    assert (done.backup / "brief.yaml").read_bytes().decode() == before


def test_a_missing_brief_is_told(docx: Path) -> None:
    docx.with_name("brief.yaml").unlink()
    with pytest.raises(WorkspaceError, match="没有这份底稿"):
        go(docx)
