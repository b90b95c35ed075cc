"""Random hands on a report for tests of several versions, by python-docx."""

from __future__ import annotations

import copy
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from docx import Document

from tests.pictures import png
from toolkit.word.opened import Opened
from toolkit.word.settled import settle
from toolkit.word.story import paragraphs

Edit = Callable[[Any, random.Random], None]


def texts(path: Path, *, accept: bool = True) -> list[str]:
    """The paragraphs of a file with all tracked changes accepted, or rejected."""
    body = Opened(path.read_bytes(), path.name).document.find("{*}body")
    settle(body, accept=accept)
    return [p.text for p in paragraphs(body)]


def edited(source: Path, target: Path, seed: int, count: int = 8) -> Path:
    """Save a copy with random edits."""
    rng = random.Random(seed)
    document = Document(str(source))
    for _ in range(count):
        rng.choice(EDITS)(document, rng)
    document.save(str(target))
    return target


def _some(document: Any, rng: random.Random) -> Any:
    return rng.choice([p for p in document.paragraphs if len(p.text) > 12])


def _retype(document: Any, rng: random.Random) -> None:
    run = rng.choice([r for r in _some(document, rng).runs if r.text] or document.paragraphs[0].runs)
    at = rng.randrange(len(run.text) + 1)
    run.text = (
        run.text[:at] + rng.choice(("进一步", "219", "（核实）", "")) + run.text[at + rng.randrange(4) :]
    )


def _delete(document: Any, rng: random.Random) -> None:
    element = _some(document, rng)._element
    element.getparent().remove(element)


def _insert(document: Any, rng: random.Random) -> None:
    there = _some(document, rng)
    there.insert_paragraph_before(f"新写的第{rng.randrange(10**6)}段，补充有关情况。", style=there.style)


def _move(document: Any, rng: random.Random) -> None:
    element, there = _some(document, rng)._element, _some(document, rng)._element
    if element is not there:
        there.addnext(element)


def _split(document: Any, rng: random.Random) -> None:
    paragraph = _some(document, rng)
    twin = copy.deepcopy(paragraph._element)
    paragraph._element.addnext(twin)
    runs = list(paragraph._element.iterfind("{*}r"))
    at = rng.randrange(1, len(runs)) if len(runs) > 1 else 0
    others = list(twin.iterfind("{*}r"))
    for element in [
        *runs[at:],
        *others[:at],
        *twin.iterfind("{*}bookmarkStart"),
        *twin.iterfind("{*}bookmarkEnd"),
    ]:
        element.getparent().remove(element)


def _join(document: Any, rng: random.Random) -> None:
    first = rng.randrange(len(document.paragraphs) - 1)
    one, other = document.paragraphs[first]._element, document.paragraphs[first + 1]._element
    if one.getnext() is other:
        for run in list(other.iterfind("{*}r")):
            one.append(run)
        other.getparent().remove(other)


def _blank(document: Any, rng: random.Random) -> None:
    _some(document, rng).insert_paragraph_before("")


def _table(document: Any, rng: random.Random) -> None:
    table = document.add_table(rows=2, cols=2)
    for cell in table._cells:
        cell.text = f"格{rng.randrange(999)}"
    _some(document, rng)._element.addnext(table._tbl)


def _cell(document: Any, rng: random.Random) -> None:
    if document.tables:
        table = rng.choice(document.tables)
        table._cells[0].text = f"改{rng.randrange(99)}"
        if rng.random() < 0.5:
            table.add_row().cells[0].text = f"新行{rng.randrange(99)}"


def _picture(document: Any, rng: random.Random) -> None:
    run = _some(document, rng).add_run()
    run.add_picture(io.BytesIO(png(40 + rng.randrange(9), 30)))


EDITS: tuple[Edit, ...] = (
    _retype, _retype, _retype, _delete, _insert, _move, _split, _join, _blank, _table, _cell, _picture,
)  # fmt: skip
