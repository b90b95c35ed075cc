"""A person's hands on a generated report, by python-docx: what they type, delete and move in Word."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document
from docx.text.paragraph import Paragraph


def paragraph(document: Any, words: str) -> Paragraph:
    """Return the only paragraph that contains some words."""
    found = [p for p in document.paragraphs if words in p.text]
    assert len(found) == 1, f"{len(found)} paragraphs with {words}"
    return found[0]


def edit(docx: Path, *edits: Callable[[Any], None]) -> None:
    """Open a file, make edits, save it."""
    document = Document(str(docx))
    for one in edits:
        one(document)
    document.save(str(docx))


def retype(old: str, new: str) -> Callable[[Any], None]:
    """Type over some words, which may run over several runs; the first one's look stays."""

    def make(document: Any) -> None:
        found = paragraph(document, old)
        start = found.text.index(old)
        end, at = start + len(old), 0
        for run in found.runs:
            text = run.text
            a, b = max(start - at, 0), min(end - at, len(text))
            if a < b:
                first = at <= start < at + len(text)
                run.text = text[:a] + (new if first else "") + text[b:]
            at += len(text)

    return make


def delete(words: str) -> Callable[[Any], None]:
    """Delete the paragraph that contains some words."""

    def make(document: Any) -> None:
        element = paragraph(document, words)._element
        element.getparent().remove(element)

    return make


def insert_behind(words: str, new: str) -> Callable[[Any], None]:
    """Type a new paragraph behind another one."""

    def make(document: Any) -> None:
        there = paragraph(document, words)
        made = copy.deepcopy(there._element)
        there._element.addnext(made)
        for child in list(made):
            if not child.tag.endswith("}pPr"):
                made.remove(child)
        Paragraph(made, there._parent).add_run(new)

    return make


def move_behind(words: str, other: str) -> Callable[[Any], None]:
    """Cut a paragraph and paste it behind another one."""

    def make(document: Any) -> None:
        element = paragraph(document, words)._element
        paragraph(document, other)._element.addnext(element)

    return make


def strip_bookmarks(document: Any) -> None:
    """Lose every bookmark, as a paste of plain text does."""
    for element in list(document.element.iter()):
        if isinstance(element.tag, str) and re.search(r"\}bookmark(Start|End)$", element.tag):
            element.getparent().remove(element)
