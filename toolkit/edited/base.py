"""The rendered base of a report: what was generated, from which figures, and under which bookmarks.

It lies in `.draft/base/` and is tied to the Word file by the core property `identifier`, so that an
official file carries nothing hidden out of the office.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit import __version__
from toolkit.errors import WorkspaceError, display_path
from toolkit.figures import Figure
from toolkit.model import Report

PREFIX = "urn:draft:"
# A record of our own making has no circles to be looked for.
COMPACT = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Base:
    """A report as it was generated, and how.

    `brief` is the brief's file name, `packs` the overlaid packs' folders as seen from the report's,
    `figures` what each figure was, `marks` the passage's id for each paragraph bookmark in the file;
    a file that was just generated need not say them (`first_marks`).
    """

    report: Report
    genre: str
    variant: int
    brief: str
    packs: tuple[str, ...] = ()
    figures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def data(self) -> bytes:
        """Return the stored form: compact JSON, keys in order."""
        record = {
            "toolkit": __version__,
            "genre": self.genre,
            "variant": self.variant,
            "brief": self.brief,
            "packs": list(self.packs),
            "figures": self.figures,
            "marks": self.marks,
            "report": self.report.as_json(),
        }
        return COMPACT.encode(record).encode()

    @property
    def identifier(self) -> str:
        """What ties a Word file to this base."""
        return PREFIX + hashlib.sha256(self.data()).hexdigest()[:32]


def described(figures: Mapping[str, Figure]) -> dict[str, dict[str, Any]]:
    """Return what a base remembers of each figure."""
    return {
        key: {
            "value": str(f.value),
            "text": f.text,
            "unit": f.unit,
            "label": f.label,
            "source": f.source,
            "as_of": f.as_of,
            "derived": f.derived,
        }
        for key, f in figures.items()
    }


def packs_from(folder: Path, packs: Sequence[Path]) -> tuple[str, ...]:
    """Return packs' folders as seen from a report's, so that both can move to another disk together."""
    found = []
    for pack in packs:
        try:
            found.append(Path(os.path.relpath(pack.resolve(), folder.resolve())).as_posix())
        except ValueError:  # another drive
            found.append(str(pack.resolve()))
    return tuple(found)


def first_marks(report: Report) -> dict[str, str]:
    """Return the passage's id for each paragraph bookmark of a file that was just generated."""
    # Only a file that has been edited needs it.
    from toolkit.merge.texts import passages
    from toolkit.word.marks import Names, paragraph_bookmark

    names = Names()
    return {names.unique(paragraph_bookmark(p.id)): p.id for p in passages(report)}


def load_base(path: Path) -> Base:
    """Read a stored base.

    Raises:
        WorkspaceError: the file is missing or is none of ours.
    """
    try:
        record = json.loads(path.read_bytes())
        report = Report.from_json(record["report"])
        return Base(
            report=report,
            genre=record["genre"],
            variant=record["variant"],
            brief=record["brief"],
            packs=tuple(record["packs"]),
            figures=record["figures"],
            marks=record.get("marks") or first_marks(report),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"{display_path(path)}: 成稿记录缺失或已损坏", "用 --base 指定当初生成的那份 Word 文件"
        ) from error


def stored_bases(folder: Path) -> Sequence[Path]:
    """Return the stored bases of a workspace's hidden folder, the newest first."""
    found = (folder / "base").glob("*.json")
    return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)
