"""Every computed rule by its id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.data import brief, unsourced
from toolkit.checks.data import rules as data
from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.marks import rules as marks
from toolkit.checks.rule import Rule
from toolkit.checks.sessions import rules as sessions
from toolkit.checks.wording import rules as wording

COMPUTED: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    **wording.RULES,
    **marks.RULES,
    **sessions.RULES,
    **data.RULES,
    **brief.RULES,
    **unsourced.RULES,
}
