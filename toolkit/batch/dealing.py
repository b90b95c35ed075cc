"""The rows of a list dealt out as tasks, each with the folder that its result goes to."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from toolkit import regions
from toolkit.batch import stored
from toolkit.batch.columns import Column
from toolkit.batch.filling import Listed
from toolkit.batch.naming import Folders, Identity
from toolkit.batch.outcomes import FAILED, Outcome
from toolkit.batch.peeking import FOLDER, peek
from toolkit.batch.rows import Listing, Row
from toolkit.errors import ToolkitError, display_path


class Settings(NamedTuple):
    """What every worker has to know; `folder` tells that the rows are the files of a folder."""

    out: Path
    genre: str
    packs: tuple[Path, ...]
    year: int | None
    variant: int
    force: bool
    now: datetime.datetime
    head: Mapping[int, Column]
    fingerprint: str
    folder: bool


class Task(NamedTuple):
    """One row to be done: its place in the list, whose report it is, where that goes."""

    row: Row
    number: int
    identity: Identity
    folder: Path


class Tasks:
    """The rows with their folders, in the order of the list; `broken` are those that cannot have one."""

    def __init__(self, listing: Listing, settings: Settings, listed: Listed | None) -> None:
        self.listing = listing
        self.settings = settings
        self.columns = listed.columns if listed else None
        self.folders = Folders(settings.out, stored.owner)
        self.broken: list[Outcome] = []

    def each(self) -> Iterator[Task]:
        """Yield the tasks; a list that cannot be read on ends there, and says so in `broken`."""
        try:
            for number, row in enumerate(self.listing, 1):
                if (task := self._task(row, number)) is not None:
                    yield task
        except ToolkitError as error:
            self.broken.append(Outcome(display_path(self.listing.path), FAILED, problems=(error.render(),)))

    def _task(self, row: Row, number: int) -> Task | None:
        said = peek(row, self.settings.head, self.columns)
        region = said.get("region", "")
        year = said.get("year") or str(year_of(self.settings, region))
        genre = self.settings.genre or said.get("genre", "")
        identity = self.folders.identity(region, said.get("organ.place", ""), year, genre)
        try:
            folder = self.folders.folder(identity, said.get(FOLDER, ""))
        except ToolkitError as error:
            said_ = f"{row.place}: {error.render()}"
            self.broken.append(Outcome(row.place, FAILED, number, region, problems=(said_,)))
            return None
        return Task(row, number, identity, folder)


def year_of(settings: Settings, region: str) -> int:
    """Return the year of a row that says none: that of the run, of the bundled brief, of today."""
    if settings.year is not None:
        return settings.year
    sample = regions.sample_path(region) if region else None
    return regions.sample_year(sample) if sample else regions.review_year(settings.now.date())
