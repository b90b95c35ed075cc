"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {}
