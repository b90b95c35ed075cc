"""What a result's folder holds: written whole or not at all, with a record by which a later run knows it.

A new folder is filled aside and renamed into its place, which is one step: whenever the process is
killed, a folder that stands there is whole. Nothing is flushed to the disk file by file, which
would take most of the time; `settle` does it once for all of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from toolkit.errors import WorkspaceError, display_path
from toolkit.workspace import HIDDEN, write_all

RECORD = f"{HIDDEN}/batch.json"
STAGING = f"{HIDDEN}/staging"
LOCK = f"{HIDDEN}/batch.lock"
LEFT_OVER = (".draft-*.tmp",)


@dataclass(frozen=True)
class Record:
    """How a folder's result was made: whose it is, from what, and the files with their checksums.

    `made_from` is the checksum of all that it depends on, `said` that of what the row says alone.
    `before` has the checksums of files that were about to be replaced when this was written: one
    that still has them has not been replaced yet.
    """

    identity: str
    made_from: str
    said: str
    files: Mapping[str, str]
    before: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def data(self) -> bytes:
        """Return the stored form."""
        return (json.dumps(vars(self), ensure_ascii=False, sort_keys=True) + "\n").encode()


def read_record(folder: Path) -> Record | None:
    """Return the record of a folder, or None where there is none that can be read."""
    try:
        row = json.loads((folder / RECORD).read_bytes())
        whole = all(isinstance(row[key], dict) for key in ("files", "before", "facts"))
        return Record(**row) if whole else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def owner(folder: Path) -> str | None:
    """Return the identity of whose folder it is, None where that is not known."""
    record = read_record(folder)
    return record.identity if record is not None else None


def checksum(data: bytes) -> str:
    """Return the checksum by which a file is known."""
    return hashlib.sha256(data).hexdigest()


class State(NamedTuple):
    """How the files of a folder stand to its record: still to be made, and changed by a person since."""

    missing: Sequence[str]
    edited: Sequence[str]


def state(folder: Path, record: Record) -> State:
    """Compare a folder's files with its record."""
    missing: list[str] = []
    edited: list[str] = []
    for name, wanted in record.files.items():
        try:
            found = checksum((folder / name).read_bytes())
        except FileNotFoundError:
            missing.append(name)
            continue
        except OSError as error:
            shown = display_path(folder / name)
            raise WorkspaceError(f"{shown}: 不能读取（{error.strerror}）", "关闭该文件后再运行") from error
        if found != wanted:
            (missing if found == record.before.get(name) else edited).append(name)
    return State(missing, edited)


def write_new(
    out: Path, folder: Path, files: Mapping[str, bytes], shared: Mapping[str, Path], number: int
) -> None:
    """Write a folder that is not there yet: filled aside, then renamed.

    `files` has the contents by path in the folder; `shared` has files that are the same in every
    folder, linked where the disk can do that and copied where it cannot.

    Raises:
        FileExistsError: somebody else has made the folder in the meantime.
        WorkspaceError: the disk does not take it.
    """
    aside = out / STAGING / f"{os.getpid()}-{number}"
    try:
        for place in _folders((*files, *shared)):
            (aside / place).mkdir(parents=not place)
        for name, data in files.items():
            _write(f"{aside}/{name}", data)
        for name, source in shared.items():
            try:
                os.link(source, aside / name)
            except OSError:
                shutil.copyfile(source, aside / name)
        if folder.parent != out:
            folder.parent.mkdir(parents=True, exist_ok=True)
        aside.rename(folder)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        if folder.exists():
            raise FileExistsError(str(folder)) from error
        shown = display_path(folder)
        raise WorkspaceError(f"{shown}: 不能写入（{error.strerror}）", "检查磁盘空间和路径") from error


def _folders(names: Iterable[str]) -> list[str]:
    """Return the folders that files lie in, the outer ones first, each once; `` is the outermost."""
    found = {""}
    for name in names:
        while "/" in name:
            name = name.rpartition("/")[0]
            found.add(name)
    return sorted(found)


def _write(path: str, data: bytes) -> None:
    """Write a new file with three calls to the system, half of what `open` needs."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    file = os.open(path, flags, 0o644)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def write_over(folder: Path, files: Mapping[str, bytes], record: Record) -> None:
    """Write into a folder that stands, record first: whatever comes between, a later run knows what is left.

    Raises:
        WorkspaceError: a file cannot be written.
    """
    sweep(folder)
    first = {folder / RECORD: record.data()}
    rest = {folder / name: data for name, data in files.items()}
    # The document last: where it is the new one, all that belongs to it is there.
    write_all({**first, **dict(sorted(rest.items(), key=lambda item: item[0].suffix == ".docx"))})


def sweep(folder: Path) -> None:
    """Take away what a killed run left half-written."""
    for pattern in LEFT_OVER:
        for place in (folder, folder / HIDDEN, folder / HIDDEN / "base"):
            for path in place.glob(pattern):
                with contextlib.suppress(OSError):
                    path.unlink()


def replace(path: Path, data: bytes) -> None:
    """Write one file atomically."""
    write_all({path: data})


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder of results for one run; the system lets go of it however the process ends.

    Raises:
        WorkspaceError: another run is at work there, or the folder cannot be made.
    """
    path = out / LOCK
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab+")
    except OSError as error:
        raise WorkspaceError(f"{display_path(out)}: 不能写入（{error.strerror}）", "换一个 --out") from error
    with file:
        try:
            _hold(file)
        except OSError as error:
            shown = display_path(out)
            raise WorkspaceError(
                f"{shown}: 另一个批量成稿正在写这个文件夹", "等它结束再运行，或换一个 --out"
            ) from error
        yield


def _hold(file: IO[bytes]) -> None:
    """Lock a file for this process alone: a forked worker does not inherit it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear(out: Path) -> None:
    """Take away what runs that were killed have left aside; only for who holds the folder."""
    shutil.rmtree(out / STAGING, ignore_errors=True)


def settle() -> None:
    """Have the disk take what was written; after that, a power failure loses nothing of it."""
    if hasattr(os, "sync"):
        os.sync()
