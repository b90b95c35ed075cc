"""`draft diff`: both versions are in the file, word for word, and people can read what changed."""

from __future__ import annotations

import copy
import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt
from lxml import etree

from tests.hands import delete, edit, insert_behind, move_behind, retype
from tests.pictures import png
from tests.versions import edited, texts
from toolkit import tasks
from toolkit.cli.main import main
from toolkit.comparing import compare
from toolkit.errors import DocumentError, WorkspaceError

NOW = datetime.datetime(2025, 1, 3, 9, 0, tzinfo=datetime.UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REGIONS = ("金山区", "中山区", "平湖市", "上虞区")


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("versions")
    return {
        name: tasks.new(tasks.Request(name, out=folder / f"{name}.docx", now=NOW)).docx for name in REGIONS
    }


@pytest.fixture
def old(reports: dict[str, Path], tmp_path: Path) -> Path:
    path = tmp_path / "旧稿.docx"
    path.write_bytes(reports["金山区"].read_bytes())
    return path


@pytest.fixture
def new(old: Path) -> Path:
    path = old.with_name("新稿.docx")
    path.write_bytes(old.read_bytes())
    return path


def part(path: Path, name: str = "word/document.xml") -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(name)


def changes(path: Path) -> list[tuple[str, str]]:
    """(kind, text) of the tracked changes of words."""
    root = etree.fromstring(part(path))
    return [
        (e.tag.removeprefix(W), "".join(e.itertext()))
        for e in root.iter(f"{W}ins", f"{W}del")
        if "".join(e.itertext())
    ]


@pytest.mark.parametrize("seed", range(16))
def test_accepted_it_is_the_new_version_and_rejected_the_old_one(
    reports: dict[str, Path], tmp_path: Path, seed: int
) -> None:
    source = reports[REGIONS[seed % 4]]
    other = edited(source, tmp_path / "改.docx", seed, 4 + seed)
    for a, b in ((source, other), (other, source)):
        out = tmp_path / f"{a.stem}-{b.stem}.docx"
        compare(a, b, out)
        assert texts(out) == texts(b)
        assert texts(out, accept=False) == texts(a)


def test_two_reports_that_have_nothing_to_do_with_each_other(
    reports: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "x.docx"
    compare(reports["金山区"], reports["中山区"], out)
    assert texts(out) == texts(reports["中山区"])
    assert texts(out, accept=False) == texts(reports["金山区"])


def test_a_figure_is_one_small_change_and_listed_first(old: Path, new: Path) -> None:
    edit(new, retype("216", "231"))
    done = compare(old, new)
    assert done.file.name == "新稿.花脸稿.docx"
    assert changes(done.file) == [("del", "216"), ("ins", "231")]
    assert [(f.old, f.new) for f in done.figures] == [("216件", "231件")]
    ((heading, rows),) = done.sections
    assert heading.startswith("（三）")
    assert [(d.kind, d.old, d.new) for d in rows] == [("改", "216", "231")]


def test_what_is_the_same_keeps_its_bytes(old: Path, new: Path) -> None:
    edit(new, retype("216", "231"))
    before = re.findall(rb"<w:p>.*?</w:p>|<w:p .*?</w:p>", part(new), re.DOTALL)
    after = re.findall(rb"<w:p>.*?</w:p>|<w:p .*?</w:p>", part(compare(old, new).file), re.DOTALL)
    assert len(before) == len(after) > 40
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_nothing_changed(old: Path, new: Path) -> None:
    done = compare(old, new)
    assert done.differences == []
    assert part(done.file) == part(new)


def test_paragraphs_come_go_and_move(old: Path, new: Path) -> None:
    edit(
        new,
        delete("群众的呼声就是履职的信号"),
        insert_behind("改进调研方式", "开展蹲点调研，形成报告7篇。"),
        move_behind("2.紧扣中心任务", "3.投身发展一线"),
    )
    kinds = {(d.kind, (d.old or d.new)[:6]) for d in compare(old, new).differences}
    assert {("增", "开展蹲点调研"), ("移", "2.紧扣中心")} <= kinds
    assert "删" in {kind for kind, _ in kinds}


def test_a_deleted_paragraph_keeps_its_look(old: Path, new: Path) -> None:
    def bold(document: object) -> None:
        run = insert_target(document).add_run("这句加粗。")
        run.bold, run.font.size = True, Pt(20)

    def insert_target(document: object) -> object:
        return next(p for p in document.paragraphs if "改进调研方式" in p.text)

    edit(old, bold)
    edit(new, delete("改进调研方式"))
    root = etree.fromstring(part(compare(old, new).file))
    run = next(r for r in root.iter(f"{W}r") if "这句加粗" in "".join(r.itertext()))
    assert run.find(f"{W}rPr/{W}b") is not None
    assert run.getparent().tag == f"{W}del"


def test_a_style_that_the_new_version_lacks_comes_with_the_deleted_paragraph(old: Path, new: Path) -> None:
    def own_style(document: object) -> None:
        style = document.styles.add_style("局里的样式", 1)
        document.paragraphs[8].insert_paragraph_before("局里加的话。", style=style)

    edit(old, own_style)
    done = compare(old, new)
    root = etree.fromstring(part(done.file))
    paragraph = next(p for p in root.iter(f"{W}p") if "局里加的话" in "".join(p.itertext()))
    used = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
    names = {
        s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val")
        for s in etree.fromstring(part(done.file, "word/styles.xml")).iter(f"{W}style")
    }
    assert names[used] == "局里的样式"


def test_pictures_come_and_go_with_their_files(old: Path, new: Path) -> None:
    def photograph(document: object) -> None:
        document.paragraphs[8].add_run().add_picture(io.BytesIO(png(50, 40)))

    edit(new, photograph)
    there = compare(old, new)
    assert any("新增图片 1 幅" in note for note in there.notes)
    assert texts(there.file, accept=False) == texts(old)
    back = compare(new, old, old.with_name("反.docx"))
    assert texts(back.file, accept=False) == texts(new)
    with zipfile.ZipFile(back.file) as package:
        media = [package.read(n) for n in package.namelist() if "/media/" in n]
        rels = package.read("word/_rels/document.xml.rels").decode()
    assert png(50, 40) in media
    embedded = re.findall(r'r:embed="([^"]+)"', part(back.file).decode())
    assert all(f'Id="{id_}"' in rels for id_ in embedded)


def test_rows_and_cells_of_a_table(old: Path, new: Path) -> None:
    def table(*rows: tuple[str, str]) -> object:
        def make(document: object) -> None:
            made = document.add_table(rows=len(rows), cols=2)
            for cell, words in zip(made._cells, [w for row in rows for w in row], strict=True):
                cell.text = words
            document.paragraphs[8]._element.addnext(made._tbl)

        return make

    edit(old, table(("项目", "数量"), ("提案", "216件"), ("视察", "12次")))
    edit(new, table(("项目", "数量"), ("提案", "231件"), ("社情民意", "98篇"), ("视察", "12次")))
    done = compare(old, new)
    assert ("改", "216", "231") in {(d.kind, d.old, d.new) for d in done.differences}
    assert ("增行", "", "社情民意　98篇") in {(d.kind, d.old, d.new) for d in done.differences}
    assert texts(done.file) == texts(new)
    assert texts(done.file, accept=False) == texts(old)


def test_tracked_changes_of_a_person_are_read_as_accepted(old: Path, new: Path, tmp_path: Path) -> None:
    edit(new, retype("216", "231"))
    tracked = compare(old, new).file
    done = compare(old, tracked, tmp_path / "再比.docx")
    assert any("原有修订" in note for note in done.notes)
    assert [(d.old, d.new) for d in done.differences] == [("216", "231")]


def test_a_new_last_paragraph_with_a_comment_is_gone_when_rejected(old: Path, new: Path) -> None:
    def note(document: object) -> None:
        run = document.add_paragraph("末尾新加的一段。").add_run("请审。")
        document.add_comment(run, text="新加的", author="办公室")

    edit(new, note)
    done = compare(old, new)
    assert texts(done.file, accept=False) == texts(old)
    assert texts(done.file) == texts(new)


def test_bookmarks_that_a_paste_doubled_stand_once(old: Path, new: Path) -> None:
    def paste(document: object) -> None:
        element = document.paragraphs[9]._element
        document.paragraphs[20]._element.addnext(copy.deepcopy(element))

    edit(new, paste)
    root = etree.fromstring(part(compare(old, new).file))
    ids = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
    assert len(ids) == len(set(ids)) > 40
    assert len(ids) == len(list(root.iter(f"{W}bookmarkEnd")))


def test_no_file_is_overwritten(old: Path, new: Path) -> None:
    new.with_name("新稿.花脸稿.docx").write_bytes(b"mine")
    with pytest.raises(WorkspaceError, match="没有覆盖"):
        compare(old, new)
    assert new.with_name("新稿.花脸稿.docx").read_bytes() == b"mine"


def test_the_file_written_is_named_as_a_word_file(old: Path, new: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"\.docx 结尾"):
        compare(old, new, tmp_path / "花脸稿.pdf")


def test_a_file_without_text_is_refused(old: Path, tmp_path: Path) -> None:
    document = Document()
    for element in list(document.element.body):
        if not element.tag.endswith("sectPr"):
            document.element.body.remove(element)
    document.save(str(tmp_path / "空.docx"))
    with pytest.raises(DocumentError, match="没有正文"):
        compare(old, tmp_path / "空.docx")


def test_the_command_prints_sections_and_json(
    old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(new, retype("216", "231"))
    with pytest.raises(SystemExit) as ended:
        main(["diff", str(old), str(new)])
    out = capsys.readouterr().out
    assert ended.value.code == 0
    assert out.index("216件 → 231件") < out.index("1 处改动")
    with pytest.raises(SystemExit):
        main(["diff", str(old), str(new), "--out", str(new.with_name("二.docx")), "--json"])
    made = json.loads(capsys.readouterr().out)
    assert made["count"] == 1
    assert made["figures"][0]["new"] == "231件"
    with pytest.raises(SystemExit) as ended:
        main(["diff", str(old), str(new.with_name("没有.docx"))])
    assert ended.value.code == 2
