"""A row's files put into its folder: a new one whole, or one that stands, a person's changes spared."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from toolkit.batch import stored
from toolkit.batch.dealing import Settings
from toolkit.batch.outcomes import BLOCKED, EDITED, MADE, RENEWED, UNCHANGED
from toolkit.batch.stored import Record
from toolkit.workspace import HIDDEN, Workspace, back_up, refuse_locked

BRIEF = "brief.yaml"
SCHEMA = f"{HIDDEN}/brief.schema.json"


class Placed(NamedTuple):
    """What became of a folder: its status, the record that counts, the files that stood in the way."""

    status: str
    record: Record | None
    blocked: tuple[str, ...] = ()


def found(folder: Path, made_from: str) -> tuple[Record | None, str]:
    """Return a folder's record, and UNCHANGED or EDITED where nothing is left to be done there."""
    record = stored.read_record(folder) if folder.exists() else None
    if record is None or record.made_from != made_from:
        return record, ""
    state = stored.state(folder, record)
    return record, "" if state.missing else EDITED if state.edited else UNCHANGED


def place(
    space: Workspace,
    files: Mapping[str, bytes],
    new: Record,
    record: Record | None,
    settings: Settings,
    number: int,
) -> Placed:
    """Write the files of a result; `record` is that of what stands there, `number` the row's.

    Raises:
        WorkspaceError: the disk does not take them, or a file is open in Word.
    """
    if not space.folder.exists():
        with contextlib.suppress(FileExistsError):
            shared = {SCHEMA: settings.out / SCHEMA}
            stored.write_new(settings.out, space.folder, {**files, stored.RECORD: new.data()}, shared, number)
            return Placed(MADE, new)
    return _over(space, files, new, record, settings)


def _over(
    space: Workspace, files: Mapping[str, bytes], new: Record, record: Record | None, settings: Settings
) -> Placed:
    """Write into a folder that stands: a person's files there are not replaced unless forced."""
    folder = space.folder
    refuse_locked(space.docx)
    before = {name: stored.checksum(data) for name in files if (data := _standing(folder / name)) is not None}
    rest = {name: data for name, data in files.items() if before.get(name) != stored.checksum(data)}
    ours = _ours(record)
    blocked = tuple(name for name in rest if name in before and before[name] not in ours.get(name, ()))
    if blocked and not settings.force:
        complete = record is not None and not stored.state(folder, record).missing
        if record is not None and complete and record.said == new.said:
            return Placed(EDITED, record)  # only the program or the pack is another
        return Placed(BLOCKED, record, blocked)
    back_up(space, [folder / name for name in blocked], settings.now)
    if not (folder / SCHEMA).is_file():
        rest = {SCHEMA: (settings.out / SCHEMA).read_bytes(), **rest}
    stored.write_over(folder, rest, dataclasses.replace(new, before=before))
    return Placed(RENEWED if before else MADE, new)


def _standing(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _ours(record: Record | None) -> dict[str, tuple[str, ...]]:
    """Return the checksums that files have which we wrote ourselves, in this run or the one before."""
    if record is None:
        return {}
    names = {*record.files, *record.before}
    return {
        name: tuple(s for s in (record.files.get(name), record.before.get(name)) if s is not None)
        for name in names
    }
