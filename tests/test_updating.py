"""`draft update` on files that hands have been at: figures, wording, sections, and what stays."""

from __future__ import annotations

import copy
import datetime
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.hands import delete, edit, insert_behind, move_behind, paragraph, retype, strip_bookmarks
from toolkit import restoring, tasks
from toolkit.errors import DocumentError, WorkspaceError
from toolkit.resources import data_folder
from toolkit.updating import Request, Updated, update
from toolkit.word.opened import open_docx
from toolkit.word.story import paragraphs

NOW = datetime.datetime(2025, 1, 3, 9, 0, tzinfo=datetime.UTC)


def brief(docx: Path, *changes: tuple[str, str]) -> None:
    """Change lines of the brief: (pattern, replacement)."""
    path = docx.with_name("brief.yaml")
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        text, count = re.subn(old, new, text, flags=re.MULTILINE)
        assert count, old
    path.write_text(text, encoding="utf-8")


def go(docx: Path, **more: object) -> Updated:
    return update(Request(docx, now=NOW, **more))  # type: ignore[arg-type]


def text(docx: Path) -> str:
    opened = open_docx(docx)
    return "\n".join(p.text for p in paragraphs(opened.document.find("{*}body")))


def document_xml(docx: Path) -> str:
    with zipfile.ZipFile(docx) as package:
        return package.read("word/document.xml").decode()


def comments(docx: Path) -> list[str]:
    return [c.text for c in Document(str(docx)).comments]


# -- figures ---------------------------------------------------------------------------------


def test_a_figure_becomes_new_everywhere_it_stands(docx: Path) -> None:
    before = text(docx)
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx)
    assert [(c.key, c.old, c.new) for c in done.changed] == [
        ("proposal_received", "216", "221")
    ] * before.count("216")
    assert text(docx) == before.replace("216", "221")
    assert done.conflicts == []


def test_a_change_is_tracked_and_the_comment_names_figure_values_and_source(docx: Path) -> None:
    brief(
        docx,
        (
            r"^  proposal_received: 216",
            "  proposal_received: {value: 221, source: 提案委, as_of: 2025-01-02}",
        ),
    )
    go(docx)
    xml = document_xml(docx)
    assert re.search(r'<w:del w:id="\d+" w:author="draft"[^>]*><w:r>.*?<w:delText[^>]*>216<', xml)
    assert re.search(r'<w:ins w:id="\d+" w:author="draft"[^>]*><w:r>.*?<w:t[^>]*>221<', xml)
    assert any("216件改为221件" in c and "提案委" in c and "2025" in c for c in comments(docx))


def test_without_a_source_the_comment_names_the_line_of_the_brief(docx: Path) -> None:
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    lines = docx.with_name("brief.yaml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, text in enumerate(lines, 1) if "proposal_received" in text)
    assert f"收到提案：216件改为221件。来源：底稿 brief.yaml 第{line}行。" in comments(docx)


def test_plainly_without_tracking(docx: Path) -> None:
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx, track=False)
    xml = document_xml(docx)
    assert "<w:ins " not in xml
    assert "<w:del " not in xml
    assert comments(docx) == []
    assert "221" in text(docx)


def test_a_derived_figure_follows(docx: Path) -> None:
    """办复率 is computed: fewer replies make it less than 100 per cent, and the sentence says so."""
    brief(docx, (r"^  proposal_replied: 157", "  proposal_replied: 150"))
    go(docx)
    assert "95.5%" in text(docx)
    assert "办复率100%" not in text(docx)


def test_a_figure_inside_a_rewritten_sentence(docx: Path) -> None:
    edit(
        docx,
        retype(
            "区政协七届三次会议以来，共收到提案216件", "过去一年里各方面踊跃提交，大会以来共收到提案216件之多"
        ),
    )
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx)
    assert "过去一年里各方面踊跃提交，大会以来共收到提案221件之多" in text(docx)
    assert done.conflicts == []


def test_a_figure_retyped_in_chinese_numerals_stays_in_them(docx: Path) -> None:
    edit(docx, retype("共收到提案216件", "共收到提案二百一十六件"))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    assert "共收到提案二百二十一件" in text(docx)


def test_a_figure_that_a_person_retyped_is_kept_and_reported(docx: Path) -> None:
    edit(docx, retype("共收到提案216件", "共收到提案230件"))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx)
    assert "共收到提案230件" in text(docx)
    assert [(k.key, k.text) for _, k in done.kept] == [("proposal_received", "230")]
    assert "221" in done.kept[0][1].why


def test_a_figure_in_a_copied_paragraph(docx: Path) -> None:
    whole = next(line for line in text(docx).split("\n") if "共收到提案216件" in line)
    edit(docx, insert_behind("共收到提案216件", whole))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    assert text(docx).count("共收到提案221件") == 2


def test_a_pasted_copy_gives_up_the_bookmarks_that_it_doubles(docx: Path) -> None:
    document = Document(str(docx))
    there = paragraph(document, "共收到提案216件")._element
    there.addnext(copy.deepcopy(there))
    document.save(str(docx))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', document_xml(docx))
    assert len(names) == len(set(names))
    assert text(docx).count("共收到提案221件") == 2


def test_a_number_that_a_person_typed_and_that_is_no_longer_true_is_pointed_at(docx: Path) -> None:
    edit(docx, insert_behind("共收到提案216件", "请注意，大会收到的216件提案已全部编号。"))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx)
    assert "大会收到的216件提案" in text(docx)
    assert any("旧数" in kept.why and "221" in kept.why for _, kept in done.kept)


# -- wording -----------------------------------------------------------------------------------


def test_untouched_paragraphs_keep_their_bytes(docx: Path) -> None:
    before = re.findall(r"<w:p>.*?</w:p>", document_xml(docx), flags=re.DOTALL)
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    after = document_xml(docx)
    changed = [p for p in before if p not in after]
    assert len(changed) == 1
    assert "216" in changed[0]


def test_a_clause_goes_with_its_figure_and_comes_back_with_it(docx: Path) -> None:
    first = text(docx)
    brief(docx, (r"^  proposal_excellent: .*\n", ""))
    go(docx, track=False)
    assert "优秀提案12件" not in text(docx)
    brief(docx, (r"^figures:.*$", "figures:\n  proposal_excellent: 12"))
    go(docx, track=False)
    assert text(docx) == first


def test_both_changed_a_sentence_the_person_s_stays_and_ours_is_in_a_comment(docx: Path) -> None:
    sentence = "评选优秀提案12件，发挥典型引路作用。"
    edit(docx, retype("评选优秀提案12件", "我们反复比较，评选优秀提案12件"))
    brief(docx, (r"^  proposal_excellent: .*\n", ""))
    done = go(docx)
    assert "我们反复比较，" in text(docx)
    assert [c.edited for _, c in done.conflicts] == ["我们反复比较，" + sentence]
    assert any("您改过" in c for c in comments(docx))


def test_a_retyped_figure_whose_clause_the_data_drop_is_a_conflict(docx: Path) -> None:
    edit(docx, retype("评选优秀提案12件", "评选优秀提案19件"))
    brief(docx, (r"^  proposal_excellent: .*\n", ""))
    done = go(docx)
    assert "评选优秀提案19件" in text(docx)
    assert len(done.conflicts) == 1


def test_what_a_person_deleted_stays_deleted(docx: Path) -> None:
    edit(docx, delete("共收到提案216件"))
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx)
    assert "提案221件" not in text(docx)
    assert any("删去" in kept.why for _, kept in done.kept)


def test_what_a_person_typed_formatted_and_moved_stays(docx: Path) -> None:
    edit(
        docx,
        insert_behind("共收到提案216件", "这是办公室加的一段，数据以年报为准。"),
        move_behind("共收到提案216件", "这是办公室加的一段"),
        retype("评选优秀提案", "认真评选优秀提案"),
    )
    edited = text(docx)
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    assert text(docx) == edited.replace("216", "221")


def test_a_new_section_is_put_where_it_belongs(docx: Path, made: Path) -> None:
    first = text(docx)
    brief(docx, (r"^  info_collected: .*\n", ""), (r"^  info_to_city: .*\n", ""))
    go(docx, track=False)
    assert text(docx) != first
    shutil.copy(made / "brief.yaml", docx.with_name("brief.yaml"))
    go(docx, track=False)
    assert text(docx) == first


# -- anchors ---------------------------------------------------------------------------------------


def test_a_file_without_any_bookmark_is_updated_by_its_text(docx: Path) -> None:
    edit(docx, strip_bookmarks, retype("共收到提案216件", "总共收到提案216件"))
    before = text(docx)
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    assert text(docx) == before.replace("216", "221")


def test_a_file_of_another_report_is_refused(docx: Path, tmp_path: Path) -> None:
    tasks.new(tasks.Request("中山区", out=tmp_path / "中山"))
    other = next((tmp_path / "中山").glob("*.docx"))
    stranger = docx.with_name("别的.docx")
    stranger.write_bytes(other.read_bytes())
    with pytest.raises(WorkspaceError, match="不是这个文件夹里的报告"):
        go(stranger)


def test_an_article_that_was_never_ours_is_refused(docx: Path) -> None:
    document = Document()
    document.add_paragraph("本镇全年新建公路三条，粮食总产再创新高，群众满意。")
    stranger = docx.with_name("别的.docx")
    document.save(str(stranger))
    with pytest.raises(WorkspaceError, match="不是这个文件夹里的报告"):
        go(stranger)


def test_without_a_workspace_the_verb_says_what_it_needs(docx: Path) -> None:
    shutil.rmtree(docx.parent / ".draft")
    with pytest.raises(WorkspaceError) as caught:
        go(docx)
    assert "--base" in caught.value.hint


def test_the_generated_file_takes_the_place_of_a_lost_workspace(docx: Path, tmp_path: Path) -> None:
    original = tmp_path / "原稿.docx"
    shutil.copy(docx, original)
    shutil.rmtree(docx.parent / ".draft")
    edit(docx, retype("共收到提案216件", "大会共收到提案216件"))
    before = text(docx)
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    done = go(docx, base=original)
    assert text(docx) == before.replace("216", "221")
    assert [c.key for c in done.changed] == ["proposal_received"]
    brief(docx, (r"^  proposal_received: 221", "  proposal_received: 222"))
    assert [c.new for c in go(docx).changed] == ["222"]


# -- safety ----------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(docx: Path) -> None:
    edit(docx, retype("共收到提案216件", "大会共收到提案216件"))
    brief(
        docx, (r"^  proposal_received: 216", "  proposal_received: 221"), (r"^  proposal_excellent: .*\n", "")
    )
    go(docx)
    once = docx.read_bytes()
    done = go(docx)
    assert done.changed == []
    assert done.conflicts == []
    assert docx.read_bytes() == once


def test_a_dry_run_touches_nothing(docx: Path) -> None:
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    before = {p: p.read_bytes() for p in docx.parent.rglob("*") if p.is_file()}
    done = go(docx, dry_run=True)
    assert [c.new for c in done.changed] == ["221"]
    assert done.changed[0].section.startswith("（")
    assert {p: p.read_bytes() for p in docx.parent.rglob("*") if p.is_file()} == before


def test_restore_gives_the_file_back_and_keeps_the_present_one(docx: Path) -> None:
    before = docx.read_bytes()
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    go(docx)
    after = docx.read_bytes()
    point, saved = restoring.restore(docx)
    assert docx.read_bytes() == before
    assert saved is not None
    assert (saved / docx.name).read_bytes() == after
    assert [c.new for c in go(docx).changed] == ["221"]
    assert point.name in [p.name for p in restoring.points(docx)]


def test_restore_names_the_points_there_are(docx: Path) -> None:
    with pytest.raises(WorkspaceError, match="没有可退回的时间点"):
        restoring.restore(docx)


def test_a_document_that_is_open_in_word_is_refused(docx: Path) -> None:
    docx.with_name("~$" + docx.name[2:]).touch()
    brief(docx, (r"^  proposal_received: 216", "  proposal_received: 221"))
    before = docx.read_bytes()
    with pytest.raises(WorkspaceError, match="正被 Word 或 WPS 打开"):
        go(docx)
    assert docx.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"])
def test_a_file_that_is_no_docx_is_refused(docx: Path, content: bytes) -> None:
    docx.write_bytes(content)
    with pytest.raises(DocumentError):
        go(docx)


def test_a_damaged_base_is_told(docx: Path) -> None:
    for path in (docx.parent / ".draft" / "base").glob("*.json"):
        path.write_text(json.dumps({"genre": 1}), encoding="utf-8")
    with pytest.raises(WorkspaceError, match="成稿记录"):
        go(docx)


# -- another order -------------------------------------------------------------------------------


@pytest.fixture
def reordered(tmp_path: Path) -> Path:
    """A pack in which party building comes before theory study."""
    pack = tmp_path / "包"
    home = data_folder("templates") / "genres" / "work_report"
    shutil.copytree(home, pack / "genres" / "work_report")
    genre = pack / "genres" / "work_report" / "genre.yaml"
    text = genre.read_text(encoding="utf-8")
    first, second = "  - section: theory_study\n", "  - section: party_building\n"
    assert first + second in text
    genre.write_text(text.replace(first + second, second + first), encoding="utf-8")
    return pack


@pytest.mark.parametrize("track", [True, False])
def test_sections_move_with_what_people_did_in_them(docx: Path, reordered: Path, track: bool) -> None:
    edit(docx, retype("深化理论学习", "持续深化理论学习"))
    before = [line for line in text(docx).split("\n") if line]
    done = go(docx, packs=[reordered], track=track)
    after = [line for line in text(docx).split("\n") if line]
    second = next(n for n, line in enumerate(before) if line.startswith("2."))
    moved = [before[second + 1].replace("3.", "2.", 1), before[second].replace("2.", "3.", 1)]
    assert after == [*before[:second], *moved, *before[second + 2 :]]
    assert done.conflicts == []
    assert go(docx, packs=[reordered], track=track).changed == []


def test_a_paragraph_with_a_comment_on_it_is_not_moved_but_reported(docx: Path, reordered: Path) -> None:
    document = Document(str(docx))
    for there in document.paragraphs:
        if there.text.startswith(("2.", "3.")):
            document.add_comment(there.runs[-1], text="请核", author="王芳")
    document.save(str(docx))
    order = [line[:2] for line in text(docx).split("\n")]
    done = go(docx, packs=[reordered])
    assert any("没有移动" in kept.why for _, kept in done.kept)
    assert len([line[:2] for line in text(docx).split("\n")]) == len(order)
    assert comments(docx).count("请核") == order.count("2.") + order.count("3.")


def test_the_pack_of_a_report_is_found_again_from_anywhere(
    reordered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tasks.new(tasks.Request("金山区", out=Path("报告甲"), packs=[reordered.relative_to(tmp_path)]))
    (tmp_path / "别处").mkdir()
    shutil.move(tmp_path / "报告甲", tmp_path / "别处" / "报告甲")
    shutil.move(reordered, tmp_path / "别处" / reordered.name)
    monkeypatch.chdir("/")
    report = next((tmp_path / "别处" / "报告甲").glob("*.docx"))
    brief(report, (r"^  proposal_received: 216", "  proposal_received: 221"))
    assert [c.new for c in go(report).changed] == ["221"]
