"""Two versions of a document: what one changed of the other, and how that is carried into it."""

from __future__ import annotations

import copy
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.errors import DocumentError, WorkspaceError, display_path
from toolkit.merge.plan import Edit
from toolkit.merge.texts import PICTURE, SEPARATOR
from toolkit.merge.two_way import Change, Pairing, Side, pair, regroup
from toolkit.word.blocks import TABLE, Block, Cell, blocks
from toolkit.word.carry import Carrier, Typing
from toolkit.word.marks import PARAGRAPH
from toolkit.word.opened import Opened, open_docx
from toolkit.word.package import W
from toolkit.word.settled import authors, settle, settle_document
from toolkit.word.story import Paragraph, paragraphs
from toolkit.word.transplant import R, Transplant

NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")
FIRST_SIGN = 0xF0000  # private use: each picture is a sign of its own in the texts compared


class Signs:
    """A character for every picture, the same for the same picture in all versions."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def of(self, opened: Opened, element: Any) -> str:
        """Return the sign of a drawing; what holds no picture file (charts, shapes) shares one."""
        rows = {id_: part for id_, _, part in opened.relations(opened.main)}
        names = [rows.get(e.get(f"{R}embed", ""), "") for e in element.iter("{*}blip")]
        data = [opened.parts[name] for name in names if name in opened.parts]
        if not data:
            return PICTURE
        digest = hashlib.sha256(b"".join(data)).hexdigest()
        return self.known.setdefault(digest, chr(FIRST_SIGN + len(self.known)))


def plain(text: str) -> str:
    """Return text with one character for whatever picture."""
    return "".join(PICTURE if char >= chr(FIRST_SIGN) else char for char in text)


class Version:
    """One version: its tracked changes are read as accepted."""

    def __init__(self, opened: Opened, signs: Signs) -> None:
        self.opened = opened
        self.authors = authors(opened)
        self.settled = settle_document(opened)
        self.story: list[Paragraph] = paragraphs(opened.document.find("{*}body"))
        self.blocks: list[Block] = blocks(self.story)
        self.texts = [self._text(p, signs) for p in self.story]

    def _text(self, paragraph: Paragraph, signs: Signs) -> str:
        return "".join(
            signs.of(self.opened, p.element) if p.text == PICTURE and p.fixed else p.text
            for p in paragraph.pieces
        )

    @cached_property
    def sides(self) -> list[Side]:
        """Its blocks as they are compared."""
        return [self._side(block) for block in self.blocks]

    def _side(self, block: Block) -> Side:
        marks = frozenset(
            b.name for n in block.numbers for b in self.story[n].bookmarks if b.name.startswith(PARAGRAPH)
        )
        if block.kind == TABLE:
            return Side("\n".join(self.texts[n] for n in block.numbers), TABLE, marks)
        boxes = len(block.numbers) - 1
        return Side(self.texts[block.numbers[0]], f"box{boxes}" if boxes else "", marks)

    def row_sides(self, block: Block) -> list[Side]:
        """The rows of a table as they are compared."""
        return [
            Side(
                "\t".join(self.texts[n] for cell in row.cells for n in cell.numbers),
                f"row{len(row.cells)}",
            )
            for row in block.rows
        ]

    @cached_property
    def footnotes(self) -> int:
        """How many footnotes and endnotes hang on its text."""
        return sum(1 for _ in self.opened.document.iter(*NOTES))

    def pictures(self, number: int, start: int, end: int) -> list[Any]:
        """The runs of the pictures in a stretch, each alone in a copy of its run."""
        found = []
        for piece in self.story[number].pieces:
            if start <= piece.start and piece.end <= end and piece.fixed and piece.text == PICTURE:
                run = copy.deepcopy(piece.run)
                for child in [c for c in run if c.tag in (f"{W}t", f"{W}tab", f"{W}br")]:
                    run.remove(child)
                found.append(run)
        return found


def versions(paths: Sequence[Path]) -> list[Version]:
    """Open versions of one report, their tracked changes read as accepted."""
    signs = Signs()
    found = [Version(open_docx(path), signs) for path in paths]
    for path, version in zip(paths, found, strict=True):
        if not version.blocks:
            raise DocumentError(f"{display_path(path)}: 没有正文", "检查是不是选错了文件")
    return found


@dataclass
class Changes:
    """What a copy changed of a base. Paragraphs and blocks are counted from 0.

    `put` maps a block of the base to the blocks of the copy that come behind it (-1: before
    everything); rows are (block, row), paragraphs of cells (block, row, cell, place in the cell).
    """

    typed: dict[int, list[Change]] = field(default_factory=lambda: defaultdict(list))
    joined: set[int] = field(default_factory=set)
    struck: list[int] = field(default_factory=list)
    put: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    moved: dict[int, int] = field(default_factory=dict)
    rows_struck: list[tuple[int, int]] = field(default_factory=list)
    rows_put: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    cells_struck: list[tuple[int, int]] = field(default_factory=list)
    cells_put: dict[tuple[int, int, int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[int, int] = field(default_factory=dict)  # paragraphs of the base and of the copy

    @property
    def count(self) -> int:
        """How many changes there are; a move is one."""
        return (
            sum(len(rows) for rows in self.typed.values())
            + sum(len(rows) for rows in self.put.values())
            + sum(len(rows) for rows in self.rows_put.values())
            + sum(len(rows) for rows in self.cells_put.values())
            + len(self.joined) + len(self.struck) - len(self.moved)
            + len(self.rows_struck) + len(self.cells_struck)
        )  # fmt: skip


def changes(base: Version, other: Version, *, behind: bool, coarse: bool = False) -> Changes:
    """Return what a copy changed; `behind` puts what is new behind what it replaces, else before.

    A coarse comparison replaces every block that is not the same as a whole.
    """
    pairing = pair(base.sides, other.sides)
    if coarse:
        groups = [g for g in pairing.groups if len(g.one) == len(g.other) == 1]
        pairing = Pairing(
            [g for g in groups if base.sides[g.one.start].text == other.sides[g.other.start].text]
        )
    return _Comparison(base, other, pairing, behind).made


class _Comparison:
    def __init__(self, base: Version, other: Version, pairing: Pairing, behind: bool) -> None:
        self.base, self.copy, self.behind = base, other, behind
        self.made = Changes()
        self.made.moved = dict(pairing.moved)
        for group in pairing.groups:
            mine = [base.blocks[i] for i in group.one]
            theirs = [other.blocks[j] for j in group.other]
            if mine[0].kind == TABLE:
                self._table(group.one.start, group.other.start)
            else:
                self._regroup([b.numbers[0] for b in mine], [b.numbers[0] for b in theirs])
                for box, there in zip(mine[0].numbers[1:], theirs[0].numbers[1:], strict=False):
                    self._regroup([box], [there])
        kept = {i for g in pairing.groups for i in g.one}
        self.made.struck = [i for i in range(len(base.blocks)) if i not in kept]
        for after, j in _placed(pairing, len(base.blocks), len(other.blocks), behind):
            self.made.put[after].append(j)

    def _regroup(self, mine: Sequence[int], theirs: Sequence[int]) -> None:
        self.made.pairs.update(zip(mine, theirs, strict=False))
        one = [self.base.texts[n] for n in mine]
        other = [self.copy.texts[n] for n in theirs]
        if one == other:
            return
        found = regroup(one, other)
        for change in found.changes:
            number, place = change.at
            moved = Change(change.line, change.edit, (theirs[number], place))
            self.made.typed[mine[change.line]].append(moved)
        self.made.joined.update(mine[n] for n in found.joined)

    def _table(self, i: int, j: int) -> None:
        mine, theirs = self.base.blocks[i], self.copy.blocks[j]
        pairing = pair(self.base.row_sides(mine), self.copy.row_sides(theirs))
        kept = set()
        for group in pairing.groups:
            a, b = group.one.start, group.other.start
            if self._row(i, a, j, b):
                kept.add(a)
            else:
                self.made.rows_put[i, a].append((j, b))
        self.made.rows_struck += [(i, n) for n in range(len(mine.rows)) if n not in kept]
        for after, n in _placed(pairing, len(mine.rows), len(theirs.rows), self.behind):
            self.made.rows_put[i, after].append((j, n))

    def _row(self, i: int, a: int, j: int, b: int) -> bool:
        """Compare two rows cell by cell; tell whether they could be."""
        mine, theirs = self.base.blocks[i].rows[a].cells, self.copy.blocks[j].rows[b].cells
        for cell, other in zip(mine, theirs, strict=True):
            if len(cell.numbers) != len(other.numbers) and not (cell.plain and other.plain):
                return False
        for n, (cell, other) in enumerate(zip(mine, theirs, strict=True)):
            if len(cell.numbers) == len(other.numbers):
                for one, two in zip(cell.numbers, other.numbers, strict=True):
                    self._regroup([one], [two])
            else:
                self._cell((i, a, n), cell, other)
        return True

    def _cell(self, place: tuple[int, int, int], cell: Cell, other: Cell) -> None:
        pairing = pair(
            [Side(self.base.texts[n], "cell") for n in cell.numbers],
            [Side(self.copy.texts[n], "cell") for n in other.numbers],
        )
        for group in pairing.groups:
            self._regroup([cell.numbers[group.one.start]], [other.numbers[group.other.start]])
        kept = {g.one.start for g in pairing.groups}
        self.made.cells_struck += [
            (place[0], number) for n, number in enumerate(cell.numbers) if n not in kept
        ]
        for after, n in _placed(pairing, len(cell.numbers), len(other.numbers), self.behind):
            self.made.cells_put[*place, after].append(other.numbers[n])


def _placed(pairing: Pairing, one: int, other: int, behind: bool) -> list[tuple[int, int]]:
    """Return (member of one side, member of the other that comes behind it) for what is new."""
    found = []
    after, done = -1, 0
    ends = [(g.one.start, g.one.stop, g.other.start, g.other.stop) for g in pairing.groups]
    for start, stop, there, until in [*ends, (one, one, other, other)]:
        found += [(start - 1 if behind else after, j) for j in range(done, there)]
        after, done = stop - 1, until
    return found


# -- carrying out ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A change of a paragraph with who made it and where its pictures are."""

    edit: Edit
    author: str
    source: Version
    at: tuple[int, int] = (0, 0)
    comment: str = ""


@dataclass
class Resolved:
    """What is carried into a base, everything with its author."""

    typed: dict[int, list[Typed]] = field(default_factory=lambda: defaultdict(list))
    joined: dict[int, str] = field(default_factory=dict)
    struck: dict[int, str] = field(default_factory=dict)
    # (behind which block, version and number of the block, author); without a version it is an own
    # block that moves.
    put: list[tuple[int, Version | None, int, str]] = field(default_factory=list)
    rows_struck: dict[tuple[int, int], str] = field(default_factory=dict)
    rows_put: list[tuple[tuple[int, int], Version, tuple[int, int], str]] = field(default_factory=list)
    cells_struck: dict[tuple[int, int], str] = field(default_factory=dict)
    cells_put: list[tuple[tuple[int, int, int, int], Version, int, str]] = field(default_factory=list)
    # Comments: (paragraph, start, end, text, author), and those of new blocks by (version, block).
    notes: list[tuple[int, int, int, str, str]] = field(default_factory=list)
    block_notes: Mapping[tuple[int, int], list[tuple[str, str]]] = field(default_factory=dict)


def carry_out(carrier: Carrier, resolved: Resolved) -> dict[int, Transplant]:
    """Make all changes in a document; return what copied from each version, by its identity."""
    grafts: dict[int, Transplant] = {}

    def graft(version: Version) -> Transplant:
        if id(version) not in grafts:
            grafts[id(version)] = Transplant(version.opened, carrier.opened)
        return grafts[id(version)]

    for number, start, end, text, author in resolved.notes:
        carrier.note(number, start, end, text, author)
    for number, rows in resolved.typed.items():
        carrier.type(number, [_typing(row, graft(row.source)) for row in rows])
    for number, author in resolved.joined.items():
        carrier.join(number, author)
    _tables(carrier, resolved, graft)
    _blocks(carrier, resolved, graft)
    return grafts


def _tables(carrier: Carrier, resolved: Resolved, graft: Any) -> None:
    own = carrier.blocks
    for (block, row), version, (j, n), author in resolved.rows_put:
        element = graft(version).copy(version.blocks[j].rows[n].element)
        carrier.put_row(own[block], row, element, author)
    for (block, a, c, after), version, number, author in resolved.cells_put:
        element = graft(version).copy(version.story[number].elements[-1])
        carrier.put_in_cell(own[block], own[block].rows[a].cells[c], after, element, author)
    for (block, number), author in resolved.cells_struck.items():
        carrier.strike_in_cell(own[block], number, author)
    for (block, a), author in resolved.rows_struck.items():
        carrier.strike_row(own[block], own[block].rows[a], author)


def _blocks(carrier: Carrier, resolved: Resolved, graft: Any) -> None:
    own = carrier.blocks
    for after, version, j, author in resolved.put:
        if version is None:
            carrier.shift(own[j], after, author)
            continue
        element = graft(version).copy(version.blocks[j].element)
        carrier.put(after, element, author, resolved.block_notes.get((id(version), j), ()))
    for block, author in resolved.struck.items():
        carrier.strike(own[block], author)


def _typing(row: Typed, graft: Transplant) -> Typing:
    edit = row.edit
    pictures: list[Any] = []
    if plain(edit.text) != edit.text or PICTURE in edit.text:
        number, place = row.at
        found: list[Any] = []
        for part in edit.text.split(SEPARATOR):
            found += row.source.pictures(number, place, place + len(part))
            number, place = number + 1, 0
        pictures = [graft.copy(run) for run in found]
    return Typing(edit.start, edit.end, plain(edit.text), row.author, tuple(pictures), row.comment)


def settled_texts(data: bytes, *, accept: bool) -> list[str]:
    """Return the paragraphs that are not empty with all tracked changes accepted, or rejected."""
    body = Opened(data, "").document.find("{*}body")
    settle(body, accept=accept)
    return [p.text for p in paragraphs(body) if p.text]


def refuse_existing(path: Path) -> None:
    """Raise where a file would be overwritten, or Word would not open it by its name.

    Raises:
        WorkspaceError: another name is needed.
    """
    shown = display_path(path)
    if path.suffix.lower() != ".docx":
        raise WorkspaceError(f"{shown}: 写出的是 Word 文件，文件名要以 .docx 结尾", "换一个 --out")
    if path.exists():
        raise WorkspaceError(f"{shown}: 已经有这个文件，没有覆盖", "换一个 --out，或先把它移走")
