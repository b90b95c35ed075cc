"""Read a DOCX's text as people see it: the XML itself, tracked insertions in, deletions out.

python-docx's `paragraph.text` drops tracked insertions and content controls.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from toolkit.word.opened import open_docx
from toolkit.word.package import W as W
from toolkit.word.story import PICTURE, Paragraph, paragraphs, single


def read_text(path: Path) -> str:
    """Return the plain text of a DOCX, a paragraph a line.

    Raises:
        DocumentError: the file is missing, is no DOCX, or is broken.
    """
    return "".join(f"{text}\n" for text in paragraph_texts(open_docx(path).document))


def identifier(path: Path) -> str:
    """Return the core property `identifier`; see `read_text` for errors."""
    return open_docx(path).property("identifier")


def paragraph_texts(root: Any) -> list[str]:
    """Return the text of every paragraph of a document in reading order, those of tables too."""
    return [printed(paragraph) for paragraph in paragraphs(root.find(f"{W}body"))]


def paragraph_text(paragraph: Any) -> str:
    """Return the text of a w:p without deleted text, field codes and text boxes in it."""
    return printed(single(paragraph))


def printed(paragraph: Paragraph) -> str:
    """Return text on one line, pictures left out: breaks stay as blanks between Latin words only."""
    text = paragraph.text.replace(PICTURE, "")
    return re.sub(r"(?<=[!-~])\n(?=[!-~])", " ", text).replace("\n", "")
