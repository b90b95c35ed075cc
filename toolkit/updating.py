"""`draft update`: new figures and regenerated sentences into a document that people have edited."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.brief.load import load_brief
from toolkit.compose.assemble import compose
from toolkit.edited.applying import apply
from toolkit.edited.document import Edited, find
from toolkit.edited.remarks import label_of
from toolkit.merge.plan import (
    Conflict,
    Kept,
    Plan,
)
from toolkit.merge.texts import Passage, passages
from toolkit.merge.three_way import merge
from toolkit.pack.pack import Pack
from toolkit.workspace import back_up, refuse_locked, write_all


@dataclass(frozen=True)
class Request:
    """What `draft update` is asked for."""

    docx: Path
    figures: Path | None = None
    packs: Sequence[Path] = ()
    base: Path | None = None
    track: bool = True
    dry_run: bool = False
    now: datetime.datetime | None = None


@dataclass(frozen=True)
class Change:
    """One thing that becomes another: `key` is empty for wording; `paragraph` counts from 1."""

    key: str
    label: str
    old: str
    new: str
    paragraph: int
    section: str


@dataclass(frozen=True)
class Updated:
    """What `draft update` did, or would do."""

    docx: Path
    changed: Sequence[Change]
    kept: Sequence[tuple[int, Kept]]
    conflicts: Sequence[tuple[int, Conflict]]
    backup: Path | None = None


def update(request: Request) -> Updated:
    """Bring a document up to date with its brief.

    Raises:
        ToolkitError: the input is wrong, or the document is another report's; nothing was written.
    """
    now = request.now or datetime.datetime.now().astimezone()
    if not request.dry_run:
        refuse_locked(request.docx)
    edited = find(request.docx, request.figures, request.packs, request.base)
    pack = Pack(edited.packs)
    brief = load_brief(edited.brief, pack.vocabulary)
    base = edited.base
    report = compose(brief, pack, pack.genre(base.genre), base.variant)
    new = passages(report)
    current = {key: figure.text for key, figure in brief.figures.items()}
    plan = merge(passages(base.report), edited.lines, new, base.marks, current)
    updated = _told(request.docx, edited, plan, new, lambda key: label_of(key, brief, pack))
    if request.dry_run or not plan.changes:
        return updated
    data, after = apply(edited, plan, report, brief, pack, track=request.track, now=now)
    space = edited.space
    backup = back_up(space, [request.docx], now)
    write_all({space.base(after.identifier): after.data(), request.docx: data})
    return dataclasses.replace(updated, backup=backup)


# -- telling ---------------------------------------------------------------------------------


def _told(
    docx: Path, edited: Edited, plan: Plan, new: Sequence[Passage], label: Callable[[str], str]
) -> Updated:
    changed = []
    for r in plan.revisions:
        key = r.figures[0] if r.key and r.figures else ""
        name = label(r.key.removeprefix("figures.")) if r.key else ""
        changed.append(Change(key, name, r.old, r.new, r.line + 1, edited.section(r.line)))
    changed += [
        Change("", "", "", new[item.passage].text, after + 2, edited.section(max(after, 0)))
        for after, items in plan.placed.items()
        for item in items
        if item.line < 0
    ]
    changed += [Change("", "", edited.lines[n].text, "", n + 1, edited.section(n)) for n in plan.removed]
    changed.sort(key=lambda c: c.paragraph)
    return Updated(
        docx,
        changed,
        [(k.line + 1, k) for k in plan.kept],
        [(c.line + 1, c) for c in plan.conflicts],
    )
