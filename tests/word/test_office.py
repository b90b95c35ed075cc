"""A sample report goes through LibreOffice: it opens, prints and saves again without loss."""

from __future__ import annotations

import datetime
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from tests.word.office import convert, without_office
from toolkit import tasks
from toolkit.word.read import identifier, read_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAGE = 22 * 28

pytestmark = [pytest.mark.office, without_office]


@dataclass(frozen=True)
class Converted:
    made: tasks.Made
    pdf: Path
    saved: Path


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    folder = tmp_path_factory.mktemp("office")
    now = datetime.datetime(2025, 1, 6, tzinfo=datetime.UTC)
    made = tasks.new(tasks.Request(region="金山区", out=folder / "ours" / "report.docx", now=now))
    return Converted(made, convert(made.docx, "pdf", folder), convert(made.docx, "docx", folder))


def _bookmarks(path: Path) -> dict[str, str]:
    """Every bookmark with its text."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    open_: dict[str, str] = {}
    found: dict[str, str] = {}
    for element in root.iter():
        if element.tag == f"{W}bookmarkStart":
            open_[element.get(f"{W}id")] = element.get(f"{W}name")
            found.setdefault(element.get(f"{W}name"), "")
        elif element.tag == f"{W}bookmarkEnd":
            open_.pop(element.get(f"{W}id"), None)
        elif element.tag == f"{W}t":
            for name in open_.values():
                found[name] += element.text or ""
    return found


def test_the_pdf_has_as_many_pages_as_22_lines_of_28_characters_need(converted: Converted) -> None:
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", converted.pdf.read_bytes()))
    full = converted.made.report.characters / PAGE
    assert full < pages < 1.4 * full + 2


def test_the_page_is_a4(converted: Converted) -> None:
    boxes = set(re.findall(rb"/MediaBox\s*\[\s*([\d. ]+?)\s*\]", converted.pdf.read_bytes()))
    sizes = {tuple(round(float(n)) for n in box.split()) for box in boxes}
    assert sizes == {(0, 0, 595, 842)}


def test_the_text_of_the_saved_document_is_ours(converted: Converted) -> None:
    assert read_text(converted.saved) == converted.made.report.text


def test_every_bookmark_is_kept_with_its_text(converted: Converted) -> None:
    ours, saved = _bookmarks(converted.made.docx), _bookmarks(converted.saved)
    assert len(ours) == len(converted.made.report.blocks) + len(list(converted.made.report.figures()))
    assert {name: saved.get(name) for name in ours} == ours


def test_the_identifier_is_kept(converted: Converted) -> None:
    assert identifier(converted.saved) == identifier(converted.made.docx)
    assert identifier(converted.saved).startswith("urn:draft:")


def test_style_names_of_the_paragraphs_are_kept(converted: Converted) -> None:
    from docx import Document

    ours, saved = (Document(str(path)).paragraphs for path in (converted.made.docx, converted.saved))
    assert [p.style.name for p in saved] == [p.style.name for p in ours]
