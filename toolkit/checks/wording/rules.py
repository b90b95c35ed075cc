"""The computed rules of this room by id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from toolkit.checks.finding import Hit
from toolkit.checks.manuscript import Manuscript
from toolkit.checks.rule import Rule
from toolkit.checks.wording import enumerations, formulations, slips, typos

RULES: Mapping[str, Callable[[Manuscript, Rule], Iterable[Hit]]] = {
    "misquoted-formulation": formulations.misquoted,
    "questionable-formulation": formulations.questionable,
    "formulation-not-in-force": formulations.not_in_force,
    "enumeration-out-of-order": enumerations.out_of_order,
    "incomplete-enumeration": enumerations.incomplete,
    "misspelt-set-phrase": slips.misspelt,
    "formulation-slip": slips.slips,
    "wrong-character": typos.wrong_characters,
    "doubled-character": typos.doubled_characters,
    "doubled-word": typos.doubled_words,
}
