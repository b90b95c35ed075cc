"""The names of our hidden bookmarks: one round every generated paragraph, one round every figure."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

MAX_BOOKMARK = 40
PARAGRAPH = "_d_"
FIGURE = "_f_"
MANY = 2_000  # names, and runs, of several kinds of report: most of a batch are the same row after row


@lru_cache(MANY)
def paragraph_bookmark(block_id: str) -> str:
    """Return the hidden bookmark's name for a block id (at most 40 characters)."""
    return (PARAGRAPH + re.sub(r"\W", "_", block_id))[:MAX_BOOKMARK]


@lru_cache(MANY)
def figure_bookmark(key: str, number: int) -> str:
    """Return the hidden bookmark's name for the `number`-th standing of a figure."""
    suffix = f"_{number}"
    return (FIGURE + re.sub(r"\W", "_", key))[: MAX_BOOKMARK - len(suffix)] + suffix


class Names:
    """Bookmark names that stand in one document, each once."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self.taken = set(taken or ())
        self._counts: Counter[str] = Counter()

    def figure(self, key: str) -> str:
        """Return a name for one more standing of a figure."""
        while True:
            self._counts[key] += 1
            name = figure_bookmark(key, self._counts[key])
            if name not in self.taken:
                self.taken.add(name)
                return name

    def unique(self, name: str) -> str:
        """Return `name`, or with a number where it is taken (long keys are cut to the same name)."""
        made, number = name, 1
        while made in self.taken:
            number += 1
            suffix = f"_{number}"
            made = name[: MAX_BOOKMARK - len(suffix)] + suffix
        self.taken.add(made)
        return made
