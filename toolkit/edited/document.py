"""A report that people have edited, with what it was generated from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.edited.base import PREFIX, Base, load_base, packs_from, stored_bases
from toolkit.errors import WorkspaceError, display_path
from toolkit.merge.place import OWN, share, stretches
from toolkit.merge.texts import Line, Mark, passages
from toolkit.word.comments import texts
from toolkit.word.opened import Opened, open_docx
from toolkit.word.read import W
from toolkit.word.revise import AUTHOR
from toolkit.word.story import Paragraph, paragraphs
from toolkit.workspace import HIDDEN, Workspace

# Beside words, what a person may have left in a paragraph: notes, section ends, tracked changes.
NOTES = {f"{W}{name}" for name in ("footnoteReference", "endnoteReference", "sectPr")}
TRACKS = {f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom")}


@dataclass(frozen=True)
class Edited:
    """A person's document and the base, brief and packs that belong to it."""

    opened: Opened
    story: Sequence[Paragraph]
    base: Base
    brief: Path
    packs: Sequence[Path]
    space: Workspace

    @cached_property
    def lines(self) -> list[Line]:
        """Its paragraphs as the merge wants them."""
        ours = {id_ for id_, (author, _) in texts(self.opened).items() if author == AUTHOR}
        return lines_of(self.story, ours)

    @cached_property
    def _sections(self) -> list[str]:
        """The heading above each line."""
        headings = {p.text for p in passages(self.base.report) if p.kind.startswith("heading")}
        out, current = [], ""
        for line in self.lines:
            if line.text in headings:
                current = line.text
            out.append(current)
        return out

    def section(self, line: int) -> str:
        """Return the heading above a line, or an empty string."""
        return self._sections[line] if line < len(self._sections) else ""


def lines_of(story: Sequence[Paragraph], ours: Collection[str] = ()) -> list[Line]:
    """Return paragraphs as lines; `ours` are the ids of comments that are not a person's."""
    return [
        Line(
            text=p.text,
            marks=tuple(Mark(b.name, b.start, b.end if b.end >= 0 else p.length) for b in p.bookmarks),
            inside=tuple(p.inside),
            fixed=tuple(p.fixed),
            cell=p.table is not None,
            noted=any(_noted(e, ours) for element in p.elements for e in element.iter()),
        )
        for p in story
    ]


def _noted(element: Any, ours: Collection[str]) -> bool:
    """Tell whether an element is something that a person, not we, put beside the words."""
    if element.tag in TRACKS:
        return bool(element.get(f"{W}author") != AUTHOR)
    if element.tag == f"{W}commentReference":
        return element.get(f"{W}id") not in ours
    return element.tag in NOTES


def find(docx: Path, figures: Path | None, packs: Sequence[Path], base: Path | None) -> Edited:
    """Open a document and find its base and brief.

    Raises:
        DocumentError: the file cannot be read.
        WorkspaceError: it is another report's, or its base or brief is missing.
    """
    opened = open_docx(docx)
    story = paragraphs(opened.document.find("{*}body"))
    if base is not None:
        brief = _brief(figures or _brief_beside(docx))
        found = _recovered(base, brief, packs, story, docx)
    else:
        found = _base(opened, story, docx)
        brief = _brief(figures or docx.parent / found.brief)
    overlays = packs or [docx.parent / folder for folder in found.packs]
    return Edited(opened, story, found, brief, overlays, Workspace(docx.parent, docx, brief))


def _brief(path: Path) -> Path:
    if not path.is_file():
        raise WorkspaceError(f"{display_path(path)}: 没有这份底稿", "用 --figures 指定底稿")
    return path


def _brief_beside(docx: Path) -> Path:
    """The brief as `draft new` names it: for the folder, or for the one file."""
    own = docx.with_name(f"{docx.stem}.brief.yaml")
    return own if own.is_file() else docx.with_name("brief.yaml")


def _recovered(
    base: Path, brief: Path, packs: Sequence[Path], story: Sequence[Paragraph], docx: Path
) -> Base:
    """Take the generated file in place of a lost record; the edited file must come from it."""
    # Only needed where the workspace is lost.
    from toolkit.brief.load import load_brief
    from toolkit.edited.recovered import recover
    from toolkit.pack.pack import Pack

    pack = Pack(packs)
    found = recover(base, load_brief(brief, pack.vocabulary), pack, packs_from(docx.parent, packs))
    if share(_stretches(found), stretches(p.text for p in story)) < OWN:
        raise WorkspaceError(f"{display_path(docx)}: 不是由{display_path(base)}改来的", "换一份生成的文件")
    return found


def _base(opened: Opened, story: Sequence[Paragraph], docx: Path) -> Base:
    hidden = docx.parent / HIDDEN
    shown = display_path(docx)
    identifier = opened.property("identifier")
    if identifier.startswith(PREFIX):
        path = hidden / "base" / f"{identifier.removeprefix(PREFIX)}.json"
        if path.is_file():
            return load_base(path)
    stored = stored_bases(hidden)
    if not stored:
        raise WorkspaceError(
            f"{shown}: 旁边没有成稿记录（{HIDDEN} 文件夹）",
            "把文件放回成稿时的文件夹，或用 --base 指定当初生成的那份 Word 文件",
        )
    there = stretches(p.text for p in story)
    likely = ((share(_stretches(base), there), base) for base in map(load_base, stored))
    best = max(likely, key=lambda pair: pair[0])
    if identifier.startswith(PREFIX) or best[0] < OWN:
        raise WorkspaceError(
            f"{shown}: 不是这个文件夹里的报告",
            "到这份报告自己的文件夹里运行，或用 --base 指定当初生成的那份 Word 文件",
        )
    return best[1]


def _stretches(base: Base) -> set[str]:
    return stretches(p.text for p in passages(base.report))
