"""The folder of one report: brief, DOCX, and `.draft/` with the rendered bases and backups.

Every write is atomic (temporary file, fsync, rename) and a set of files is written wholly or
not at all as far as the disk allows: everything is made in memory first.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import WorkspaceError, display_path

HIDDEN = ".draft"
FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{n}" for n in range(1, 10)),
    *(f"LPT{n}" for n in range(1, 10)),
}


def safe_name(text: str) -> str:
    """Return a file name that Windows takes: no forbidden characters, no final dot or space."""
    name = FORBIDDEN.sub("", text).strip()[:80].rstrip(". ") or "报告"
    stem, dot, rest = name.partition(".")
    return f"{stem}_{dot}{rest}" if stem.rstrip().upper() in RESERVED else name


@dataclass(frozen=True)
class Workspace:
    """Where the files of one report lie."""

    folder: Path
    docx: Path
    brief: Path

    @property
    def hidden(self) -> Path:
        """The folder that people need not touch."""
        return self.folder / HIDDEN

    def base(self, identifier: str) -> Path:
        """The rendered base that belongs to a DOCX with this identifier."""
        return self.hidden / "base" / f"{identifier.rpartition(':')[2]}.json"

    @property
    def schema(self) -> Path:
        """The JSON Schema that editors use for the brief."""
        return self.hidden / "brief.schema.json"


def in_the_way(space: Workspace, *, keep_brief: bool) -> list[Path]:
    """Return the files of a person that a write would replace."""
    files = [space.docx] if keep_brief else [space.docx, space.brief]
    return [path for path in files if path.exists()]


def refuse_locked(path: Path) -> None:
    """Raise where Word or WPS holds the document open (its `~$` lock file lies beside it).

    Raises:
        WorkspaceError: the document is open.
    """
    for name in {f"~${path.name}", f"~${path.name[2:]}", f".~{path.name}", f".~lock.{path.name}#"}:
        if (path.parent / name).exists() and path.exists():
            raise WorkspaceError(
                f"{display_path(path)}: 正被 Word 或 WPS 打开",
                "关闭该文件后再运行；确已关闭时删去同目录下以“~$”开头的临时文件",
            )


def back_up(space: Workspace, files: list[Path], now: datetime.datetime) -> Path | None:
    """Copy files into `.draft/backup/<time>/` before they are replaced; return that folder."""
    if not files:
        return None
    folder = space.hidden / "backup" / now.strftime("%Y%m%d-%H%M%S")
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{now:%Y%m%d-%H%M%S}-{number}")
    with _explained(folder):
        folder.mkdir(parents=True)
        for path in files:
            shutil.copy2(path, folder / path.name)
    return folder


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files atomically, each beside its place first, then renamed one after the other.

    Raises:
        WorkspaceError: a file cannot be written; nothing has been replaced unless a rename failed.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, data in contents.items():
            with _explained(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                ready.append((_temporary(path, data), path))
        while ready:
            temporary, path = ready[0]
            with _explained(path):
                temporary.replace(path)
            ready.pop(0)
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _temporary(path: Path, data: bytes) -> Path:
    handle, made = tempfile.mkstemp(prefix=".draft-", suffix=".tmp", dir=path.parent)
    name = Path(made)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        name.chmod(0o644)
    except BaseException:
        with contextlib.suppress(OSError):
            name.unlink()
        raise
    return name


@contextlib.contextmanager
def _explained(path: Path) -> Any:
    """Turn the system's errors into words."""
    shown = display_path(path)
    try:
        yield
    except PermissionError as error:
        raise WorkspaceError(
            f"{shown}: 不能写入", "文件正被 Word、WPS 打开，或没有权限；关闭后再试"
        ) from error
    except (NotADirectoryError, FileExistsError) as error:
        raise WorkspaceError(f"{shown}: 不能写入，同名的文件挡住了文件夹", "换一个 --out") from error
    except OSError as error:
        raise WorkspaceError(f"{shown}: 不能写入（{error.strerror}）", "检查磁盘空间和路径") from error
