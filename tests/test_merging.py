"""`draft merge`: everybody's changes under their own names, and nothing of anybody's lost."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.hands import delete, edit, insert_behind, move_behind, retype, strip_bookmarks
from tests.pictures import png
from tests.versions import edited, texts
from toolkit import tasks
from toolkit.cli.main import main
from toolkit.comparing import compare
from toolkit.errors import DocumentError, ToolkitError, WorkspaceError
from toolkit.merging import Merged, Request, merge
from toolkit.word.comments import texts as comment_texts
from toolkit.word.opened import open_docx

NOW = datetime.datetime(2025, 1, 3, 9, 0, tzinfo=datetime.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("张三", "李四", "王五")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("base") / "原稿.docx"
    return tasks.new(tasks.Request("金山区", out=out, now=NOW)).docx


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Path:
    path = tmp_path / "原稿.docx"
    path.write_bytes(made.read_bytes())
    return path


def copies(base: Path, *hands: tuple[Callable[[Any], None], ...]) -> list[Path]:
    """One copy for each reviewer, with their edits."""
    made = []
    for name, edits in zip(NAMES, hands, strict=False):
        path = base.with_name(f"{name}.docx")
        path.write_bytes(base.read_bytes())
        edit(path, *edits)
        made.append(path)
    return made


def merged(base: Path, *hands: tuple[Callable[[Any], None], ...]) -> Merged:
    rows = copies(base, *hands)
    return merge(Request(base, rows, names=NAMES[: len(rows)], now=NOW))


def root(path: Path) -> Any:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("word/document.xml"))


def changes(path: Path) -> set[tuple[str, str, str]]:
    """(author, kind, text) of the tracked changes of words."""
    return {
        (e.get(f"{W}author"), e.tag.removeprefix(W), "".join(e.itertext()))
        for e in root(path).iter(f"{W}ins", f"{W}del")
        if "".join(e.itertext())
    }


def comments(path: Path) -> set[tuple[str, str]]:
    return set(comment_texts(open_docx(path)).values())


def test_everybody_s_changes_stand_under_their_names(base: Path) -> None:
    done = merged(base, (retype("216", "231"),), (retype("2816", "2900"),))
    assert changes(done.file) == {
        ("张三", "del", "216"), ("张三", "ins", "231"), ("李四", "del", "2816"), ("李四", "ins", "2900"),
    }  # fmt: skip
    assert done.overlaps == []
    assert [(r.name, r.changes) for r in done.reviewers] == [("张三", 1), ("李四", 1)]
    assert done.file.name == "原稿.汇总稿.docx"
    assert texts(done.file, accept=False) == texts(base)


def test_the_same_change_is_one_that_names_both(base: Path) -> None:
    done = merged(base, (retype("216", "231"),), (retype("216", "231"),))
    assert changes(done.file) == {("张三、李四", "del", "216"), ("张三、李四", "ins", "231")}
    assert done.overlaps == []


def test_an_overlap_is_the_first_one_s_change_and_the_other_s_comment(base: Path) -> None:
    done = merged(base, (retype("216", "231"),), (retype("216", "240"),), (retype("216", "231"),))
    assert {author for author, *_ in changes(done.file)} == {"张三、王五"}
    (overlap,) = done.overlaps
    assert "231" in overlap.texts["张三"]
    assert "240" in overlap.texts["李四"]
    assert texts(base)[overlap.paragraph - 1].count("216")
    ((author, text),) = comments(done.file)
    assert author == "李四"
    assert "240" in text


def test_one_deletes_a_paragraph_that_another_edits(base: Path) -> None:
    done = merged(base, (delete("群众的呼声就是履职的信号"),), (retype("2816", "2900"),))
    assert not any("2900" in text for text in texts(done.file))
    assert done.overlaps[0].texts["张三"] == "（删去）"
    assert any(author == "李四" and "2900" in text for author, text in comments(done.file))
    done = merge(
        Request(base, [base.with_name(f"{n}.docx") for n in ("李四", "张三")], base.with_name("二.docx"))
    )
    assert any("2900" in text for text in texts(done.file))
    assert any("删去" in text for _, text in comments(done.file))


def test_new_paragraphs_of_all_are_there_and_the_same_one_once(base: Path) -> None:
    both = insert_behind("改进调研方式", "两人都加的一段。")
    done = merged(base, (both,), (both, insert_behind("紧扣中心任务", "李四加的一段。")))
    made = texts(done.file)
    assert made.count("两人都加的一段。") == 1
    assert ("张三、李四", "ins", "两人都加的一段。") in changes(done.file)
    assert ("李四", "ins", "李四加的一段。") in changes(done.file)


def test_a_moved_paragraph_stands_once_with_its_bookmark(base: Path) -> None:
    move = move_behind("2.紧扣中心任务", "3.投身发展一线")
    done = merged(base, (move,), (move,))
    found = [text for text in texts(done.file) if "2.紧扣中心任务" in text]
    assert len(found) == 1
    twin = next(
        p
        for p in root(done.file).iter(f"{W}p")
        if "紧扣中心任务" in "".join(t.text or "" for t in p.iter(f"{W}t"))
    )
    assert twin.find(f"{W}bookmarkStart") is not None
    assert texts(done.file, accept=False) == texts(base)


def test_two_moves_of_one_paragraph_are_an_overlap(base: Path) -> None:
    first = move_behind("2.紧扣中心任务", "3.投身发展一线")
    second = move_behind("2.紧扣中心任务", "群众的呼声")
    done = merged(base, (first,), (second, retype("216", "231")))
    assert sum("2.紧扣中心任务" in text for text in texts(done.file)) == 1
    assert any("231" in text for text in texts(done.file))
    assert done.overlaps[0].texts["李四"] == "（移到别处）"


def test_one_moves_and_touches_up_what_another_edits(base: Path) -> None:
    first = (retype("2.紧扣中心任务", "2.紧扣大局任务"), move_behind("2.紧扣大局任务", "3.投身发展一线"))
    second = retype("2.紧扣中心任务", "2.紧扣全区任务")
    done = merged(base, first, (second,))
    assert sum("任务，深化课题研究" in text for text in texts(done.file)) == 1
    assert any("2.紧扣大局任务" in text for text in texts(done.file))
    (overlap,) = done.overlaps
    assert "紧扣全区任务" in overlap.texts["李四"]
    assert overlap.texts["张三"].startswith("（移到别处）2.紧扣大局任务")


def test_comments_come_along_on_the_same_words(base: Path) -> None:
    def comment(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if "216" in p.text)
        run = next(r for r in paragraph.runs if "216" in r.text)
        document.add_comment(run, text="请核对这个数", author="user", initials="u")

    done = merged(base, (retype("2816", "2900"),), (retype("全年完成", "全年共完成"), comment))
    assert comments(done.file) == {("李四", "请核对这个数")}
    body = root(done.file)
    start = next(body.iter(f"{W}commentRangeStart"))
    following = "".join(t.text for e in start.itersiblings() for t in e.iter(f"{W}t") if t.text)
    assert following.startswith("216")


def test_a_comment_on_a_moved_paragraph_goes_with_it_and_stands_once(base: Path) -> None:
    def comment(document: Any) -> None:
        paragraph = next(p for p in document.paragraphs if "2.紧扣中心任务" in p.text)
        document.add_comment(paragraph.runs[1], text="移到后面", author="user")

    done = merged(base, (comment, move_behind("2.紧扣中心任务", "3.投身发展一线")))
    assert comments(done.file) == {("张三", "移到后面")}
    (reference,) = root(done.file).iter(f"{W}commentReference")
    paragraph = next(reference.iterancestors(f"{W}p"))
    assert "2.紧扣中心任务" in "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def test_comments_that_the_base_has_are_not_doubled(base: Path) -> None:
    def comment(document: Any) -> None:
        document.add_comment(document.paragraphs[9].runs[0], text="原有的批注", author="办公室")

    edit(base, comment)
    done = merged(base, (retype("216", "231"),), (retype("2816", "2900"),))
    assert comments(done.file) == {("办公室", "原有的批注")}


def test_new_tables_and_pictures_come_along(base: Path) -> None:
    def photograph(document: Any) -> None:
        document.paragraphs[9].insert_paragraph_before("").add_run().add_picture(io.BytesIO(png(50, 40)))

    def table(document: Any) -> None:
        made = document.add_table(rows=1, cols=2)
        made._cells[0].text, made._cells[1].text = "项目", "数量9"
        document.paragraphs[12]._element.addnext(made._tbl)

    done = merged(base, (photograph,), (table,))
    made = texts(done.file)
    assert "数量9" in made
    assert "\ufffc" in made
    blip = next(root(done.file).iter("{*}blip"))
    (embedded,) = [value for name, value in blip.attrib.items() if name.endswith("}embed")]
    assert Document(str(done.file)).part.related_parts[embedded].blob == png(50, 40)
    assert texts(done.file, accept=False) == texts(base)


def test_rows_of_two_reviewers_in_one_table(base: Path) -> None:
    def table(document: Any) -> None:
        made = document.add_table(rows=2, cols=2)
        for n, cell in enumerate(made._cells):
            cell.text = f"格子{n}"
        document.paragraphs[12]._element.addnext(made._tbl)

    def row(words: str) -> Callable[[Any], None]:
        def make(document: Any) -> None:
            for cell in document.tables[0].add_row().cells:
                cell.text = words

        return make

    def cell(document: Any) -> None:
        document.tables[0]._cells[0].text = "格子改"

    edit(base, table)
    done = merged(base, (row("甲行"), cell), (row("乙行"),), (row("甲行"),))
    made = texts(done.file)
    assert made.count("甲行") == made.count("乙行") == 2
    assert "格子改" in made
    assert ("张三、王五", "ins", "甲行") in changes(done.file)


@pytest.mark.parametrize("marks", [True, False])
@pytest.mark.parametrize("seed", range(8))
def test_one_copy_is_carried_over_wholly(base: Path, tmp_path: Path, seed: int, *, marks: bool) -> None:
    copy = edited(base, tmp_path / "改.docx", seed, 10)
    if not marks:
        edit(copy, strip_bookmarks)
    done = merge(Request(base, [copy], names=["张三"]))
    assert texts(done.file) == texts(copy)
    assert texts(done.file, accept=False) == texts(base)
    assert done.overlaps == []


@settings(max_examples=12)
@given(st.lists(st.integers(0, 999), min_size=2, max_size=3, unique=True))
def test_rejected_it_is_the_base_and_each_name_is_known(
    made: Path, tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    rows = [edited(made, folder / f"{seed}.docx", seed, 5) for seed in seeds]
    done = merge(Request(made, rows, folder / "汇总.docx", NAMES[: len(rows)]))
    assert texts(done.file, accept=False) == texts(made)
    authors = {author for author, *_ in changes(done.file)}
    assert {name for author in authors for name in author.split("、")} <= set(NAMES)
    there = "\n".join([*texts(done.file), *(text for _, text in comments(done.file))])
    for row in rows:
        new = {text for text in texts(row) if text.startswith("新写的第") and "补充有关情况。" in text}
        assert [text for text in new if text.partition("段")[0] not in there] == []


# -- names, refusals, the command ------------------------------------------------------------


def test_names_come_from_tracked_changes_then_the_last_editor_then_the_file(base: Path) -> None:
    rows = copies(base, (retype("216", "231"),), (retype("2816", "2900"),))
    assert [r.name for r in merge(Request(base, rows, base.with_name("1.docx"))).reviewers] == [
        "张三",
        "李四",
    ]
    for path, name in zip(rows, ("赵主席", "钱主任"), strict=True):
        document = Document(str(path))
        document.core_properties.last_modified_by = name
        document.save(str(path))
    done = merge(Request(base, rows, base.with_name("2.docx")))
    assert [r.name for r in done.reviewers] == ["赵主席", "钱主任"]
    tracked = compare(base, rows[0], base.with_name("留痕.docx")).file
    done = merge(Request(base, [tracked, rows[1]], base.with_name("3.docx")))
    assert [r.name for r in done.reviewers] == ["draft", "钱主任"]


def test_names_must_fit_the_copies(base: Path) -> None:
    rows = copies(base, (), ())
    with pytest.raises(ToolkitError, match="写了 1 个名字"):
        merge(Request(base, rows, names=["甲"]))
    with pytest.raises(ToolkitError, match="重复"):
        merge(Request(base, rows, names=["甲", "甲"]))


def test_what_is_no_copy_is_refused(base: Path, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("会议通知：定于周五下午召开座谈会，请准时参加。")
    document.save(str(tmp_path / "通知.docx"))
    with pytest.raises(DocumentError, match="不像是从"):
        merge(Request(base, [tmp_path / "通知.docx"]))


@pytest.mark.parametrize("lost", ["nothing", "identifier", "identifier and bookmarks"])
@pytest.mark.parametrize("region", ["中山区", "平湖市", "上虞区"])
def test_the_report_of_another_district_is_no_copy(
    base: Path, tmp_path: Path, region: str, lost: str
) -> None:
    other = tasks.new(tasks.Request(region, out=tmp_path / "别处.docx", now=NOW)).docx
    if lost != "nothing":
        edit(other, lambda document: setattr(document.core_properties, "identifier", ""))
    if lost.endswith("bookmarks"):
        edit(other, strip_bookmarks)
    with pytest.raises(DocumentError, match="不像是从"):
        merge(Request(base, [other], names=["张三"]))
    with pytest.raises(DocumentError, match="不像是从"):
        merge(Request(other, [base], names=["张三"]))


@pytest.mark.parametrize("seed", range(3))
def test_a_copy_with_sixty_edits_is_still_one(base: Path, tmp_path: Path, seed: int) -> None:
    copy = edited(base, tmp_path / "改.docx", seed, 60)
    edit(copy, lambda document: setattr(document.core_properties, "identifier", ""), strip_bookmarks)
    done = merge(Request(base, [copy], names=["张三"]))
    assert texts(done.file) == texts(copy)


def test_a_name_with_a_control_character_is_written_without_it(base: Path) -> None:
    rows = copies(base, (retype("216", "231"),))
    done = merge(Request(base, rows, names=["张\x01三"]))
    assert {author for author, *_ in changes(done.file)} == {"张三"}


def test_no_file_is_overwritten(base: Path) -> None:
    base.with_name("原稿.汇总稿.docx").write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match="没有覆盖"):
        merge(Request(base, copies(base, ())))


def test_the_command_tells_overlaps_by_its_status(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(map(str, copies(base, (retype("216", "231"),), (retype("216", "240"),))))
    with pytest.raises(SystemExit) as ended:
        main(["merge", str(base), *rows, "--names", "甲，乙", "--json"])
    assert ended.value.code == 1
    made = json.loads(capsys.readouterr().out)
    assert [r["name"] for r in made["reviewers"]] == ["甲", "乙"]
    assert set(made["overlaps"][0]["texts"]) == {"甲", "乙"}
    with pytest.raises(SystemExit) as ended:
        main(["merge", str(base), rows[0], "--out", str(base.with_name("单.docx"))])
    assert ended.value.code == 0
    assert "1 处改动" in capsys.readouterr().out
