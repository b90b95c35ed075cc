"""Files that may be written: none that somebody may have signed, filled in, or has open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import WorkspaceError, display_path
from toolkit.workspace import refuse_locked


def checked(targets: Sequence[Path], *, force: bool, kept: Sequence[Path | None] = ()) -> list[Path]:
    """Return the targets unless they may not be written.

    Raises:
        WorkspaceError: a file is in the way, is open, or is one of the `kept` input files.
    """
    for path in targets:
        refuse_locked(path)
        if any(other is not None and path.resolve() == other.resolve() for other in kept):
            raise WorkspaceError(f"{display_path(path)}: 这是要读的文件，不能写在上面", "换一个 --out")
    there = [display_path(path) for path in targets if path.exists()]
    if there and not force:
        raise WorkspaceError(
            f"已经有了：{'、'.join(there)}，没有写出任何文件", "重新写出加 --force；换个地方用 --out"
        )
    return list(targets)
