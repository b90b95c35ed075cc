"""`draft restore`: give back the files as they were before a verb changed them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.errors import WorkspaceError, display_path, suggest
from toolkit.workspace import HIDDEN, Workspace, back_up, refuse_locked, write_all


@dataclass(frozen=True)
class Point:
    """A restore point: its name is the time, its files lie in the workspace's backup folder."""

    name: str
    files: Sequence[Path]


def points(docx: Path) -> list[Point]:
    """Return the restore points that hold a report, the newest first."""
    found = []
    for folder in (docx.parent / HIDDEN / "backup").glob("*"):
        files = sorted(p for p in folder.iterdir() if p.is_file()) if folder.is_dir() else []
        if any(file.name == docx.name for file in files):
            found.append(Point(folder.name, files))
    return sorted(found, key=lambda point: point.name, reverse=True)


def restore(docx: Path, name: str = "", now: datetime.datetime | None = None) -> tuple[Point, Path | None]:
    """Put a restore point's files back, the present ones kept as a restore point of their own.

    Raises:
        WorkspaceError: there is no such point, or the report is open.
    """
    found = points(docx)
    chosen = next((p for p in found if name in ("", p.name)), None)
    if chosen is None:
        names = [p.name for p in found]
        hint = suggest(name, names) or (
            "可退回的有：" + "、".join(names) if names else "换过数据才有可退回的文件"
        )
        raise WorkspaceError(f"{display_path(docx)}: 没有可退回的时间点{name and f'“{name}”'}", hint)
    refuse_locked(docx)
    contents = {docx.parent / file.name: file.read_bytes() for file in chosen.files}
    space = Workspace(docx.parent, docx, docx.parent / "brief.yaml")
    now = now or datetime.datetime.now().astimezone()
    saved = back_up(space, [path for path in contents if path.is_file()], now)
    write_all(contents)
    return chosen, saved
