"""What a person does in LibreOffice is in the file, and what they left alone can be found again."""

from __future__ import annotations

import datetime
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from tests.word.office_edits import AUTHOR, Log, edited, without_uno
from toolkit import tasks
from toolkit.word.read import identifier, paragraph_text, read_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SAMPLE = Path(__file__).parents[2] / "samples/金山区.yaml"
SEEDS = (1, 2)
EDITS = 30

pytestmark = [pytest.mark.office, without_uno]


@dataclass(frozen=True)
class Edited:
    ours: Path
    saved: Path
    log: Log


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    now = datetime.datetime(2025, 1, 6, tzinfo=datetime.UTC)
    out = tmp_path_factory.mktemp("report") / "report.docx"
    return tasks.new(tasks.Request(figures=SAMPLE, out=out, now=now)).docx


@pytest.fixture(scope="module", params=SEEDS)
def done(ours: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Edited:
    saved = tmp_path_factory.mktemp("edited") / f"{request.param}.docx"
    return Edited(ours, saved, edited(ours, saved, request.param, EDITS))


def _part(path: Path, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def _marked(path: Path) -> dict[str, str]:
    """The text of the paragraph in which each generated paragraph's bookmark begins."""
    found = {}
    for start in _part(path).iter(f"{W}bookmarkStart"):
        name, parent = start.get(f"{W}name"), start.getparent()
        while parent is not None and parent.tag not in (f"{W}p", f"{W}body"):
            parent = parent.getparent()
        if name.startswith("_d_") and parent is not None and parent.tag == f"{W}p":
            found.setdefault(name, paragraph_text(parent))
    return found


def test_every_edit_was_made(done: Edited) -> None:
    assert len(done.log.steps) == EDITS
    assert len(Counter(kind for kind, _ in done.log.steps)) >= 8
    assert done.log.inserted


def test_what_was_typed_is_there_and_what_was_deleted_is_gone(done: Edited) -> None:
    before, after = read_text(done.ours), read_text(done.saved)
    assert [words for words in done.log.inserted if words not in after] == []
    assert [words for words in done.log.inserted if words in before] == []
    assert [words for words in done.log.deleted if words in after] == []
    assert [words for words in done.log.superseded if words in after] == []


def test_marks_of_paragraphs_left_alone_are_kept_with_their_text(done: Edited) -> None:
    before, after = _marked(done.ours), _marked(done.saved)
    alone = {name: text for name, text in before.items() if name not in done.log.touched}
    assert len(alone) > len(before) / 4
    assert {name: after.get(name) for name in alone} == alone


def test_marks_of_deleted_paragraphs_went_with_them(done: Edited) -> None:
    after = _marked(done.saved)
    assert [name for name in done.log.removed if name in after] == []


def test_comments_and_tracked_changes_are_in_the_file(done: Edited) -> None:
    kinds = Counter(kind for kind, _ in done.log.steps)
    root = _part(done.saved)
    authors = {change.get(f"{W}author") for tag in ("ins", "del") for change in root.iter(f"{W}{tag}")}
    if kinds["tracked_insertion"] or kinds["tracked_deletion"]:
        assert authors == {AUTHOR}
    if done.log.comments:
        notes = "".join(_part(done.saved, "word/comments.xml").itertext())
        assert [words for words in done.log.comments if words not in notes] == []


def test_the_identifier_survives_two_saves(done: Edited) -> None:
    assert identifier(done.saved) == identifier(done.ours)


def test_the_same_seed_makes_the_same_edits(ours: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.docx", tmp_path / "other.docx"
    assert edited(ours, one, 7, 6) == edited(ours, other, 7, 6)
    assert read_text(one) == read_text(other)


def test_a_document_without_room_for_edits_is_told(tmp_path: Path) -> None:
    from docx import Document

    empty = tmp_path / "empty.docx"
    Document().save(str(empty))
    with pytest.raises(RuntimeError, match="no place for 3 edits"):
        edited(empty, tmp_path / "out.docx", 1, 3)
