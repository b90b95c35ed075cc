"""Our own files have nothing to mend: new, updated, edited by people, saved by another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import pictures
from tests.layout.kit import errors, judged
from tests.word.office import convert, without_office
from tests.wordlike import Person
from toolkit import tasks, updating
from toolkit.resources import data_folder
from toolkit.word.opened import open_docx

REGIONS = sorted(path.stem for path in data_folder("samples").glob("*.yaml"))
GENRES = ("work_report", "year_review", "performance_digest", "campaign_feature", "multi_year_review")


def _docx(folder: Path) -> Path:
    return next(folder.glob("*.docx"))


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("region", REGIONS)
def test_every_sample_in_every_genre_is_as_the_standard_asks(region: str, genre: str, tmp_path: Path) -> None:
    tasks.new(tasks.Request(region, genre=genre, out=tmp_path / "报告"))
    assert judged(_docx(tmp_path / "报告")) == []


def test_photographs_with_their_captions_are_so_too(tmp_path: Path) -> None:
    folder = tmp_path / "报告"
    tasks.new(tasks.Request("上虞区", genre="year_review", out=folder))
    (folder / "会.png").write_bytes(pictures.png(640, 400))
    brief = folder / "brief.yaml"
    photo = "photos:\n  - file: 会.png\n    caption: 区政协召开界别工作座谈会\n    section: proposals\n"
    text = brief.read_text(encoding="utf-8")
    brief.write_text(f"{text}\n{photo}", encoding="utf-8")
    tasks.new(tasks.Request(genre="year_review", figures=brief, out=tmp_path / "再来"))
    docx = _docx(tmp_path / "再来")
    assert b"w:drawing" in open_docx(docx).parts["word/document.xml"]
    assert judged(docx) == []


def test_a_region_without_figures_is_so_too(tmp_path: Path) -> None:
    tasks.new(tasks.Request("某某县", out=tmp_path / "报告"))
    assert judged(_docx(tmp_path / "报告")) == []


@pytest.mark.parametrize("seed", range(6))
def test_what_people_type_in_word_is_no_error(seed: int, docx: Path) -> None:
    """Torn runs, tracked changes, notes: only a word in bold is told, as a doubt."""
    person = Person(docx, seed)
    for _ in range(3):
        for edit in (person.type, person.track_in, person.note, person.bold):
            edit()
    person.save()
    assert errors(docx) == []
    # These hands rename styles in the text and forget the feet.
    assert {one.rule for one in judged(docx)} - {"page-number-font", "page-number-side"} <= {"bold-text"}


def test_an_updated_report_is_so_too(docx: Path) -> None:
    brief = docx.parent / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    assert "2816" in text
    brief.write_text(text.replace("2816", "2817"), encoding="utf-8")
    updating.update(updating.Request(docx))
    assert "2817" in "".join(open_docx(docx).document.itertext())
    assert errors(docx) == []


@without_office
@pytest.mark.parametrize("genre", ["work_report", "performance_digest"])
def test_libreoffice_s_copy_is_so_too(genre: str, tmp_path: Path) -> None:
    tasks.new(tasks.Request("金山区", genre=genre, out=tmp_path / "报告"))
    assert errors(convert(_docx(tmp_path / "报告"), "docx", tmp_path / "另存")) == []
