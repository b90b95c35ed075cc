"""The log of a batch: JSON Lines beside the results, one line a row, appended run after run."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

NAME = "batch.jsonl"
EVERY = 5.0  # seconds between two times that the disk is asked to take the log


class Journal:
    """The log of one run; `start` is where its lines begin in the file."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._file: BinaryIO = self.path.open("ab+")
        self.start = self._file.seek(0, os.SEEK_END)
        if self.start:
            self._file.seek(-1, os.SEEK_END)
            if self._file.read(1) != b"\n":  # a run that was killed in the middle of a line
                self._file.write(b"\n")
                self.start += 1
        self._asked = time.monotonic()

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a line, whole: a run that is killed leaves at most this one out."""
        self._file.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
        self._file.flush()
        if time.monotonic() - self._asked > EVERY:
            self.settle()

    def settle(self) -> None:
        """Have the disk take the lines."""
        self._asked = time.monotonic()
        with contextlib.suppress(OSError):
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """End the log."""
        self.settle()
        self._file.close()

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of this run, one at a time in memory."""
        with self.path.open("rb") as file:
            file.seek(self.start)
            for line in file:
                with contextlib.suppress(ValueError):
                    yield json.loads(line)
