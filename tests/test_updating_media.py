"""`draft update` where photographs, charts and tables come, change and go."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path

import pytest

from tests.pictures import jpeg
from toolkit import tasks
from toolkit.resources import data_folder
from toolkit.updating import Request, Updated, update
from toolkit.word.opened import open_docx
from toolkit.word.story import PICTURE, paragraphs

NOW = datetime.datetime(2025, 1, 3, 9, 0, tzinfo=datetime.UTC)
DATA = "figures: [proposal_received, proposal_filed]"
CHART = f"charts:\n  - {{title: 提案办理, section: proposals, kind: column, {DATA}}}\n"
TABLE = CHART.replace("column", "table")
PHOTO = "photos:\n  - {file: 会.jpg, caption: 专题协商会现场, section: proposals}\n"


def make(folder: Path, more: str) -> Path:
    """Generate a report in a folder whose brief has charts or photographs."""
    folder.mkdir()
    (folder / "会.jpg").write_bytes(jpeg(160, 90))
    (folder / "新.jpg").write_bytes(jpeg(90, 90))
    brief = folder / "brief.yaml"
    sample = (data_folder("samples") / "金山区.yaml").read_text(encoding="utf-8")
    brief.write_text(sample + more, encoding="utf-8")
    return tasks.new(tasks.Request(figures=brief, out=folder, now=NOW)).docx


def change(docx: Path, old: str, new: str) -> Updated:
    brief = docx.with_name("brief.yaml")
    text, count = re.subn(old, new, brief.read_text(encoding="utf-8"))
    assert count
    brief.write_text(text, encoding="utf-8")
    return update(Request(docx, now=NOW))


def texts(docx: Path) -> list[str]:
    """The lines that have text: a table that replaces another one is kept apart by an empty line."""
    return [p.text for p in paragraphs(open_docx(docx).document.find("{*}body")) if p.text]


def part(docx: Path, name: str) -> bytes:
    with zipfile.ZipFile(docx) as package:
        return package.read(name)


def comments(docx: Path) -> str:
    return part(docx, "word/comments.xml").decode()


def test_the_values_of_a_chart_and_of_its_workbook_follow(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", CHART)
    change(docx, "proposal_received: 216", "proposal_received: 221")
    chart = part(docx, "word/charts/chart1.xml").decode()
    assert re.findall(r"<c:v>(\d+)</c:v>", chart) == ["221", "157"]
    book = zipfile.ZipFile(io.BytesIO(part(docx, "word/embeddings/Microsoft_Excel_Sheet1.xlsx")))
    assert b"<v>221</v>" in book.read("xl/worksheets/sheet1.xml")
    assert "图表“提案办理（单位：件）”已按新数据更新" in comments(docx)


def test_a_chart_that_a_person_changed_is_commented_on_only(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", CHART)
    opened = open_docx(docx)
    chart = opened.parts["word/charts/chart1.xml"].replace(b"<c:v>157</c:v>", b"<c:v>160</c:v>")
    opened.replace("word/charts/chart1.xml", chart)
    docx.write_bytes(opened.data())
    change(docx, "proposal_received: 216", "proposal_received: 221")
    assert part(docx, "word/charts/chart1.xml") == chart
    assert "您改过" in comments(docx)
    assert "收到提案221件" in comments(docx)


@pytest.mark.parametrize("more", [CHART, PHOTO])
def test_what_is_new_in_the_brief_comes_into_the_edited_file(tmp_path: Path, more: str) -> None:
    docx = make(tmp_path / "a", "\n")
    change(docx, r"\Z", "\n" + more)
    wanted = make(tmp_path / "b", more)
    assert texts(docx) == texts(wanted)
    assert PICTURE in texts(docx)
    names = set(zipfile.ZipFile(docx).namelist())
    assert set(zipfile.ZipFile(wanted).namelist()) <= names
    change(docx, re.escape(more), "")
    assert PICTURE not in texts(docx)


def test_a_second_photograph_gets_parts_of_its_own(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", PHOTO)
    change(docx, r"\Z", "  - {file: 新.jpg, caption: 委员在现场, section: public_opinion}\n")
    with zipfile.ZipFile(docx) as package:
        media = [n for n in package.namelist() if n.startswith("word/media/")]
        assert {package.read(n) for n in media} == {jpeg(160, 90), jpeg(90, 90)}
        rels = package.read("word/_rels/document.xml.rels").decode()
    ids = re.findall(r'Id="([^"]+)"', rels)
    assert len(ids) == len(set(ids))
    assert all(f"word/{t}" in media for t in re.findall(r'Target="(media/[^"]+)"', rels))


def test_a_photograph_is_exchanged(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", PHOTO)
    change(docx, "file: 会.jpg", "file: 新.jpg")
    document = part(docx, "word/document.xml").decode()
    rels = part(docx, "word/_rels/document.xml.rels").decode()
    (embed,) = re.findall(r'r:embed="([^"]+)"', document)
    target = re.search(rf'Id="{embed}"[^>]*Target="([^"]+)"', rels) or re.search(
        rf'Target="([^"]+)"[^>]*Id="{embed}"', rels
    )
    assert target
    assert part(docx, f"word/{target[1]}") == jpeg(90, 90)


def test_the_cells_of_a_table_follow(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", TABLE)
    change(docx, "proposal_received: 216", "proposal_received: 221")
    assert texts(docx) == texts(make_changed(tmp_path / "b"))


def make_changed(folder: Path) -> Path:
    docx = make(folder, TABLE)
    brief = docx.with_name("brief.yaml")
    brief.write_text(
        brief.read_text(encoding="utf-8").replace("proposal_received: 216", "proposal_received: 221"),
        encoding="utf-8",
    )
    return tasks.new(tasks.Request(figures=brief, out=folder, force=True, now=NOW)).docx


def test_a_table_with_another_number_of_rows_is_put_in_its_place(tmp_path: Path) -> None:
    docx = make(tmp_path / "a", TABLE)
    more = "proposal_received, proposal_filed, proposal_replied"
    change(docx, "proposal_received, proposal_filed", more)
    wanted = make(tmp_path / "b", TABLE.replace("proposal_received, proposal_filed", more))
    assert texts(docx) == texts(wanted)
