"""Findings in the file: comments on the exact words of a copy, and mechanical mistakes put right."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.hands import edit, insert_behind, retype
from toolkit.checking import Request, check
from toolkit.checks.checked import Checked
from toolkit.correcting import annotate, fix
from toolkit.errors import DocumentError, WorkspaceError
from toolkit.word.comments import comments_in
from toolkit.word.opened import open_docx
from toolkit.word.read import read_text
from toolkit.word.story import paragraphs

NOW = datetime.datetime(2025, 1, 8, 9, 30, tzinfo=datetime.UTC)
RULES = {
    "plain-word": """name: 用词
kind: substitution
severity: warning
force: 实务
source: 本单位约定
why: 不用“搞妥”。
message: “{text}”口语化
fix: true
swaps: [{wrong: 搞妥, right: 办妥}, {wrong: '二(?=个问题)', right: 两}]
""",
    "doubt": """name: 存疑
kind: existence
severity: info
force: 实务
source: 本单位约定
why: 看一看。
patterns: [首创]
""",
}
LINE = "我们搞妥服务，解决二个问题，首创“板凳会”，搞妥总结。"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "包"
    (folder / "rules").mkdir(parents=True)
    for name, text in RULES.items():
        (folder / "rules" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _checked(path: Path, pack: Path) -> Checked:
    (done,) = check([path], Request(packs=[pack], select=tuple(RULES)))
    return done


@pytest.fixture
def edited(docx: Path) -> Path:
    edit(docx, insert_behind("立案157件", LINE))
    return docx


def _comments(path: Path) -> list[tuple[str, str, str]]:
    """Return (author, the words that it is tied to, text) of every comment."""
    opened = open_docx(path)
    story = paragraphs(opened.document.find("{*}body"))
    return [
        (c.author, story[c.start[0]].text[c.start[1] : c.end[1]], c.text) for c in comments_in(opened, story)
    ]


def test_comments_stand_on_the_exact_words(edited: Path, pack: Path, tmp_path: Path) -> None:
    before = edited.read_bytes()
    made = annotate(_checked(edited, pack), tmp_path / "批注.docx", NOW)
    assert edited.read_bytes() == before
    assert made.comments == 4
    assert [(author, words) for author, words, _ in _comments(made.path)] == [
        ("draft", "搞妥"),
        ("draft", "二"),
        ("draft", "首创"),
        ("draft", "搞妥"),
    ]
    assert _comments(made.path)[0][2] == "【提示】“搞妥”口语化\n建议：办妥\n依据：本单位约定（plain-word）"
    assert read_text(made.path) == read_text(edited)


def test_people_s_comments_stay(edited: Path, pack: Path, tmp_path: Path) -> None:
    def remark(document: Any) -> None:
        found = next(p for p in document.paragraphs if "首创" in p.text)
        document.add_comment(found.runs, text="请再斟酌", author="王主任", initials="王")

    edit(edited, remark)
    made = annotate(_checked(edited, pack), tmp_path / "批注.docx", NOW)
    rows = _comments(made.path)
    assert ("王主任", LINE, "请再斟酌") in rows
    assert [words for author, words, _ in rows if author == "draft"] == ["搞妥", "二", "首创", "搞妥"]


def test_words_over_several_runs_and_tracked_changes_are_reached(
    edited: Path, pack: Path, tmp_path: Path
) -> None:
    def tear(document: Any) -> None:
        found = next(p for p in document.paragraphs if "首创" in p.text)
        found.runs[0].text = "我们搞"
        found.add_run("妥服务，首").bold = True
        found.add_run("创“板凳会”。")

    edit(edited, tear)
    made = annotate(_checked(edited, pack), tmp_path / "批注.docx", NOW)
    assert [words for _, words, _ in _comments(made.path)] == ["搞妥", "首创"]


def test_a_finding_is_not_commented_twice(edited: Path, pack: Path, tmp_path: Path) -> None:
    first = annotate(_checked(edited, pack), tmp_path / "一.docx", NOW)
    second = annotate(_checked(first.path, pack), tmp_path / "二.docx", NOW)
    assert second.comments == 0
    assert len(_comments(second.path)) == 4


def test_the_same_words_in_two_places_get_a_comment_each(edited: Path, pack: Path, tmp_path: Path) -> None:
    edit(edited, retype("首创“板凳会”", "首创“板凳会”、首创“圆桌会”"))
    made = annotate(_checked(edited, pack), tmp_path / "批注.docx", NOW)
    assert [words for _, words, _ in _comments(made.path)].count("首创") == 2


def test_no_file_is_overwritten_and_texts_have_no_comments(edited: Path, pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "批注.docx"
    out.write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match="没有覆盖"):
        annotate(_checked(edited, pack), out, NOW)
    assert out.read_bytes() == b"mine"
    (tmp_path / "稿.txt").write_text(f"{LINE}\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="只有 Word 文件"):
        annotate(_checked(tmp_path / "稿.txt", pack), tmp_path / "新.docx", NOW)


# -- mending ---------------------------------------------------------------------------------------


def test_mechanical_mistakes_are_mended_as_tracked_changes(edited: Path, pack: Path) -> None:
    before = edited.read_bytes()
    done = fix(_checked(edited, pack), NOW)
    assert [(f.text, f.suggestion) for f in done.fixed] == [("搞妥", "办妥"), ("二", "两"), ("搞妥", "办妥")]
    assert "我们办妥服务，解决两个问题，首创“板凳会”，办妥总结。" in read_text(edited)
    xml = Document(str(edited)).element.body.xml
    assert xml.count("<w:delText") == 3
    assert 'w:author="draft"' in xml
    assert ">搞</w:delText>" in xml
    assert done.backup is not None
    assert (done.backup / edited.name).read_bytes() == before
    assert [f.rule for f in _checked(edited, pack).findings] == ["doubt"]


def test_where_there_is_nothing_to_mend_the_file_is_not_touched(docx: Path, pack: Path) -> None:
    before = docx.read_bytes()
    done = fix(_checked(docx, pack), NOW)
    assert (done.fixed, done.backup, docx.read_bytes()) == ((), None, before)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_its_encoding_and_line_ends(tmp_path: Path, pack: Path, encoding: str) -> None:
    path = tmp_path / "稿.txt"
    path.write_bytes(f"题目\r\n{LINE}\r\n".encode(encoding))
    fix(_checked(path, pack), NOW)
    wanted = "题目\r\n我们办妥服务，解决两个问题，首创“板凳会”，办妥总结。\r\n"
    assert path.read_bytes() == wanted.encode(encoding)


def test_a_page_of_the_web_is_not_mended(tmp_path: Path, pack: Path) -> None:
    path = tmp_path / "稿.html"
    path.write_text(f"<html><body><p>{LINE}</p></body></html>", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DocumentError, match="网页文件不自动改"):
        fix(_checked(path, pack), NOW)
    assert path.read_bytes() == before
