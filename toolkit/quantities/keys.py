"""Which figure of the catalogue a quantity is: `templates/cues.yaml`, tried from the top."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.quantities.context import HERE, Context
from toolkit.quantities.quantity import Quantity


@dataclass(frozen=True)
class Cue:
    """A row of the file, compiled."""

    key: str
    cue: re.Pattern[str]
    units: frozenset[str]
    scope: re.Pattern[str] | None = None
    barred: re.Pattern[str] | None = None

    def fits(self, clause: str, scope: str) -> bool:
        """Tell whether clause and surroundings are those of this key."""
        return (
            self.cue.search(clause) is not None
            and (self.barred is None or self.barred.search(clause) is None)
            and (self.scope is None or self.scope.search(scope) is not None)
        )


class Keys:
    """All cues; `of` gives the key of a quantity in its context."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._cues = tuple(_cue(row) for row in data["cues"])
        self._fillers = re.compile(f"(?:{'|'.join(data['fillers'])})+\\Z")
        self._never = re.compile(data["never"])
        self._for_unit = lru_cache(maxsize=None)(self._candidates)
        self._known = lru_cache(maxsize=256)(self._find)

    def _candidates(self, unit: str) -> tuple[Cue, ...]:
        return tuple(cue for cue in self._cues if unit in cue.units)

    def _said(self, context: Context) -> str:
        """The clause, and once more without the words that only lead to the number (共, 已有)."""
        bare = self._fillers.sub("", context.left)
        spoken = context.clause
        return spoken if bare == context.left else f"{spoken}。{bare}{HERE}{context.right}"

    def of(self, quantity: Quantity, context: Context) -> str | None:
        """Return the key, None where no row fits."""
        return self._known(quantity.base_unit, self._said(context), context.scope)

    def _find(self, unit: str, clause: str, scope: str) -> str | None:
        if self._never.search(clause):
            return None
        return next((cue.key for cue in self._for_unit(unit) if cue.fits(clause, scope)), None)


def _cue(row: Mapping[str, Any]) -> Cue:
    return Cue(
        key=row["key"],
        cue=re.compile("|".join(f"(?:{cue})" for cue in row["cue"])),
        units=frozenset(row["units"]),
        scope=re.compile(row["scope"]) if "scope" in row else None,
        barred=re.compile(row["not"]) if "not" in row else None,
    )
